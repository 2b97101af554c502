#include "codec/utf8_source.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "base/unicode.h"

namespace cyberdir::codec {
namespace {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

constexpr std::size_t kBuffer = 64UL * 1024;
constexpr std::size_t kLongestDeclaration = 256;
constexpr char kNul = '\0';

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

// How many bytes of `text` are whole characters: a character cut at the end is left for later.
std::size_t whole_characters(std::string_view text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto c = static_cast<std::uint8_t>(text[text.size() - back]);
    if ((c & 0xC0U) == 0x80) continue;  // a continuation
    const std::size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    return length > back ? text.size() - back : text.size();
  }
  return text.size();
}

// The encoding that an XML declaration names, in lower case; empty where it names none.
std::string declared_encoding(std::string_view head) {
  if (!head.starts_with("<?xml")) return {};
  head = head.substr(0, head.find("?>"));
  const auto at = head.find("encoding");
  if (at == std::string_view::npos) return {};
  const auto quote = head.find_first_of("\"'", at);
  if (quote == std::string_view::npos) return {};
  const auto close = head.find(head[quote], quote + 1);
  if (close == std::string_view::npos) return {};
  std::string name(head.substr(quote + 1, close - quote - 1));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return name;
}

}  // namespace

Utf8Source::Utf8Source(base::ByteSource& source, Kind kind)
    : source_(source), kind_(kind), buffer_(kBuffer) {}

Result<void> Utf8Source::fill(std::size_t least) {
  if (at_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + at_, available());
    end_ -= at_;
    at_ = 0;
  }
  while (available() < least && !ended_) {
    auto count = source_.read(std::span(buffer_).subspan(end_));
    if (!count) return std::move(count).error();
    if (*count == 0) ended_ = true;
    end_ += *count;
  }
  return {};
}

Error Utf8Source::refuse(std::string_view what, std::string_view before) const {
  return fail(ErrorCode::malformed,
              std::string(what) + " (line " + std::to_string(line_ + lines_in(before)) + ")");
}

// Text has no NUL, so zero bytes are halves of UTF-16 units of ASCII: all the upper ones, and in a
// table, with its delimiters and ends of lines, never few.
Utf8Source::Encoding Utf8Source::told_by_zero_bytes() const {
  constexpr std::size_t kLeastShare = 32;
  const std::size_t looked_at = std::min(available(), kLongestDeclaration);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < looked_at; ++i) {
    if (byte(i) == 0) ++zeros.at(i % 2);
  }
  const std::size_t least = std::max<std::size_t>(2, looked_at / kLeastShare);
  if (zeros[0] == 0 && zeros[1] >= least) return Encoding::utf16_le;
  if (zeros[1] == 0 && zeros[0] >= least) return Encoding::utf16_be;
  return Encoding::utf8;
}

Result<void> Utf8Source::detect() {
  CYBERDIR_TRY(fill(kLongestDeclaration));
  const auto starts = [&](std::initializer_list<unsigned> bytes) {
    if (available() < bytes.size()) return false;
    std::size_t i = 0;
    return std::all_of(bytes.begin(), bytes.end(), [&](unsigned b) { return byte(i++) == b; });
  };
  if (starts({0xEF, 0xBB, 0xBF})) {
    at_ += 3;
    encoding_ = Encoding::utf8;
  } else if (starts({0xFF, 0xFE})) {
    at_ += 2;
    encoding_ = Encoding::utf16_le;
  } else if (starts({0xFE, 0xFF})) {
    at_ += 2;
    encoding_ = Encoding::utf16_be;
  } else if (kind_ == Kind::xml && starts({'<', 0})) {
    encoding_ = Encoding::utf16_le;
  } else if (kind_ == Kind::xml && starts({0, '<'})) {
    encoding_ = Encoding::utf16_be;
  } else if (kind_ == Kind::plain) {
    encoding_ = told_by_zero_bytes();
  } else {
    encoding_ = Encoding::utf8;
  }
  if (kind_ != Kind::xml || encoding_ != Encoding::utf8) return {};
  const std::string declared = declared_encoding(
      std::string_view(buffer_.data() + at_, std::min(available(), kLongestDeclaration)));
  if (declared == "iso-8859-1" || declared == "latin1") {
    encoding_ = Encoding::latin1;
  } else if (!declared.empty() && declared != "utf-8" && declared != "utf8" &&
             declared != "us-ascii" && declared != "ascii") {
    return fail(ErrorCode::unsupported,
                "the XML declaration names an encoding that is not read here; send UTF-8");
  }
  return {};
}

