// Canonical JSON read where it stands: its values in a row, without a tree and without copies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cyberdir::codec {

/// One value of a JsonView. What it holds follows it in the row, so iterating gives the members of
/// an object or the elements of an array; a scalar has none. Points into the text and its view.
class JsonValue {
 public:
  enum class Type : std::uint8_t { object, array, string, other };

  /// Steps over a value and all that it holds.
  class Iterator {
   public:
    explicit Iterator(const JsonValue* at) : at_(at) {}
    const JsonValue& operator*() const { return *at_; }
    Iterator& operator++() {
      at_ += at_->size_;
      return *this;
    }
    bool operator==(const Iterator& other) const = default;

   private:
    const JsonValue* at_;
  };

  [[nodiscard]] Type type() const { return type_; }
  [[nodiscard]] bool is_object() const { return type_ == Type::object; }
  [[nodiscard]] bool is_array() const { return type_ == Type::array; }
  [[nodiscard]] bool is_string() const { return type_ == Type::string; }
  [[nodiscard]] bool is_null() const { return type_ == Type::other && json_ == "null"; }
  /// The name, where it is a member of an object.
  [[nodiscard]] std::string_view name() const { return name_; }
  /// The characters, where it is a string.
  [[nodiscard]] std::string_view text() const { return text_; }
  /// The value as it stands in the text.
  [[nodiscard]] std::string_view json() const { return json_; }

  [[nodiscard]] Iterator begin() const { return Iterator(this + 1); }
  [[nodiscard]] Iterator end() const { return Iterator(this + size_); }
  /// The member of that name, or null.
  [[nodiscard]] const JsonValue* find(std::string_view name) const;

 private:
  friend class JsonScan;
  std::string_view name_;
  std::string_view text_;
  std::string_view json_;
  std::uint32_t size_ = 1;  // values, itself and all that it holds
  Type type_ = Type::other;
};

/// The values of one text, for as long as the text stands. Read again, it keeps its memory.
/// One thread at a time.
class JsonView {
 public:
  /// Reads canonical JSON (RFC 8785) that this program wrote: neither its order nor its UTF-8 is
  /// looked at. Errors: corrupt.
  [[nodiscard]] base::Result<void> read(std::string_view text);

  /// Wants a read() that succeeded.
  [[nodiscard]] const JsonValue& root() const { return values_.front(); }

 private:
  std::vector<JsonValue> values_;
  std::deque<std::string> unescaped_;  // strings that do not stand in the text as they are
};

}  // namespace cyberdir::codec
