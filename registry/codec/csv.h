// Entries of one kind as CSV (RFC 4180, UTF-8, header row, CR LF), without loss.
//
// Columns, in this order: id, kind, meta.*, the kind's fields, extensions. A field inside an object
// is `object.field`. How a value stands in its cell:
//   text                 a column a language, `name.en` … for the six of the United Nations, and
//                        `name.*` with a JSON object of all further languages
//   repeated scalars     joined by `|`; `\|` and `\\` stand for these two characters
//   repeated objects     the JSON array
//   meta.visibility      the JSON object
//   extensions           the JSON object
//   everything else      its text; an empty cell is an absent value
// Spreadsheets take a cell that begins with = + - @ tab or CR for a formula. Such a value is
// written with an apostrophe before it (and so is one that has apostrophes before such a
// character); the reader takes one apostrophe away, so nothing is lost.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "codec/raw_record.h"
#include "model/field.h"
#include "model/json.h"

namespace cyberdir::codec {

/// The header row of a file of that kind.
[[nodiscard]] std::string csv_header(const model::Kind& kind);

/// Appends the row of an entry of that kind.
void append_entry_csv(std::string& out, const model::Kind& kind, const model::Json& entry);

/// Appends a row of cells that are text, under the same rules.
void append_csv_row(std::string& out, std::span<const std::string> cells);

/// The value of a cell, without the apostrophe that keeps a spreadsheet from computing it.
[[nodiscard]] std::string_view unguarded_cell(std::string_view cell);

/// The column in which a report says what was found in a row. Readers pass over it, so that the
/// rows can be mended where they stand and sent again.
inline constexpr std::string_view kFindingsColumn = "cyberdir:findings";

/// A row as it was read, written again: `cells` but the one of index `without`, at least `width`
/// of them.
[[nodiscard]] std::string csv_row_again(std::span<const std::string> cells, std::size_t width,
                                        std::optional<std::size_t> without);

/// Takes the row of column names, as csv_row_again() writes it.
using TakeHeader = std::function<void(std::string row)>;

/// Bounds on what is read.
struct CsvLimits {
  std::size_t row_bytes = 1U << 20U;
  std::size_t columns = 1024;
};

/// Reads a file with a header row, whose delimiter (comma, semicolon or tab) is told from it.
/// Columns may come in any order and any may be missing; `name.TAG` takes any language. Rows
/// without a `kind` are of `default_kind` (may be empty). UTF-8 or UTF-16.
/// Errors: malformed (each says the line), too_large, of the source, and of `take`. Findings of a
/// record: unknown-field, type, malformed-json, duplicate. `header` gets the row of column names.
[[nodiscard]] base::Result<void> read_csv(base::ByteSource& source, std::string_view default_kind,
                                          const TakeRecord& take, CsvLimits limits = {},
                                          const TakeHeader& header = {});

}  // namespace cyberdir::codec
