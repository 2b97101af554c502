#include "base/stream.h"

#include <algorithm>
#include <cstring>

namespace cyberdir::base {

Result<std::size_t> StringSource::read(std::span<char> buffer) {
  const std::size_t count = std::min(buffer.size(), rest_.size());
  std::memcpy(buffer.data(), rest_.data(), count);
  rest_.remove_prefix(count);
  return count;
}

Result<std::size_t> StreamSource::read(std::span<char> buffer) {
  stream_.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  if (stream_.bad()) return fail(ErrorCode::unavailable, "the input could not be read");
  return static_cast<std::size_t>(stream_.gcount());
}

Result<void> StringSink::write(std::string_view bytes) {
  text_.append(bytes);
  return {};
}

Result<void> StreamSink::write(std::string_view bytes) {
  stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!stream_) return fail(ErrorCode::unavailable, "the output could not be written");
  return {};
}

}  // namespace cyberdir::base
