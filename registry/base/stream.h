// Bytes that arrive or leave piece by piece, so that nothing is held whole.
#pragma once

#include <cstddef>
#include <istream>
#include <ostream>
#include <span>
#include <string_view>

#include "base/result.h"

namespace cyberdir::base {

/// Where bytes come from. One thread at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills as much of `buffer` as there is; 0 at the end. Errors: unavailable, too_large.
  virtual Result<std::size_t> read(std::span<char> buffer) = 0;
};

/// Where bytes go. One thread at a time.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  /// Takes all of `bytes`. Errors: unavailable (the receiver went away, the disk is full).
  virtual Result<void> write(std::string_view bytes) = 0;
};

/// Bytes that are in memory already; does not own them.
class StringSource final : public ByteSource {
 public:
  explicit StringSource(std::string_view bytes) : rest_(bytes) {}
  Result<std::size_t> read(std::span<char> buffer) override;

 private:
  std::string_view rest_;
};

/// Bytes of an open stream; does not own it.
class StreamSource final : public ByteSource {
 public:
  explicit StreamSource(std::istream& stream) : stream_(stream) {}
  Result<std::size_t> read(std::span<char> buffer) override;

 private:
  std::istream& stream_;
};

/// Appends to a string; does not own it.
class StringSink final : public ByteSink {
 public:
  explicit StringSink(std::string& text) : text_(text) {}
  Result<void> write(std::string_view bytes) override;

 private:
  std::string& text_;
};

/// Writes to an open stream; does not own it.
class StreamSink final : public ByteSink {
 public:
  explicit StreamSink(std::ostream& stream) : stream_(stream) {}
  Result<void> write(std::string_view bytes) override;

 private:
  std::ostream& stream_;
};

}  // namespace cyberdir::base
