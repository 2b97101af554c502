// Reads the head of a request, strictly (RFC 9112): what two servers could read in two ways is
// refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/exchange.h"

namespace cyberdir::http {

constexpr std::size_t kTargetBytes = 8192;      ///< longest target (path and query)
constexpr std::size_t kHeaderLineBytes = 8192;  ///< longest header line
constexpr std::size_t kHeaderCount = 64;
constexpr std::size_t kHeadBytes = std::size_t{40} * 1024;  ///< the whole head

/// Why the transport itself refuses a request, for people and programs.
struct Fault {
  int status;
  std::string_view type;  ///< last part of the problem type's address
  std::string_view title;
  std::string_view detail;
};

/// Coding of a request's body.
enum class BodyCoding : std::uint8_t { none, gzip, unknown };

/// A request without its body, and what its head says about the connection and the body.
struct RequestHead {
  Request request;  ///< `remote` and `body` are the connection's to fill in
  bool http_1_0 = false;
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  bool accepts_gzip = false;
  bool gzip_tag = false;  ///< a condition named the tag of a compressed answer
  BodyCoding coding = BodyCoding::none;
};

/// Where in `text` the head ends (behind its empty line), looking from `from` on; nothing where it
/// does not yet.
[[nodiscard]] std::optional<std::size_t> end_of_head(std::string_view text, std::size_t from);

/// Looks at a head that has not ended yet: a fault where it cannot become one, or not one that is
/// short enough.
[[nodiscard]] std::optional<Fault> check_unfinished_head(std::string_view text);

/// Reads a whole head into `head`; a fault where it is refused (`head` then has the request id if
/// that was read, and is otherwise unspecified).
[[nodiscard]] std::optional<Fault> read_head(std::string_view text, RequestHead& head);

/// What entity tags of compressed answers end with, inside the quotes. Handlers never see it.
constexpr std::string_view kGzipTag = "-gzip";

/// True for the characters of a token (RFC 9110 section 5.6.2), of which there is at least one.
[[nodiscard]] bool is_token(std::string_view text);

/// Equal but for the case of ASCII letters; `other` is in lower case.
[[nodiscard]] bool equals_lower(std::string_view text, std::string_view other);

}  // namespace cyberdir::http
