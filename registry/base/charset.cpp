#include "base/charset.h"

#include <limits>
#include <memory>

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include "base/unicode.h"

namespace cyberdir::base {
namespace {

constexpr std::size_t kLongestName = 40;

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset) {
  if (bytes.size() > std::numeric_limits<std::int32_t>::max() / 4) return std::nullopt;
  if (charset.empty() || charset.size() > kLongestName) return std::nullopt;
  // ICU takes options behind a comma; a name of the IANA has none.
  if (charset.find_first_of(",\\/ ") != std::string_view::npos) return std::nullopt;
  const std::string name(charset);
  UErrorCode status = U_ZERO_ERROR;
  if (ucnv_getStandardName(name.c_str(), "IANA", &status) == nullptr || U_FAILURE(status))
    return std::nullopt;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return std::nullopt;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                converter.get(), status);
  if (U_FAILURE(status)) return std::nullopt;
  std::string out;
  text.toUTF8String(out);
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace cyberdir::base
