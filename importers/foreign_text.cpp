#include "importers/foreign_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <vector>

#include "base/instant.h"
#include "model/states.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";
constexpr std::size_t kE164Digits = 15;
constexpr std::size_t kShortText = 64;   // dates and times are not longer
constexpr std::size_t kArmourLine = 60;  // a first line of armoured data is no shorter

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) return parts;
    const std::size_t end = text.find_first_of(separators, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end);
  }
}

// 1 to 12 for the name of a month in English, in full or its first three letters ("Sept" too).
std::optional<int> month_named(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  const std::string name = lowered(text);
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (name == kMonths[i] || name == kMonths[i].substr(0, 3)) return static_cast<int>(i) + 1;
  }
  if (name == "sept") return 9;
  return std::nullopt;
}

// The digits of a day ("7", "17", "17th"), as two; nothing where it is not one.
std::optional<std::string> two_digit_day(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string suffix = lowered(text.substr(digits));
  const bool known =
      suffix.empty() || suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th";
  if (digits < 1 || digits > 2 || !known) return std::nullopt;
  return std::string(2 - digits, '0').append(text.substr(0, digits));
}

bool is_year(std::string_view text) {
  return text.size() == 4 && std::ranges::all_of(text, is_digit);
}

std::string two_digits(int number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

// "GMT", "UTC", "Z", "+0200" as the offset of RFC 3339.
std::optional<std::string> offset_of(std::string_view text) {
  if (text == "GMT" || text == "UTC" || text == "UT" || text == "Z") return "Z";
  const bool digits = text.size() == 5 && (text[0] == '+' || text[0] == '-') &&
                      std::ranges::all_of(text.substr(1), is_digit);
  if (!digits) return std::nullopt;
  return std::string(text.substr(0, 3)).append(":").append(text.substr(3));
}

bool is_base64_word(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '='; });
}

// "Version:", "Comment:", the names of armour headers.
bool is_header_name(std::string_view text) {
  return text.size() > 1 && text.back() == ':' && is_letter(text.front());
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::optional<std::string> to_e164(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text.front() != '+') return std::nullopt;
  if (text.find("(0)") != std::string_view::npos) return std::nullopt;
  constexpr std::string_view kSeparators = " .-/()";
  constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  std::string number = "+";
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      if (number.size() > kE164Digits) return std::nullopt;
      number.push_back(text[at]);
    } else if (text.substr(at).starts_with(kNoBreakSpace)) {
      ++at;
    } else if (kSeparators.find(text[at]) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (!model::is_e164(number)) return std::nullopt;
  return number;
}

StatedPhone read_phone(std::string_view text) {
  text = trimmed(text);
  const auto is_note = [](std::string_view part) { return std::ranges::any_of(part, is_letter); };
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    const std::string_view note = trimmed(text.substr(0, colon));
    if (is_note(note) && note.find('(') == std::string_view::npos) {
      return {std::string(trimmed(text.substr(colon + 1))), lowered(note)};
    }
  }
  if (!text.empty() && text.back() == ')') {
    const std::size_t open = text.rfind('(');
    if (open != std::string_view::npos) {
      const std::string_view note = trimmed(text.substr(open + 1, text.size() - open - 2));
      if (is_note(note)) return {std::string(trimmed(text.substr(0, open))), lowered(note)};
    }
  }
  return {std::string(text), {}};
}

std::optional<std::string> to_partial_date(std::string_view text) {
  text = trimmed(text);
  if (text.size() > kShortText) return std::nullopt;
  if (base::is_partial_date(text)) return std::string(text);
  if (base::parse_rfc3339(text)) return std::string(text.substr(0, 10));
  const auto words = split(text, " ,.");
  if (words.size() < 2 || words.size() > 3 || !is_year(words.back())) return std::nullopt;
  const std::string year(words.back());
  std::string date;
  if (words.size() == 2) {
    const auto month = month_named(words[0]);
    if (!month) return std::nullopt;
    date = year + '-' + two_digits(*month);
  } else {
    const bool month_first = month_named(words[0]).has_value();
    const auto month = month_named(words[month_first ? 0 : 1]);
    const auto day = two_digit_day(words[month_first ? 1 : 0]);
    if (!month || !day) return std::nullopt;
    date = year + '-' + two_digits(*month) + '-' + *day;
  }
  if (!base::is_partial_date(date)) return std::nullopt;
  return date;
}

std::optional<std::string> to_instant(std::string_view text) {
  text = trimmed(text);
  if (text.size() > kShortText) return std::nullopt;
  if (const auto instant = base::parse_rfc3339(text)) return base::to_rfc3339(*instant);
  const std::size_t comma = text.find(',');
  const auto words = split(comma == std::string_view::npos ? text : text.substr(comma + 1), " ");
  if (words.size() != 5 || !is_year(words[2])) return std::nullopt;
  const auto day = two_digit_day(words[0]);
  const auto month = month_named(words[1]);
  const auto offset = offset_of(words[4]);
  if (!day || !month || !offset) return std::nullopt;
  const auto instant = base::parse_rfc3339(std::string(words[2]) + '-' + two_digits(*month) + '-' +
                                           *day + 'T' + std::string(words[3]) + *offset);
  if (!instant) return std::nullopt;
  return base::to_rfc3339(*instant);
}

std::optional<std::string> to_fingerprint(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  return model::normalised_fingerprint(text);
}

std::optional<std::string> to_state(std::string_view text) {
  constexpr std::array<std::string_view, 2> kOfSeveralPlaces = {"congo", "georgia"};
  if (std::ranges::find(kOfSeveralPlaces, lowered(trimmed(text))) != kOfSeveralPlaces.end()) {
    return std::nullopt;
  }
  if (model::is_state_code(text)) return std::string(text);
  return model::state_named(text);
}

std::optional<std::string> to_armour(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
  constexpr std::string_view kEnd = "-----END PGP PUBLIC KEY BLOCK-----";
  text = trimmed(text);
  if (!text.starts_with(kBegin) || !text.ends_with(kEnd) ||
      text.size() < kBegin.size() + kEnd.size()) {
    return std::nullopt;
  }
  text.remove_prefix(kBegin.size());
  text.remove_suffix(kEnd.size());

  // Headers come first; their values are prose, and data begins with the first long word. Where
  // there are no headers all words are data.
  const auto words = split(text, kSpace);
  std::string headers;
  std::string data;
  const bool has_headers = !words.empty() && is_header_name(words.front());
  for (const std::string_view word : words) {
    const bool in_headers = has_headers && data.empty();
    if (in_headers && (word.size() < kArmourLine || !is_base64_word(word))) {
      if (is_header_name(word)) {
        headers.push_back('\n');
      } else if (!headers.empty()) {
        headers.push_back(' ');
      }
      headers.append(word);
    } else if (is_base64_word(word)) {
      data.append(word).push_back('\n');
    } else {
      return std::nullopt;
    }
  }
  if (data.empty()) return std::nullopt;
  return std::string(kBegin) + headers + "\n\n" + data + std::string(kEnd) + '\n';
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kAlso = "-._~";
  std::string out;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || kAlso.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kHex[byte >> 4U]);
      out.push_back(kHex[byte & 0xFU]);
    }
  }
  return out;
}

}  // namespace cyberdir::importers
