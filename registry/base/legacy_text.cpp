#include "base/legacy_text.h"

#include <algorithm>
#include <array>

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>

namespace cyberdir::base {
namespace {

constexpr std::size_t kBytes = 16UL * 1024;

constexpr std::array<std::string_view, 12> kEncodings = {
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "iso-8859-1",   "iso-8859-15",  "gb18030",      "macintosh"};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

}  // namespace

std::span<const std::string_view> legacy_encodings() { return kEncodings; }

struct LegacySource::Converter {
  std::unique_ptr<UConverter, CloseConverter> icu;
};

LegacySource::LegacySource(ByteSource& source, std::string_view encoding)
    : source_(source),
      encoding_(encoding),
      converter_(std::make_unique<Converter>()),
      bytes_(kBytes) {
  UErrorCode status = U_ZERO_ERROR;
  converter_->icu.reset(ucnv_open(encoding_.c_str(), &status));
  if (U_FAILURE(status)) return;
  // The usual is to put U+FFFD for what is wrong: that would lose it without a word.
  ucnv_setToUCallBack(converter_->icu.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                      &status);
}

LegacySource::~LegacySource() = default;

// Converts the next piece into `text_`.
Result<void> LegacySource::convert() {
  auto count = source_.read(bytes_);
  if (!count) return std::move(count).error();
  ended_ = *count == 0;
  std::array<UChar, kBytes> units;  // NOLINT(cppcoreguidelines-pro-type-member-init): written below
  const char* from = bytes_.data();
  const char* const end = from + *count;
  text_.clear();
  given_ = 0;
  while (true) {
    UErrorCode status = U_ZERO_ERROR;
    UChar* to = units.data();
    ucnv_toUnicode(converter_->icu.get(), &to, units.data() + units.size(), &from, end, nullptr,
                   ended_ ? 1 : 0, &status);
    icu::UnicodeString(false, units.data(), static_cast<std::int32_t>(to - units.data()))
        .toUTF8String(text_);
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_SUCCESS(status)) break;
    line_ += static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n'));
    return fail(ErrorCode::malformed,
                "the bytes are not text of the encoding " + encoding_ + " (line " +
                    std::to_string(line_) +
                    "); say the right one, or save the file as \"CSV UTF-8\"");
  }
  line_ += static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n'));
  return {};
}

Result<std::size_t> LegacySource::read(std::span<char> buffer) {
  if (converter_->icu == nullptr) {
    return fail(ErrorCode::unsupported, "there is no encoding " + encoding_ + " here");
  }
  while (given_ == text_.size() && !ended_) CYBERDIR_TRY(convert());
  const std::size_t count = text_.copy(buffer.data(), buffer.size(), given_);
  given_ += count;
  return count;
}

}  // namespace cyberdir::base
