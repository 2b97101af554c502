// Reports over the whole directory: each tells a reader no more than the entries themselves do.
#include <gtest/gtest.h>

#include "base/utc_day.h"
#include "service/brief.h"
#include "service/calendar.h"
#include "service/coverage.h"
#include "service/difference_report.h"
#include "service/undertakings.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Caller;
using model::Json;
using model::Role;

Json organisation() {
  return {{"id", "org"},         {"kind", "organisation"},           {"meta", {{"owner", "IN"}}},
          {"short_name", "Org"}, {"name", {{"en", "Organisation"}}}, {"type", "foreign-ministry"},
          {"country", "IN"}};
}

Json contact(const std::string& id, const std::string& category, int order) {
  return {{"id", id},
          {"kind", "contact"},
          {"meta", {{"owner", "IN"}}},
          {"organisation", "org"},
          {"category", category},
          {"call_order", order},
          {"nature", "function"},
          {"title", {{"en", "Desk " + id}}},
          {"channels", {{{"kind", "email"}, {"value", id + "@canary.example"}}}},
          {"languages", {"en"}},
          {"availability", {{"always", true}}}};
}

Json programme(const std::string& id, const std::string& owner, const Json& more) {
  Json entry = {
      {"id", id},      {"kind", "programme"}, {"meta", {{"owner", owner}}}, {"title", {{"en", id}}},
      {"lead", "org"}, {"scope", "global"},   {"themes", {"norms"}},        {"stage", "active"}};
  entry.update(more);
  return entry;
}

class ReportsTest : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import({organisation(), contact("tech", "technical", 2),
                           contact("tech-first", "technical", 1), contact("dip", "diplomatic", 1)});
    start_ = seq();
  }
  std::int64_t seq() { return registry_->directory().head()->moment.seq; }
  static Caller caller_of(Role role, std::string owner) {
    return support::origin_of(role, std::move(owner)).caller;
  }
  Report report(const Caller& caller, std::int64_t from, std::optional<std::int64_t> to = {},
                std::size_t limit = 50, std::int64_t after = 0) {
    ReportQuery query;
    query.from = AsOf{{}, from};
    if (to) query.to = AsOf{{}, to};
    query.limit = limit;
    query.after = after;
    auto made = difference_report(registry_->store(), caller, query);
    EXPECT_TRUE(made.ok()) << (made ? "" : made.error().detail);
    return made ? std::move(*made) : Report();
  }
  static std::vector<std::string> told(const Report& report) {
    std::vector<std::string> lines;
    for (const ReportItem& item : report.items)
      lines.push_back(item.id + " " + std::string(name_of(item.what)));
    return lines;
  }

  support::TemporaryRegistry registry_;
  std::int64_t start_ = 0;
};

using Lines = std::vector<std::string>;

TEST_F(ReportsTest, TellsWhatAppearedChangedAndWent) {
  Json renamed = organisation();
  renamed["short_name"] = "New";
  registry_.must_import({renamed, contact("late", "policy", 1)});
  const std::int64_t middle = seq();
  const auto tag =
      registry_.get("/v1/entries/dip", registry_.token(Role::manager, "IN")).header("etag");
  EXPECT_EQ(registry_
                .ask("DELETE", "/v1/entries/dip", registry_.token(Role::manager, "IN"), "",
                     {{"if-match", tag}})
                .status,
            200);
  const Caller reader = caller_of(Role::reader, "TH");
  EXPECT_EQ(told(report(reader, start_)), (Lines{"org changed", "dip gone", "late appeared"}));
  EXPECT_EQ(told(report(reader, start_, middle)), (Lines{"org changed", "late appeared"}));
  const Report all = report(reader, start_);
  ASSERT_EQ(all.items[0].changes.size(), 1U);
  EXPECT_EQ(all.items[0].changes[0].pointer, "/short_name");
}

TEST_F(ReportsTest, WhoSeesNoContactIsToldOfNone) {
  registry_.must_import({contact("late", "policy", 1)});
  const Report anonymous = report({}, 0);
  for (const ReportItem& item : anonymous.items) EXPECT_NE(item.kind, "contact") << item.id;
  EXPECT_EQ(report_json(anonymous).dump().find("canary"), std::string::npos);
  EXPECT_TRUE(told(report({}, start_)).empty());
}

TEST_F(ReportsTest, PagesGoOnWhereTheLastEnded) {
  const Caller reader = caller_of(Role::reader, "TH");
  Lines all = told(report(reader, 0, {}, 1000));
  Lines paged;
  std::int64_t after = 0;
  do {
    const Report page = report(reader, 0, {}, 7, after);
    for (const std::string& line : told(page)) paged.push_back(line);
    after = page.next;
  } while (after != 0);
  EXPECT_EQ(paged, all);
  EXPECT_GT(all.size(), 190U) << "the States are among them";
}

TEST_F(ReportsTest, TimeDoesNotRunBackwards) {
  ReportQuery query;
  query.from = AsOf{{}, start_};
  query.to = AsOf{{}, 0};
  EXPECT_FALSE(difference_report(registry_->store(), {}, query).ok());
}

TEST_F(ReportsTest, ABriefHasContactsByCategoryAndCallOrder) {
  const auto brief =
      brief_of(registry_->directory(), caller_of(Role::reader, "TH"), "IN", std::nullopt);
  ASSERT_TRUE(brief.ok());
  const Json json = brief_json(*brief);
  Lines order;
  for (const Json& one : json.at("contacts")) order.push_back(one.at("id"));
  EXPECT_EQ(order, (Lines{"dip", "tech-first", "tech"}));
  EXPECT_EQ(json.at("totals").at("contacts").at("value"), 3);
  EXPECT_EQ(json.at("state").at("iso2"), "IN");
}

