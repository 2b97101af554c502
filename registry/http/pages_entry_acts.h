// What those who read an entry may do with it.
#pragma once

#include <optional>
#include <vector>

#include "http/page_frame.h"

namespace cyberdir::http {

/// The acts that this reader is offered on the page of an entry as it stands now.
[[nodiscard]] std::vector<page::Act> entry_acts(const PageRequest& page, const model::Json& entry);

/// The page of an entry that was withdrawn, for its owner's people; nothing for others.
[[nodiscard]] std::optional<Response> withdrawn_entry(Context& context);

}  // namespace cyberdir::http
