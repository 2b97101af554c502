// Writes an answer to its connection: status line, headers, body whole or in chunks, compression.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "http/connection.h"
#include "http/exchange.h"
#include "http/request_head.h"

namespace cyberdir::http {

/// What became of an answer: it is whole, it is whole when the connection ends, or it is broken.
enum class Sent : std::uint8_t { whole, closing, broken };

/// A small problem document (RFC 9457) for what the transport itself refuses.
[[nodiscard]] Response refusal(const Fault& fault, std::string_view request_id);

/// True for a status and headers that can be sent: a final status, no line breaks in values.
[[nodiscard]] bool is_sendable(const Response& response);

/// What a stream needs of the server.
struct StreamHooks {
  std::function<bool()> ending;  ///< the server stops: streams of events end
  Log log;                       ///< told why a stream failed
};

/// Sends what answers `head`. `keep_alive` is what the answer tells the client. Compresses the body
/// of `response` and completes its headers.
[[nodiscard]] Sent send_answer(Connection& connection, const RequestHead& head, Response& response,
                               bool keep_alive, const StreamHooks& hooks);

}  // namespace cyberdir::http
