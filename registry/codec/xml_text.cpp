#include "codec/xml_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cyberdir::codec {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// What to do with a byte.
enum class Byte : std::uint8_t { plain, escape, maybe_noncharacter };

// Content: markup, controls, CR (a parser makes it LF), and the lead byte of U+FFFE and U+FFFF.
constexpr std::array<Byte, 256> table(bool attribute) {
  std::array<Byte, 256> bytes{};
  for (std::size_t c = 0; c < 0x20; ++c) bytes[c] = Byte::escape;
  bytes['<'] = bytes['>'] = bytes['&'] = Byte::escape;
  if (attribute) {
    bytes['"'] = Byte::escape;
  } else {
    bytes['\t'] = bytes['\n'] = Byte::plain;
  }
  bytes[0xEF] = Byte::maybe_noncharacter;
  return bytes;
}

constexpr auto kContent = table(false);
constexpr auto kAttribute = table(true);

std::string_view reference_for(unsigned char c) {
  switch (c) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return kReplacement;
  }
}

bool is_noncharacter_at(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at + 1] == '\xBF' &&
         (text[at + 2] == '\xBE' || text[at + 2] == '\xBF');
}

template <bool json>
void append_escaped(std::string& out, std::string_view text, const std::array<Byte, 256>& bytes) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const Byte what = bytes[c];
    if (what == Byte::plain) [[likely]] {
      continue;
    }
    if (what == Byte::escape) {
      out.append(text, from, i - from);
      out.append(reference_for(c));
      from = i + 1;
    } else if (is_noncharacter_at(text, i)) {
      out.append(text, from, i - from);
      if constexpr (json) {
        out.append(text[i + 2] == '\xBE' ? "\\ufffe" : "\\uffff");
      } else {
        out.append(kReplacement);
      }
      from = i + 3;
      i += 2;
    }
  }
  out.append(text, from, text.size() - from);
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  append_escaped<false>(out, text, kContent);
}

void append_xml_attribute(std::string& out, std::string_view text) {
  append_escaped<false>(out, text, kAttribute);
}

void append_xml_json(std::string& out, std::string_view canonical_json) {
  append_escaped<true>(out, canonical_json, kContent);
}

bool is_xml_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto rest = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), rest);
}

}  // namespace cyberdir::codec
