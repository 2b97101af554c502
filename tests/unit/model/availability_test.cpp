// When a contact answers: on the nights on which clocks are changed, past midnight, on closed days.
#include "model/availability.h"

#include <string>

#include <gtest/gtest.h>

namespace cyberdir::model {
namespace {

base::Instant at(const std::string& time) {
  const auto instant = base::parse_rfc3339(time);
  EXPECT_TRUE(instant) << time;
  return instant.value_or(base::Instant{});
}

std::string shown(const std::optional<base::Instant>& instant) {
  return instant ? base::to_rfc3339(*instant) : std::string("-");
}

// A contact with these hours on every day, and a mailbox.
Json daily(const char* zone, const char* open, const char* close) {
  Json hours = Json::array();
  for (const char* day :
       {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
    hours.push_back({{"day", day}, {"open", open}, {"close", close}});
  return {{"availability", {{"time_zone", zone}, {"hours", hours}}},
          {"channels", {{{"kind", "email"}, {"value", "desk@x.example"}}}}};
}

// A contact that is open on Mondays to Fridays from 9 to 17.
Json weekdays(const char* zone) {
  Json entry = daily(zone, "09:00", "17:00");
  Json& hours = entry["availability"]["hours"];
  hours.erase(hours.end() - 2, hours.end());
  return entry;
}

struct Night {
  const char* zone;
  const char* open;
  const char* close;
  const char* now;
  const char* reach;
  const char* since;
  const char* until;
  int offset;  // minutes ahead of UTC
};

class Nights : public testing::TestWithParam<Night> {};

TEST_P(Nights, OfficeHoursFollowTheClockOnTheWall) {
  const Night& night = GetParam();
  const Availability seen =
      availability_at(daily(night.zone, night.open, night.close), at(night.now));
  EXPECT_EQ(name_of(seen.reach), night.reach);
  EXPECT_EQ(shown(seen.since), night.since);
  EXPECT_EQ(shown(seen.until), night.until);
  ASSERT_TRUE(seen.local);
  EXPECT_EQ(seen.local->offset_minutes, night.offset);
  EXPECT_TRUE(seen.holidays_not_stated);
}

INSTANTIATE_TEST_SUITE_P(
    Zones, Nights,
    testing::Values(
        // Cairo: 24 April 2026, 00:00 becomes 01:00; 29 October 2026, 24:00 becomes 23:00.
        Night{"Africa/Cairo", "08:00", "16:00", "2026-04-23T21:59:00Z", "closed",
              "2026-04-23T14:00:00Z", "2026-04-24T05:00:00Z", 120},
        Night{"Africa/Cairo", "00:30", "02:00", "2026-04-23T22:00:00Z", "open",
              "2026-04-23T22:00:00Z", "2026-04-23T23:00:00Z", 180},
        Night{"Africa/Cairo", "22:00", "23:30", "2026-10-29T20:45:00Z", "closed",
              "2026-10-29T20:30:00Z", "2026-10-29T21:00:00Z", 180},
        Night{"Africa/Cairo", "22:00", "23:30", "2026-10-29T21:10:00Z", "open",
              "2026-10-29T21:00:00Z", "2026-10-29T21:30:00Z", 120},
        // Santiago: 6 September 2026, 00:00 becomes 01:00.
        Night{"America/Santiago", "22:00", "06:00", "2026-09-06T04:00:00Z", "open",
              "2026-09-06T02:00:00Z", "2026-09-06T09:00:00Z", -180},
        // Lord Howe: half an hour. 5 April 2026, 02:00 becomes 01:30.
        Night{"Australia/Lord_Howe", "01:45", "05:00", "2026-04-04T14:50:00Z", "open",
              "2026-04-04T14:45:00Z", "2026-04-04T15:00:00Z", 660},
        Night{"Australia/Lord_Howe", "01:45", "05:00", "2026-04-04T15:00:00Z", "closed",
              "2026-04-04T15:00:00Z", "2026-04-04T15:15:00Z", 630},
        Night{"Australia/Lord_Howe", "09:00", "17:00", "2026-10-03T15:30:00Z", "closed",
              "2026-10-03T06:30:00Z", "2026-10-03T22:00:00Z", 660},
        // Apia: 30 December 2011 was left out.
        Night{"Pacific/Apia", "09:00", "17:00", "2011-12-30T09:59:00Z", "closed",
              "2011-12-30T03:00:00Z", "2011-12-30T19:00:00Z", -600},
        Night{"Pacific/Apia", "09:00", "17:00", "2026-04-05T20:00:00Z", "open",
              "2026-04-05T20:00:00Z", "2026-04-06T04:00:00Z", 780},
        // Casablanca: back in Ramadan, from 15 February to 22 March 2026.
        Night{"Africa/Casablanca", "09:00", "17:00", "2026-02-14T20:00:00Z", "closed",
              "2026-02-14T16:00:00Z", "2026-02-15T09:00:00Z", 60},
        Night{"Africa/Casablanca", "09:00", "17:00", "2026-03-21T20:00:00Z", "closed",
              "2026-03-21T17:00:00Z", "2026-03-22T08:00:00Z", 0},
        // No change any more, and offsets of a quarter of an hour.
        Night{"Asia/Tehran", "08:00", "16:00", "2026-03-22T04:29:00Z", "closed",
              "2026-03-21T12:30:00Z", "2026-03-22T04:30:00Z", 210},
        Night{"Asia/Kathmandu", "10:00", "17:00", "2026-11-22T04:15:00Z", "open",
              "2026-11-22T04:15:00Z", "2026-11-22T11:15:00Z", 345},
        // Chatham: 27 September 2026, 02:45 becomes 03:45.
        Night{"Pacific/Chatham", "02:00", "04:00", "2026-09-26T14:00:00Z", "open",
              "2026-09-26T13:15:00Z", "2026-09-26T14:15:00Z", 825},
        // Hours that fall into the gap do not take place.
        Night{"Europe/Paris", "02:15", "02:45", "2026-03-29T00:30:00Z", "closed",
              "2026-03-28T01:45:00Z", "2026-03-30T00:15:00Z", 60},
        // Midnight is an end, and a beginning that is no gap.
        Night{"Asia/Bangkok", "00:00", "24:00", "2026-11-21T20:12:00Z", "open", "-", "-", 420},
        Night{"Asia/Bangkok", "09:00", "00:00", "2026-11-21T17:00:00Z", "closed",
              "2026-11-21T17:00:00Z", "2026-11-22T02:00:00Z", 420}));

TEST(Availability, TheOfficersNightInBangkok) {
  Json entry = weekdays("Asia/Bangkok");
  const Availability seen = availability_at(entry, at("2026-11-21T20:12:00Z"));
  ASSERT_TRUE(seen.local);
  EXPECT_EQ(seen.local->weekday, 6);
  EXPECT_EQ(seen.local->minute, 3 * 60 + 12);
  EXPECT_EQ(seen.reach, Reach::closed);
  EXPECT_EQ(shown(seen.since), "2026-11-20T10:00:00Z");
  EXPECT_EQ(shown(seen.until), "2026-11-23T02:00:00Z");
  EXPECT_FALSE(seen.duty_line);
}

TEST(Availability, ClosedDaysEndWhatRunsIntoThemAndWhatBeginsOnThem) {
  Json entry = daily("Europe/Berlin", "22:00", "06:00");
  entry["availability"]["closed"] = {{{"date", "2026-12-24"}, {"until", "2026-12-26"}}};
  const Availability eve = availability_at(entry, at("2026-12-23T22:30:00Z"));
  EXPECT_EQ(eve.reach, Reach::open);
  EXPECT_EQ(shown(eve.until), "2026-12-23T23:00:00Z");
  const Availability after = availability_at(entry, at("2026-12-27T02:00:00Z"));
  EXPECT_EQ(after.reach, Reach::closed) << "hours of the 26th were not to take place";
  EXPECT_EQ(shown(after.since), "2026-12-23T23:00:00Z");
  EXPECT_EQ(shown(after.until), "2026-12-27T21:00:00Z");
}

TEST(Availability, AMonthOfLeaveIsLookedPast) {
  Json entry = weekdays("Europe/Rome");
  entry["availability"]["closed"] = {{{"date", "2026-08-01"}, {"until", "2026-08-31"}}};
  entry["availability"]["holidays_stated"] = true;
  const Availability seen = availability_at(entry, at("2026-08-10T08:00:00Z"));
  EXPECT_EQ(seen.reach, Reach::closed);
  EXPECT_EQ(shown(seen.since), "2026-07-31T15:00:00Z");
  EXPECT_EQ(shown(seen.until), "2026-09-01T07:00:00Z");
  EXPECT_FALSE(seen.holidays_not_stated);
}

TEST(Availability, WhichChannelAnswersOutsideHours) {
  const base::Instant night = at("2026-11-21T20:12:00Z");
  struct Row {
    const char* why;
    const char* channels;
    const char* named;
    const char* reach;
    int line;  // -1 for none
  };
  const Row rows[] = {
      {"nothing for urgent use", R"([{"kind":"phone","value":"+6620000001"}])", "", "closed", -1},
      {"a telephone for urgent use",
       R"([{"kind":"email","value":"a@x.example","use":"urgent"},
           {"kind":"phone","value":"+6620000001","use":"urgent"}])",
       "", "duty-line", 1},
      {"mail rings nowhere", R"([{"kind":"email","value":"a@x.example","use":"urgent"}])", "",
       "closed", -1},
      {"unless the owner says that it is read", R"([{"kind":"email","value":"a@x.example"}])",
       "email", "duty-line", 0},
      {"the one named comes before",
       R"([{"kind":"phone","value":"+6620000001","use":"urgent"},
           {"kind":"mobile","value":"+6680000001"}])",
       "mobile", "duty-line", 1},
      {"named by its value",
       R"([{"kind":"phone","value":"+6620000001"},{"kind":"phone","value":"+6620000002"}])",
       "+6620000002", "duty-line", 1},
      {"the order of trying",
       R"([{"kind":"phone","value":"+6620000001","use":"urgent","priority":2},
           {"kind":"phone","value":"+6620000002","use":"urgent","priority":1}])",
       "", "duty-line", 1},
      {"a suspended one answers nobody",
       R"([{"kind":"phone","value":"+6620000001","use":"urgent","suspended":true},
           {"kind":"email","value":"a@x.example"}])",
       "", "closed", -1},
      {"nor one that was changed lately",
       R"([{"kind":"phone","value":"+6620000001","use":"urgent",
            "urgent_from":"2026-11-21T20:13:00Z"}])",
       "", "closed", -1},
      {"until its time has come",
       R"([{"kind":"phone","value":"+6620000001","use":"urgent",
            "urgent_from":"2026-11-21T20:12:00Z"}])",
       "", "duty-line", 0},
      {"nobody is reached by no channel", "[]", "", "unknown", -1},
      {"or suspended ones only", R"([{"kind":"phone","value":"+6620000001","suspended":true}])", "",
       "unknown", -1},
  };
  for (const Row& row : rows) {
    Json entry = weekdays("Asia/Bangkok");
    entry["channels"] = Json::parse(row.channels);
    if (*row.named != '\0') entry["availability"]["out_of_hours"] = row.named;
    const Availability seen = availability_at(entry, night);
    EXPECT_EQ(name_of(seen.reach), row.reach) << row.why;
    EXPECT_EQ(seen.duty_line ? static_cast<int>(*seen.duty_line) : -1, row.line) << row.why;
    EXPECT_EQ(seen.available(), available_at(entry, night)) << row.why;
  }
}

