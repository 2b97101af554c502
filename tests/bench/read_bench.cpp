// Reading one entry over loopback, beside bare cpp-httplib that sends the same bytes.
#include <fstream>
#include <iostream>
#include <random>

#include "entries.h"
#include "load_client.h"
#include "subjects.h"

namespace cyberdir::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kConnections = 32;
constexpr double kSeconds = 1;

struct Case {
  std::string name;
  std::vector<std::string> headers;
  int status;
};

// Headers that the server library states itself.
bool is_framing(const std::string& name) {
  return name == "Content-Length" || name == "Connection" || name == "Keep-Alive" ||
         name == "Content-Type";
}

fs::path keep(const Options& options, const WholeAnswer& answer) {
  model::Json headers = model::Json::array();
  for (const auto& [name, value] : answer.headers) {
    if (!is_framing(name)) headers.push_back({name, value});
  }
  const fs::path file = options.scratch / "bytes.json";
  std::ofstream(file) << model::Json({{"status", answer.status},
                                      {"headers", headers},
                                      {"body", answer.body}})
                             .dump();
  return file;
}

std::string etag_of(const WholeAnswer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (name == "ETag") return value;
  }
  give_up("an entry has no ETag");
}

std::string reader_token(const fs::path& folder) {
  OpenRegistry registry(folder);
  const auto token = registry->tokens().add(operator_origin(), {model::Role::reader, "FR", {}, {}});
  if (!token) give_up("no token: " + token.error().detail);
  return *token;
}

void measure(const Options& options, Report& report, std::uint64_t count) {
  constexpr std::size_t kMostRandom = 65'536;
  const fs::path folder = copied_registry(options, filled_registry(options, count), "served");
  const std::string token = "Authorization: Bearer " + reader_token(folder);
  const ServerProcess ours(serve_command(options, folder));
  const std::string target = "/v1/entries/" + entry_id(0);
  const std::string etag =
      etag_of(ask(ours.port(), get_request(target, {"Accept: application/json"})));
  std::mt19937_64 random(1);
  for (const Case& asked :
       {Case{"JSON", {"Accept: application/json"}, 200},
        Case{"XML", {"Accept: application/xml"}, 200},
        Case{"304", {"Accept: application/json", "If-None-Match: " + etag}, 304},
        Case{"JSON, with a token", {"Accept: application/json", token}, 200}}) {
    const WholeAnswer answer = ask(ours.port(), get_request(target, asked.headers));
    if (answer.status != asked.status)
      give_up("the server answers " + std::to_string(answer.status) + " to " + asked.name);
    const ServerProcess bare({"/proc/self/exe", "serve-bytes", keep(options, answer).string()});
    const std::vector<std::string> same = {get_request(target, asked.headers)};
    std::vector<std::string> others;
    while (asked.status == 200 && others.size() < kMostRandom) {
      const std::uint64_t n = random() % count;
      if (is_organisation(n))
        others.push_back(get_request("/v1/entries/" + entry_id(n), asked.headers));
    }
    const auto figures_of = [&](int port) {
      const Load one = load(port, kConnections, kSeconds, same, asked.status);
      std::vector<double> figures = {one.rate, one.p99};
      if (others.empty()) return figures;
      const Load any = load(port, kConnections, kSeconds, others, asked.status);
      figures.insert(figures.end(), {any.rate, any.p99});
      return figures;
    };
    const Series series = take_turns(
        {{[&] { return figures_of(ours.port()); }}, {[&] { return figures_of(bare.port()); }}},
        options.rounds);
    report.add("read one entry, " + asked.name, count, series[0][0], series[1][0], "1/s",
               at_least(0.85));
    report.add("read one entry, " + asked.name + ", p99", count, series[0][1], series[1][1], "us",
               at_most(2));
    if (others.empty()) continue;
    // The goal names 100,000 entries.
    const bool named = count == 100'000;
    report.add("read any entry, " + asked.name, count, series[0][2], series[1][2], "1/s",
               named ? std::optional(at_least(0.6)) : std::nullopt);
    report.add("read any entry, " + asked.name + ", p99", count, series[0][3], series[1][3], "us",
               named ? std::optional(at_most(2)) : std::nullopt);
  }
}

}  // namespace

void bench_read(const Options& options, Report& report) {
  for (const std::uint64_t count : options.sizes) measure(options, report, count);
}

}  // namespace cyberdir::bench
