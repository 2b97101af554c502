#include "http/audit_parameters.h"

#include "http/list_answer.h"
#include "http/parameters.h"

namespace cyberdir::http {

service::AuditFilters audit_filters(const Request& request) {
  const auto text = [&](std::string_view name) {
    return std::string(request.parameter(name).value_or(std::string_view()));
  };
  return {text("actor"), text("action"), text("subject"), text("since"), text("until")};
}

base::Result<store::AuditQuery> audit_query_of(const Request& request) {
  constexpr std::int64_t kMost = 200;
  constexpr std::int64_t kUsual = 20;
  CYBERDIR_ASSIGN(query, service::audit_query(audit_filters(request)));
  CYBERDIR_ASSIGN(limit, number_parameter(request, "limit", 0, kMost, kUsual));
  query.limit = static_cast<std::size_t>(limit);
  CYBERDIR_ASSIGN(key, read_cursor(request));
  if (key.empty()) return std::move(query);
  const auto before = whole_number(key);
  if (!before) return base::fail(base::ErrorCode::malformed, "cursor: it is not one of this query");
  query.before = *before;
  return std::move(query);
}

}  // namespace cyberdir::http
