#include "http/gzip.h"

#include <algorithm>
#include <limits>
#include <new>

namespace cyberdir::http {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{1} << 20U;
constexpr std::uint64_t kHighestRatio = 200;
constexpr int kGzip = 16;  // added to the window's bits: the gzip form
constexpr int kLevel = 5;

Bytef* bytes(const char* text) { return reinterpret_cast<Bytef*>(const_cast<char*>(text)); }

uInt bounded(std::size_t size) {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

}  // namespace

InflatedSource::InflatedSource(base::ByteSource& compressed, std::uint64_t most)
    : compressed_(compressed), most_(most) {
  if (inflateInit2(&stream_, MAX_WBITS + kGzip) != Z_OK) throw std::bad_alloc();
}

InflatedSource::~InflatedSource() { inflateEnd(&stream_); }

base::Result<std::size_t> InflatedSource::read(std::span<char> buffer) {
  if (error_) return *error_;
  auto count = inflate_some(buffer);
  if (!count) error_ = count.error();
  return count;
}

base::Result<std::size_t> InflatedSource::inflate_some(std::span<char> buffer) {
  if (buffer.empty()) return std::size_t{0};
  stream_.next_out = bytes(buffer.data());
  stream_.avail_out = bounded(buffer.size());
  const uInt room = stream_.avail_out;
  while (stream_.avail_out == room && !ended_) {
    if (stream_.avail_in == 0) {
      CYBERDIR_ASSIGN(count, compressed_.read(input_));
      if (count == 0) {
        if (!between_members_) return fail(ErrorCode::malformed, "The gzip stream is cut.");
        ended_ = true;
        break;
      }
      in_ += count;
      stream_.next_in = bytes(input_.data());
      stream_.avail_in = static_cast<uInt>(count);
    }
    if (between_members_ && inflateReset(&stream_) != Z_OK) {
      return fail(ErrorCode::malformed, "The gzip stream is damaged.");
    }
    between_members_ = false;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      between_members_ = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      return fail(ErrorCode::malformed, "The gzip stream is damaged.");
    }
  }
  const std::size_t made = room - stream_.avail_out;
  out_ += made;
  if (out_ > most_ || out_ > std::max(kAlwaysAllowed, in_ * kHighestRatio)) {
    return fail(ErrorCode::too_large, "The body is too large once it is decompressed.");
  }
  return made;
}

std::string gzip(std::string_view text) {
  // A small text needs no large window, and tables of 64 KiB are made faster than those of 256.
  const bool small = text.size() <= 16384;
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, (small ? 14 : MAX_WBITS) + kGzip, small ? 6 : 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = bytes(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = bytes(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(status == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace cyberdir::http
