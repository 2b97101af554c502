// Every format that can be imported: our own and the foreign ones, behind one interface.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "codec/record.h"
#include "importers/column_map.h"
#include "importers/peeked_source.h"

namespace cyberdir::importers {

/// A format that was chosen for a file.
struct Format {
  std::string name;
  std::function<base::Result<void>(base::ByteSource&, codec::RecordSink&)> read;
};

/// What is said of a file besides its content.
struct FormatOptions {
  std::string format;                ///< as `--format` has it; empty to tell it from the content
  std::string kind;                  ///< for CSV whose rows do not say theirs
  std::optional<ColumnMap> columns;  ///< for a CSV of somebody else
  std::string encoding;              ///< of such a CSV; goes before that of the map
};

/// The format of a file that begins with `head`. A CSV whose columns are our own is read as ours,
/// with a column map or without; one of somebody else needs a map. Errors: as below.
[[nodiscard]] base::Result<Format> choose_format(FormatOptions options, std::string_view head);

/// The names of all formats that are read: "json, ndjson, xml, csv, cve …".
[[nodiscard]] std::string format_names();

/// The format of that name (`--format`), or of a file that begins with `head` where the name is
/// empty. `kind` is for CSV whose rows do not say theirs. Errors: unsupported; the sentence says
/// what there is, and what the file was nearest to.
[[nodiscard]] base::Result<Format> choose_format(std::string_view name, std::string_view head,
                                                 std::string_view kind);

}  // namespace cyberdir::importers
