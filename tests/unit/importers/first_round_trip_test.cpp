// Teams out in FIRST's form and in again: what the form carries is what it was.
#include <set>

#include <gtest/gtest.h>

#include "codec/canonical_json.h"
#include "codec/forms/first_form.h"
#include "codec/forms/outside_view.h"
#include "import_file.h"
#include "importers/first_teams.h"
#include "model/kinds.h"
#include "support/entry_generator.h"

namespace cyberdir::importers {
namespace {

using model::Json;

constexpr std::uint64_t kSeeds = 60;
constexpr int kOfEachSeed = 10;

std::string out(const std::vector<Json>& entries) {
  const auto writer = codec::kFirstOutput.make({});
  std::string text;
  writer->open(text, {});
  for (const Json& entry : entries) EXPECT_TRUE(writer->entry(text, codec::canonical_json(entry)));
  writer->close(text);
  return text;
}

std::vector<Json> in(const std::string& text) {
  const auto file = test::import_text(kFirstTeams, text);
  EXPECT_TRUE(file.result);
  std::vector<Json> entries;
  for (const codec::Record& record : file.records) {
    for (const base::Finding& finding : record.findings)
      EXPECT_NE(finding.severity, base::Severity::error) << finding.detail;
    entries.push_back(record.entry.to_json());
  }
  return entries;
}

std::vector<Json> teams(std::uint64_t seed) {
  support::GeneratorOptions options;
  options.every_field = seed % 2 == 0;
  options.hard_text = false;
  support::EntryGenerator generator(seed, options);
  std::vector<Json> entries;
  for (int i = 0; i < kOfEachSeed; ++i) {
    entries.push_back(generator.entry(*model::find_kind("organisation")));
    entries.back()["type"] = std::string(codec::kTeamTypes.at(static_cast<std::size_t>(i) % 4));
  }
  return entries;
}

void expect_same_values(const Json& before, const Json& after, const std::string& what) {
  for (const char* field : {"short_name", "country", "established", "websites"}) {
    const Json* stated = codec::member_of(before, field);
    const Json* found = codec::member_of(after, field);
    EXPECT_EQ(stated == nullptr, found == nullptr) << what << ' ' << field;
    if (stated == nullptr || found == nullptr) continue;
    if (std::string_view(field) == "websites") {
      const std::set<Json> a(stated->begin(), stated->end());
      const std::set<Json> b(found->begin(), found->end());
      EXPECT_EQ(a, b) << what;
    } else {
      EXPECT_EQ(*stated, *found) << what << ' ' << field;
    }
  }
  EXPECT_EQ(codec::english_of(before, "name"), codec::english_of(after, "name")) << what;
  for (const char* kind : {"phone", "fax", "mobile", "phone-emergency"}) {
    const auto a = codec::channel_values(before, {kind});
    const auto b = codec::channel_values(after, {kind});
    EXPECT_EQ(std::set(a.begin(), a.end()), std::set(b.begin(), b.end())) << what << ' ' << kind;
  }
  const auto mails = codec::channel_values(before, {"email"});
  const auto kept = codec::channel_values(after, {"email"});
  ASSERT_EQ(kept.size(), mails.empty() ? 0U : 1U) << what;
  if (!kept.empty()) {
    EXPECT_EQ(kept.front(), mails.front()) << what;
  }
}

TEST(FirstRoundTripTest, what_the_form_carries_comes_back) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto before = teams(seed);
    const auto after = in(out(before));
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      const std::string what = "seed " + std::to_string(seed) + " team " + std::to_string(i);
      expect_same_values(before[i], after[i], what);
      EXPECT_EQ(codec::source_id(after[i], "FIRST"), before[i].at("id")) << what;
    }
  }
}

// Whatever was lost was lost the first time: going round again changes nothing.
TEST(FirstRoundTripTest, a_second_time_nothing_more_is_lost) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto once = in(out(teams(seed)));
    const auto twice = in(out(once));
    ASSERT_EQ(once.size(), twice.size());
    for (std::size_t i = 0; i < once.size(); ++i)
      EXPECT_EQ(codec::canonical_json(once[i]), codec::canonical_json(twice[i])) << seed;
  }
}

}  // namespace
}  // namespace cyberdir::importers
