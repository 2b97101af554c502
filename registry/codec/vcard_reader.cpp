// vCard 2.1, 3.0 and 4.0, as phones and mail programs write them.
#include <algorithm>
#include <array>
#include <optional>

#include "base/charset.h"
#include "base/unicode.h"
#include "codec/card_reader.h"
#include "codec/card_shape.h"
#include "codec/content_line_reader.h"
#include "codec/utf8_source.h"

namespace cyberdir::codec {

using base::Result;

namespace {

enum class Version : std::uint8_t { old, newer };  // 2.1; 3.0 and 4.0

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

bool is_same(std::string_view a, std::string_view b) { return lower(a) == lower(b); }

// A source that gives some bytes again before it goes on. Does not own the source.
class Again final : public base::ByteSource {
 public:
  explicit Again(base::ByteSource& source) : source_(source) {}

  // Up to that many first bytes.
  Result<std::string_view> head(std::size_t count) {
    while (head_.size() < count) {
      std::array<char, 16> buffer{};
      CYBERDIR_ASSIGN(got, source_.read(std::span(buffer).first(count - head_.size())));
      if (got == 0) break;
      head_.append(buffer.data(), got);
    }
    return std::string_view(head_);
  }
  void skip(std::size_t count) { given_ += count; }

  Result<std::size_t> read(std::span<char> buffer) override {
    if (given_ >= head_.size()) return source_.read(buffer);
    const std::size_t count = head_.copy(buffer.data(), buffer.size(), given_);
    given_ += count;
    return count;
  }

 private:
  base::ByteSource& source_;
  std::string head_;
  std::size_t given_ = 0;
};

// ---- values

std::string base64_of(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = (bits << 8U) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? kDigits[(bits >> (18U - 6U * k)) & 63U] : '=';
  }
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// RFC 2045 section 6.7. What is no escape stays; `whole` is false where the text is cut off.
std::string from_quoted_printable(std::string_view text, bool& whole) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
      continue;
    }
    const int high = i + 1 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high >= 0 && low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      if (i + 2 >= text.size()) whole = false;
      out += text[i];
    }
  }
  return out;
}

// The parts of a value, escapes undone. vCard 2.1 escapes separators only.
std::vector<std::string> parts_of(std::string_view value, char separator, Version version) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == separator && separator != '\0') {
      parts.emplace_back();
    } else if (c != '\\' || i + 1 == value.size()) {
      parts.back() += c;
    } else {
      const char next = value[++i];
      const bool line = (next == 'n' || next == 'N') && version == Version::newer;
      const bool escaped =
          next == ';' || next == ',' || next == ':' || (next == '\\' && version == Version::newer);
      if (!line && !escaped) parts.back() += '\\';
      parts.back() += line ? '\n' : next;
    }
  }
  return parts;
}

// Carriage returns of quoted-printable are line ends too.
void use_line_feeds(std::string& text) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    text[to++] = text[i] == '\r' ? '\n' : text[i];
  }
  text.resize(to);
}

// What the parameters say of the value, taken out of them.
struct Encoding {
  bool quoted_printable = false;
  bool base64 = false;
  std::string charset;
  std::string type;
};

constexpr std::array<std::string_view, 4> kValuesOfOld = {"inline", "content-id", "cid", "url"};

void take_parameter(CardProperty& property, Encoding& encoding, std::string name,
                    std::vector<std::string> values) {
  const std::string first = values.empty() ? std::string() : lower(values.front());
  const bool plain_encoding = first == "8bit" || first == "7bit";
  if (name.empty()) {  // vCard 2.1 leaves the names out
    if (first == "quoted-printable" || first == "base64" || first == "b" || plain_encoding) {
      name = "ENCODING";
    } else if (std::ranges::find(kValuesOfOld, first) != kValuesOfOld.end()) {
      name = "VALUE";
    } else {
      name = "TYPE";
    }
  }
  if (name == "ENCODING") {
    encoding.quoted_printable = first == "quoted-printable" || first == "q";
    encoding.base64 = first == "base64" || first == "b";
    if (encoding.quoted_printable || encoding.base64 || plain_encoding) return;
  } else if (name == "CHARSET") {
    encoding.charset = first;
    return;
  } else if (name == "VALUE") {
    encoding.type = first == "url" ? "uri" : first;
    return;
  }
  if (name != "TYPE") {
    const bool known = property.parameter(name) != nullptr;
    if (!known) property.parameters.push_back({std::move(name), std::move(values)});
    return;
  }
  // A list, whether the commas are in quotes or not, and whether it is one parameter or several.
  auto found = std::ranges::find(property.parameters, name, &CardParameter::name);
  if (found == property.parameters.end())
    found = property.parameters.insert(property.parameters.end(), {"TYPE", {}});
  for (const std::string& value : values) {
    for (std::string& part : parts_of(value, ',', Version::newer)) {
      if (!part.empty()) found->values.push_back(lower(part));
    }
  }
}

