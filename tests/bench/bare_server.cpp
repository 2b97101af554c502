// Bare cpp-httplib: the limit of reading.
#include <fstream>
#include <iostream>

#include <httplib.h>

#include "subjects.h"

namespace cyberdir::bench {

int serve_bytes(const std::string& file) {
  constexpr std::size_t kThreads = 64;
  constexpr std::size_t kRequests = 1'000'000'000;
  std::ifstream stream(file);
  const model::Json said = model::Json::parse(stream);
  const auto status = said["status"].get<int>();
  const auto body = said["body"].get<std::string>();
  httplib::Headers headers;
  for (const model::Json& header : said["headers"])
    headers.emplace(header[0].get<std::string>(), header[1].get<std::string>());
  httplib::Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_keep_alive_max_count(kRequests);
  server.Get("/.*", [&](const httplib::Request&, httplib::Response& response) {
    response.status = status;
    response.headers = headers;
    if (!body.empty()) response.set_content(body, "application/json");
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::cout << "listening on http://127.0.0.1:" << port << std::endl;
  return server.listen_after_bind() ? 0 : 1;
}

}  // namespace cyberdir::bench
