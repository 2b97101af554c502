#include "http/report_parameters.h"

#include <algorithm>

#include "base/utc_day.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "model/kinds.h"
#include "model/states.h"

namespace cyberdir::http {
namespace {

using base::Result;

Result<service::AsOf> moment_parameter(const Request& request, std::string_view name) {
  const auto text = request.parameter(name);
  auto moment = service::parse_as_of(text.value_or(std::string_view()));
  if (moment) return std::move(*moment);
  return bad_parameter(name,
                       "it is a date, a time such as 2026-11-22T08:00:00Z, or seq: and a "
                       "number");
}

// The beginning of a day, or a time.
Result<base::Instant> instant_parameter(const Request& request, std::string_view name) {
  const auto instant = base::first_moment(request.parameter(name).value_or(std::string_view()));
  if (instant) return *instant;
  return bad_parameter(name, "it is a date, or a time such as 2026-11-22T08:00:00Z");
}

bool is_given(const Request& request, std::string_view name) {
  return !request.parameter(name).value_or(std::string_view()).empty();
}

}  // namespace

std::string upper_code(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return text;
}

Result<std::string> state_parameter(const Request& request, std::string_view name) {
  std::string state = upper_code(std::string(request.parameter(name).value_or("")));
  if (state.empty() || model::is_state_code(state)) return state;
  return bad_parameter(name, "it is the code of a State in two letters, such as TH");
}

Result<service::ReportQuery> report_query_of(const Request& request) {
  constexpr std::int64_t kDefaultLimit = 50;
  constexpr std::int64_t kMostItems = 200;
  service::ReportQuery query;
  CYBERDIR_ASSIGN(from, moment_parameter(request, "from"));
  query.from = from;
  if (is_given(request, "to")) {
    CYBERDIR_ASSIGN(to, moment_parameter(request, "to"));
    query.to = to;
  }
  query.kind = request.parameter("kind").value_or(std::string_view());
  if (!query.kind.empty() && model::find_kind(query.kind) == nullptr)
    return bad_parameter("kind", "there is no kind " + query.kind.substr(0, 64));
  CYBERDIR_ASSIGN(state, state_parameter(request));
  query.state = state;
  CYBERDIR_ASSIGN(limit, number_parameter(request, "limit", 1, kMostItems, kDefaultLimit));
  query.limit = static_cast<std::size_t>(limit);
  CYBERDIR_ASSIGN(key, read_cursor(request));
  query.after = whole_number(key).value_or(0);
  return query;
}

Result<service::CalendarQuery> calendar_query_of(const Request& request, base::Instant now) {
  service::CalendarQuery query;
  query.from = now;
  if (is_given(request, "from")) {
    CYBERDIR_ASSIGN(from, instant_parameter(request, "from"));
    query.from = from;
  }
  if (is_given(request, "until")) {
    CYBERDIR_ASSIGN(until, instant_parameter(request, "until"));
    query.until = until;
  }
  query.themes = list_parameter(request, "theme");
  query.types = list_parameter(request, "type");
  CYBERDIR_ASSIGN(state, state_parameter(request));
  query.state = state;
  return query;
}

Result<service::UndertakingQuery> undertaking_query_of(const Request& request) {
  service::UndertakingQuery query;
  CYBERDIR_ASSIGN(open_to, state_parameter(request, "open_to"));
  query.open_to = open_to;
  query.themes = list_parameter(request, "theme");
  query.stages = list_parameter(request, "stage");
  return query;
}

Result<std::vector<std::string>> compared_states(const Request& request) {
  std::vector<std::string> states;
  for (const std::string& one : list_parameter(request, "states")) {
    std::string code = upper_code(one);
    if (!model::is_state_code(code))
      return bad_parameter("states", "there is no State of the code " + one.substr(0, 64));
    if (std::find(states.begin(), states.end(), code) == states.end())
      states.push_back(std::move(code));
  }
  if (states.empty() || states.size() > kMostCompared)
    return bad_parameter("states", "it lists one to three codes of States, such as IN,TH");
  return states;
}

}  // namespace cyberdir::http
