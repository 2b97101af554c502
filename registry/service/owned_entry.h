// An entry on which its owner acts.
#pragma once

#include <string>

#include "base/result.h"
#include "model/audience.h"
#include "service/versions.h"
#include "service/workflow.h"

namespace cyberdir::service {

/// The entry as it stands, for a caller who writes for its owner. Errors: not_found (none, or none
/// that the caller may know of), forbidden, corrupt.
[[nodiscard]] base::Result<CurrentEntry> owned_entry(store::Reader& reader,
                                                     const model::Caller& caller,
                                                     const std::string& id);

/// The entry as those see it who may write it.
[[nodiscard]] VisibleEntry whole_view(const CurrentEntry& current);

/// What became of a write to it, in its transaction.
[[nodiscard]] WriteOutcome outcome_of(store::Reader& reader, const std::string& id, bool changed);

/// An error of the code `invalid` with all findings.
[[nodiscard]] base::Error not_valid(base::Findings findings);

}  // namespace cyberdir::service
