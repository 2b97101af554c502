// An import as an answer: its report, what went wrong with it, and its failed rows.
#pragma once

#include <string>

#include "base/result.h"
#include "http/context.h"
#include "model/json.h"
#include "service/import_archive.h"

namespace cyberdir::http {

/// The report but for its items.
[[nodiscard]] model::Json import_json(const service::KeptImport& import);

/// Why an import was refused or has failed; the findings are those of the file as a whole.
[[nodiscard]] base::Error import_error(const service::KeptImport& import);

/// Writes the rows that could not be imported as CSV (RFC 4180), ready to be mended and sent again:
/// as the file has them, with what was found in a last column; where its format has no rows,
/// a row a finding with its place. Read page by page: nothing is held whole. Errors: as
/// ImportArchive::items(), and of the sink.
[[nodiscard]] base::Result<void> write_failed_rows(service::ImportArchive& imports,
                                                   const model::Caller& caller,
                                                   const std::string& id, base::ByteSink& sink);

/// The name under which the failed rows are saved.
[[nodiscard]] std::string failed_rows_name(const service::KeptImport& import);

}  // namespace cyberdir::http
