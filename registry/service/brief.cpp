#include "service/brief.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

#include "codec/json_reader.h"
#include "model/code_lists.h"
#include "model/states.h"

namespace cyberdir::service {
namespace {

using base::Result;
using model::Json;

constexpr std::size_t kMostItems = 50;  // of a section

// The sections of which each is one kind, in the order in which they are read.
struct Kind {
  std::string_view section;
  std::string_view kind;
};
constexpr std::array<Kind, 8> kKinds = {{{"contacts", "contact"},
                                         {"organisations", "organisation"},
                                         {"documents", "document"},
                                         {"initiatives", "initiative"},
                                         {"programmes", "programme"},
                                         {"needs", "need"},
                                         {"offers", "offer"},
                                         {"events", "event"}}};

std::string owner_of(const Json& entry) { return entry.at("meta").value("owner", std::string()); }

// True where the entry is the State's own, or a State's at all.
bool is_of(const Json& entry, std::string_view iso2) { return owner_of(entry) == iso2; }

bool names_state(const Json& entry, std::string_view iso2) {
  if (is_of(entry, iso2)) return true;
  for (const char* field : {"states", "partners", "supporters", "beneficiaries"}) {
    const auto list = entry.find(field);
    if (list == entry.end()) continue;
    for (const Json& element : *list) {
      if (element.is_object() && element.value("state", std::string()) == iso2) return true;
    }
  }
  return false;
}

std::pair<std::size_t, std::int64_t> contact_order(const Json& contact) {
  return {model::category_order(contact.value("category", std::string())),
          contact.value("call_order", std::numeric_limits<std::int64_t>::max())};
}

Result<BriefSection> section_of(Directory& directory, const model::Caller& caller,
                                std::string_view iso2, const Kind& kind, const store::Moment& at) {
  ListQuery query;
  query.filters = {{"state", {std::string(iso2)}},
                   {"kind", {std::string(kind.kind)}},
                   {"status", {"published"}}};
  query.as_of = AsOf{{}, at.seq};
  query.limit = kMostItems;
  CYBERDIR_ASSIGN(list, directory.list(caller, query));
  BriefSection section{kind.section, {}, list.total};
  for (const EntryAnswer& item : list.items) {
    CYBERDIR_ASSIGN(entry, codec::read_stored(item.json));
    section.items.push_back(std::move(entry));
  }
  return section;
}

// Takes out of a section what a new one is for; its count is of what was read.
BriefSection taken_from(BriefSection& section, std::string_view name,
                        const std::function<bool(const Json&)>& wanted) {
  BriefSection taken{name, {}, {}};
  auto& items = section.items;
  const auto rest = std::stable_partition(items.begin(), items.end(),
                                          [&](const Json& entry) { return !wanted(entry); });
  taken.items.assign(std::make_move_iterator(rest), std::make_move_iterator(items.end()));
  items.erase(rest, items.end());
  taken.total = {static_cast<std::int64_t>(taken.items.size()), section.total.exact};
  section.total.value -= taken.total.value;
  return taken;
}

// What names the reader's State beside this one, by id alone: it stands in its own section too.
BriefSection with_reader(const Brief& brief, const std::string& reader) {
  BriefSection shared{"with_you", {}, {}};
  if (!model::is_state_code(reader) || reader == brief.iso2) return shared;
  for (const BriefSection& section : brief.sections) {
    if (!section.name.starts_with("programmes") && section.name != "initiatives") continue;
    for (const Json& entry : section.items) {
      if (names_state(entry, reader)) shared.items.push_back(entry);
    }
  }
  shared.total.value = static_cast<std::int64_t>(shared.items.size());
  return shared;
}

}  // namespace

Result<Brief> brief_of(Directory& directory, const model::Caller& caller, std::string_view iso2,
                       const std::optional<AsOf>& as_of) {
  if (!model::is_state_code(iso2))
    return base::fail(base::ErrorCode::not_found, "there is no State of this code");
  Brief brief;
  brief.iso2 = iso2;
  CYBERDIR_ASSIGN(moment, directory.resolve(as_of));
  brief.moment = moment;
  const auto state = directory.read(caller, model::state_entry_id(iso2), as_of);
  if (state) {
    CYBERDIR_ASSIGN(entry, codec::read_stored(state->json));
    brief.state = std::move(entry);
  } else if (!model::is_exercise_state(iso2)) {
    return state.error();
  }
  BriefSection listed{"listed_elsewhere", {}, {}};
  for (const Kind& kind : kKinds) {
    CYBERDIR_ASSIGN(section, section_of(directory, caller, iso2, kind, moment));
    BriefSection foreign = taken_from(
        section, listed.name, [](const Json& entry) { return owner_of(entry) == "registry"; });
    std::move(foreign.items.begin(), foreign.items.end(), std::back_inserter(listed.items));
    listed.total.value += foreign.total.value;
    if (kind.kind == "contact")
      std::stable_sort(
          section.items.begin(), section.items.end(),
          [](const Json& a, const Json& b) { return contact_order(a) < contact_order(b); });
    brief.sections.push_back(std::move(section));
    if (kind.kind == "programme")
      brief.sections.push_back(taken_from(brief.sections.back(), "programmes_received",
                                          [&](const Json& entry) { return !is_of(entry, iso2); }));
  }
  brief.sections.push_back(std::move(listed));
  brief.sections.push_back(with_reader(brief, caller.owner));
  return brief;
}

Result<std::vector<Brief>> briefs_of(Directory& directory, const model::Caller& caller,
                                     const std::vector<std::string>& states,
                                     const std::optional<AsOf>& as_of) {
  CYBERDIR_ASSIGN(moment, directory.resolve(as_of));
  std::vector<Brief> briefs;
  for (const std::string& iso2 : states) {
    CYBERDIR_ASSIGN(brief, brief_of(directory, caller, iso2, AsOf{{}, moment.seq}));
    briefs.push_back(std::move(brief));
  }
  return briefs;
}

Json briefs_json(const std::vector<Brief>& briefs) {
  Json items = Json::array();
  for (const Brief& brief : briefs) items.push_back(brief_json(brief));
  return {{"items", std::move(items)},
          {"total", {{"value", briefs.size()}, {"exact", true}}},
          {"facets", Json::object()}};
}

Json brief_json(const Brief& brief) {
  Json json = {{"iso2", brief.iso2}, {"seq", brief.moment.seq}};
  if (brief.moment.seq > 0) json["as_of"] = base::to_rfc3339(brief.moment.at);
  if (brief.state) json["state"] = *brief.state;
  Json totals = Json::object();
  for (const BriefSection& section : brief.sections) {
    const std::string name(section.name);
    if (section.name == "with_you") {
      Json ids = Json::array();
      for (const Json& entry : section.items) ids.push_back(entry.at("id"));
      json[name] = std::move(ids);
      continue;
    }
    json[name] = section.items;
    totals[name] = {{"value", section.total.value}, {"exact", section.total.exact}};
  }
  json["totals"] = std::move(totals);
  return json;
}

}  // namespace cyberdir::service
