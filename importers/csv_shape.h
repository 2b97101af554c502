// How a CSV file of any spreadsheet is laid out, told from its beginning.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stream.h"

namespace cyberdir::importers {

/// The layout and the first rows. Rows of titles above the names of columns are among them.
struct CsvShape {
  char delimiter = ',';
  std::vector<std::vector<std::string>> rows;  ///< no more than 100
};

/// Looks at the beginning of a file, up to kHeadBytes, which may end anywhere. The delimiter
/// (comma, semicolon, tab, bar) is that by which most rows have the same number of cells, or what
/// Excel's first line `sep=;` says. Errors: malformed where the encoding is another.
[[nodiscard]] base::Result<CsvShape> csv_shape(std::string_view head, std::string_view encoding);

/// The text of a file in a legacy encoding; the source itself where `encoding` is empty or the file
/// begins with a mark of Unicode.
[[nodiscard]] std::unique_ptr<base::ByteSource> decoded(base::ByteSource& source,
                                                        std::string_view head,
                                                        std::string_view encoding);

}  // namespace cyberdir::importers