// ---- one file

class Reader {
 public:
  Reader(base::ByteSource& bytes, const TakeCard& take, const CardLimits& limits)
      : lines_(bytes, limits.value_bytes + kRoomForHead), take_(take), builder_(limits) {}

  Result<void> run() {
    ContentLine line;
    while (true) {
      CYBERDIR_ASSIGN(there, lines_.next(line));
      if (!there) break;
      last_line_ = line.until;
      CYBERDIR_TRY(take(line));
    }
    if (open_) return end_of_file();
    if (row_ == 0)
      return base::fail(base::ErrorCode::malformed, "there is no card: BEGIN:VCARD is missing");
    return {};
  }

 private:
  static constexpr std::size_t kRoomForHead = 1024;

  Result<void> take(const ContentLine& line) {
    // What was held back is a property, for another line follows it.
    if (open_ && held_) {
      property(*held_);
      held_.reset();
    }
    const bool begins = is_mark(line.text, "BEGIN:VCARD");
    if (nested_ > 0) {
      if (begins) ++nested_;
      if (is_mark(line.text, "END:VCARD")) --nested_;
      return {};
    }
    if (begins) return begin(line);
    if (is_mark(line.text, "END:VCARD")) return end(line);
    if (!open_) return outside(line);
    if (!builder_.full()) held_ = line;
    return {};
  }

