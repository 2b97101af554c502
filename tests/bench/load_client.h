// A client that loads a server: keep-alive connections, one request in flight on each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cyberdir::bench {

/// What a server did under load.
struct Load {
  double rate = 0;  ///< answers a second
  double p50 = 0;   ///< microseconds
  double p99 = 0;
};

/// Sends the requests in turn over `connections` connections to 127.0.0.1 for `seconds`, from one
/// thread. Every answer must have `status`.
[[nodiscard]] Load load(int port, std::size_t connections, double seconds,
                        const std::vector<std::string>& requests, int status);

/// One answer, whole: status line, headers, body. Ends the connection.
struct WholeAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
/// Nothing listens: status 0.
[[nodiscard]] WholeAnswer ask(int port, const std::string& request);

/// The bytes of a GET.
[[nodiscard]] std::string get_request(const std::string& target,
                                      const std::vector<std::string>& header_lines);

}  // namespace cyberdir::bench
