// Files of entries in our own JSON and NDJSON (format "cyberdir/1").
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/stream.h"
#include "codec/directory_header.h"
#include "codec/raw_record.h"
#include "codec/record.h"

namespace cyberdir::codec {

/// The beginning of a JSON file, up to and with the bracket that opens `entries`.
[[nodiscard]] std::string directory_json_open(const DirectoryHeader& header);
[[nodiscard]] std::string_view directory_json_close();
/// The first line of an NDJSON file, with its line end.
[[nodiscard]] std::string directory_ndjson_head(const DirectoryHeader& header);

/// Reads a JSON file. Errors: malformed, too_large, of the source, and of `take`.
[[nodiscard]] base::Result<void> read_directory_json(base::ByteSource& source,
                                                     const TakeRecord& take);

/// Reads an NDJSON file: a header line, then an entry a line. A line that cannot be read is a
/// record with a finding. Errors: malformed (no header), too_large (a line), of source and `take`.
[[nodiscard]] base::Result<void> read_directory_ndjson(base::ByteSource& source,
                                                       const TakeRecord& take);

/// Looks at a raw record as an entry: its kind, its parts, what the maker was not shown.
[[nodiscard]] Record to_record(RawRecord raw);

}  // namespace cyberdir::codec
