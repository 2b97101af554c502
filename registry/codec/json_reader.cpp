#include "codec/json_reader.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <vector>

namespace cyberdir::codec {
namespace {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

constexpr std::int64_t kLargestInteger = 9007199254740991;  // 2^53 - 1, RFC 7493 section 2.2
constexpr std::size_t kBuffer = 64UL * 1024;

// Feeds the lexer byte by byte, counts lines, and ends the input where a value grows beyond its
// bound: the lexer keeps what it has not yet handed over, white space included.
class BoundedInput {
 public:
  BoundedInput(base::ByteSource& source, std::size_t limit)
      : source_(&source), buffer_(kBuffer), limit_(limit) {}
  /// Over bytes that are in memory: nothing is copied.
  BoundedInput(std::string_view text, std::size_t limit)
      : at_(text.data()), end_(text.data() + text.size()), limit_(limit), ended_(true) {}

  int next() {
    if (at_ == end_ && !fill()) return -1;
    if (++since_mark_ > limit_) {
      exceeded_ = true;
      return -1;
    }
    const char c = *at_++;
    if (c == '\n') {
      ++line_;
      column_ = 0;
    } else {
      ++column_;
      if (c == '\0') {  // the lexer would take it for the end
        failure_ =
            fail(ErrorCode::malformed, "this is not JSON (RFC 8259): it holds a NUL byte (line " +
                                           std::to_string(line_) + ")");
        at_ = end_;
        ended_ = true;
        return -1;
      }
    }
    return static_cast<unsigned char>(c);
  }

  /// The line of what was read last: a number ends only with the byte behind it.
  [[nodiscard]] std::uint64_t line_of_value() const {
    return column_ == 0 && line_ > 1 ? line_ - 1 : line_;
  }
  void mark() { since_mark_ = 0; }
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[nodiscard]] std::uint64_t column() const { return column_; }
  [[nodiscard]] bool exceeded() const { return exceeded_; }
  [[nodiscard]] std::size_t limit() const { return limit_; }
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  bool fill() {
    if (ended_) return false;
    auto count = source_->read(buffer_);
    if (!count) {
      failure_ = std::move(count).error();
      ended_ = true;
      return false;
    }
    at_ = buffer_.data();
    end_ = at_ + *count;
    ended_ = *count == 0;
    return !ended_;
  }

  base::ByteSource* source_ = nullptr;
  std::vector<char> buffer_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  std::size_t limit_;
  std::size_t since_mark_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t column_ = 0;
  bool ended_ = false;
  bool exceeded_ = false;
  std::optional<Error> failure_;
};

// The single-pass iterator that nlohmann's parser wants.
class InputIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  InputIterator() = default;
  explicit InputIterator(BoundedInput& input) : input_(&input) { step(); }
  const char& operator*() const { return current_; }
  InputIterator& operator++() {
    step();
    return *this;
  }
  InputIterator operator++(int) {
    InputIterator before = *this;
    step();
    return before;
  }
  bool operator==(const InputIterator& other) const { return input_ == other.input_; }
  bool operator!=(const InputIterator& other) const { return input_ != other.input_; }

 private:
  void step() {
    const int c = input_->next();
    if (c < 0) {
      input_ = nullptr;
    } else {
      current_ = static_cast<char>(c);
    }
  }
  BoundedInput* input_ = nullptr;
  char current_ = 0;
};

