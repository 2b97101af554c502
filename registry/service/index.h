// What a version is found by and how it is seen: words, filter values and bytes of each level.
#pragma once

#include "service/view.h"
#include "store/records.h"

namespace cyberdir::service {

/// The row of the index for a version, made of its views alone, so that nothing hidden can be
/// found; who belongs to which level is decided by the owner and group of today. `entry`,
/// `from_seq` and `to_seq` are the caller's to set.
[[nodiscard]] store::Span index_row(const Subject& subject);

}  // namespace cyberdir::service
