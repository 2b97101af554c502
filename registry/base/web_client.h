// Asking other servers over HTTP: an interface, so that tests need no network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace cyberdir::base {

/// What is asked of another server, and how much of it.
struct WebQuestion {
  std::string url;  ///< see is_trustworthy_url()
  /// Sent as application/x-www-form-urlencoded by POST; without it the question is a GET.
  std::optional<std::vector<std::pair<std::string, std::string>>> form = {};
  std::string user = {};  ///< with `password`, HTTP Basic (RFC 7617); empty for none
  Secret password = {};   ///< of `user`
  Secret bearer = {};     ///< an access token (RFC 6750); empty for none
  std::size_t most_bytes = std::size_t{256} << 10U;  ///< of the answer's body
};

struct WebAnswer {
  int status = 0;
  std::string body;
};

/// Asks other servers. Implementations may be called from any thread, and several at once.
class WebClient {
 public:
  virtual ~WebClient() = default;
  /// One question, whose answer may have any status; redirections are answers. Errors: unavailable
  /// (not reached, not in time, its certificate not good), too_large, invalid (the URL).
  virtual Result<WebAnswer> ask(const WebQuestion& question) = 0;
};

/// Over libcurl: certificates are checked against the system's, nothing is followed, decompressed
/// or remembered, and the whole takes a bounded time.
class CurlWebClient final : public WebClient {
 public:
  /// In seconds; to connect, and in all.
  explicit CurlWebClient(long connect_seconds = 5, long whole_seconds = 10);
  Result<WebAnswer> ask(const WebQuestion& question) override;

 private:
  long connect_seconds_;
  long whole_seconds_;
};

/// True for an https URL, and for an http URL of this very machine (127.0.0.1, ::1, localhost); in
/// either case without user, password and fragment.
[[nodiscard]] bool is_trustworthy_url(const std::string& url);

/// Percent-encodes for a query or a form (all but the unreserved of RFC 3986).
[[nodiscard]] std::string form_encoded(
    const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace cyberdir::base
