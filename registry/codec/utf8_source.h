// Text of a few encodings as UTF-8, checked, piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stream.h"

namespace cyberdir::codec {

/// Reads another source and gives its text as valid UTF-8 without a byte order mark. The encoding
/// is told from the first bytes: a mark of UTF-8 or UTF-16; UTF-16 without mark by its zero bytes
/// (for XML as XML 1.0 appendix F has it); for XML what the XML declaration names, of which UTF-8,
/// UTF-16, US-ASCII and ISO-8859-1 are read; else UTF-8. Does not own the source. Errors of read:
/// malformed (invalid bytes, U+0000; each says the line), unsupported (another encoding), and those
/// of the source.
class Utf8Source final : public base::ByteSource {
 public:
  enum class Kind : std::uint8_t { plain, xml };

  Utf8Source(base::ByteSource& source, Kind kind);

  /// Wants a buffer of at least 16 bytes.
  base::Result<std::size_t> read(std::span<char> out) override;

 private:
  enum class Encoding : std::uint8_t { unknown, utf8, utf16_le, utf16_be, latin1 };

  base::Result<void> fill(std::size_t least);
  base::Result<void> detect();
  [[nodiscard]] Encoding told_by_zero_bytes() const;
  [[nodiscard]] std::size_t available() const { return end_ - at_; }
  [[nodiscard]] std::uint8_t byte(std::size_t i) const {
    return static_cast<std::uint8_t>(buffer_[at_ + i]);
  }
  base::Result<std::size_t> take_utf8(std::span<char> out);
  base::Result<std::size_t> take_utf16(std::span<char> out);
  base::Result<std::size_t> take_latin1(std::span<char> out);
  [[nodiscard]] base::Error refuse(std::string_view what, std::string_view before) const;
  base::Result<std::size_t> give(std::string_view text);

  base::ByteSource& source_;
  Kind kind_;
  Encoding encoding_ = Encoding::unknown;
  std::vector<char> buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  bool ended_ = false;
  std::uint64_t line_ = 1;
};

}  // namespace cyberdir::codec
