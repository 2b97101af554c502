// The body of a request as it arrives: framing undone (RFC 9112 sections 6 and 7.1), then gzip.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/stream.h"
#include "http/connection.h"
#include "http/request_head.h"

namespace cyberdir::http {

/// Takes a body off its connection, and nothing behind it. Sends `100 Continue` when it is first
/// read, where the client waits for that.
class FramedBody final : public base::ByteSource {
 public:
  /// `most` bounds the bytes on the wire. The connection outlives it.
  FramedBody(Connection& connection, const RequestHead& head, std::uint64_t most);

  base::Result<std::size_t> read(std::span<char> buffer) override;

  [[nodiscard]] bool ended() const { return ended_; }
  /// Reads and drops a short rest, without waiting long; true where the end was reached, so that
  /// the connection can carry another request.
  bool finish();

 private:
  base::Result<std::size_t> read_piece(std::span<char> buffer);
  bool next_chunk();
  bool read_line(std::string& line, std::size_t most);
  bool skip_trailers();

  Connection& connection_;
  std::uint64_t most_;
  std::uint64_t taken_ = 0;
  std::uint64_t piece_left_ = 0;  ///< of the body, or of the present chunk
  bool chunked_;
  bool in_chunks_ = false;
  bool ended_;
  bool expects_continue_;
  std::optional<base::Error> error_;
};

/// What a handler reads: the content, decompressed and bounded.
class RequestBody final : public base::ByteSource {
 public:
  /// `most` bounds the bytes before and after decompression.
  RequestBody(Connection& connection, const RequestHead& head, std::uint64_t most);
  ~RequestBody() override;
  RequestBody(const RequestBody&) = delete;
  RequestBody& operator=(const RequestBody&) = delete;
  RequestBody(RequestBody&&) = delete;
  RequestBody& operator=(RequestBody&&) = delete;

  base::Result<std::size_t> read(std::span<char> buffer) override;
  bool finish() { return framed_.finish(); }

 private:
  FramedBody framed_;
  BodyCoding coding_;
  std::uint64_t most_;
  std::unique_ptr<base::ByteSource> inflated_;
};

}  // namespace cyberdir::http
