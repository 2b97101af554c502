#include "service/calendar.h"

#include <algorithm>
#include <map>

#include "base/utc_day.h"
#include "codec/json_reader.h"
#include "model/states.h"

namespace cyberdir::service {
namespace {

using base::Result;
using model::Json;

bool is_one_of(const Json& value, const std::vector<std::string>& wanted) {
  return value.is_string() && std::find(wanted.begin(), wanted.end(),
                                        value.get_ref<const std::string&>()) != wanted.end();
}

bool matches(const Json& event, const CalendarQuery& query) {
  if (event.at("meta").value("status", std::string()) != "published") return false;
  if (!query.types.empty() && !is_one_of(event.value("type", Json()), query.types)) return false;
  if (!query.state.empty() && model::state_of(event) != query.state) return false;
  const Json themes = event.value("themes", Json::array());
  return query.themes.empty() || std::any_of(themes.begin(), themes.end(), [&](const Json& theme) {
           return is_one_of(theme, query.themes);
         });
}

}  // namespace

Result<Calendar> calendar_of(Directory& directory, const model::Caller& caller,
                             const CalendarQuery& query) {
  Calendar calendar;
  Directory::ExportScope scope;
  scope.kind = "event";
  std::multimap<std::int64_t, Json> by_start;
  CYBERDIR_TRY(directory.for_each(
      caller, scope,
      [&](const Directory::ExportHead& head) -> Result<void> {
        calendar.identity = head.identity;
        calendar.moment = head.moment;
        return {};
      },
      [&](std::string_view json) -> Result<void> {
        CYBERDIR_ASSIGN(event, codec::read_stored(json));
        const auto start = base::first_moment(event.value("start", std::string()));
        const auto end = base::last_moment(event.value("end", std::string()));
        if (!start || !end || end->micros < query.from.micros) return {};
        if (query.until && start->micros >= query.until->micros) return {};
        if (!matches(event, query)) return {};
        by_start.emplace(start->micros, std::move(event));
        if (by_start.size() > kMostEvents) {
          by_start.erase(std::prev(by_start.end()));
          calendar.more = true;
        }
        return {};
      }));
  for (auto& [start, event] : by_start) calendar.events.push_back(std::move(event));
  return calendar;
}

Json calendar_json(const Calendar& calendar) {
  return {{"items", calendar.events},
          {"total", {{"value", calendar.events.size()}, {"exact", !calendar.more}}},
          {"facets", Json::object()}};
}

}  // namespace cyberdir::service
