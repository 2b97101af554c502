// A request and its answer, free of the library that carries them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/stream.h"

namespace cyberdir::http {

/// What a client asks. Lives until its answer has been sent, also while that is streamed.
struct Request {
  std::string method;  ///< as sent: GET, HEAD, POST …
  /// Decoded, without the query; well-formed UTF-8 without NUL, begins with / (or is *, for
  /// OPTIONS).
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
  /// Names in lower case, in order; in If-Match and If-None-Match the tags that handlers gave.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string remote;  ///< address of the peer
  std::string id;      ///< request id, also in the log and the answer
  /// The body as it arrives, decompressed, bounded: never null. Ends when the handler returns; what
  /// was not read is dropped. Errors: too_large, malformed (a broken chunk, a body that is cut or
  /// comes too slowly, a compressed stream that is cut or damaged), unsupported (Content-Encoding).
  base::ByteSource* body = nullptr;
  std::optional<std::uint64_t> content_length;  ///< as declared, before decompression

  /// The first value of a header (name in lower case), or nothing.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// The first value of a query parameter, or nothing.
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// What is answered: a body that is whole, or one that is written as it is made. To HEAD a handler
/// answers as to GET; the transport leaves the body out.
struct Response {
  int status = 200;  ///< 200 to 599
  /// Not Connection, Content-Length, Transfer-Encoding or X-Request-Id, which the transport says.
  /// It compresses whole text bodies for clients that accept gzip and then marks the ETag; with
  /// `Content-Encoding: identity`, a digest or `no-transform` it does not.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// Where set, the body is sent in chunks of some 32 KiB as this writes it, those of
  /// text/event-stream at once. An error before the first is answered with 500; a later one cuts
  /// the connection so that the client sees an incomplete message, never a short one that looks
  /// whole. The sink's write fails once the client is gone, that of events also when the server
  /// stops.
  std::function<base::Result<void>(base::ByteSink&)> stream;

  void set(std::string_view name, std::string_view value);
};

/// Answers requests; called from many threads.
using Handler = std::function<Response(Request&)>;

/// Takes a line for the log: what went wrong inside and is told to no client. Any thread.
using Log = std::function<void(std::string_view)>;

}  // namespace cyberdir::http
