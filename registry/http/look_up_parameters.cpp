#include "http/look_up_parameters.h"

#include <limits>

#include "base/utc_day.h"
#include "http/list_answer.h"
#include "http/parameters.h"

namespace cyberdir::http {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

Result<std::int64_t> day_parameter(const Request& request, std::string_view name,
                                   std::int64_t otherwise) {
  const auto text = request.parameter(name);
  if (!text || text->empty()) return otherwise;
  const auto day = base::day_of_date(*text);
  if (day) return *day;
  return fail(ErrorCode::malformed, std::string(name) + ": it is a date such as 2026-11-22");
}

// Day, row of the entry and actor, a space between two.
Result<store::LookUpRow> row_of(const std::string& key) {
  const auto first = key.find(' ');
  const auto second = first == std::string::npos ? first : key.find(' ', first + 1);
  if (second != std::string::npos) {
    const auto day = whole_number(key.substr(0, first));
    const auto entry = whole_number(key.substr(first + 1, second - first - 1));
    if (day && entry) return store::LookUpRow{*entry, {}, *day, {}, key.substr(second + 1), 0};
  }
  return fail(ErrorCode::malformed, "cursor: it is not one of this query");
}

}  // namespace

Result<store::LookUpQuery> look_up_query_of(const Request& request) {
  constexpr std::int64_t kMost = 200;
  constexpr std::int64_t kUsual = 20;
  store::LookUpQuery query;
  query.actor = request.parameter("actor").value_or(std::string_view());
  query.entry = request.parameter("entry").value_or(std::string_view());
  CYBERDIR_ASSIGN(since, day_parameter(request, "since", 0));
  CYBERDIR_ASSIGN(until, day_parameter(request, "until", std::numeric_limits<std::int32_t>::max()));
  query.since = since;
  query.until = until;
  CYBERDIR_ASSIGN(limit, number_parameter(request, "limit", 0, kMost, kUsual));
  query.limit = static_cast<std::size_t>(limit);
  CYBERDIR_ASSIGN(key, read_cursor(request));
  if (key.empty()) return query;
  CYBERDIR_ASSIGN(after, row_of(key));
  query.after = std::move(after);
  return query;
}

std::string key_after(const store::LookUpRow& last) {
  return std::to_string(last.day) + ' ' + std::to_string(last.entry) + ' ' + last.actor;
}

}  // namespace cyberdir::http