Result<std::size_t> Utf8Source::read(std::span<char> out) {
  if (encoding_ == Encoding::unknown) CYBERDIR_TRY(detect());
  if (available() < 4) CYBERDIR_TRY(fill(4));
  switch (encoding_) {
    case Encoding::utf16_le:
    case Encoding::utf16_be:
      return take_utf16(out);
    case Encoding::latin1:
      return take_latin1(out);
    default:
      return take_utf8(out);
  }
}

Result<std::size_t> Utf8Source::give(std::string_view text) {
  line_ += lines_in(text);
  return text.size();
}

Result<std::size_t> Utf8Source::take_utf8(std::span<char> out) {
  std::string_view text(buffer_.data() + at_, std::min(available(), out.size()));
  if (!ended_ || available() > out.size()) text = text.substr(0, whole_characters(text));
  if (!base::is_utf8(text)) {
    std::size_t good = 0;
    while (good < text.size()) {  // the first byte that is wrong, for its line
      const std::size_t next = text.find('\n', good);
      if (next == std::string_view::npos || !base::is_utf8(text.substr(good, next - good))) break;
      good = next + 1;
    }
    return refuse(
        kind_ == Kind::plain
            ? "the bytes are not UTF-8; save the file as \"CSV UTF-8\", or say its encoding"
            : "the bytes are not UTF-8; save the file as UTF-8",
        text.substr(0, good));
  }
  if (const auto nul = text.find(kNul); nul != std::string_view::npos) {
    return refuse("there is a NUL character; text has none", text.substr(0, nul));
  }
  std::memcpy(out.data(), text.data(), text.size());
  at_ += text.size();
  return give(text);
}

Result<std::size_t> Utf8Source::take_latin1(std::span<char> out) {
  std::size_t written = 0;
  while (available() > 0 && written + 2 <= out.size()) {
    const std::uint8_t c = byte(0);
    if (c == 0) {
      return refuse("there is a NUL character; text has none",
                    std::string_view(out.data(), written));
    }
    if (c < 0x80) {
      out[written++] = static_cast<char>(c);
    } else {
      out[written++] = static_cast<char>(0xC0U | (c >> 6U));
      out[written++] = static_cast<char>(0x80U | (c & 0x3FU));
    }
    ++at_;
  }
  return give(std::string_view(out.data(), written));
}

Result<std::size_t> Utf8Source::take_utf16(std::span<char> out) {
  std::string text;
  const auto unit = [&](std::size_t i) -> char32_t {
    const char32_t first = byte(i);
    const char32_t second = byte(i + 1);
    return encoding_ == Encoding::utf16_le ? first | (second << 8U) : (first << 8U) | second;
  };
  while (text.size() + 4 <= out.size() && available() > 0) {
    if (available() < 4 && !ended_) break;
    if (available() < 2) return refuse("half a UTF-16 code unit at the end", text);
    char32_t c = unit(0);
    std::size_t used = 2;
    if (c >= 0xD800 && c <= 0xDFFF) {
      const char32_t low = available() >= 4 ? unit(2) : 0;
      if (c >= 0xDC00 || low < 0xDC00 || low > 0xDFFF) {
        return refuse("a lone UTF-16 surrogate", text);
      }
      c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
      used = 4;
    }
    if (c == 0) return refuse("there is a NUL character; text has none", text);
    base::append_utf8(text, c);
    at_ += used;
  }
  std::memcpy(out.data(), text.data(), text.size());
  return give(text);
}

}  // namespace cyberdir::codec
