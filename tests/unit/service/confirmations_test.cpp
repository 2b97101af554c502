// "Declared right, unchanged", and whose a number is.
#include <set>

#include <gtest/gtest.h>

#include "service/index.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Json;
using model::Role;

constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
constexpr const char* kPrint = "0123456789ABCDEF0123456789ABCDEF01234567";

Json organisation(const std::string& id) {
  return {{"id", id},
          {"kind", "organisation"},
          {"short_name", id},
          {"name", {{"en", "Organisation " + id}}},
          {"type", "national-csirt"},
          {"country", "IN"},
          {"channels", {{{"kind", "email"}, {"value", "Open@CERT.example"}}}},
          {"keys", {{{"kind", "openpgp"}, {"fingerprint", kPrint}}}},
          {"meta", {{"owner", "IN"}}}};
}

Json contact() {
  return {{"id", "desk"},
          {"kind", "contact"},
          {"organisation", "cert"},
          {"category", "technical"},
          {"nature", "function"},
          {"title", {{"en", "Duty desk"}}},
          {"languages", {"en"}},
          {"availability", {{"always", true}}},
          {"channels",
           {{{"kind", "phone"}, {"value", "+911123456789"}},
            {{"kind", "mobile"}, {"value", "+919876543210"}, {"visibility", "owner"}}}},
          {"meta", {{"owner", "IN"}}}};
}

class Declared : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import({organisation("cert"), contact()});
    india_ = registry_.token(Role::manager, "IN");
    reader_ = registry_.token(Role::reader, "FR");
  }
  void pass(std::int64_t days) {
    registry_.clock().set({registry_.clock().now().micros + days * kDay});
  }
  support::Reply confirm(const std::string& id, const std::string& token) {
    return registry_.ask("POST", "/v1/entries/" + id + "/confirm", token);
  }
  Json entry(const std::string& query = {}) {
    return registry_.get("/v1/entries/desk" + query, reader_).json();
  }
  std::size_t found(const std::string& query, const std::string& token) {
    return registry_.get(query, token).json().at("items").size();
  }
  std::int64_t head() { return registry_->directory().head()->moment.seq; }

  support::TemporaryRegistry registry_;
  std::string india_;
  std::string reader_;
};

TEST_F(Declared, MakesNoVersionButANewTagAndARowOfTheLog) {
  const auto before = registry_.get("/v1/entries/desk", india_);
  const std::int64_t seq = head();
  pass(1);
  const auto answer = confirm("desk", india_);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("meta").at("version"), 1);
  EXPECT_EQ(answer.json().at("meta").at("declared_by"), "IN");
  EXPECT_EQ(answer.json().at("meta").at("declared_at"), "2026-11-23T08:00:00Z");
  EXPECT_EQ(head(), seq + 1);
  const auto after = registry_.get("/v1/entries/desk", india_);
  EXPECT_NE(after.header("ETag"), before.header("ETag"));
  EXPECT_EQ(after.header("ETag"), answer.header("ETag"));
  EXPECT_EQ(registry_.get("/v1/entries/desk/history", india_).json().at("total").at("value"), 1);
  EXPECT_EQ(registry_.integrity_findings(), std::vector<std::string>());
}

TEST_F(Declared, IsSeenFromThenOnAndNotBefore) {
  ASSERT_EQ(confirm("desk", india_).status, 200);
  const Json first = entry();
  const std::int64_t seq = head();
  pass(10);
  ASSERT_EQ(confirm("desk", india_).status, 200);
  EXPECT_EQ(entry().at("meta").at("declared_at"), "2026-12-02T08:00:00Z");
  EXPECT_EQ(entry("?as_of=seq:" + std::to_string(seq)), first);
  EXPECT_FALSE(entry("?as_of=seq:" + std::to_string(seq - 1)).at("meta").contains("declared_at"));
  EXPECT_EQ(registry_.integrity_findings(), std::vector<std::string>());
}

