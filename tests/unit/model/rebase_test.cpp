// Bringing a change to an entry that has moved on.
#include "model/rebase.h"

#include <gtest/gtest.h>

#include "codec/json_patch.h"
#include "model/kinds.h"

namespace cyberdir::model {
namespace {

Json contact() {
  return Json::parse(R"({"id":"c","kind":"contact","meta":{"owner":"IN"},"title":{"en":"Desk"},
      "languages":["en"],"channels":[{"kind":"email","value":"a@x.example","use":"routine"},
                                     {"kind":"phone","value":"+911100000000"}]})");
}

Rebase run(const char* theirs, const char* yours) {
  const Json base = contact();
  return rebase(base, codec::merge_patch(base, Json::parse(theirs)),
                codec::merge_patch(base, Json::parse(yours)), *find_kind("contact"));
}

TEST(Rebase, DisjointMembersAreTakenFromBoth) {
  const Rebase result = run(R"({"title":{"fr":"Bureau"}})", R"({"languages":["en","fr"]})");
  EXPECT_TRUE(result.conflicts.empty());
  EXPECT_EQ(result.merged["title"], Json::parse(R"({"en":"Desk","fr":"Bureau"})"));
  EXPECT_EQ(result.merged["languages"], Json::parse(R"(["en","fr"])"));
  EXPECT_EQ(result.theirs, std::vector<std::string>{"/title/fr"});
}

TEST(Rebase, TheSameChangeIsNoConflict) {
  const Rebase result = run(R"({"title":{"en":"Duty"}})", R"({"title":{"en":"Duty"}})");
  EXPECT_TRUE(result.conflicts.empty());
  EXPECT_EQ(result.merged["title"]["en"], "Duty");
}

TEST(Rebase, OneValueChangedInTwoWaysIsAConflictAndTheirsStays) {
  const Rebase result = run(R"({"title":{"en":"Duty"}})", R"({"title":{"en":"Watch"}})");
  ASSERT_EQ(result.conflicts.size(), 1U);
  EXPECT_EQ(result.conflicts[0].pointer, "/title/en");
  EXPECT_EQ(result.conflicts[0].base, Json("Desk"));
  EXPECT_EQ(result.conflicts[0].theirs, Json("Duty"));
  EXPECT_EQ(result.conflicts[0].yours, Json("Watch"));
  EXPECT_EQ(result.merged["title"]["en"], "Duty");
}

TEST(Rebase, AValueRemovedHereAndChangedThereIsAConflict) {
  const Rebase result = run(R"({"languages":null})", R"({"languages":["th"]})");
  ASSERT_EQ(result.conflicts.size(), 1U);
  EXPECT_FALSE(result.conflicts[0].theirs.has_value());
}

TEST(Rebase, OtherListsChangeAsOneUnit) {
  const Rebase result = run(R"({"languages":["en","th"]})", R"({"languages":["en","fr"]})");
  EXPECT_EQ(result.conflicts.size(), 1U);
}

TEST(Rebase, ChannelsAreMergedByElement) {
  Json theirs = contact();
  theirs["channels"][0]["use"] = "urgent";
  theirs["channels"].push_back({{"kind", "web"}, {"value", "https://x.example/"}});
  Json yours = contact();
  yours["channels"].erase(1);
  yours["channels"].push_back({{"kind", "email"}, {"value", "b@x.example"}});
  const Rebase result = rebase(contact(), theirs, yours, *find_kind("contact"));
  EXPECT_TRUE(result.conflicts.empty());
  EXPECT_EQ(result.merged["channels"],
            Json::parse(R"([{"kind":"email","value":"a@x.example","use":"urgent"},
                            {"kind":"web","value":"https://x.example/"},
                            {"kind":"email","value":"b@x.example"}])"));
}

TEST(Rebase, AChannelRemovedHereAndChangedThereIsAConflict) {
  Json theirs = contact();
  theirs["channels"][0]["use"] = "urgent";
  Json yours = contact();
  yours["channels"].erase(0);
  const Rebase result = rebase(contact(), theirs, yours, *find_kind("contact"));
  ASSERT_EQ(result.conflicts.size(), 1U);
  EXPECT_EQ(result.conflicts[0].pointer, "/channels/0");
}

TEST(Rebase, AListInWhichAChannelStandsTwiceIsOneUnit) {
  Json base = contact();
  base["channels"].push_back(base["channels"][0]);
  Json theirs = base;
  theirs["channels"][0]["use"] = "urgent";
  Json yours = base;
  yours["channels"].erase(1);
  const Rebase result = rebase(base, theirs, yours, *find_kind("contact"));
  ASSERT_EQ(result.conflicts.size(), 1U);
  EXPECT_EQ(result.merged["channels"], theirs["channels"]);
}

TEST(Rebase, AChangeNoteIsNoConflict) {
  const Rebase result =
      run(R"({"meta":{"change_note":"theirs"}})", R"({"meta":{"change_note":"yours"}})");
  EXPECT_TRUE(result.conflicts.empty());
  EXPECT_EQ(result.merged["meta"]["change_note"], "yours");
}

TEST(MergePatchBetween, LeadsFromOneTreeToTheOther) {
  const Json from = contact();
  Json to = contact();
  to.erase("languages");
  to["title"]["fr"] = "Bureau";
  to["channels"].erase(0);
  const Json patch = merge_patch_between(from, to);
  EXPECT_EQ(codec::merge_patch(from, patch), to);
  EXPECT_TRUE(merge_patch_between(from, from).empty());
}

TEST(TakeYours, PutsYourValuesWhereTheTwoFormsConflict) {
  const Kind& kind = *find_kind("contact");
  const auto channel = [](const char* value, const char* use) {
    return Json{{"kind", "email"}, {"value", value}, {"use", use}};
  };
  const Json base = {{"interpol_channel", "a"},
                     {"level", "desk"},
                     {"channels", {channel("a@x", "routine"), channel("b@x", "routine")}}};
  Json theirs = base;
  theirs["interpol_channel"] = "b";
  theirs["level"] = "head";
  theirs["channels"] = {channel("a@x", "urgent")};  // and b@x goes
  Json yours = base;
  yours["interpol_channel"] = "c";
  yours.erase("level");
  yours["channels"] = {channel("a@x", "other"), channel("b@x", "urgent")};
  Rebase moved = rebase(base, theirs, yours, kind);
  ASSERT_EQ(moved.conflicts.size(), 4U);
  EXPECT_EQ(moved.merged, theirs);
  Json merged = moved.merged;
  take_yours(merged, moved.conflicts, kind);
  EXPECT_EQ(merged, yours);
  merged = moved.merged;
  take_yours(merged, {}, kind);
  EXPECT_EQ(merged, theirs) << "what is not chosen stays the later form's";
}

}  // namespace
}  // namespace cyberdir::model