  static bool is_mark(std::string_view text, std::string_view mark) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    return text.size() == mark.size() && is_same(text, mark);
  }

  Result<void> begin(const ContentLine& line) {
    if (open_ && agent_) {  // the card of an agent stands within the card (vCard 2.1)
      nested_ = 1;
      builder_.warn("agent", "the card of an agent within a card is not read; give it as its own",
                    "AGENT");
      return {};
    }
    if (open_) {
      builder_.warn("no-end", "the card has no END:VCARD; it was read up to the next card");
      CYBERDIR_TRY(hand_over());
    }
    open_ = true;
    outside_ = agent_ = false;
    version_ = Version::newer;
    ++row_;
    builder_.begin(row_, line.line, "card=" + std::to_string(row_));
    return {};
  }

  Result<void> end(const ContentLine& line) { return open_ ? hand_over() : outside(line); }

  Result<void> hand_over() {
    open_ = false;
    return take_(builder_.finish());
  }

  // Lines that belong to no card: one record for as many as there are.
  Result<void> outside(const ContentLine& line) {
    if (row_ == 0) {
      return base::fail(base::ErrorCode::malformed, "a card begins with BEGIN:VCARD, but line " +
                                                        std::to_string(line.line) +
                                                        " stands before any");
    }
    if (std::exchange(outside_, true)) return {};
    ++row_;
    builder_.begin(row_, line.line, "card=" + std::to_string(row_));
    builder_.refuse("outside",
                    "this stands behind the end of a card and before the next; leave it out");
    return take_(builder_.finish());
  }

  // The file ends within a card. The last line may be cut: a number that lacks its end is another
  // number, so such a line becomes no property.
  Result<void> end_of_file() {
    builder_.warn("cut-off", "the file ends within this card, on line " +
                                 std::to_string(last_line_) +
                                 "; what stands before was read, see whether it is all");
    if (held_ && held_->whole) {
      property(*held_);
    } else if (held_ && !is_same("END:VCARD", held_->text) &&
               !is_same(std::string_view("END:VCARD").substr(0, held_->text.size()), held_->text)) {
      builder_.add_unread(as_utf8(held_->text));
    }
    held_.reset();
    return hand_over();
  }

  static std::string as_utf8(const std::string& text) {
    return base::is_utf8(text) ? text : "data:;base64," + base64_of(text);
  }

  void property(const ContentLine& line) {
    auto parts = parse_content_line(line.text, builder_.limits().parameters);
    if (!parts) {
      builder_.add_unread(as_utf8(line.text));
      return;
    }
    if (line.cut) {
      builder_.too_long(parts->name);
      return;
    }
    if (parts->name == "VERSION") {
      if (parts->value.starts_with("2.1")) version_ = Version::old;
      return;
    }
    CardProperty made;
    made.name = std::move(parts->name);
    made.group = std::move(parts->group);
    Encoding encoding;
    for (auto& [name, values] : parts->parameters)
      take_parameter(made, encoding, std::move(name), std::move(values));
    agent_ = made.name == "AGENT" && parts->value.find_first_not_of(" \t") == std::string::npos;
    if (agent_) return;
    set_value(made, encoding, parts->value);
    make_utf8(made);
    builder_.add(std::move(made));
  }

  void set_value(CardProperty& made, const Encoding& encoding, std::string_view value) {
    const CardShape shape = card_shape(made.name);
    made.type = encoding.type.empty() ? std::string(shape.type) : encoding.type;
    made.separator = shape.separator == ',' ? ',' : ';';
    if (encoding.base64) {
      std::string data(value);
      std::erase_if(data, [](char c) { return c == ' ' || c == '\t'; });
      made.type = "uri";
      made.values = {"data:;base64," + data};
      return;
    }
    const std::string charset = encoding.charset.empty() ? "utf-8" : encoding.charset;
    std::string text;
    if (!encoding.quoted_printable) {
      auto decoded = decode(value, charset);
      if (!decoded) return set_bytes(made, value);
      text = *std::move(decoded);
      value = text;
    }
    made.values = parts_of(value, shape.separator, version_);
    if (!encoding.quoted_printable) return;
    bool whole = true;
    for (std::string& part : made.values) {
      auto decoded = decode(from_quoted_printable(part, whole), charset);
      if (!decoded) return set_bytes(made, value);
      part = *std::move(decoded);
      use_line_feeds(part);
    }
    if (!whole)
      builder_.warn("quoted-printable",
                    "the quoted-printable text ends in the middle of a character; see whether "
                    "something is missing",
                    made.name);
  }

  static std::optional<std::string> decode(std::string_view bytes, const std::string& charset) {
    if (charset == "utf-8" || charset == "utf8" || charset == "us-ascii")
      return base::is_utf8(bytes) ? std::optional<std::string>(bytes) : std::nullopt;
    return base::to_utf8(bytes, charset);
  }

  void set_bytes(CardProperty& made, std::string_view bytes) {
    made.type = kBytesType;
    made.values = {"data:;base64," + base64_of(bytes)};
    builder_.warn("encoding",
                  "these bytes are not of the character set that is stated, or of UTF-8 where none "
                  "is; they are kept as base64, correct it at the source",
                  made.name);
  }

  // Parameters have no CHARSET of their own.
  static void make_utf8(CardProperty& made) {
    for (CardParameter& parameter : made.parameters) {
      for (std::string& value : parameter.values) value = as_utf8(value);
    }
    if (!base::is_utf8(made.type)) made.type = kBytesType;
  }

  ContentLineReader lines_;
  const TakeCard& take_;
  CardBuilder builder_;
  Version version_ = Version::newer;
  std::optional<ContentLine> held_;
  std::uint64_t row_ = 0;
  std::uint64_t last_line_ = 0;
  std::size_t nested_ = 0;
  bool open_ = false;
  bool outside_ = false;
  bool agent_ = false;
};

}  // namespace

Result<void> read_vcards(base::ByteSource& bytes, const TakeCard& take, const CardLimits& limits) {
  Again source(bytes);
  CYBERDIR_ASSIGN(head, source.head(3));
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
    Utf8Source text(source, Utf8Source::Kind::plain);
    return Reader(text, take, limits).run();
  }
  if (head == "\xEF\xBB\xBF") source.skip(head.size());
  return Reader(source, take, limits).run();
}

}  // namespace cyberdir::codec
