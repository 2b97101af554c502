#include "http/request_body.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "http/gzip.h"

namespace cyberdir::http {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t kChunkLineBytes = 256;  // size and extensions
constexpr std::size_t kTrailerBytes = 8192;   // all trailers
constexpr std::size_t kChunkDigits = 15;      // hexadecimal: below 2^60
constexpr std::uint64_t kDrainBytes = std::uint64_t{64} * 1024;
constexpr std::chrono::milliseconds kDrainPatience{100};
constexpr std::chrono::milliseconds kDrainWhole{500};

base::Error too_large(std::uint64_t most) {
  return fail(ErrorCode::too_large, "The body is larger than " + std::to_string(most) + " bytes.");
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

}  // namespace

FramedBody::FramedBody(Connection& connection, const RequestHead& head, std::uint64_t most)
    : connection_(connection),
      most_(most),
      piece_left_(head.request.content_length.value_or(0)),
      chunked_(head.chunked),
      ended_(!head.chunked && piece_left_ == 0),
      expects_continue_(head.expects_continue) {}

base::Result<std::size_t> FramedBody::read(std::span<char> buffer) {
  if (error_) return *error_;
  auto count = read_piece(buffer);
  if (!count) error_ = count.error();
  return count;
}

base::Result<std::size_t> FramedBody::read_piece(std::span<char> buffer) {
  if (ended_ || buffer.empty()) return std::size_t{0};
  if (!chunked_ && piece_left_ > most_ - taken_) return too_large(most_);
  if (expects_continue_) {
    expects_continue_ = false;
    if (connection_.buffered().empty()) connection_.send("HTTP/1.1 100 Continue\r\n\r\n");
  }
  if (chunked_ && piece_left_ == 0) {
    if (!next_chunk()) return fail(ErrorCode::malformed, "A chunk of the body cannot be read.");
    if (ended_) return std::size_t{0};
    if (piece_left_ > most_ - taken_) return too_large(most_);
  }
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), piece_left_));
  const std::size_t count = connection_.read(buffer.first(wanted));
  if (count == 0) return fail(ErrorCode::malformed, "The body ended early, or came too slowly.");
  taken_ += count;
  piece_left_ -= count;
  if (!chunked_ && piece_left_ == 0) ended_ = true;
  return count;
}

bool FramedBody::next_chunk() {
  std::string line;
  if (in_chunks_ && (!read_line(line, 0) || !line.empty())) return false;
  in_chunks_ = true;
  if (!read_line(line, kChunkLineBytes)) return false;
  const char* const end = line.data() + line.size();
  const auto [behind, error] = std::from_chars(line.data(), end, piece_left_, 16);
  if (error != std::errc{} || behind - line.data() > static_cast<std::ptrdiff_t>(kChunkDigits)) {
    return false;
  }
  // Extensions mean nothing here; white space may stand before them (RFC 9112 section 7.1.1).
  const std::size_t extension =
      line.find_first_not_of(" \t", static_cast<std::size_t>(behind - line.data()));
  if (behind != end && (extension == std::string::npos || line[extension] != ';')) return false;
  if (piece_left_ > 0) return true;
  if (!skip_trailers()) return false;
  ended_ = true;
  return true;
}

bool FramedBody::read_line(std::string& line, std::size_t most) {
  line.clear();
  for (;;) {
    const std::string_view buffered = connection_.buffered();
    const std::size_t newline = buffered.find('\n');
    const std::size_t count = std::min(newline, buffered.size());
    if (line.size() + count > most + 1) return false;
    line.append(buffered.substr(0, count));
    connection_.take(newline == std::string_view::npos ? count : count + 1);
    if (newline != std::string_view::npos) break;
    if (connection_.fill(Connection::Wait::patiently) != Connection::Filled::some) return false;
  }
  if (line.empty() || line.back() != '\r') return false;
  line.pop_back();
  return !has_control(line);
}

bool FramedBody::skip_trailers() {
  std::string line;
  for (std::size_t left = kTrailerBytes; read_line(line, left); left -= line.size()) {
    if (line.empty()) return true;
  }
  return false;
}

bool FramedBody::finish() {
  if (ended_) return true;
  if (error_ || expects_continue_ || piece_left_ > kDrainBytes) return false;
  connection_.set_patience(kDrainPatience);
  most_ = std::min(most_, taken_ + kDrainBytes);
  std::array<char, 8192> dropped;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const SteadyTime last = std::chrono::steady_clock::now() + kDrainWhole;
  while (!ended_ && std::chrono::steady_clock::now() < last) {
    if (!read(dropped)) return false;
  }
  return ended_;
}

RequestBody::RequestBody(Connection& connection, const RequestHead& head, std::uint64_t most)
    : framed_(connection, head, most), coding_(head.coding), most_(most) {}

RequestBody::~RequestBody() = default;

base::Result<std::size_t> RequestBody::read(std::span<char> buffer) {
  if (coding_ == BodyCoding::none) return framed_.read(buffer);
  if (!inflated_) {
    if (framed_.ended()) return std::size_t{0};
    if (coding_ == BodyCoding::unknown) {
      return fail(ErrorCode::unsupported, "The only Content-Encoding that is read is gzip.");
    }
    inflated_ = std::make_unique<InflatedSource>(framed_, most_);
  }
  return inflated_->read(buffer);
}

}  // namespace cyberdir::http
