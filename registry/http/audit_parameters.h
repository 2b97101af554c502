// The parameters of the audit trail, for the API and its page alike.
#pragma once

#include <array>
#include <string_view>

#include "http/context.h"
#include "service/audit_list.h"

namespace cyberdir::http {

inline constexpr std::array<std::string_view, 7> kAuditParameters = {
    "actor", "action", "subject", "since", "until", "limit", "cursor"};

/// The filters as they were sent.
[[nodiscard]] service::AuditFilters audit_filters(const Request& request);

/// What is asked for, with the place of the page. Errors: malformed.
[[nodiscard]] base::Result<store::AuditQuery> audit_query_of(const Request& request);

}  // namespace cyberdir::http
