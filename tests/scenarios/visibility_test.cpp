// Nobody reads what they may not: canaries in every field of every kind, looked for in every byte
// that each audience can get.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "visible_world.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using model::Role;
using model::Visibility;

class VisibilityTest : public testing::TestWithParam<Audience> {
 public:
  // Checks one answer; says each leak once.
  void look(const std::string& route, const support::Reply& reply) {
    std::string bytes = reply.body;
    for (const auto& [name, value] : reply.headers)
      bytes.append("\n").append(name).append(": ").append(value);
    const std::set<std::uint32_t> asked = Planter::found_in(route);
    for (const std::uint32_t number : Planter::found_in(bytes)) {
      const auto found = visible_world().by_number.find(number);
      if (found == visible_world().by_number.end() || asked.contains(number)) continue;
      const Canary& canary = found->second;
      seen_.insert(number);
      if (canary.level <= level_of(GetParam(), visible_world().entries.at(canary.entry))) continue;
      if (told_.insert(canary.entry.substr(0, canary.entry.rfind('-')) + canary.pointer).second) {
        ADD_FAILURE() << words_of(GetParam(), route, canary);
      }
    }
  }
  support::Reply get(const std::string& route) {
    const support::Reply reply = visible_world().registry.get(route, token());
    look(route, reply);
    return reply;
  }
  support::Reply ask(const std::string& method, const std::string& route, const std::string& body,
                     const std::vector<std::pair<std::string, std::string>>& headers) {
    const support::Reply reply =
        visible_world().registry.ask(method, route, token(), body, headers);
    look(method + " " + route, reply);
    return reply;
  }
  const std::string& token() { return visible_world().tokens.at(GetParam().name); }
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
  for (std::int64_t seq = visible_world().histories_seq; seq <= visible_world().last_seq; ++seq)
    all.push_back("seq:" + std::to_string(seq));
  return all;
}

// The moments of one entry's versions.
std::vector<std::string> moments_of(const std::string& id) {
  std::vector<std::string> all;
  const auto history =
      visible_world().registry->directory().history(support::operator_origin().caller, id, 99, 99);
  for (const service::HistoryItem& item : history->items)
    all.push_back("seq:" + std::to_string(item.seq));
  return all;
}

TEST_P(VisibilityTest, entries_show_exactly_what_their_reader_may_see) {
  for (const auto& [id, entry] : visible_world().entries) {
    get("/v1/entries/" + id + ".xml");
    get("/v1/entries/" + id + "?audience=public");
  }
  seen_.clear();
  for (const auto& [id, entry] : visible_world().entries) {
    const support::Reply reply = get("/v1/entries/" + id);
    if (entry.is_withdrawn && reply.status == 200)
      ADD_FAILURE() << id << " was withdrawn and is shown";
  }
  const auto expected = visible_world().visible_now(
      GetParam(), [](const PlantedEntry&, const Canary&) { return true; });
  for (const std::uint32_t number : expected) {
    EXPECT_TRUE(seen_.contains(number))
        << GetParam().name << " is not shown " << visible_world().by_number.at(number).entry
        << visible_world().by_number.at(number).pointer;
  }
}

TEST_P(VisibilityTest, history_versions_and_differences_follow_the_rules_of_today) {
  for (const auto& [id, entry] : visible_world().entries) {
    const std::string path = "/v1/entries/" + id;
    get(path + "/history");
    get(path + "/history.xml");
    if (!visible_world().changed.contains(id)) {
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
  get("/data/v1/teams");
  get("/data/v1/teams?sort=team&pretty=true");
  get("/data/v1/teams?country=IN&limit=1");
  for (const std::string& moment : moments())
    get(std::string("/v1/entries?limit=200&facets=") + kEveryFacet + "&owner=IN&as_of=" + moment);
}

TEST_P(VisibilityTest, exports_in_every_form_hold_nothing_hidden) {
  for (const std::string audience : {"public", "states", "full"}) {
    for (const char* format :
         {"json", "xml", "ndjson", "first", "global-irt", "misp", "stix", "ical"}) {
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
      visible_world().registry.get("/v1/export?format=json&audience=public", token());
  for (const std::uint32_t number : Planter::found_in(reply.body)) {
    const auto found = visible_world().by_number.find(number);
    if (found == visible_world().by_number.end()) continue;
    EXPECT_EQ(found->second.level, Visibility::open)
        << words_of(GetParam(), "the public export", found->second);
  }
}

TEST_P(VisibilityTest, a_hidden_word_is_never_found) {
  const std::string nothing =
      get("/v1/entries?q=zqxnothing&facets=kind,owner").json().at("total").dump();
  std::size_t found_words = 0;
  for (const auto& [number, canary] : visible_world().by_number) {
    if (!canary.is_word) continue;
    const PlantedEntry& entry = visible_world().entries.at(canary.entry);
    const bool may_see = canary.level <= level_of(GetParam(), entry) &&
                         !visible_world().past.contains(number) && !entry.is_withdrawn;
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
  for (const auto& [number, canary] : visible_world().by_number) {
    if (!canary.is_word || !visible_world().changed.contains(canary.entry)) continue;
    if (canary.level <= level_of(GetParam(), visible_world().entries.at(canary.entry))) continue;
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
  for (const auto& [id, entry] : visible_world().entries) {
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
  for (const auto& [id, entry] : visible_world().entries) {
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
  for (const auto& [id, entry] : visible_world().entries) {
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
  VisibleWorld other(true);
  const auto masked = [](std::string bytes, VisibleWorld& of) {
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
  const auto counts = [&](VisibleWorld& of, const std::string& route) {
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
    EXPECT_EQ(counts(visible_world(), route), counts(other, route)) << route;
  }
}

}  // namespace
}  // namespace cyberdir::scenarios
