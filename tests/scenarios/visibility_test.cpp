// Nobody reads what they may not: canaries in every field of every kind, looked for in every byte
// that each audience can get.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "canary_entries.h"
#include "support/temporary_registry.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using model::Role;
using model::Visibility;

struct Audience {
  std::string name;
  Role role;
  std::string owner;
};

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

struct Entry {
  std::string owner;
  std::string group;
  bool is_draft = false;
  bool is_withdrawn = false;
};

// interfaces.md section 9 and the data dictionary, in a few lines of their own. No State of these
// audiences is in the network of the entries.
Visibility level_of(const Audience& audience, const Entry& entry) {
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

// A registry in which there is something to hide of every sort.
class World {
 public:
  explicit World(bool without_hidden = false) : planter(1) {
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

  support::TemporaryRegistry registry;
  Planter planter;
  std::map<std::string, Entry> entries;
  std::map<std::uint32_t, Canary> by_number;
  std::map<std::string, std::string> tokens;
  std::set<std::uint32_t> past;   // canaries that no current version holds
  std::set<std::string> changed;  // entries with more than one version
  std::int64_t histories_seq = 0;
  std::int64_t last_seq = 0;

  // What an audience may see of what stands now.
  std::set<std::uint32_t> visible_now(
      const Audience& audience,
      const std::function<bool(const Entry&, const Canary&)>& wanted) const {
    std::set<std::uint32_t> numbers;
    for (const auto& [number, canary] : by_number) {
      const Entry& entry = entries.at(canary.entry);
      if (entry.is_withdrawn || past.contains(number) || !wanted(entry, canary)) continue;
      if (canary.level <= level_of(audience, entry)) numbers.insert(number);
    }
    return numbers;
  }

 private:
  static constexpr std::string_view kSample[] = {"organisation", "contact", "initiative", "event",
                                                 "need"};

  Json make(std::string_view kind, const std::string& id, const std::string& owner,
            const std::string& group, const std::map<std::string, std::string>& rules) {
    entries[id] = {owner, group};
    return planter.entry(*model::find_kind(kind), id, owner, group, rules);
  }

  void plant_defaults() {
    std::vector<Json> all;
    for (const model::Kind& kind : model::kinds()) {
      const bool is_state = kind.name == "state";
      all.push_back(make(kind.name, is_state ? "state-xa" : reference_target(kind.name),
                         is_state ? "secretariat" : "IN", "", {}));
    }
    registry.must_import(all);
  }

  void plant_rules() {
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

  void plant_drafts() {
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

  // Canaries planted since, to be seen from another level.
  void raise_since(std::size_t before, Visibility level,
                   const std::function<bool(const Canary&)>& which) {
    for (std::size_t i = before; i < planter.planted().size(); ++i) {
      Canary& canary = planter.planted()[i];
      if (which(canary)) canary.level = std::max(canary.level, level);
    }
  }
  void now_past(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) past.insert(planter.planted()[i].number);
  }
  static bool any(const Canary& /*canary*/) { return true; }
  static bool is_personal(const Canary& canary) {
    return canary.entry.ends_with("contact") && canary.pointer == "/name";
  }

  // Old versions follow the rules of today; what is personal in them is the owner's alone.
  void plant_histories() {
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

  // The canaries of an entry that its last version does not hold are past.
  void note_change(const std::string& id, std::size_t before, const Json& last) {
    const std::set<std::uint32_t> held = Planter::found_in(last.dump());
    for (std::size_t i = before; i < planter.planted().size(); ++i) {
      if (!held.contains(planter.planted()[i].number)) past.insert(planter.planted()[i].number);
    }
    changed.insert(id);
  }

  // A channel is narrowed, or goes, one by one.
  void plant_channel_changes() {
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
};

World& world() {
  static World made;
  return made;
}

class VisibilityTest : public testing::TestWithParam<Audience> {
 public:
  // Checks one answer; says each leak once.
  void look(const std::string& route, const support::Reply& reply) {
    std::string bytes = reply.body;
    for (const auto& [name, value] : reply.headers)
      bytes.append("\n").append(name).append(": ").append(value);
    const std::set<std::uint32_t> asked = Planter::found_in(route);
    for (const std::uint32_t number : Planter::found_in(bytes)) {
      const auto found = world().by_number.find(number);
      if (found == world().by_number.end() || asked.contains(number)) continue;
      const Canary& canary = found->second;
      seen_.insert(number);
      if (canary.level <= level_of(GetParam(), world().entries.at(canary.entry))) continue;
      if (told_.insert(canary.entry.substr(0, canary.entry.rfind('-')) + canary.pointer).second) {
        ADD_FAILURE() << words_of(GetParam(), route, canary);
      }
    }
  }
  support::Reply get(const std::string& route) {
    const support::Reply reply = world().registry.get(route, token());
    look(route, reply);
    return reply;
  }
  support::Reply ask(const std::string& method, const std::string& route, const std::string& body,
                     const std::vector<std::pair<std::string, std::string>>& headers) {
    const support::Reply reply = world().registry.ask(method, route, token(), body, headers);
    look(method + " " + route, reply);
    return reply;
  }
  const std::string& token() { return world().tokens.at(GetParam().name); }
  bool may_export(const std::string& what) {
    const Audience& audience = GetParam();
    if (what == "public") return true;
    if (what == "full") return audience.role == Role::secretariat;
    return audience.role == Role::manager || audience.role == Role::secretariat;
  }

  std::set<std::uint32_t> seen_;
  std::set<std::string> told_;
};

constexpr const char* kEveryFacet = "kind,state,region,category,network,theme,language,stage,owner";

// The moments at which something changed twice: each version of the entries with a history.
std::vector<std::string> moments() {
  std::vector<std::string> all;
  for (std::int64_t seq = world().histories_seq; seq <= world().last_seq; ++seq)
    all.push_back("seq:" + std::to_string(seq));
  return all;
}

// The moments of one entry's versions.
std::vector<std::string> moments_of(const std::string& id) {
  std::vector<std::string> all;
  const auto history =
      world().registry->directory().history(support::operator_origin().caller, id, 99, 99);
  for (const service::HistoryItem& item : history->items)
    all.push_back("seq:" + std::to_string(item.seq));
  return all;
}

TEST_P(VisibilityTest, entries_show_exactly_what_their_reader_may_see) {
  for (const auto& [id, entry] : world().entries) {
    get("/v1/entries/" + id + ".xml");
    get("/v1/entries/" + id + "?audience=public");
  }
  seen_.clear();
  for (const auto& [id, entry] : world().entries) {
    const support::Reply reply = get("/v1/entries/" + id);
    if (entry.is_withdrawn && reply.status == 200)
      ADD_FAILURE() << id << " was withdrawn and is shown";
  }
  const auto expected =
      world().visible_now(GetParam(), [](const Entry&, const Canary&) { return true; });
  for (const std::uint32_t number : expected) {
    EXPECT_TRUE(seen_.contains(number))
        << GetParam().name << " is not shown " << world().by_number.at(number).entry
        << world().by_number.at(number).pointer;
  }
}

TEST_P(VisibilityTest, history_versions_and_differences_follow_the_rules_of_today) {
  for (const auto& [id, entry] : world().entries) {
    const std::string path = "/v1/entries/" + id;
    get(path + "/history");
    get(path + "/history.xml");
    if (!world().changed.contains(id)) {
      get(path + "/history/1");
      continue;
    }
    for (int version = 1; version <= 4; ++version) {
      const std::string n = std::to_string(version);
      get(path + "/history/" + n);
      get(path + "/history/" + n + ".xml");
      for (int other = 1; other <= 3; ++other)
        get(path + "/diff?from=" + n + "&to=" + std::to_string(other));
    }
    for (const std::string& moment : moments_of(id)) get(path + "?as_of=" + moment);
  }
}

TEST_P(VisibilityTest, lists_and_facets_of_any_moment_hold_nothing_hidden) {
  get(std::string("/v1/entries?limit=200&facets=") + kEveryFacet);
  get("/v1/entries.xml?limit=200");
  get("/v1/entries?limit=3&sort=-modified");
  get("/v1/states?limit=200");
  get("/v1/states/XA");
  get("/v1/entries?limit=200&fields=name,title,channels,extensions,meta");
  for (const std::string& moment : moments())
    get(std::string("/v1/entries?limit=200&facets=") + kEveryFacet + "&owner=IN&as_of=" + moment);
}

TEST_P(VisibilityTest, exports_in_every_form_hold_nothing_hidden) {
  for (const std::string audience : {"public", "states", "full"}) {
    for (const char* format : {"json", "xml", "ndjson"}) {
      const auto reply = get(std::string("/v1/export?format=") + format + "&audience=" + audience);
      EXPECT_EQ(reply.status == 200, may_export(audience))
          << GetParam().name << " asks for " << audience << ": " << reply.status;
    }
    for (const model::Kind& kind : model::kinds())
      get("/v1/export?format=csv&kind=" + std::string(kind.name) + "&audience=" + audience);
    if (!may_export(audience)) continue;
    for (const std::string& moment : moments())
      get("/v1/export?format=ndjson&audience=" + audience + "&kind=organisation&as_of=" + moment);
    for (const std::string& moment : moments())
      get("/v1/export?format=ndjson&audience=" + audience + "&kind=contact&as_of=" + moment);
  }
}

// The public export is the same for all, and never more than the public may see.
TEST_P(VisibilityTest, the_public_export_is_public) {
  const support::Reply reply =
      world().registry.get("/v1/export?format=json&audience=public", token());
  for (const std::uint32_t number : Planter::found_in(reply.body)) {
    const auto found = world().by_number.find(number);
    if (found == world().by_number.end()) continue;
    EXPECT_EQ(found->second.level, Visibility::open)
        << words_of(GetParam(), "the public export", found->second);
  }
}

TEST_P(VisibilityTest, a_hidden_word_is_never_found) {
  const std::string nothing =
      get("/v1/entries?q=zqxnothing&facets=kind,owner").json().at("total").dump();
  std::size_t found_words = 0;
  for (const auto& [number, canary] : world().by_number) {
    if (!canary.is_word) continue;
    const Entry& entry = world().entries.at(canary.entry);
    const bool may_see = canary.level <= level_of(GetParam(), entry) &&
                         !world().past.contains(number) && !entry.is_withdrawn;
    if (may_see && number % 7 != 0) continue;  // some of the visible ones are enough
    const support::Reply reply = get("/v1/entries?q=" + canary.text + "&facets=kind,owner");
    const Json list = reply.json();
    if (!may_see) {
      EXPECT_EQ(list.at("total").dump(), nothing) << words_of(GetParam(), "a search", canary);
      EXPECT_TRUE(list.at("items").empty()) << words_of(GetParam(), "a search", canary);
      EXPECT_TRUE(list.at("facets").at("kind").empty())
          << words_of(GetParam(), "the facets of a search", canary);
    } else if (canary.is_indexed) {
      ++found_words;
      EXPECT_EQ(list.at("total").at("value"), 1)
          << GetParam().name << " does not find " << canary.text << " of " << canary.entry
          << canary.pointer;
    }
  }
  EXPECT_GT(found_words, 0U) << "nothing is found at all: the test proves nothing";
}

TEST_P(VisibilityTest, a_hidden_word_is_not_found_in_the_past_either) {
  for (const auto& [number, canary] : world().by_number) {
    if (!canary.is_word || !world().changed.contains(canary.entry)) continue;
    if (canary.level <= level_of(GetParam(), world().entries.at(canary.entry))) continue;
    for (const std::string& moment : moments_of(canary.entry)) {
      const support::Reply reply =
          get("/v1/entries?q=" + canary.text + "&facets=kind,owner&as_of=" + moment);
      if (reply.json().at("total").at("value") != 0 ||
          !reply.json().at("facets").at("kind").empty()) {
        if (told_.insert("q" + canary.entry.substr(0, canary.entry.rfind('-')) + canary.pointer)
                .second) {
          ADD_FAILURE() << words_of(GetParam(), "a search as of " + moment, canary);
        }
      }
    }
  }
}

TEST_P(VisibilityTest, problems_do_not_tell_what_is_hidden) {
  const std::vector<std::pair<std::string, std::string>> stale = {
      {"if-match", "\"1-0000\""}, {"content-type", "application/json"}};
  const std::vector<std::pair<std::string, std::string>> merge = {
      {"if-match", "\"1-0000\""}, {"content-type", "application/merge-patch+json"}};
  const std::vector<std::pair<std::string, std::string>> patch = {
      {"if-match", "\"1-0000\""}, {"content-type", "application/json-patch+json"}};
  const std::vector<std::pair<std::string, std::string>> create = {
      {"if-none-match", "*"}, {"content-type", "application/json"}};
  for (const auto& [id, entry] : world().entries) {
    const std::string path = "/v1/entries/" + id;
    const std::string body = Json{{"id", id},          {"kind", "organisation"},
                                  {"short_name", "x"}, {"name", {{"en", "x"}}},
                                  {"type", "company"}, {"parent", id}}
                                 .dump();
    ask("PUT", path, body, stale);
    ask("PUT", path, body, {{"content-type", "application/json"}});
    ask("PUT", path, body, create);
    ask("PATCH", path, R"({"title":{"en":"x"}})", merge);
    ask("PATCH", path, R"([{"op":"test","path":"/title","value":"guess"}])", patch);
    ask("DELETE", path, "", {{"if-match", "\"1-0000\""}});
    ask("DELETE", path, "", {});
    ask("POST", path + "/restore", "", {{"if-match", "\"1-0000\""}});
    ask("POST", "/v1/entries", body, {{"content-type", "application/json"}});
    ask("GET", path + "/history/99", "", {});
    ask("GET", path + "/diff?from=1&to=99", "", {});
    ask("GET", path + "?as_of=nonsense", "", {});
  }
}

// What may not be known of is answered as what is not there.
TEST_P(VisibilityTest, a_hidden_entry_is_as_none) {
  for (const auto& [id, entry] : world().entries) {
    const bool hidden =
        (entry.is_draft || id.starts_with("whole-owner-") || id.starts_with("narrowed-")) &&
        level_of(GetParam(), entry) != Visibility::owner;
    if (!hidden) continue;
    const auto without_id = [&](const support::Reply& reply, const std::string& name) {
      std::string text = std::to_string(reply.status) + reply.body;
      for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name))
        text.erase(at, name.size());
      return text;
    };
    for (const char* rest :
         {"", "/history", "/history/1", "/diff?from=1&to=1", "?as_of=2027-01-01"}) {
      EXPECT_EQ(without_id(get("/v1/entries/" + id + rest), id),
                without_id(get(std::string("/v1/entries/no-such-entry") + rest), "no-such-entry"))
          << GetParam().name << ' ' << id << rest;
    }
  }
}

TEST_P(VisibilityTest, pages_hold_nothing_hidden) {
  for (const auto& [id, entry] : world().entries) {
    for (const char* rest : {"", "/history", "/diff?from=1&to=2"}) get("/en/entries/" + id + rest);
  }
  get("/en/search?q=zqx00001");
  get("/en/search?kind=organisation&state=IN");
  get("/en/search?q=&owner=IN");
  get("/en/states/IN");
  get("/en/states/XA");
  get("/en/states/TH");
  get("/en");
}

INSTANTIATE_TEST_SUITE_P(every_audience, VisibilityTest, testing::ValuesIn(audiences()),
                         [](const auto& instance) {
                           std::string name = instance.param.name;
                           std::replace(name.begin(), name.end(), ' ', '_');
                           return name;
                         });

// Two registries that differ only in what the public may not see answer the public alike.
TEST(Noninterference, hidden_values_change_nothing_that_the_public_reads) {
  World other(true);
  const auto masked = [](std::string bytes, World& of) {
    const auto identity = of.registry->directory().head()->identity;
    for (const std::string& secret : {identity.registry, identity.epoch}) {
      for (std::size_t at = bytes.find(secret); at != std::string::npos; at = bytes.find(secret))
        bytes.replace(at, secret.size(), "-");
    }
    // Numbers of canaries are given out as they are planted: one that is not planted moves the
    // rest.
    for (std::size_t at = bytes.find("zqx"); at != std::string::npos;
         at = bytes.find("zqx", at + 3))
      bytes.replace(at + 3, 5, "-----");
    return bytes;
  };
  const auto counts = [&](World& of, const std::string& route) {
    const Json list = of.registry.get(route).json();
    return masked(list.at("total").dump() + list.at("facets").dump(), of);
  };
  for (const std::string& route :
       {std::string("/v1/entries?limit=200&facets=") + kEveryFacet,
        std::string("/v1/entries?owner=IN&limit=0&facets=") + kEveryFacet,
        std::string("/v1/entries?kind=contact&limit=0&facets=") + kEveryFacet,
        std::string("/v1/entries?state=TH&limit=0&facets=") + kEveryFacet,
        std::string("/v1/entries?language=th&limit=0&facets=") + kEveryFacet,
        std::string("/v1/entries?theme=threats&limit=0&facets=") + kEveryFacet}) {
    EXPECT_EQ(counts(world(), route), counts(other, route)) << route;
  }
}

}  // namespace
}  // namespace cyberdir::scenarios
