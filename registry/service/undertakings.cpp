#include "service/undertakings.h"

#include <algorithm>
#include <tuple>

#include "base/utc_day.h"
#include "codec/json_reader.h"
#include "model/states.h"

namespace cyberdir::service {
namespace {

using base::Result;
using model::Json;

std::string string_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& list_in(const Json& object, const char* name) {
  static const Json kEmpty = Json::array();
  const auto found = object.find(name);
  return found != object.end() && found->is_array() ? *found : kEmpty;
}

bool has_string(const Json& list, std::string_view wanted) {
  return std::any_of(list.begin(), list.end(), [&](const Json& one) {
    return one.is_string() && one.get_ref<const std::string&>() == wanted;
  });
}

bool has_state(const Json& list, std::string_view iso2) {
  return std::any_of(list.begin(), list.end(), [&](const Json& one) {
    return one.is_object() && string_in(one, "state") == iso2;
  });
}

bool is_one_of(const std::string& value, const std::vector<std::string>& wanted) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

std::optional<base::Instant> deadline_of(const Json& entry) {
  const auto application = entry.find("application");
  if (application == entry.end() || !application->is_object()) return std::nullopt;
  return base::last_moment(string_in(*application, "closes"));
}

// Whether it takes participants at a time, whoever they are.
bool is_open(const Json& entry, const UndertakingQuery& query, base::Instant now) {
  const std::string stage = string_in(entry, "stage");
  if (stage == "completed" || stage == "suspended") return false;
  if (query.kind == "initiative") return entry.value("open", Json()) == true;
  const auto application = entry.find("application");
  if (application == entry.end() || !application->is_object()) return false;
  const auto opens = base::first_moment(string_in(*application, "opens"));
  const auto closes = deadline_of(entry);
  return (!opens || *opens <= now) && (!closes || now <= *closes);
}

// Whether what is said of States and regions lets this State in.
bool lets_in(const Json& entry, const std::string& iso2, const std::vector<std::string>& groups) {
  const Json& beneficiaries = list_in(entry, "beneficiaries");
  if (has_state(beneficiaries, iso2) || has_state(list_in(entry, "states"), iso2)) return true;
  if (!beneficiaries.empty()) return false;
  const Json& regions = list_in(entry, "regions");
  if (!regions.empty()) {
    return std::any_of(groups.begin(), groups.end(),
                       [&](const std::string& group) { return has_string(regions, group); });
  }
  const std::string scope = string_in(entry, "scope");
  return scope == "global" || (scope == "national" && model::state_of(entry) == iso2);
}

bool matches(const Json& entry, const UndertakingQuery& query) {
  if (string_in(entry.at("meta"), "status") != "published") return false;
  if (!is_one_of(string_in(entry, "stage"), query.stages)) return false;
  const Json& themes = list_in(entry, "themes");
  return query.themes.empty() ||
         std::any_of(query.themes.begin(), query.themes.end(),
                     [&](const std::string& theme) { return has_string(themes, theme); });
}

// What closes next stands first; then what has no deadline; what has closed stands last.
std::tuple<int, std::int64_t> place_of(const Undertaking& one, base::Instant now) {
  if (!one.deadline) return {1, 0};
  if (*one.deadline < now) return {2, -one.deadline->micros};
  return {0, one.deadline->micros};
}

std::vector<std::string> groups_of(Directory& directory, const model::Caller& caller,
                                   const std::string& iso2) {
  std::vector<std::string> groups;
  const auto state = directory.read(model::uncounted(caller), model::state_entry_id(iso2));
  const auto entry = state ? codec::read_stored(state->json) : base::Result<Json>(Json::object());
  if (!entry) return groups;
  for (const Json& group : list_in(*entry, "regional_groups")) {
    if (group.is_string()) groups.push_back(group.get<std::string>());
  }
  return groups;
}

}  // namespace

Result<UndertakingList> undertakings(Directory& directory, const model::Caller& caller,
                                     const UndertakingQuery& query, base::Instant now) {
  UndertakingList list;
  const auto groups = query.open_to.empty() ? std::vector<std::string>()
                                            : groups_of(directory, caller, query.open_to);
  Directory::ExportScope scope;
  scope.kind = query.kind;
  CYBERDIR_TRY(directory.for_each(
      caller, scope,
      [&](const Directory::ExportHead& head) -> Result<void> {
        list.moment = head.moment;
        return {};
      },
      [&](std::string_view json) -> Result<void> {
        CYBERDIR_ASSIGN(entry, codec::read_stored(json));
        if (!matches(entry, query)) return {};
        const bool open = is_open(entry, query, now);
        if (!query.open_to.empty() && (!open || !lets_in(entry, query.open_to, groups))) return {};
        const auto deadline = deadline_of(entry);
        list.items.push_back({std::move(entry), deadline, open});
        if (list.items.size() < 2 * kMostUndertakings) return {};
        list.more = true;
        std::stable_sort(list.items.begin(), list.items.end(), [&](const auto& a, const auto& b) {
          return place_of(a, now) < place_of(b, now);
        });
        list.items.resize(kMostUndertakings);
        return {};
      }));
  std::stable_sort(list.items.begin(), list.items.end(), [&](const auto& a, const auto& b) {
    return place_of(a, now) < place_of(b, now);
  });
  if (list.items.size() > kMostUndertakings) {
    list.items.resize(kMostUndertakings);
    list.more = true;
  }
  return list;
}

Json undertakings_json(const UndertakingList& list) {
  Json items = Json::array();
  for (const Undertaking& one : list.items) items.push_back(one.entry);
  const std::size_t count = items.size();
  return {{"items", std::move(items)},
          {"total", {{"value", count}, {"exact", !list.more}}},
          {"facets", Json::object()}};
}

}  // namespace cyberdir::service
