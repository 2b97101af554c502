#include "codec/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/unicode.h"

namespace cyberdir::codec {
namespace {

using model::Json;

// Members are kept in the order of bytes, which is the order of code points. UTF-16 differs only
// where astral characters (surrogates, from 0xD800) meet those from U+E000 on.
bool utf16_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const char32_t x = base::next_code_point(a, i);
    const char32_t y = base::next_code_point(b, j);
    if (x == y) continue;
    const bool x_astral = x > 0xFFFF;
    const bool y_astral = y > 0xFFFF;
    if (x_astral != y_astral) {
      const char32_t other = x_astral ? y : x;
      const bool other_above = other >= 0xE000;  // above every surrogate
      return x_astral ? other_above : !other_above;
    }
    return x < y;
  }
  return a.size() - i < b.size() - j;
}

bool has_astral(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
}

void append_object(std::string& out, const Json& value) {
  out.push_back('{');
  bool resort = false;
  for (auto it = value.begin(); it != value.end() && !resort; ++it) resort = has_astral(it.key());
  bool first = true;
  const auto append_member = [&](const std::string& name, const Json& member) {
    if (!first) out.push_back(',');
    first = false;
    append_canonical_string(out, name);
    out.push_back(':');
    append_canonical(out, member);
  };
  if (!resort) {
    for (auto it = value.begin(); it != value.end(); ++it) append_member(it.key(), it.value());
  } else {
    std::vector<const std::string*> names;
    for (auto it = value.begin(); it != value.end(); ++it) names.push_back(&it.key());
    std::sort(names.begin(), names.end(),
              [](const std::string* a, const std::string* b) { return utf16_less(*a, *b); });
    for (const std::string* name : names) append_member(*name, value.at(*name));
  }
  out.push_back('}');
}

}  // namespace

void append_canonical_string(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(from, i - from));
    from = i + 1;
    out.push_back('\\');
    switch (c) {
      case '"':
        out.push_back('"');
        break;
      case '\\':
        out.push_back('\\');
        break;
      case '\b':
        out.push_back('b');
        break;
      case '\f':
        out.push_back('f');
        break;
      case '\n':
        out.push_back('n');
        break;
      case '\r':
        out.push_back('r');
        break;
      case '\t':
        out.push_back('t');
        break;
      default:
        out.append("u00");
        out.push_back(kHex[c >> 4U]);
        out.push_back(kHex[c & 15U]);
    }
  }
  out.append(text.substr(from));
  out.push_back('"');
}

std::string canonical_number(double value) {
  if (value == 0) return "0";
  // The shortest digits that read back the same, in scientific form: d.ddde±xx
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific)
                       .ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  std::string sign;
  if (text.front() == '-') {
    sign = "-";
    text.remove_prefix(1);
  }
  const std::size_t e = text.find('e');
  std::string digits;
  for (const char c : text.substr(0, e)) {
    if (c != '.') digits.push_back(c);
  }
  int exponent = 0;
  std::string_view exponent_text = text.substr(e + 1);
  if (exponent_text.front() == '+') exponent_text.remove_prefix(1);
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // the decimal point stands behind this many digits
  constexpr int kLastPlain = 21;
  constexpr int kFirstPlain = -6;
  if (count <= point && point <= kLastPlain) {
    return sign + digits + std::string(static_cast<std::size_t>(point - count), '0');
  }
  if (0 < point && point <= kLastPlain) {
    return sign + digits.substr(0, static_cast<std::size_t>(point)) + "." +
           digits.substr(static_cast<std::size_t>(point));
  }
  if (kFirstPlain < point && point <= 0) {
    return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  }
  std::string result = sign + digits.substr(0, 1);
  if (count > 1) result += "." + digits.substr(1);
  return result + "e" + (exponent >= 0 ? "+" : "-") + std::to_string(std::abs(exponent));
}

void append_canonical(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      append_object(out, value);
      return;
    case Json::value_t::array: {
      out.push_back('[');
      bool first = true;
      for (const Json& element : value) {
        if (!first) out.push_back(',');
        first = false;
        append_canonical(out, element);
      }
      out.push_back(']');
      return;
    }
    case Json::value_t::string:
      append_canonical_string(out, value.get_ref<const std::string&>());
      return;
    case Json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case Json::value_t::number_integer:
      out += std::to_string(value.get<std::int64_t>());
      return;
    case Json::value_t::number_unsigned:
      out += std::to_string(value.get<std::uint64_t>());
      return;
    case Json::value_t::number_float:
      out += canonical_number(value.get<double>());
      return;
    default:
      out += "null";
  }
}

std::string canonical_json(const Json& value) {
  std::string out;
  append_canonical(out, value);
  return out;
}

}  // namespace cyberdir::codec
