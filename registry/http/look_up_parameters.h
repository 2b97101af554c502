// The parameters of look-ups, for the API and its page alike.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "http/context.h"
#include "store/audit_records.h"

namespace cyberdir::http {

inline constexpr std::array<std::string_view, 6> kLookUpParameters = {"actor", "entry", "since",
                                                                      "until", "limit", "cursor"};

/// What is asked for, with the place of the page. Errors: malformed.
[[nodiscard]] base::Result<store::LookUpQuery> look_up_query_of(const Request& request);

/// The key of the page after the one that ends with this row.
[[nodiscard]] std::string key_after(const store::LookUpRow& last);

}  // namespace cyberdir::http