TEST_F(Declared, OutlastsLaterVersionsThatTheOwnerDidNotMake) {
  pass(1);
  ASSERT_EQ(confirm("desk", india_).status, 200);
  const Json declared = entry();
  const std::int64_t seq = head();
  pass(1);
  Json changed = contact();
  changed["channels"][0]["value"] = "+911123456700";
  registry_.must_import({changed});
  EXPECT_EQ(entry().at("meta").at("version"), 2);
  EXPECT_EQ(entry().at("meta").at("declared_at"), declared.at("meta").at("declared_at"));
  EXPECT_EQ(entry("?as_of=seq:" + std::to_string(seq)).at("meta").at("declared_at"),
            declared.at("meta").at("declared_at"));
  // Rules that are changed make the index of the past anew, with what was declared when.
  changed["meta"]["visibility"] = {{"*", "public"}};
  registry_.must_import({changed});
  EXPECT_EQ(registry_.get("/v1/entries/desk?as_of=seq:" + std::to_string(seq))
                .json()
                .at("meta")
                .at("declared_at"),
            declared.at("meta").at("declared_at"));
  EXPECT_EQ(registry_.integrity_findings(), std::vector<std::string>());
}

TEST_F(Declared, IsTheOwnersWordAlone) {
  EXPECT_EQ(registry_.ask("POST", "/v1/entries/desk/confirm").status, 401);
  EXPECT_EQ(confirm("desk", reader_).status, 403);
  EXPECT_EQ(confirm("desk", registry_.token(Role::manager, "FR")).status, 403);
  EXPECT_EQ(confirm("nothing", india_).status, 404);
  const std::string tag = registry_.get("/v1/entries/desk", india_).header("ETag");
  const auto at = [&](const std::string& if_match) {
    return registry_.ask("POST", "/v1/entries/desk/confirm", india_, {}, {{"if-match", if_match}})
        .status;
  };
  EXPECT_EQ(at("\"1-000000000000000000000000\""), 412);
  EXPECT_FALSE(entry().at("meta").contains("declared_at"));
  EXPECT_EQ(at(tag), 200);
  ASSERT_EQ(registry_
                .ask("DELETE", "/v1/entries/desk", india_, {},
                     {{"if-match", registry_.get("/v1/entries/desk", india_).header("ETag")}})
                .status,
            200);
  EXPECT_EQ(confirm("desk", india_).status, 410);
  EXPECT_EQ(registry_.integrity_findings(), std::vector<std::string>());
}

