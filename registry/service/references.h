// Whether an entry may be written: its content, and what it refers to.
#pragma once

#include "model/audience.h"
#include "model/validate.h"
#include "store/store.h"

namespace cyberdir::service {

/// Checks an entry's content, and its references as `caller` sees them: what the caller may not see
/// is as if it were not.
void check_entry(store::Reader& reader, const model::Caller& caller, const model::Entry& entry,
                 model::Profile profile, base::Findings& findings);

/// The references alone.
void check_references(store::Reader& reader, const model::Caller& caller, const model::Entry& entry,
                      base::Findings& findings);

}  // namespace cyberdir::service
