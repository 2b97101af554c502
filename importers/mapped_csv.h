// A foreign CSV, read by a column map.
#pragma once

#include "base/result.h"
#include "base/stream.h"
#include "codec/record.h"
#include "importers/column_map.h"

namespace cyberdir::importers {

/// Reads a file and hands over a record for each row that is not empty. What a column's field does
/// not take stays in `extensions` as x-csv-<header>, with a warning that names the column. Errors:
/// invalid (columns of the map are not in the file; a finding for each), malformed, too_large, of
/// the source and of the sink.
[[nodiscard]] base::Result<void> read_mapped_csv(base::ByteSource& source, const ColumnMap& map,
                                                 codec::RecordSink& records);

}  // namespace cyberdir::importers