TEST_F(ReportsTest, ABriefForThePublicHasNoContactAndNoNumberOfThem) {
  const auto brief = brief_of(registry_->directory(), {}, "IN", std::nullopt);
  ASSERT_TRUE(brief.ok());
  const Json json = brief_json(*brief);
  EXPECT_TRUE(json.at("contacts").empty());
  EXPECT_EQ(json.at("totals").at("contacts").at("value"), 0);
  EXPECT_EQ(json.dump().find("canary"), std::string::npos);
}

TEST_F(ReportsTest, ABriefTellsProgrammesGivenFromProgrammesReceived) {
  registry_.must_import(
      {programme("own", "IN", Json::object()),
       programme("for-in", "FR", {{"beneficiaries", {{{"state", "IN"}}, {{"state", "TH"}}}}})});
  const auto brief =
      brief_of(registry_->directory(), caller_of(Role::reader, "TH"), "IN", std::nullopt);
  ASSERT_TRUE(brief.ok());
  const Json json = brief_json(*brief);
  ASSERT_EQ(json.at("programmes").size(), 1U);
  EXPECT_EQ(json.at("programmes")[0].at("id"), "own");
  ASSERT_EQ(json.at("programmes_received").size(), 1U);
  EXPECT_EQ(json.at("programmes_received")[0].at("id"), "for-in");
  EXPECT_EQ(json.at("with_you"), Json::array({"for-in"})) << "the reader's State is in it too";
}

TEST_F(ReportsTest, CoverageCountsWhatTheReaderSees) {
  const auto row = [&](const Caller& caller) {
    const auto coverage = coverage_of(registry_->directory(), caller, std::nullopt);
    EXPECT_TRUE(coverage.ok());
    for (const CoveredGroup& group : coverage->groups) {
      if (group.name == "Asia-Pacific") return group;
    }
    return CoveredGroup();
  };
  const CoveredGroup seen = row(caller_of(Role::reader, "TH"));
  EXPECT_EQ(seen.with_contact, 1);
  EXPECT_EQ(seen.diplomatic, 1);
  EXPECT_EQ(seen.technical, 1);
  const CoveredGroup hidden = row({});
  EXPECT_EQ(hidden.states, seen.states);
  EXPECT_EQ(hidden.with_contact, 0);
}

TEST_F(ReportsTest, TheCalendarBeginsWithWhatIsNotOver) {
  const auto event = [](const std::string& id, const std::string& start, const std::string& end) {
    return Json{{"id", id},       {"kind", "event"},   {"meta", {{"owner", "IN"}}},
                {"title", id},    {"type", "meeting"}, {"themes", {"norms"}},
                {"start", start}, {"end", end}};
  };
  registry_.must_import({event("later", "2027-03-01T08:00:00Z", "2027-03-02T08:00:00Z"),
                         event("over", "2026-01-01T08:00:00Z", "2026-01-02T08:00:00Z"),
                         event("running", "2026-11-20", "2026-11-22")});
  CalendarQuery query;
  query.from = registry_.clock().now();
  const auto ids = [&] {
    Lines found;
    const auto calendar = calendar_of(registry_->directory(), {}, query);
    EXPECT_TRUE(calendar.ok());
    for (const Json& one : calendar->events) found.push_back(one.at("id"));
    return found;
  };
  EXPECT_EQ(ids(), (Lines{"running", "later"}));
  query.until = base::first_moment("2027-03-01");
  EXPECT_EQ(ids(), (Lines{"running"}));
  query.themes = {"cybercrime"};
  EXPECT_EQ(ids(), Lines());
}

TEST_F(ReportsTest, WhatIsOpenFollowsFromTimeAndFromWhomItNames) {
  const auto until = [](const std::string& closes) {
    return Json{{"application", {{"opens", "2026-01-01"}, {"closes", closes}}}};
  };
  Json regional = until("2026-12-01");
  regional["scope"] = "regional";
  regional["regions"] = {"African"};
  Json named = until("2026-11-30");
  named["beneficiaries"] = {{{"state", "TH"}}};
  Json done = until("2027-01-01");
  done["stage"] = "completed";
  registry_.must_import({programme("next-year", "IN", until("2027-06-01")),
                         programme("past", "IN", until("2026-10-01")),
                         programme("for-africa", "IN", regional),
                         programme("for-thailand", "IN", named), programme("done", "IN", done),
                         programme("no-date", "IN", Json::object())});
  UndertakingQuery query;
  query.kind = "programme";
  const auto ids = [&](const std::string& open_to) {
    query.open_to = open_to;
    Lines found;
    const auto list = undertakings(registry_->directory(), {}, query, registry_.clock().now());
    EXPECT_TRUE(list.ok());
    for (const Undertaking& one : list->items) found.push_back(one.entry.at("id"));
    return found;
  };
  EXPECT_EQ(ids(""), (Lines{"for-thailand", "for-africa", "done", "next-year", "no-date", "past"}));
  EXPECT_EQ(ids("TH"), (Lines{"for-thailand", "next-year"}));
  EXPECT_EQ(ids("KE"), (Lines{"for-africa", "next-year"}));
  query.themes = {"cybercrime"};
  EXPECT_EQ(ids("KE"), Lines());
}

}  // namespace
}  // namespace cyberdir::service
