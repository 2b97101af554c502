#include "visible_world.h"

#include <algorithm>
#include <stdexcept>

namespace cyberdir::scenarios {

using model::Json;
using model::Role;
using model::Visibility;

namespace {

constexpr std::string_view kSample[] = {"organisation", "contact", "initiative", "event", "need"};

bool any(const Canary& /*canary*/) { return true; }
bool is_personal(const Canary& canary) {
  return canary.entry.ends_with("contact") && canary.pointer == "/name";
}

}  // namespace

void PrintTo(const Audience& audience, std::ostream* out) { *out << audience.name; }

const std::vector<Audience>& audiences() {
  static const std::vector<Audience> all = {
      {"anonymous", Role::anonymous, ""},     {"reader of BR", Role::reader, "BR"},
      {"reader of TH", Role::reader, "TH"},   {"reader of IN", Role::reader, "IN"},
      {"editor of KE", Role::editor, "KE"},   {"manager of KE", Role::manager, "KE"},
      {"editor of IN", Role::editor, "IN"},   {"manager of IN", Role::manager, "IN"},
      {"secretariat", Role::secretariat, ""}, {"administrator", Role::administrator, ""}};
  return all;
}

// interfaces.md section 9 and the data dictionary, in a few lines of their own. No State of these
// audiences is in the network of the entries.
Visibility level_of(const Audience& audience, const PlantedEntry& entry) {
  if (audience.role == Role::secretariat) return Visibility::owner;
  if (audience.role == Role::anonymous || audience.role == Role::administrator)
    return Visibility::open;
  const bool own = audience.owner == entry.owner;
  if (own) return audience.role == Role::reader ? Visibility::group : Visibility::owner;
  if (entry.group.empty() || entry.group == "states") return Visibility::group;
  return entry.group == "named:" + audience.owner ? Visibility::group : Visibility::open;
}

std::string words_of(const Audience& audience, const std::string& route, const Canary& canary) {
  return audience.name + " reads " + canary.text + " of " + canary.entry + canary.pointer +
         " (from level " + std::string(model::name_of(canary.level)) + ") at " + route;
}

VisibleWorld::VisibleWorld(bool without_hidden) : planter(1) {
  planter.without_hidden = without_hidden;
  plant_defaults();
  plant_rules();
  plant_drafts();
  plant_histories();
  for (const Canary& canary : planter.planted()) by_number.emplace(canary.number, canary);
  for (const Audience& audience : audiences()) {
    tokens[audience.name] =
        audience.role == Role::anonymous ? "" : registry.token(audience.role, audience.owner);
  }
  last_seq = registry->directory().head()->moment.seq;
}

std::set<std::uint32_t> VisibleWorld::visible_now(
    const Audience& audience,
    const std::function<bool(const PlantedEntry&, const Canary&)>& wanted) const {
  std::set<std::uint32_t> numbers;
  for (const auto& [number, canary] : by_number) {
    const PlantedEntry& entry = entries.at(canary.entry);
    if (entry.is_withdrawn || past.contains(number) || !wanted(entry, canary)) continue;
    if (canary.level <= level_of(audience, entry)) numbers.insert(number);
  }
  return numbers;
}

Json VisibleWorld::make(std::string_view kind, const std::string& id, const std::string& owner,
                        const std::string& group, const std::map<std::string, std::string>& rules) {
  entries[id] = {owner, group};
  return planter.entry(*model::find_kind(kind), id, owner, group, rules);
}

void VisibleWorld::plant_defaults() {
  std::vector<Json> all;
  for (const model::Kind& kind : model::kinds()) {
    const bool is_state = kind.name == "state";
    all.push_back(make(kind.name, is_state ? "state-xa" : reference_target(kind.name),
                       is_state ? "secretariat" : "IN", "", {}));
  }
  registry.must_import(all);
}

void VisibleWorld::plant_rules() {
  std::vector<Json> all;
  for (const std::string_view name : kSample) {
    const model::Kind& kind = *model::find_kind(name);
    std::map<std::string, std::string> each_owner;
    std::map<std::string, std::string> each_group;
    for (const model::Field& field : kind.fields) {
      each_owner[std::string(field.name)] = "owner";
      each_group[std::string(field.name)] = "group";
    }
    each_owner["extensions"] = "owner";
    const std::string title(kind.field("title") != nullptr ? "title" : "name");
    const std::string of(name);
    all.push_back(make(name, "whole-owner-" + of, "IN", "", {{"*", "owner"}}));
    all.push_back(make(name, "whole-group-" + of, "IN", "", {{"*", "group"}}));
    all.push_back(make(name, "whole-public-" + of, "IN", "", {{"*", "public"}}));
    all.push_back(make(name, "fields-owner-" + of, "IN", "", each_owner));
    all.push_back(make(name, "fields-group-" + of, "IN", "", each_group));
    all.push_back(make(name, "title-public-" + of, "IN", "", {{title, "public"}}));
    all.push_back(
        make(name, "title-public-in-owner-" + of, "IN", "", {{"*", "owner"}, {title, "public"}}));
    all.push_back(make(name, "named-" + of, "IN", "named:TH", {{"*", "group"}}));
    all.push_back(make(name, "network-" + of, "IN", "network:OSCE-CBM8", {{"*", "group"}}));
  }
  registry.must_import(all);
}

void VisibleWorld::plant_drafts() {
  std::vector<Json> all;
  for (const std::string_view name : kSample) {
    const model::Kind& kind = *model::find_kind(name);
    const std::string id = "draft-" + std::string(name);
    const std::size_t before = planter.planted().size();
    Json draft = make(name, id, "IN", "", {});
    const char* lacking = kind.field("category") != nullptr ? "category"
                          : kind.field("type") != nullptr   ? "type"
                          : kind.field("stage")->required   ? "stage"
                                                            : "theme";
    draft.erase(lacking);
    for (std::size_t i = before; i < planter.planted().size(); ++i)
      planter.planted()[i].level = Visibility::owner;
    entries[id].is_draft = true;
    all.push_back(std::move(draft));
  }
  registry.must_import(all);
}

void VisibleWorld::raise_since(std::size_t before, Visibility level,
                               const std::function<bool(const Canary&)>& which) {
  for (std::size_t i = before; i < planter.planted().size(); ++i) {
    Canary& canary = planter.planted()[i];
    if (which(canary)) canary.level = std::max(canary.level, level);
  }
}

void VisibleWorld::now_past(std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) past.insert(planter.planted()[i].number);
}
void VisibleWorld::plant_histories() {
  histories_seq = registry->directory().head()->moment.seq + 1;
  for (const std::string_view name : kSample) {
    const std::string of(name);
    const auto import_one = [&](const Json& entry) { registry.must_import({entry}); };

    {  // narrowed as a whole: the same content, then nothing for others
      const std::string id = "narrowed-" + of;
      const std::size_t before = planter.planted().size();
      Json entry = make(name, id, "IN", "", {{"*", "public"}});
      import_one(entry);
      entry["meta"]["change_note"] = "second";
      entry["meta"]["tlp"] = "TLP:RED";
      import_one(entry);
      entry["meta"]["visibility"] = {{"*", "owner"}};
      import_one(entry);
      raise_since(before, Visibility::owner, any);
      note_change(id, before, entry);
    }
    {  // shared with all States, then with one
      const std::string id = "regrouped-" + of;
      const std::size_t before = planter.planted().size();
      Json entry = make(name, id, "IN", "named:TH", {{"*", "group"}});
      entry["meta"]["group"] = "states";
      import_one(entry);
      entry["meta"]["group"] = "named:TH";
      import_one(entry);
      note_change(id, before, entry);
      raise_since(before, Visibility::owner, [&](const Canary& canary) {
        return past.contains(canary.number) && is_personal(canary);
      });
    }
    {  // handed over by KE to IN: KE is a State like any other now
      const std::string id = "handed-over-" + of;
      const std::size_t before = planter.planted().size();
      Json entry = make(name, id, "IN", "", {});
      entry["meta"]["owner"] = "KE";
      import_one(entry);
      entry["meta"]["owner"] = "IN";
      import_one(entry);
      note_change(id, before, entry);
    }
    {  // written anew, twice: other words in every field
      const std::string id = "rewritten-" + of;
      const std::size_t before = planter.planted().size();
      import_one(make(name, id, "IN", "", {}));
      import_one(make(name, id, "IN", "", {}));
      raise_since(before, Visibility::owner, is_personal);
      now_past(before, planter.planted().size());
      import_one(make(name, id, "IN", "", {}));
      changed.insert(id);
    }
    {  // the only public fields go: what they were follows the kind's default
      const std::string id = "emptied-" + of;
      const std::size_t before = planter.planted().size();
      Json entry = make(name, id, "IN", "", {{"*", "public"}});
      import_one(entry);
      entry["meta"]["tlp"] = "TLP:RED";
      import_one(entry);
      const Json whole = entry;
      for (const model::Field& field : model::find_kind(name)->fields) {
        if (!field.required) entry.erase(field.name);
      }
      entry.erase("extensions");
      import_one(entry);
      note_change(id, before, entry);
      const Visibility usual = model::find_kind(name)->visibility;
      raise_since(before, usual, [&](const Canary& canary) {
        return past.contains(canary.number) && !canary.pointer.starts_with("/meta") &&
               canary.pointer != "/extensions";
      });
      raise_since(before, Visibility::owner, is_personal);
    }
    {  // withdrawn: its history stays, by the same rules
      const std::string id = "withdrawn-" + of;
      const std::size_t before = planter.planted().size();
      import_one(make(name, id, "IN", "", {}));
      raise_since(before, Visibility::owner, is_personal);
      const auto tag = registry->directory().read(support::operator_origin().caller, id);
      service::Staleness staleness;
      service::Precondition precondition;
      precondition.if_match = service::parse_etags(service::make_etag(1, tag->digest, {}), true);
      const auto done =
          registry->workflow().withdraw(support::operator_origin(), id, precondition, staleness);
      if (!done) throw std::runtime_error(done.error().detail);
      entries[id].is_withdrawn = true;
      now_past(before, planter.planted().size());
      changed.insert(id);
    }
  }
  plant_channel_changes();
}

void VisibleWorld::note_change(const std::string& id, std::size_t before, const Json& last) {
  const std::set<std::uint32_t> held = Planter::found_in(last.dump());
  for (std::size_t i = before; i < planter.planted().size(); ++i) {
    if (!held.contains(planter.planted()[i].number)) past.insert(planter.planted()[i].number);
  }
  changed.insert(id);
}

void VisibleWorld::plant_channel_changes() {
  for (const char* change : {"narrowed", "removed"}) {
    const std::string id = std::string("channel-") + change;
    const std::size_t before = planter.planted().size();
    Json entry = make("organisation", id, "IN", "", {});
    registry.must_import({entry});
    entry["meta"]["tlp"] = "TLP:RED";
    registry.must_import({entry});
    if (std::string(change) == "narrowed") {
      entry["channels"][0]["visibility"] = "owner";
      registry.must_import({entry});
      raise_since(before, Visibility::owner,
                  [](const Canary& canary) { return canary.pointer == "/channels/email"; });
    } else {
      entry["channels"].erase(0);
      registry.must_import({entry});
    }
    note_change(id, before, entry);
  }
}

VisibleWorld& visible_world() {
  static VisibleWorld made;
  return made;
}

}  // namespace cyberdir::scenarios
