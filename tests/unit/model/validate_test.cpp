#include "model/validate.h"

#include <set>

#include <gtest/gtest.h>

#include "model/kinds.h"

namespace cyberdir::model {
namespace {

Json organisation() {
  return Json::parse(
      R"({"id":"a","kind":"organisation","short_name":"A","name":{"en":"Alpha"},"type":"company","meta":{"owner":"IN"}})");
}
Json contact() {
  return Json::parse(
      R"({"id":"c","kind":"contact","organisation":"a","category":"technical","nature":"function","title":{"en":"Duty"},
    "channels":[{"kind":"email","value":"a@b.example"}],"languages":["en"],"availability":{"always":true},"meta":{"owner":"IN"}})");
}
Json event() {
  return Json::parse(
      R"({"id":"e","kind":"event","title":"E","type":"meeting","start":"2026-11-22","end":"2026-11-23","meta":{"owner":"IN"}})");
}

std::set<std::string> findings_of(const Json& tree, Profile profile = Profile::publish) {
  base::Findings findings;
  const Entry entry = take_entry(tree, findings);
  validate(entry, profile, findings);
  std::set<std::string> all;
  for (const base::Finding& finding : findings) {
    EXPECT_FALSE(finding.detail.empty());
    all.insert(finding.code + " " + finding.pointer +
               (finding.severity == base::Severity::warning ? " (warning)" : ""));
  }
  return all;
}

using Set = std::set<std::string>;

TEST(Validate, takes_what_is_right) {
  for (const Json& entry : {organisation(), contact(), event()})
    EXPECT_EQ(findings_of(entry), Set{});
}

TEST(Validate, tells_every_finding_at_once) {
  Json bad = contact();
  bad.erase("category");
  bad["nature"] = "animal";
  bad["languages"] = {"en", "klingon"};
  bad["channels"] = {{{"kind", "phone"}, {"value", "123"}},
                     {{"kind", "email"}, {"value", "nobody"}},
                     {{"value", "x"}}};
  bad["availability"] = {{"hours", {{{"day", "monday"}, {"open", "08:00"}, {"close", "25:00"}}}}};
  bad["keys"] = {{{"fingerprint", "ABC"}}};
  bad["title"] = {{"e", "x"}};
  bad["call_order"] = -1;
  bad["acknowledge_within_hours"] = 1.5;
  bad["no_such"] = 1;
  bad["public_official"] = "yes";
  bad["represents"] = "ZZ";
  bad["organisation"] = "not an id";
  bad["meta"] = {{"owner", "IN"},
                 {"tlp", "TLP:WHITE"},
                 {"group", "named:ZZ"},
                 {"visibility", {{"no_such", "public"}, {"title", "everybody"}}},
                 {"authority", {{"date", "2026-02-30"}}}};
  bad["extensions"] = {{"wrong", 1}};
  EXPECT_EQ(findings_of(bad), (Set{"required /category",
                                   "code /nature",
                                   "language /languages/1",
                                   "phone /channels/0/value",
                                   "email /channels/1/value",
                                   "required /channels/2/kind",
                                   "required /availability/time_zone",
                                   "clock-time /availability/hours/0/close",
                                   "fingerprint /keys/0/fingerprint",
                                   "language /title/e",
                                   "range /call_order",
                                   "type /acknowledge_within_hours",
                                   "unknown-field /no_such",
                                   "type /public_official",
                                   "state /represents",
                                   "id /organisation",
                                   "tlp /meta/tlp",
                                   "group /meta/group",
                                   "unknown-field /meta/visibility/no_such",
                                   "code /meta/visibility/title",
                                   "date /meta/authority/date",
                                   "extension-name /extensions/wrong"}));
}

TEST(Validate, a_draft_may_lack_but_not_be_wrong) {
  EXPECT_EQ(
      findings_of(Json::parse(R"({"kind":"organisation","type":"castle","meta":{"owner":"IN"}})"),
                  Profile::draft),
      (Set{"incomplete /short_name (warning)", "incomplete /name (warning)", "code /type"}));
}

TEST(Validate, shapes_that_are_not_entries) {
  for (const char* text :
       {"[]", "null", "1", "\"x\"", "{}", R"({"kind":"castle"})", R"({"kind":7})",
        R"({"kind":"organisation","meta":[]})", R"({"kind":"organisation","id":7})",
        R"({"kind":"organisation","id":"a b"})", R"({"kind":"organisation","id":"state-in"})",
        R"({"kind":"organisation","extensions":1})"}) {
    EXPECT_FALSE(findings_of(Json::parse(text)).empty()) << text;
  }
}

TEST(Validate, types_of_values) {
  for (const auto& [field, value, finding] :
       std::vector<std::tuple<const char*, Json, const char*>>{
           {"short_name", 1, "type /short_name"},
           {"short_name", Json::array({"a"}), "type /short_name"},
           {"name", "text", "type /name"},
           {"name", {{"en", 1}}, "type /name/en"},
           {"websites", "https://a.example/", "type /websites"},
           {"channels", {{"kind", "email"}}, "type /channels"},
           {"channels", {1}, "type /channels/0"},
           {"constituency", "x", "type /constituency"},
           {"established", "26", "date /established"},
           {"short_name", "a\x01", "character /short_name"},
           {"short_name", "\xEF\xBF\xBE", "character /short_name"}}) {
    Json entry = organisation();
    entry[field] = value;
    EXPECT_TRUE(findings_of(entry).contains(finding)) << field << ' ' << value;
  }
}

TEST(Validate, orders) {
  for (const auto& [start, end, is_right] : std::vector<std::tuple<const char*, const char*, bool>>{
           {"2026-11-22", "2026-11-22", true},
           {"2026-11-22", "2026-11-21", false},
           {"2026-11-22T10:00:00Z", "2026-11-22T09:59:59Z", false},
           {"2026-11-22T10:00:00Z", "2026-11-22", true},
           {"2026-11-23", "2026-11-22T23:00:00Z", false},
           {"2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", true}}) {
    Json entry = event();
    entry["start"] = start;
    entry["end"] = end;
    EXPECT_EQ(findings_of(entry), is_right ? Set{} : Set{"order /end"}) << start << ' ' << end;
  }
  Json entry = organisation();
  entry["meta"]["valid_from"] = "2027-01-01";
  entry["meta"]["valid_until"] = "2026-01-01";
  EXPECT_EQ(findings_of(entry), Set{"order /meta/valid_until"});
}

TEST(Validate, hours) {
  const auto with = [](const std::string& hours) {
    Json entry = contact();
    entry["availability"] = {{"time_zone", "Asia/Bangkok"}, {"hours", Json::parse(hours)}};
    return findings_of(entry);
  };
  for (
      const char* right :
      {R"([{"day":"monday","open":"08:00","close":"12:00"},{"day":"monday","open":"13:00","close":"17:00"}])",
       R"([{"day":"monday","open":"22:00","close":"06:00"},{"day":"tuesday","open":"06:00","close":"07:00"}])",
       R"([{"day":"sunday","open":"20:00","close":"04:00"},{"day":"monday","open":"04:00","close":"08:00"}])",
       R"([{"day":"friday","open":"00:00","close":"00:00"}])"}) {
    EXPECT_EQ(with(right), Set{}) << right;
  }
  for (
      const char* overlap :
      {R"([{"day":"monday","open":"08:00","close":"12:00"},{"day":"monday","open":"11:59","close":"17:00"}])",
       R"([{"day":"monday","open":"22:00","close":"06:00"},{"day":"tuesday","open":"05:00","close":"07:00"}])",
       R"([{"day":"monday","open":"03:00","close":"08:00"},{"day":"sunday","open":"20:00","close":"04:00"}])"}) {
    EXPECT_EQ(with(overlap), Set{"hours /availability/hours/1"}) << overlap;
  }
  EXPECT_FALSE(with(R"([{"day":"someday","open":"08:00","close":"12:00"}])").empty());
  EXPECT_FALSE(with(R"([{"day":"monday","open":"08:00"}])").empty());
}

TEST(Validate, elements_that_are_told_apart_stand_once) {
  Json entry = contact();
  entry["channels"] = {{{"kind", "email"}, {"value", "a@b.example"}},
                       {{"kind", "email"}, {"value", "a@b.example"}}};
  entry["keys"] = {{{"fingerprint", std::string(40, 'a')}},
                   {{"fingerprint", std::string(40, 'A')}}};
  EXPECT_EQ(findings_of(entry), (Set{"duplicate /channels/1", "duplicate /keys/1"}));
}

TEST(Validate, extension_names) {
  for (const char* name : {"x-first-team", "x-a-b.c", "x-UNIDIR-9_x"}) {
    Json entry = organisation();
    entry["extensions"] = {{name, Json::array()}};
    EXPECT_EQ(findings_of(entry), Set{}) << name;
  }
  for (const char* name :
       {"", "x-", "x-a", "x-a-", "x--b", "first-team", "X-first-team", "x-a b-c", "x-\xC3\xA9-c"}) {
    Json entry = organisation();
    entry["extensions"] = {{name, 1}};
    EXPECT_EQ(findings_of(entry).size(), 1U) << name;
  }
}

TEST(Validate, states_are_the_secretariats) {
  Json state = Json::parse(
      R"({"id":"state-xa","kind":"state","iso2":"XA","iso3":"XAA","m49":"999","name":{"en":"X"},"capital_time_zone":"UTC","meta":{"owner":"secretariat"}})");
  EXPECT_EQ(findings_of(state), Set{});
  state["meta"]["owner"] = "IN";
  EXPECT_EQ(findings_of(state), Set{"owner /meta/owner"});
  state["meta"]["owner"] = "secretariat";
  state["id"] = "state-xb";
  EXPECT_EQ(findings_of(state), Set{"id /id"});
}

TEST(TakeEntry, drops_what_is_empty_and_what_the_registry_keeps) {
  base::Findings findings;
  const Entry entry = take_entry(
      Json::parse(
          R"({"id":"a","kind":"organisation","short_name":"","name":{"en":"A","fr":""},"websites":[],"constituency":{},"parent":null,
    "channels":[{"kind":"email","value":"a@b.example","proven_at":"2026-01-01T00:00:00Z","proven_how":"mail-reply"}],"keys":[{"fingerprint":"0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567"}],
    "meta":{"owner":"IN","version":7,"status":"draft","digest":"x","created_at":"y","modified_at":"z","declared_at":"a","declared_by":"b","redacted":["/x"]}})"),
      findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(
      entry.body,
      Json::parse(
          R"({"name":{"en":"A"},"channels":[{"kind":"email","value":"a@b.example"}],"keys":[{"fingerprint":"0123456789ABCDEF0123456789ABCDEF01234567"}]})"));
  EXPECT_EQ(entry.meta, Json::parse(R"({"owner":"IN"})"));
}

TEST(Validate, an_empty_text_is_none) {
  Json entry = organisation();
  entry["short_name"] = "";
  EXPECT_EQ(findings_of(entry), Set{"required /short_name"});
}

TEST(References, are_all_visited_with_their_places) {
  base::Findings findings;
  const Entry entry = take_entry(
      Json::parse(
          R"({"id":"i","kind":"initiative","lead":"l","partners":[{"ref":"p0"},{"state":"TH"},{"ref":"p2"}],"documents":["d0","d1"],"actions":[{"text":"x","lead":"q"}]})"),
      findings);
  Set seen;
  for_each_reference(entry,
                     [&](const std::string& pointer, const Field& field, const std::string& id) {
                       seen.insert(pointer + "=" + id + ":" + std::string(field.refers_to));
                     });
  EXPECT_EQ(seen,
            (Set{"/lead=l:", "/partners/0/ref=p0:", "/partners/2/ref=p2:",
                 "/documents/0=d0:document", "/documents/1=d1:document", "/actions/0/lead=q:"}));
}

}  // namespace
}  // namespace cyberdir::model
