// Builds the JSON form of one entry from the events of its XML, after the table of fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/raw_record.h"
#include "codec/xml_parser.h"
#include "codec/xml_reader.h"
#include "model/field.h"
#include "model/json.h"

namespace cyberdir::codec {

/// Between `begin` and the `end` that closes the entry it is open; then `take` gives the record.
/// Errors of all: too_large.
class XmlEntryBuilder {
 public:
  explicit XmlEntryBuilder(const XmlLimits& limits) : limits_(limits) {}

  [[nodiscard]] bool open() const { return !frames_.empty(); }
  base::Result<void> begin(const XmlElement& element, std::uint64_t line, std::uint64_t row,
                           std::string place);
  base::Result<void> start(const XmlElement& element, std::uint64_t line);
  base::Result<void> text(std::string_view piece);
  base::Result<void> end();
  [[nodiscard]] RawRecord take() { return std::move(record_); }

 private:
  enum class Holds : std::uint8_t { members, map, value, extension, skipped };

  /// An open element.
  struct Frame {
    Holds holds = Holds::skipped;
    const model::Field* field = nullptr;     ///< value: its row
    std::span<const model::Field> fields{};  ///< members: the table
    model::Json* target = nullptr;           ///< the object that takes members or the value
    std::string_view name{};                 ///< of the field, for pointers
    std::string key{};                       ///< language, or name of an extension or map field
    std::optional<std::size_t> index{};      ///< where the field repeats
    std::string language{};                  ///< in force here (XML 1.0 section 2.12)
    bool said_text = false;
  };

  Frame open_field(const Frame& parent, const XmlElement& element);
  Frame open_text(const Frame& parent, const model::Field& field, std::string language);
  Frame open_named(const Frame& parent, const XmlElement& element, Holds holds);
  Frame open_child(const Frame& parent, const XmlElement& element);
  base::Result<void> count(std::size_t bytes, std::size_t elements);
  void check_attributes(const XmlElement& element, const Frame& frame);
  void find(std::string code, std::string detail, std::string pointer);
  void close_value(const Frame& frame);
  void close_extension(const Frame& frame);
  [[nodiscard]] std::string pointer() const;
  [[nodiscard]] std::string pointer(const Frame& child) const;

  XmlLimits limits_;
  RawRecord record_;
  std::vector<Frame> frames_;
  std::string text_;
  std::uint64_t line_ = 0;
  std::size_t bytes_ = 0;
  std::size_t elements_ = 0;
};

}  // namespace cyberdir::codec