TEST_F(Declared, AgesIntoDueOverdueAndLapsed) {
  const auto which = [&] {
    std::string names;
    for (const char* name : {"fresh", "due", "overdue", "lapsed", "never"}) {
      if (found("/v1/entries?kind=contact&declared=" + std::string(name), reader_) == 1)
        names += std::string(names.empty() ? "" : " ") + name;
    }
    const Json facet = registry_.get("/v1/entries?kind=contact&facets=declared", reader_)
                           .json()
                           .at("facets")
                           .at("declared");
    EXPECT_EQ(facet.size(), 1U);
    EXPECT_EQ(facet.at(0).at("value"), names);
    return names;
  };
  EXPECT_EQ(which(), "never");
  ASSERT_EQ(confirm("desk", india_).status, 200);
  const std::int64_t seq = head();
  EXPECT_EQ(which(), "fresh");
  pass(181);
  EXPECT_EQ(which(), "due");
  pass(91);
  EXPECT_EQ(which(), "overdue");
  pass(91);
  EXPECT_EQ(which(), "lapsed");
  EXPECT_EQ(found("/v1/entries?kind=contact&declared=due,lapsed", reader_), 1U);
  // The directory of then says what was fresh then.
  EXPECT_EQ(
      found("/v1/entries?kind=contact&declared=fresh&as_of=seq:" + std::to_string(seq), reader_),
      1U);
  registry_->directory().set_declaration_terms({180, {{"contact", 1'000}}});
  EXPECT_EQ(which(), "fresh");
  EXPECT_EQ(registry_.get("/v1/entries?declared=stale", reader_).status, 400);
}

TEST_F(Declared, AnAgeTellsNothingOfAHiddenCategoryOrNetwork) {
  Json hidden = contact();
  hidden["id"] = "hidden";
  hidden["meta"]["visibility"] = {{"category", "owner"}};
  Json member = organisation("member");
  member["memberships"] = {{{"network", "FIRST"}}};
  Json secret_member = member;
  secret_member["id"] = "secret-member";
  secret_member["meta"]["visibility"] = {{"memberships", "owner"}};
  registry_.must_import({hidden, member, secret_member});
  model::DeclarationTerms terms;
  terms.of_category = {{"technical", 30}};
  terms.of_network = {{"FIRST", 20}};
  registry_->directory().set_declaration_terms(terms);
  for (const char* id : {"desk", "hidden", "member", "secret-member"})
    ASSERT_EQ(confirm(id, india_).status, 200) << id;
  pass(31);
  const auto due = [&](const std::string& token) {
    std::set<std::string> ids;
    const Json list = registry_.get("/v1/entries?declared=due,overdue,lapsed", token).json();
    for (const Json& item : list.at("items")) ids.insert(item.at("id").get<std::string>());
    return ids;
  };
  EXPECT_EQ(due(india_), (std::set<std::string>{"desk", "hidden", "member", "secret-member"}));
  EXPECT_EQ(due(reader_), (std::set<std::string>{"desk", "member"}));
  EXPECT_EQ(due({}), (std::set<std::string>{"member"}));
}

TEST_F(Declared, WhoIsCallingIsAnsweredFromWhatTheCallerMaySee) {
  const auto who = [&](const std::string& value, const std::string& token) {
    const auto answer = registry_.get("/v1/who?value=" + value, token);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  };
  for (const char* value : {"%2B911123456789", "00911123456789", "+91%20(11)%202345-6789",
                            "911123456789", "tel:%2B91-11-2345-6789"}) {
    const Json answer = who(value, reader_);
    ASSERT_EQ(answer.at("items").size(), 1U) << value;
    EXPECT_EQ(answer.at("items").at(0).at("entry"), "desk");
    EXPECT_EQ(answer.at("items").at(0).at("pointer"), "/channels/0");
    EXPECT_EQ(answer.at("items").at(0).at("since"), entry().at("meta").at("created_at"));
  }
  for (const char* value :
       {"open@cert.example", "OPEN@cert.example", "0x0123456789abcdef0123456789abcdef01234567",
        "0123%204567%2089AB%20CDEF%200123%204567%2089AB%20CDEF%200123%204567"}) {
    EXPECT_EQ(who(value, {}).at("items").at(0).at("entry"), "cert") << value;
  }
  // The answers for a hidden number and for one that is nowhere differ in the number alone.
  Json hidden = who("%2B919876543210", reader_);
  Json absent = who("%2B919876543211", reader_);
  EXPECT_EQ(hidden.at("items"), Json::array());
  hidden.erase("value");
  absent.erase("value");
  EXPECT_EQ(hidden, absent);
  EXPECT_EQ(who("%2B911123456789", {}).at("items"), Json::array());
  EXPECT_EQ(who("%2B919876543210", india_).at("items").size(), 1U);
  EXPECT_EQ(registry_.get("/v1/who?value=the%20minister", reader_).status, 400);
  EXPECT_EQ(registry_.get("/v1/who", reader_).status, 400);
}

TEST_F(Declared, WhoIsCallingKnowsSinceWhenAndForgetsWhatIsGone) {
  pass(5);
  Json changed = contact();
  changed["title"] = {{"en", "Duty desk, by night"}};
  changed["channels"].push_back({{"kind", "fax"}, {"value", "+911123450000"}});
  registry_.must_import({changed});
  const auto since = [&](const char* value) {
    return registry_.get("/v1/who?value=" + std::string(value), reader_)
        .json()
        .at("items")
        .at(0)
        .at("since");
  };
  EXPECT_EQ(since("00911123456789"), entry().at("meta").at("created_at"));
  EXPECT_EQ(since("00911123450000"), "2026-11-27T08:00:00Z");
  changed["channels"].erase(0);
  registry_.must_import({changed});
  EXPECT_EQ(found("/v1/who?value=00911123456789", reader_), 0U);
}

TEST(ReachOf, TakesOutWhatPeopleWriteIntoNumbers) {
  EXPECT_EQ(reach_of("+66 2 123-4567"), "+6621234567");
  EXPECT_EQ(reach_of("0066 (2) 123.4567"), "+6621234567");
  EXPECT_EQ(reach_of("\xE2\x81\xA6+66\xC2\xA0"
                     "21234567\xE2\x81\xA9"),
            "+6621234567");
  EXPECT_EQ(reach_of("+٦٦٢١٢٣٤٥٦٧"), "+6621234567");
  EXPECT_EQ(reach_of("mailto:Duty@Cert.Example "), "duty@cert.example");
  EXPECT_EQ(reach_of("0123 4567"), "");
  EXPECT_EQ(reach_of("police"), "");
  EXPECT_EQ(reach_of(""), "");
}

}  // namespace
}  // namespace cyberdir::service
