// The columns of a kind: where each one's value stands in an entry, and in which form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/field.h"

namespace cyberdir::codec {

/// A column of a file of one kind.
struct CsvColumn {
  enum class Form : std::uint8_t {
    plain,  ///< the text of one value
    list,   ///< values joined by `|`
    text,   ///< a text in one language
    texts,  ///< the text in all languages that have no column: a JSON object
    json,   ///< anything else, as JSON
  };
  std::string name;                     ///< as in the header
  std::vector<std::string_view> path;   ///< members that lead to the value
  const model::Field* field = nullptr;  ///< null for id, kind and extensions
  Form form = Form::plain;
  std::string language;  ///< of a text
};

/// All columns, in the order in which they are written.
[[nodiscard]] const std::vector<CsvColumn>& csv_columns(const model::Kind& kind);

/// The column of that name; texts have one for any language.
[[nodiscard]] std::optional<CsvColumn> find_csv_column(const model::Kind& kind,
                                                       std::string_view name);

}  // namespace cyberdir::codec
