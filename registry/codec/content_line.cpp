#include "codec/content_line.h"

namespace cyberdir::codec {
namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20U && c != '\t') || byte == 0x7FU;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

void append_content_line(std::string& out, std::string_view line) {
  constexpr std::size_t kLongest = 75;
  std::string clean;
  clean.reserve(line.size());
  for (const char c : line) {
    if (!is_control(c)) clean.push_back(c);
  }
  std::string_view rest = clean;
  std::size_t room = kLongest;
  while (rest.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && continues_character(rest[cut])) --cut;
    out.append(rest.substr(0, cut)).append("\r\n ");
    rest.remove_prefix(cut);
    room = kLongest - 1;  // the space is of the line
  }
  out.append(rest).append("\r\n");
}

std::string content_text(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' || c == ',' || c == ';') {
      escaped.push_back('\\');
      escaped.push_back(c);
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      escaped += "\\n";
    } else if (!is_control(c)) {
      escaped.push_back(c);
    }
  }
  return escaped;
}

}  // namespace cyberdir::codec
