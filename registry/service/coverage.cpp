#include "service/coverage.h"

#include <algorithm>
#include <map>

#include "codec/json_reader.h"
#include "model/code_lists.h"
#include "model/states.h"

namespace cyberdir::service {
namespace {

using base::Result;
using model::Json;

using ByCode = std::map<std::string, CoveredState, std::less<>>;

std::vector<std::string> strings_of(const Json& entry, const char* name) {
  const auto list = entry.find(name);
  if (list == entry.end() || !list->is_array()) return {};
  std::vector<std::string> strings;
  for (const Json& one : *list) {
    if (one.is_string()) strings.push_back(one.get<std::string>());
  }
  return strings;
}

void note_state(Json entry, ByCode& states) {
  CoveredState state;
  state.iso2 = entry.value("iso2", std::string());
  if (state.iso2.empty() || model::is_exercise_state(state.iso2)) return;
  state.groups = strings_of(entry, "regional_groups");
  state.entry = std::move(entry);
  states.insert_or_assign(state.iso2, std::move(state));
}

void note_contact(const Json& contact, ByCode& states) {
  const Json& meta = contact.at("meta");
  // What foreign directories list is not a State's word.
  if (meta.value("status", std::string()) != "published" || meta.value("owner", "") == "registry")
    return;
  const auto state = states.find(model::state_of(contact));
  if (state == states.end()) return;
  CoveredState& covered = state->second;
  ++covered.contacts;
  auto categories = strings_of(contact, "also_serves");
  categories.push_back(contact.value("category", std::string()));
  for (std::string& category : categories) {
    auto& known = covered.categories;
    if (!category.empty() && std::find(known.begin(), known.end(), category) == known.end())
      known.push_back(std::move(category));
  }
  const auto declared = base::parse_rfc3339(meta.value("declared_at", std::string()));
  if (declared && (!covered.declared_at || *covered.declared_at < *declared))
    covered.declared_at = declared;
}

bool serves(const CoveredState& state, std::string_view category) {
  return std::find(state.categories.begin(), state.categories.end(), category) !=
         state.categories.end();
}

void count_in(std::map<std::string, CoveredGroup>& groups, const std::string& name,
              const CoveredState& state) {
  CoveredGroup& group = groups[name];
  group.name = name;
  ++group.states;
  group.with_contact += state.contacts > 0 ? 1 : 0;
  group.diplomatic += serves(state, "diplomatic") ? 1 : 0;
  group.technical += serves(state, "technical") ? 1 : 0;
}

}  // namespace

Result<Coverage> coverage_of(Directory& directory, const model::Caller& caller,
                             const std::optional<AsOf>& as_of) {
  Coverage coverage;
  ByCode states;
  for (const char* kind : {"state", "contact"}) {
    const bool is_state = std::string_view(kind) == "state";
    Directory::ExportScope scope;
    scope.kind = kind;
    scope.as_of = as_of;
    CYBERDIR_TRY(directory.for_each(
        caller, scope,
        [&](const Directory::ExportHead& head) -> Result<void> {
          coverage.moment = head.moment;
          return {};
        },
        [&](std::string_view json) -> Result<void> {
          CYBERDIR_ASSIGN(entry, codec::read_stored(json));
          is_state ? note_state(std::move(entry), states) : note_contact(entry, states);
          return {};
        }));
  }
  std::map<std::string, CoveredGroup> groups;
  for (auto& [code, state] : states) {
    std::sort(state.categories.begin(), state.categories.end(), [](const auto& a, const auto& b) {
      return model::category_order(a) < model::category_order(b);
    });
    if (state.groups.empty()) count_in(groups, {}, state);
    for (const std::string& group : state.groups) count_in(groups, group, state);
    coverage.states.push_back(std::move(state));
  }
  for (auto& [name, group] : groups) {
    if (!name.empty()) coverage.groups.push_back(std::move(group));
  }
  if (const auto none = groups.find({}); none != groups.end())
    coverage.groups.push_back(none->second);  // last: they belong to none
  return coverage;
}

Json coverage_json(const Coverage& coverage) {
  Json groups = Json::array();
  for (const CoveredGroup& group : coverage.groups) {
    Json one = {{"states", group.states},
                {"with_contact", group.with_contact},
                {"diplomatic", group.diplomatic},
                {"technical", group.technical}};
    if (!group.name.empty()) one["regional_group"] = group.name;
    groups.push_back(std::move(one));
  }
  Json items = Json::array();
  for (const CoveredState& state : coverage.states) {
    Json one = {{"iso2", state.iso2}, {"contacts", state.contacts}};
    if (!state.groups.empty()) one["regional_groups"] = state.groups;
    if (!state.categories.empty()) one["categories"] = state.categories;
    if (state.declared_at) one["declared_at"] = base::to_rfc3339(*state.declared_at);
    items.push_back(std::move(one));
  }
  const std::size_t count = items.size();
  Json json = {{"groups", std::move(groups)},
               {"items", std::move(items)},
               {"total", {{"value", count}, {"exact", true}}},
               {"facets", Json::object()},
               {"seq", coverage.moment.seq}};
  if (coverage.moment.seq > 0) json["as_of"] = base::to_rfc3339(coverage.moment.at);
  return json;
}

}  // namespace cyberdir::service
