// The text of a spreadsheet's cell as the value of a field. What is not certain is not read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "importers/column_target.h"
#include "importers/draft.h"
#include "model/json.h"

namespace cyberdir::importers {

/// In which order a date written in digits has its parts.
enum class DateOrder : std::uint8_t { unstated, dmy, mdy, ymd };

/// How the cells of a file are written, where its maker said so.
struct CellStyle {
  DateOrder date_order = DateOrder::unstated;
  char decimal_mark = '\0';    ///< point or comma; 0 where it was not said
  std::string list_separator;  ///< between the values of a cell; empty for what is certain without
};

/// A value, or why there is none.
using CellValue = std::variant<model::Json, Reason>;

/// Reads one value as the target's field has it. `text` is UTF-8 without white space around it.
[[nodiscard]] CellValue read_cell(const ColumnTarget& target, std::string_view text,
                                  const CellStyle& style);

/// The texts of the values of one cell: the cell itself, where the target takes one.
[[nodiscard]] std::vector<std::string_view> split_cell(const ColumnTarget& target,
                                                       std::string_view text,
                                                       const CellStyle& style);

/// The orders that a date written in digits does not have, as "13/02/2026" is not month first.
struct DateEvidence {
  bool not_dmy = false;
  bool not_mdy = false;
};
[[nodiscard]] std::optional<DateEvidence> date_evidence(std::string_view text);

/// The text of a cell as its maker saw it: without the guard against formulas and without
/// Excel's ="…", without white space around it.
[[nodiscard]] std::string_view cell_text(std::string_view cell);

/// True where a spreadsheet put something else for what was typed: 4.41E+11, #REF!, #####.
[[nodiscard]] bool is_mangled(std::string_view text);

}  // namespace cyberdir::importers
