// A contact as a State's page shows it.
#pragma once

#include <string_view>

#include "http/pages_names.h"

namespace cyberdir::http {

/// `state_zone` (IANA) holds where the contact states no time zone of its own.
[[nodiscard]] page::ContactCard contact_card(const PageRequest& page, const model::Json& entry,
                                             Names& names, std::string_view state_zone);

}  // namespace cyberdir::http
