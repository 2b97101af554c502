// What the maker of a file was not shown, the file does not take away.
#pragma once

#include <string>
#include <vector>

#include "model/entry.h"

namespace cyberdir::service {

/// Puts back into `entry`, as a file has it, what its maker could not see of `current`: the values
/// that `pointers` (the file's `meta.redacted`) name, and elements of lists that are narrowed one
/// by one. Pointers that name nothing that can be withheld are passed over.
void keep_withheld(model::Entry& entry, const model::Entry& current,
                   const std::vector<std::string>& pointers);

}  // namespace cyberdir::service
