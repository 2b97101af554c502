// Emergencies open nothing, whatever the entry and its rules.
#include "service/emergencies.h"

#include <array>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "model/kinds.h"
#include "service/view.h"
#include "support/entry_generator.h"

namespace cyberdir::service {
namespace {

using model::Entry;
using model::Json;
using model::Visibility;

constexpr std::array kLevels = {Visibility::open, Visibility::group, Visibility::owner};

// All values of a tree by pointer: what a reader sees.
std::set<std::string> sight_of(const Entry& entry, const Entry& today, Visibility level,
                               bool current) {
  model::VersionFacts facts;
  facts.number = 1;
  facts.current = current;
  const auto seen = View::view_for({entry, today, facts}, level);
  if (!seen) return {};
  Json shown = seen->json();
  // What says what is hidden, and by which rule, says nothing of a value.
  for (const char* name : {"redacted", "visibility", "digest"}) shown["meta"].erase(name);
  std::set<std::string> values;
  const Json flat = shown.flatten();
  for (auto it = flat.begin(); it != flat.end(); ++it)
    values.insert(it.key() + it->dump(-1, ' ', true, Json::error_handler_t::replace));
  return values;
}

Json random_rules(const model::Kind& kind, std::mt19937_64& random) {
  Json rules = Json::object();
  const auto pick = [&] { return std::string(name_of(kLevels.at(random() % 3))); };
  if (random() % 3 != 0) rules["*"] = pick();
  for (const model::Field& field : kind.fields) {
    if (random() % 3 == 0) rules[std::string(field.name)] = pick();
  }
  if (random() % 3 == 0) rules["extensions"] = pick();
  return rules;
}

TEST(EmergenciesOpenNothing, OfNowAndOfThePast) {
  std::mt19937_64 random(7);
  support::EntryGenerator generator(11, {.every_field = true, .hard_text = false});
  std::size_t narrowed_something = 0;
  for (int round = 0; round < 40; ++round) {
    for (const model::Kind& kind : model::kinds()) {
      base::Findings none;
      Entry before = model::take_entry(generator.entry(kind), none);
      before.meta["visibility"] = random_rules(kind, random);
      Entry past = before;  // an old version that had another value, and more of them
      past.meta["visibility"] = random_rules(kind, random);
      if (before.body.size() > 1) before.body.erase(before.body.begin());
      for (const Visibility narrow : {Visibility::group, Visibility::owner}) {
        const Entry after = model::tightened(before, {{}, narrow, "r"}, none);
        for (const Visibility level : kLevels) {
          for (const Entry* version : {&before, &past}) {
            const bool current = version == &before;
            const auto was = sight_of(*version, before, level, current);
            const auto is = sight_of(current ? after : *version, after, level, current);
            for (const std::string& value : is) EXPECT_TRUE(was.contains(value)) << value;
            if (level < narrow) {
              EXPECT_TRUE(is.empty()) << kind.name;
            }
            if (is.size() < was.size()) ++narrowed_something;
          }
        }
      }
    }
  }
  EXPECT_GT(narrowed_something, 500U);
}

}  // namespace
}  // namespace cyberdir::service