TEST(Availability, WhatIsNotSaidIsNotGuessed) {
  const base::Instant now = at("2026-11-23T12:00:00Z");
  const auto reach = [&](const char* availability) {
    const Json entry = {{"availability", Json::parse(availability)},
                        {"channels", {{{"kind", "phone"}, {"value", "+6620000001"}}}}};
    return std::string(name_of(availability_at(entry, now).reach));
  };
  EXPECT_EQ(reach(R"({"always":true})"), "open");
  EXPECT_EQ(reach("{}"), "unknown");
  EXPECT_EQ(reach(R"({"time_zone":"Asia/Bangkok"})"), "unknown");
  EXPECT_EQ(reach(R"({"hours":[{"day":"monday","open":"00:00","close":"24:00"}]})"), "unknown");
  EXPECT_EQ(reach(R"({"time_zone":"Mars/Base","hours":[{"day":"monday","open":"00:00",
                      "close":"24:00"}]})"),
            "unknown");
  EXPECT_EQ(name_of(availability_at(Json::object(), now).reach), "unknown");
  // Whoever sees the channel but not the hours is told nothing of them.
  const Json hidden = {
      {"channels", {{{"kind", "phone"}, {"value", "+6620000001"}, {"use", "urgent"}}}}};
  EXPECT_EQ(name_of(availability_at(hidden, now).reach), "unknown");
  const Availability capital = availability_at(Json::object(), now, "Asia/Bangkok");
  ASSERT_TRUE(capital.local);
  EXPECT_EQ(capital.local->minute, 19 * 60);
}

}  // namespace
}  // namespace cyberdir::model
