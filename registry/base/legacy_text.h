// Text of the encodings that spreadsheets wrote before Unicode, as UTF-8.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stream.h"

namespace cyberdir::base {

/// The names of the encodings that are read, as the IANA registry of character sets has them, in
/// lower case. Such text does not say which of them it is in, so none is ever guessed.
[[nodiscard]] std::span<const std::string_view> legacy_encodings();

/// Reads another source in a given encoding and gives its text as UTF-8. Does not own the source.
/// One thread at a time. Errors of read: malformed (bytes that the encoding has no character for;
/// it says the line), and those of the source.
class LegacySource final : public ByteSource {
 public:
  /// `encoding` is one of legacy_encodings().
  LegacySource(ByteSource& source, std::string_view encoding);
  ~LegacySource() override;
  LegacySource(const LegacySource&) = delete;
  LegacySource& operator=(const LegacySource&) = delete;
  LegacySource(LegacySource&&) = delete;
  LegacySource& operator=(LegacySource&&) = delete;

  Result<std::size_t> read(std::span<char> buffer) override;

 private:
  struct Converter;

  Result<void> convert();

  ByteSource& source_;
  std::string encoding_;
  std::unique_ptr<Converter> converter_;
  std::vector<char> bytes_;
  std::string text_;  ///< converted, from `given_` on not yet given
  std::size_t given_ = 0;
  std::size_t line_ = 1;
  bool ended_ = false;
};

}  // namespace cyberdir::base
