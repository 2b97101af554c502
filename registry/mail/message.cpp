#include "mail/message.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>

namespace cyberdir::mail {
namespace {

constexpr std::size_t kLineBytes = 76;         // RFC 2045 section 6.8
constexpr std::size_t kEncodedWordBytes = 42;  // so that a word with its frame has at most 75

std::string to_base64(std::string_view bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      const auto byte = i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U;
      group = group << 8U | byte;
    }
    for (std::size_t j = 0; j < 4; ++j) {
      const bool filled = i + j <= bytes.size();
      text.push_back(filled ? kDigits[group >> (18U - 6U * j) & 63U] : '=');
    }
  }
  return text;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Control characters have no place in a header: a line break would begin another one.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    line.push_back(control ? ' ' : c);
  }
  return line;
}

// RFC 2047: words of base64, none of which breaks a character.
std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t end = std::min(text.size(), kEncodedWordBytes);
    while (end < text.size() && end > 0 && continues(text[end])) --end;
    if (end == 0) end = std::min(text.size(), kEncodedWordBytes);  // not UTF-8
    words +=
        (words.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + to_base64(text.substr(0, end))) + "?=";
    text.remove_prefix(end);
  }
  return words;
}

std::string header_date(base::Instant at) {
  constexpr std::array<const char*, 7> kDays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::int64_t kDaySeconds = 86'400;
  const std::string utc = base::to_rfc3339(at);  // YYYY-MM-DDTHH:MM:SS…Z
  const auto number = [&](std::size_t from) {
    return (utc[from] - '0') * 10 + (utc[from + 1] - '0');
  };
  const std::int64_t days = at.micros / 1'000'000 / kDaySeconds;  // 1 January 1970 was a Thursday
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), "%s, %02d %s %s %s +0000",
                      kDays.at(static_cast<std::size_t>(days % 7)), number(8),
                      kMonths.at(static_cast<std::size_t>(number(5) - 1)), utc.substr(0, 4).c_str(),
                      utc.substr(11, 8).c_str());
  return text.data();
}

std::string in_lines(const std::string& base64) {
  std::string lines;
  for (std::size_t i = 0; i < base64.size(); i += kLineBytes)
    lines += base64.substr(i, kLineBytes) + "\r\n";
  return lines;
}

std::string with_crlf(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') lines.push_back('\r');
    lines.push_back(c);
  }
  return lines;
}

}  // namespace

std::string to_mime(const Message& message) {
  const std::string from = one_line(message.from);
  std::string mime;
  const auto header = [&](std::string_view name, std::string_view value) {
    mime += std::string(name) + ": " + std::string(value) + "\r\n";
  };
  header("Date", header_date(message.at));
  header("From", "<" + from + ">");
  header("To", "<" + one_line(message.to) + ">");
  header("Subject", encoded_words(one_line(message.subject)));
  header("Message-ID",
         "<" + one_line(message.id) + from.substr(std::min(from.rfind('@'), from.size())) + ">");
  header("Auto-Submitted", "auto-generated");
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=utf-8");
  header("Content-Language", one_line(message.language));
  header("Content-Transfer-Encoding", "base64");
  return mime + "\r\n" + in_lines(to_base64(with_crlf(message.body)));
}

}  // namespace cyberdir::mail
