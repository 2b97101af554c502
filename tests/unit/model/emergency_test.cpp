// What an emergency tightens, and what taking it back puts back.
#include "model/emergency.h"

#include <gtest/gtest.h>

#include "model/kinds.h"
#include "model/validate.h"

namespace cyberdir::model {
namespace {

Entry contact(Json visibility = Json()) {
  Json tree = {{"id", "duty"},
               {"kind", "contact"},
               {"meta", {{"owner", "IN"}}},
               {"title", {{"en", "Duty"}}},
               {"channels",
                {{{"kind", "phone"}, {"value", "+911100000001"}, {"use", "urgent"}},
                 {{"kind", "email"}, {"value", "desk@x.example"}, {"suspended", false}}}}};
  if (!visibility.is_null()) tree["meta"]["visibility"] = std::move(visibility);
  base::Findings none;
  return take_entry(std::move(tree), none);
}

Entry tighten(const Entry& entry, const EmergencyRequest& request) {
  base::Findings findings;
  Entry tight = tightened(entry, request, findings);
  EXPECT_TRUE(findings.empty());
  return tight;
}

const ChannelName kPhone{"phone", "+911100000001"};
const ChannelName kMail{"email", "desk@x.example"};

TEST(Emergency, RequestsAreReadStrictly) {
  struct Row {
    const char* text;
    const char* pointer;  // of a finding; null where there is none
  };
  const Row rows[] = {
      {R"({"suspend":[{"kind":"phone","value":"1"}],"reason":"r"})", nullptr},
      {R"({"narrow":"owner","reason":"r"})", nullptr},
      {R"({"suspend":[],"narrow":"group","reason":"r"})", nullptr},
      {R"({"reason":"r"})", "/suspend"},
      {R"({"suspend":[],"reason":"r"})", "/suspend"},
      {R"({"narrow":"public","reason":"r"})", "/narrow"},
      {R"({"narrow":7,"reason":"r"})", "/narrow"},
      {R"({"narrow":"owner"})", "/reason"},
      {R"({"narrow":"owner","reason":""})", "/reason"},
      {R"({"narrow":"owner","reason":"r","open":true})", "/open"},
      {R"({"suspend":{"kind":"phone"},"reason":"r"})", "/suspend"},
      {R"({"suspend":[{"kind":"phone"}],"reason":"r"})", "/suspend/0"},
      {R"({"suspend":[{"kind":"phone","value":"1","use":"urgent"}],"reason":"r"})", "/suspend/0"},
      {R"([])", ""},
  };
  for (const Row& row : rows) {
    base::Findings findings;
    (void)take_emergency(Json::parse(row.text), findings);
    if (row.pointer == nullptr) {
      EXPECT_TRUE(findings.empty()) << row.text;
    } else {
      ASSERT_FALSE(findings.empty()) << row.text;
      EXPECT_EQ(findings.front().pointer, row.pointer) << row.text;
    }
  }
}

TEST(Emergency, SuspendsByKindAndValue) {
  const Entry tight = tighten(contact(), {{kPhone}, {}, "r"});
  EXPECT_EQ(tight.body["channels"][0]["suspended"], true);
  EXPECT_EQ(tight.body["channels"][1]["suspended"], false);
  EXPECT_EQ(tighten(tight, {{kPhone}, {}, "r"}), tight);
}

TEST(Emergency, NamesEveryChannelThatIsNotThere) {
  base::Findings findings;
  (void)tightened(contact(), {{kPhone, {"email", "+911100000001"}, {"phone", "2"}}, {}, "r"},
                  findings);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].pointer, "/suspend/1");
  EXPECT_EQ(findings[1].pointer, "/suspend/2");
}

TEST(Emergency, NarrowsTheWholeAndEveryRuleThatIsWider) {
  const Entry open = contact({{"*", "public"}, {"channels", "group"}, {"title", "public"}});
  EXPECT_EQ(tighten(open, {{}, Visibility::group, "r"}).meta["visibility"],
            (Json{{"*", "group"}, {"channels", "group"}, {"title", "group"}}));
  EXPECT_EQ(tighten(open, {{}, Visibility::owner, "r"}).meta["visibility"],
            (Json{{"*", "owner"}, {"channels", "owner"}, {"title", "owner"}}));
  // A contact is its group's alone without a rule; one of its fields is not.
  EXPECT_EQ(
      tighten(contact({{"title", "public"}}), {{}, Visibility::group, "r"}).meta["visibility"],
      (Json{{"title", "group"}}));
  EXPECT_EQ(tighten(contact(), {{}, Visibility::group, "r"}), contact());
  const Entry closed = contact({{"*", "owner"}});
  EXPECT_EQ(tighten(closed, {{}, Visibility::group, "r"}), closed);
}

TEST(Emergency, TakingBackPutsBackWhatItDid) {
  for (const Entry& before : {contact(), contact({{"*", "public"}, {"title", "public"}})}) {
    const Entry after = tighten(before, {{kPhone, kMail}, Visibility::owner, "r"});
    EXPECT_EQ(loosened(after, before, after), before);
  }
}

TEST(Emergency, TakingBackKeepsWhatChangedSince) {
  const Entry before = contact({{"*", "public"}});
  const Entry after = tighten(before, {{kPhone, kMail}, Visibility::owner, "r"});
  Entry today = after;
  today.body["title"]["en"] = "Night duty";
  today.body["channels"].erase(0);
  today.body["channels"].push_back({{"kind", "phone"}, {"value", "+911100000002"}});
  today.meta["visibility"]["*"] = "group";
  const Entry loose = loosened(today, before, after);
  EXPECT_EQ(loose.body["title"]["en"], "Night duty");
  EXPECT_EQ(loose.body["channels"][0]["suspended"], false);
  EXPECT_FALSE(loose.body["channels"][1].contains("suspended"));
  EXPECT_EQ(loose.meta["visibility"]["*"], "group");
}

TEST(Emergency, TakingBackLeavesWhatWasSuspendedBefore) {
  const Entry before = tighten(contact(), {{kMail}, {}, "r"});
  const Entry after = tighten(before, {{kMail, kPhone}, {}, "r"});
  EXPECT_EQ(tightening_between(before, after).suspended, std::vector<ChannelName>{kPhone});
  EXPECT_EQ(loosened(after, before, after), before);
}

}  // namespace
}  // namespace cyberdir::model
