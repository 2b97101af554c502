// What an index lacks that an earlier version of the program wrote.
#pragma once

#include "base/result.h"
#include "store/store.h"

namespace cyberdir::service {

/// Makes the rows of all contacts anew where the index does not say when they answer; otherwise one
/// contact is looked at and nothing is written. Errors: unavailable, corrupt.
base::Result<void> renew_index(store::Store& store);

}  // namespace cyberdir::service