// Builds values, and hands them over at the level that the reader is interested in.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  Builder(BoundedInput& input, JsonLimits limits) : input_(input), limits_(limits) {}

  // Streaming: `array` is the member whose elements are handed over one by one.
  void stream(std::string_view array, const JsonParts& parts) {
    array_ = array;
    parts_ = &parts;
  }

  [[nodiscard]] Json take_root() { return std::move(root_); }
  [[nodiscard]] bool saw_array() const { return saw_array_; }
  [[nodiscard]] std::optional<Error>& error() { return error_; }

  bool null() override { return value(nullptr); }
  bool boolean(bool v) override { return value(v); }
  bool number_integer(number_integer_t v) override {
    if (v < -kLargestInteger) return refuse_number();
    return value(v);
  }
  bool number_unsigned(number_unsigned_t v) override {
    if (v > static_cast<number_unsigned_t>(kLargestInteger)) return refuse_number();
    return value(static_cast<std::int64_t>(v));
  }
  bool number_float(number_float_t v, const string_t& text) override {
    if (!std::isfinite(v)) return refuse_number();
    // An integer too long for 64 bits arrives here: it is not a number that survives.
    if (text.find_first_of(".eE") == string_t::npos) return refuse_number();
    return value(v);
  }
  bool string(string_t& v) override { return value(std::move(v)); }
  bool binary(binary_t& /*v*/) override { return false; }

  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override {
    if (parts_ != nullptr && at_streamed_array()) {
      if (saw_array_) return refuse("the member \"" + array_ + "\" stands twice");
      saw_array_ = true;
      in_array_ = true;
      index_ = 0;
      input_.mark();
      return true;
    }
    return open(Json::array());
  }
  bool key(string_t& name) override {
    if (parts_ != nullptr && stack_.empty()) {
      for (const std::string& seen : top_names_) {
        if (seen == name) return refuse_duplicate(name);
      }
      if (top_names_.size() >= kMostTopMembers) return refuse("too many members in the top object");
      top_names_.push_back(name);
      top_name_ = std::move(name);
      return true;
    }
    Json& object = *stack_.back();
    if (object.contains(name)) return refuse_duplicate(name);
    names_.back() = std::move(name);
    return true;
  }
  bool end_object() override {
    if (stack_.empty()) {
      in_top_ = false;
      return true;
    }
    return close();
  }
  bool end_array() override {
    if (in_array_ && stack_.empty()) {
      in_array_ = false;
      return true;
    }
    return close();
  }
  bool parse_error(std::size_t /*position*/, const std::string& last_token,
                   const nlohmann::detail::exception& problem) override {
    (void)last_token;
    if (error_) return false;
    if (input_.failure()) {
      error_ = *input_.failure();
    } else if (input_.exceeded()) {
      error_ = fail(ErrorCode::too_large, "a value of this JSON is larger than " +
                                              std::to_string(input_.limit()) + " bytes" + where());
    } else {
      error_ = fail(ErrorCode::malformed,
                    "this is not JSON (RFC 8259): " + reason(problem.what()) + where());
    }
    return false;
  }

 private:
  static constexpr std::size_t kMostTopMembers = 64;

  // The library's sentence without its own prefix and without the text that it quotes.
  static std::string reason(std::string text) {
    if (text.find("number overflow") != std::string::npos) return "a number is beyond a double";
    const auto from = text.find("syntax error");
    if (from != std::string::npos) text.erase(0, from);
    const auto quote = text.find("; last read:");
    if (quote != std::string::npos) {
      const auto rest = text.find("'; ", quote);
      text.erase(quote, rest == std::string::npos ? std::string::npos : rest + 1 - quote);
    }
    return text;
  }
  [[nodiscard]] std::string where() const {
    return " (line " + std::to_string(input_.line()) + ", column " +
           std::to_string(input_.column()) + ")";
  }
  bool refuse(const std::string& sentence) {
    error_ = fail(ErrorCode::malformed, sentence + where());
    return false;
  }
  bool refuse_number() {
    return refuse(
        "a number is beyond what JSON tools agree on (RFC 7493 section 2.2); send it as a string");
  }
  bool refuse_duplicate(const std::string& name) {
    return refuse("the member \"" + name.substr(0, 64) + "\" stands twice in one object; keep one");
  }
  [[nodiscard]] bool at_streamed_array() const {
    if (!stack_.empty() || in_array_) return false;
    return array_.empty() ? !in_top_ : in_top_ && top_name_ == array_;
  }
  bool open(Json container) {
    if (parts_ != nullptr && stack_.empty() && !in_array_ && !in_top_) {
      if (!container.is_object() || array_.empty())
        return refuse("this is not the document that was expected");
      in_top_ = true;
      return true;
    }
    if (stack_.size() + (in_top_ ? 1U : 0U) + (in_array_ ? 1U : 0U) >= limits_.depth) {
      error_ = fail(ErrorCode::malformed, "nested deeper than " + std::to_string(limits_.depth) +
                                              " levels; flatten it" + where());
      return false;
    }
    if (stack_.empty()) {
      line_ = input_.line();
      root_ = std::move(container);
      stack_.push_back(&root_);
    } else {
      stack_.push_back(place(std::move(container)));
    }
    names_.emplace_back();
    return true;
  }
  bool close() {
    stack_.pop_back();
    names_.pop_back();
    return !stack_.empty() || parts_ == nullptr || hand_over();
  }
  Json* place(Json v) {
    Json& parent = *stack_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(v));
      return &parent.back();
    }
    return &(parent[names_.back()] = std::move(v));
  }
  bool value(Json v) {
    if (!stack_.empty()) {
      place(std::move(v));
      return true;
    }
    if (parts_ != nullptr && !in_array_ && !in_top_)
      return refuse("this is not the document that was expected");
    line_ = input_.line_of_value();
    root_ = std::move(v);
    return parts_ == nullptr || hand_over();
  }
  bool hand_over() {
    input_.mark();
    Result<void> taken;
    if (in_array_) {
      if (parts_->element) taken = parts_->element(index_, line_, std::move(root_));
      ++index_;
    } else if (parts_->member) {
      taken = parts_->member(top_name_, std::move(root_));
    }
    root_ = Json();
    if (taken) return true;
    error_ = std::move(taken).error();
    return false;
  }

  BoundedInput& input_;
  JsonLimits limits_;
  std::string array_;
  const JsonParts* parts_ = nullptr;
  Json root_;
  std::vector<Json*> stack_;
  std::vector<std::string> names_;
  std::vector<std::string> top_names_;
  std::string top_name_;
  std::uint64_t index_ = 0;
  std::uint64_t line_ = 1;
  bool in_top_ = false;
  bool in_array_ = false;
  bool saw_array_ = false;
  std::optional<Error> error_;
};

