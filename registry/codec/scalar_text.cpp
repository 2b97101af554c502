#include "codec/scalar_text.h"

#include <charconv>
#include <system_error>

namespace cyberdir::codec {
namespace {

constexpr std::int64_t kLargestInteger = 9007199254740991;  // RFC 7493 section 2.2
constexpr std::size_t kLongestName = 64;
constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

bool is_blank(std::string_view text) {
  return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value > kLargestInteger || value < -kLargestInteger) return std::nullopt;
  return value;
}

std::optional<bool> boolean_of(std::string_view text) {
  text = trimmed(text);
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return std::nullopt;
}

std::string short_name(std::string_view name) {
  if (name.size() <= kLongestName) return std::string(name);
  std::size_t end = kLongestName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80) --end;
  return std::string(name.substr(0, end)) + "…";
}

}  // namespace cyberdir::codec
