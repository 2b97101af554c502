// What the registry keeps within fields stays with its element, and only the registry sets it.
#include "model/kept_members.h"

#include <gtest/gtest.h>

#include "model/kinds.h"

namespace cyberdir::model {
namespace {

Entry read(const char* text, Kept kept = Kept::nothing) {
  base::Findings none;
  return take_entry(Json::parse(text), none, kept);
}

constexpr const char* kProgramme = R"({"id":"p","kind":"programme","meta":{"owner":"XA"},
  "partners":[{"ref":"org","accepted":true},{"ref":"other"}],
  "beneficiaries":[{"state":"XB","share":"20","accepted":true},{"state":"XC"}]})";

TEST(KeptMembers, AreTakenOnlyWhereTheyMay) {
  EXPECT_FALSE(read(kProgramme).body["partners"][0].contains("accepted"));
  EXPECT_EQ(read(kProgramme, Kept::acceptances).body["partners"][0]["accepted"], true);
  constexpr const char* kContact = R"({"id":"c","kind":"contact","meta":{"owner":"XA"},
    "name":{"original":"A","accepted":true},
    "channels":[{"kind":"phone","value":"1","urgent_from":"2026-11-22T08:00:00Z",
                 "proven_at":"2026-11-22T08:00:00Z"}]})";
  const Entry file = read(kContact, Kept::acceptances);
  EXPECT_EQ(file.body["name"]["accepted"], true);
  EXPECT_FALSE(file.body["channels"][0].contains("urgent_from"));
  EXPECT_FALSE(file.body["channels"][0].contains("proven_at"));
  EXPECT_TRUE(read(kContact, Kept::everything).body["channels"][0].contains("urgent_from"));
}

TEST(KeptMembers, StayWithTheirElement) {
  const Entry before = read(kProgramme, Kept::everything);
  Entry after = read(R"({"id":"p","kind":"programme","meta":{"owner":"XA"},
    "partners":[{"ref":"third"},{"ref":"other"},{"ref":"org"}],
    "beneficiaries":[{"state":"XC","share":"80"},{"state":"XB","share":"10"}]})");
  carry_kept(after, before);
  EXPECT_FALSE(after.body["partners"][0].contains("accepted"));
  EXPECT_FALSE(after.body["partners"][1].contains("accepted"));
  EXPECT_EQ(after.body["partners"][2]["accepted"], true);
  EXPECT_FALSE(after.body["beneficiaries"][0].contains("accepted"));
  EXPECT_EQ(after.body["beneficiaries"][1]["accepted"], true);
}

// Whoever agreed to be named did not agree for somebody else.
TEST(KeptMembers, OfAPersonGoWithTheName) {
  const Entry before = read(
      R"({"id":"c","kind":"contact","name":{"original":"A B","accepted":true}})", Kept::everything);
  Entry same = read(R"({"id":"c","kind":"contact","name":{"original":"A B","address_as":"Dr"}})");
  carry_kept(same, before);
  EXPECT_EQ(same.body["name"]["accepted"], true);
  Entry other = read(R"({"id":"c","kind":"contact","name":{"original":"C D"}})");
  carry_kept(other, before);
  EXPECT_FALSE(other.body["name"].contains("accepted"));
}

TEST(KeptMembers, OfAFileThatMayNameThemStandAsGiven) {
  const Entry before = read(kProgramme, Kept::everything);
  Entry file = read(R"({"id":"p","kind":"programme","partners":[{"ref":"org"},
    {"ref":"other","accepted":true}]})",
                    Kept::acceptances);
  carry_kept(file, before, Kept::acceptances);
  EXPECT_FALSE(file.body["partners"][0].contains("accepted"));
  EXPECT_EQ(file.body["partners"][1]["accepted"], true);
}

TEST(KeptMembers, UrgentUseIsAskedInOnePlace) {
  const auto now = *base::parse_rfc3339("2026-11-22T08:00:00Z");
  const auto asked = [&](const char* text) { return is_for_urgent_use(Json::parse(text), now); };
  EXPECT_TRUE(asked(R"({"use":"urgent"})"));
  EXPECT_FALSE(asked(R"({"use":"routine"})"));
  EXPECT_FALSE(asked("{}"));
  EXPECT_FALSE(asked(R"({"use":"urgent","suspended":true})"));
  EXPECT_TRUE(asked(R"({"use":"urgent","suspended":false})"));
  EXPECT_FALSE(asked(R"({"use":"urgent","urgent_from":"2026-11-22T08:00:01Z"})"));
  EXPECT_TRUE(asked(R"({"use":"urgent","urgent_from":"2026-11-22T08:00:00Z"})"));
}

}  // namespace
}  // namespace cyberdir::model
