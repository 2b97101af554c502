// Answers as JSON, the same for the API and for the command line.
#pragma once

#include <string>
#include <vector>

#include "service/directory.h"
#include "service/import.h"

namespace cyberdir::service {

/// An entry reduced to the named members; `id` and `kind` always stay. Canonical JSON.
[[nodiscard]] std::string select_fields(const std::string& entry_json,
                                        const std::vector<std::string>& fields);

/// {"items", "total", "facets"}. Items are whole entries, or reduced to `fields` unless that is
/// empty.
[[nodiscard]] std::string list_json(const ListAnswer& answer,
                                    const std::vector<std::string>& fields);

[[nodiscard]] model::Json history_json(const HistoryAnswer& answer);
/// [{"pointer", "op", "from", "to"}].
[[nodiscard]] model::Json changes_json(const std::vector<model::Change>& changes);
[[nodiscard]] model::Json diff_json(const DiffAnswer& answer);
[[nodiscard]] model::Json conflict_json(const model::Conflict& conflict);
[[nodiscard]] model::Json finding_json(const base::Finding& finding);

/// The report but for its items: {"format", "dry_run", "applied", "plan", "base_seq", "seq",
/// "summary"}.
[[nodiscard]] model::Json import_summary_json(const ImportReport& report);
[[nodiscard]] model::Json import_item_json(const ImportItem& item);

}  // namespace cyberdir::service