Result<void> parse(BoundedInput& input, Builder& builder) {
  const bool complete = Json::sax_parse(InputIterator(input), InputIterator(), &builder);
  if (builder.error()) return std::move(*builder.error());
  if (input.failure()) return *input.failure();
  if (!complete) return fail(ErrorCode::malformed, "this is not JSON");
  return {};
}

}  // namespace

Result<Json> read_json(std::string_view text, JsonLimits limits) {
  BoundedInput input(text, limits.value_bytes);
  Builder builder(input, limits);
  CYBERDIR_TRY(parse(input, builder));
  return builder.take_root();
}

Result<Json> read_stored(std::string_view text) {
  Json value = Json::parse(text.begin(), text.end(), nullptr, false);
  if (value.is_discarded())
    return fail(ErrorCode::corrupt, "what is stored is not JSON; run cyberdir verify");
  return value;
}

Result<void> stream_json(base::ByteSource& source, std::string_view array, const JsonParts& parts,
                         JsonLimits limits) {
  BoundedInput input(source, limits.value_bytes);
  Builder builder(input, limits);
  builder.stream(array, parts);
  CYBERDIR_TRY(parse(input, builder));
  if (builder.saw_array()) return {};
  if (parts.no_array && !array.empty()) return parts.no_array();
  return fail(ErrorCode::malformed,
              array.empty() ? std::string("the document is not an array")
                            : "the document has no array \"" + std::string(array) + "\"");
}

}  // namespace cyberdir::codec
