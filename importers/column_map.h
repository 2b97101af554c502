// What the columns of a foreign CSV mean: guessed, shown to a person, corrected and kept.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "importers/cell_value.h"
#include "model/field.h"
#include "model/json.h"

namespace cyberdir::importers {

/// One column: found by its name, white space in it counted once.
struct MappedColumn {
  std::string header;
  std::size_t nth = 1;                        ///< which of the columns of that name, from 1
  std::string to;                             ///< a target (column_target.h)
  std::map<std::string, std::string> values;  ///< what the words of the cells mean
};

/// A column map. JSON form:
///   {"kind": "contact", "language": "fr", "constants": {"meta.owner": "XA"},
///    "columns": [{"header": "Courriel", "to": "channels.email"}]}
/// with, where they say more than nothing, `source`, `encoding`, `date_order` (dmy, mdy, ymd),
/// `decimal_mark`, `list_separator`, and in a column `nth` and `values`. Members `sure` and `why`
/// are what a guess says of itself; they are passed over.
struct ColumnMap {
  const model::Kind* kind = nullptr;
  std::string language = "und";  ///< of texts whose target names none
  std::string source = "csv";    ///< meta.source.name
  std::string encoding;          ///< one of base::legacy_encodings(); empty for Unicode
  CellStyle style;
  std::map<std::string, std::string> constants;  ///< target to text, where a row says nothing
  std::vector<MappedColumn> columns;
};

/// Reads the JSON form. Errors: malformed (no JSON), invalid; its findings are all there are, each
/// with its pointer within the map.
[[nodiscard]] base::Result<ColumnMap> read_column_map(std::string_view text);
[[nodiscard]] base::Result<ColumnMap> column_map_of(const model::Json& json);

/// The JSON form, without members that say nothing.
[[nodiscard]] model::Json to_json(const ColumnMap& map);

/// A column's name with white space counted once and none around it.
[[nodiscard]] std::string header_name(std::string_view cell);

}  // namespace cyberdir::importers
