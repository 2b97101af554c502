#include "codec/json_view.h"

#include <algorithm>
#include <array>
#include <optional>

namespace cyberdir::codec {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kDeepest = 512;  // far beyond what a reader lets in

// Where a run of plain characters ends: the quote, an escape, what no string holds.
constexpr std::array<bool, 256> kEndsRun = [] {
  std::array<bool, 256> ends{};
  for (std::size_t c = 0; c < 0x20; ++c) ends[c] = true;
  ends['"'] = ends['\\'] = true;
  return ends;
}();

bool is_number(std::string_view token) {
  const auto of_number = [](char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e';
  };
  return !token.empty() && std::all_of(token.begin(), token.end(), of_number);
}

// The value of a hexadecimal digit as canonical JSON writes it.
std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
  return std::nullopt;
}

}  // namespace

// One pass over a text. Every function returns false where the text is not what it must be.
class JsonScan {
 public:
  JsonScan(std::string_view text, std::vector<JsonValue>& values,
           std::deque<std::string>& unescaped)
      : at_(text.data()), end_(text.data() + text.size()), values_(values), unescaped_(unescaped) {}

  bool whole() { return value({}, 0) && at_ == end_; }

 private:
  bool value(std::string_view name, std::size_t depth) {
    if (at_ == end_ || depth > kDeepest) return false;
    const std::size_t index = values_.size();
    const char* const from = at_;
    values_.emplace_back().name_ = name;
    if (!content(index, depth)) return false;
    JsonValue& made = values_[index];
    made.json_ = {from, static_cast<std::size_t>(at_ - from)};
    made.size_ = static_cast<std::uint32_t>(values_.size() - index);
    return true;
  }

  bool content(std::size_t index, std::size_t depth) {
    switch (*at_) {
      case '{':
        values_[index].type_ = JsonValue::Type::object;
        return list('}', [&] { return member(depth + 1); });
      case '[':
        values_[index].type_ = JsonValue::Type::array;
        return list(']', [&] { return value({}, depth + 1); });
      case '"':
        values_[index].type_ = JsonValue::Type::string;
        return string(values_[index].text_);
      default:
        return literal();
    }
  }

  // What stands between brackets, with commas.
  template <typename Item>
  bool list(char close, Item item) {
    ++at_;
    if (take(close)) return true;
    while (item()) {
      if (take(close)) return true;
      if (!take(',')) return false;
    }
    return false;
  }

  bool member(std::size_t depth) {
    std::string_view name;
    return at_ != end_ && *at_ == '"' && string(name) && take(':') && value(name, depth);
  }

  bool literal() {
    const char* const from = at_;
    at_ = std::find_if(at_, end_, [](char c) { return c == ',' || c == '}' || c == ']'; });
    const std::string_view token(from, static_cast<std::size_t>(at_ - from));
    return token == "true" || token == "false" || token == "null" || is_number(token);
  }

  bool string(std::string_view& text) {
    const char* const from = ++at_;
    skip_run();
    text = {from, static_cast<std::size_t>(at_ - from)};
    if (take('"')) return true;
    std::string& characters = unescaped_.emplace_back(text);
    while (take('\\')) {
      if (!escape(characters)) return false;
      const char* const run = at_;
      skip_run();
      characters.append(run, at_);
    }
    text = characters;
    return take('"');
  }

  // Canonical JSON escapes quotes, backslashes and controls, and nothing else.
  bool escape(std::string& characters) {
    static constexpr std::string_view kShort = "\"\\bfnrt";
    static constexpr std::string_view kMeant = "\"\\\b\f\n\r\t";
    if (at_ == end_) return false;
    if (const auto found = kShort.find(*at_); found != std::string_view::npos) {
      ++at_;
      characters.push_back(kMeant[found]);
      return true;
    }
    if (end_ - at_ < 5 || !std::string_view(at_, 3).starts_with("u00")) return false;
    const auto high = hex_digit(at_[3]);
    const auto low = hex_digit(at_[4]);
    if (!high || *high > 1 || !low) return false;
    characters.push_back(static_cast<char>(*high * 16 + *low));
    at_ += 5;
    return true;
  }

  void skip_run() {
    while (at_ != end_ && !kEndsRun[static_cast<unsigned char>(*at_)]) ++at_;
  }

  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  const char* at_;
  const char* end_;
  std::vector<JsonValue>& values_;
  std::deque<std::string>& unescaped_;
};

const JsonValue* JsonValue::find(std::string_view name) const {
  for (const JsonValue& member : *this) {
    if (member.name_ == name) return &member;
  }
  return nullptr;
}

Result<void> JsonView::read(std::string_view text) {
  values_.clear();
  unescaped_.clear();
  if (!JsonScan(text, values_, unescaped_).whole())
    return fail(ErrorCode::corrupt, "what is stored is not JSON; run cyberdir verify");
  return {};
}

}  // namespace cyberdir::codec
