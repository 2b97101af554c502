// Places in an entry in words, and what changed at one of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "page/document.h"

namespace cyberdir::page {

// The labels of a JSON pointer's steps, the outermost first; the envelope has none.
[[nodiscard]] std::vector<std::string> step_labels(const Language& language,
                                                   std::string_view pointer);

// Fills change.tpl in the include CHANGE of `in`: where, and how it was and is. `inner`: below a
// heading of its own.
void put_change(const Document& document, Dictionary& in, const Change& change, bool inner);

}  // namespace cyberdir::page
