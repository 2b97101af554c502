// Who answers now, in lists and counts: as far as the reader sees hours and channels, at this
// moment or at another.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store/store.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Json;
using model::Role;

Json hours(const char* open, const char* close) {
  Json rows = Json::array();
  for (const char* day :
       {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
    rows.push_back({{"day", day}, {"open", open}, {"close", close}});
  return rows;
}

Json contact(const std::string& id, const Json& availability, const Json& channels) {
  return {{"id", id},
          {"kind", "contact"},
          {"organisation", "cert"},
          {"category", "technical"},
          {"nature", "function"},
          {"title", {{"en", "Desk " + id}}},
          {"languages", {"en"}},
          {"availability", availability},
          {"channels", channels},
          {"meta", {{"owner", "IN"}, {"visibility", {{"*", "public"}}}}}};
}

Json mailbox() { return {{"kind", "email"}, {"value", "desk@cert.example"}, {"use", "urgent"}}; }

Json organisation() {
  return {{"id", "cert"},
          {"kind", "organisation"},
          {"short_name", "Team"},
          {"name", {{"en", "Team"}}},
          {"type", "national-csirt"},
          {"country", "IN"},
          {"channels", Json::array({mailbox()})},
          {"meta", {{"owner", "IN"}}}};
}

class AvailableNow : public testing::Test {
 protected:
  void SetUp() override {
    const Json duty = {{"kind", "phone-emergency"},
                       {"value", "+911123456789"},
                       {"visibility", "owner"},
                       {"use", "urgent"}};
    registry_.must_import(
        {organisation(),
         contact("day", {{"time_zone", "Africa/Cairo"}, {"hours", hours("09:00", "17:00")}},
                 Json::array({mailbox()})),
         contact("night", {{"time_zone", "Africa/Cairo"}, {"hours", hours("23:15", "23:45")}},
                 Json::array({mailbox()})),
         contact("guarded", {{"time_zone", "Africa/Cairo"}, {"hours", hours("09:00", "17:00")}},
                 Json::array({mailbox(), duty})),
         contact("silent", Json{{"time_zone", "Africa/Cairo"}}, Json::array({mailbox()}))});
    india_ = registry_.token(Role::manager, "IN");
    reader_ = registry_.token(Role::reader, "FR");
  }
  void at(const char* time) { registry_.clock().set(*base::parse_rfc3339(time)); }
  std::string found(const std::string& query, const std::string& token) {
    const auto answer = registry_.get("/v1/entries?" + query, token);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string ids;
    const Json list = answer.json();
    for (const Json& item : list.at("items"))
      ids += (ids.empty() ? "" : " ") + item.at("id").get<std::string>();
    return ids;
  }
  std::string answering(const std::string& token = {}) {
    return found("available_now=true", token);
  }
  std::map<std::string, int> counts(const std::string& token) {
    std::map<std::string, int> values;
    const Json answer = registry_.get("/v1/entries?limit=0&facets=available_now", token).json();
    for (const Json& value : answer.at("facets").at("available_now"))
      values[value.at("value")] = value.at("count").get<int>();
    return values;
  }

  support::TemporaryRegistry registry_;
  std::string india_;
  std::string reader_;
};

// On 30 October 2026, at midnight it is 23:00 again in Cairo.
TEST_F(AvailableNow, FollowsTheClocksThere) {
  at("2026-10-29T07:00:00Z");
  EXPECT_EQ(answering(), "day guarded");
  at("2026-10-29T20:30:00Z");
  EXPECT_EQ(answering(), "night");
  at("2026-10-29T20:50:00Z");
  EXPECT_EQ(answering(), "");
  at("2026-10-29T21:30:00Z");
  EXPECT_EQ(answering(), "night");
  EXPECT_EQ(found("available_now=false", {}), "day guarded");
  EXPECT_EQ(found("available_now=unknown", {}), "silent");
  EXPECT_EQ(found("available_now=false,unknown&sort=-id", {}), "silent guarded day");
}

TEST_F(AvailableNow, KnowsNoDutyLineThatTheReaderDoesNotSee) {
  at("2026-11-22T02:40:00Z");
  EXPECT_EQ(answering(), "");
  EXPECT_EQ(answering(reader_), "");
  EXPECT_EQ(answering(india_), "guarded");
  EXPECT_EQ(counts({}), (std::map<std::string, int>{{"false", 3}, {"unknown", 1}}));
  EXPECT_EQ(counts(reader_), (std::map<std::string, int>{{"false", 3}, {"unknown", 1}}));
  EXPECT_EQ(counts(india_),
            (std::map<std::string, int>{{"true", 1}, {"false", 2}, {"unknown", 1}}));
}

TEST_F(AvailableNow, JoinsWordsAndOtherFilters) {
  at("2026-11-22T08:00:00Z");
  EXPECT_EQ(found("available_now=true&q=desk", {}), "day guarded");
  EXPECT_EQ(found("available_now=true&q=guarded&state=IN", {}), "guarded");
  EXPECT_EQ(found("available_now=true&kind=organisation", {}), "");
  EXPECT_EQ(found("available_now=true&limit=1", {}), "day");
}

TEST_F(AvailableNow, IsOfTheMomentThatIsAskedFor) {
  at("2026-11-22T12:00:00Z");
  registry_.must_import({contact("day", {{"time_zone", "UTC"}, {"hours", hours("01:00", "02:00")}},
                                 Json::array({mailbox()}))});
  at("2026-11-24T01:30:00Z");
  EXPECT_EQ(answering(), "day");
  EXPECT_EQ(found("available_now=true&as_of=seq:" +
                      std::to_string(registry_->directory().head()->moment.seq - 1),
                  {}),
            "day guarded");
}

TEST_F(AvailableNow, RefusesOtherWords) {
  EXPECT_EQ(registry_.get("/v1/entries?available_now=now").status, 400);
  EXPECT_EQ(registry_.get("/v1/entries?proven=0").status, 400);
  // What answers are worked out from is no filter.
  EXPECT_EQ(registry_.get("/v1/entries?reachable=A").status, 400);
  EXPECT_EQ(registry_.get("/v1/entries?facets=reachable").status, 400);
  EXPECT_EQ(found("proven=30", {}), "");
}

TEST_F(AvailableNow, IsKnownInAStoreOfAnEarlierProgram) {
  sqlite3* store = nullptr;
  ASSERT_EQ(sqlite3_open(store::sqlite_file(registry_.folder()).c_str(), &store), SQLITE_OK);
  ASSERT_EQ(
      sqlite3_exec(store, "DELETE FROM facet WHERE name = 'reachable'", nullptr, nullptr, nullptr),
      SQLITE_OK);
  sqlite3_close(store);
  at("2026-11-22T08:00:00Z");
  EXPECT_EQ(answering(), "");
  EXPECT_FALSE(registry_.integrity_findings().empty());
  const auto again = registry_.open_again();
  EXPECT_EQ(answering(), "day guarded");
  EXPECT_EQ(registry_.integrity_findings(), std::vector<std::string>());
}

}  // namespace
}  // namespace cyberdir::service
