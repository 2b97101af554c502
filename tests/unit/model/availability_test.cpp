// When a contact can be reached, on ordinary days, around midnight, on closed days, and on the
// nights on which clocks are set forward or back.
#include "model/availability.h"

#include <gtest/gtest.h>

#include "base/utc_day.h"

namespace cyberdir::model {
namespace {

base::Instant at(const std::string& text) {
  const auto moment = base::parse_rfc3339(text);
  EXPECT_TRUE(moment) << text;
  return moment.value_or(base::Instant{});
}

std::string shown(const std::optional<base::Instant>& moment) {
  return moment ? base::to_rfc3339(*moment) : "never";
}

std::string every_day(const std::string& open, const std::string& close) {
  std::string rows;
  for (const char* day :
       {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}) {
    rows += std::string(rows.empty() ? "" : ",") + R"({"day":")" + day + R"(","open":")" + open +
            R"(","close":")" + close + R"("})";
  }
  return rows;
}

Json contact(const std::string& zone, const std::string& hours, const std::string& closed = "") {
  return Json::parse(R"({"availability":{"time_zone":")" + zone + R"(","hours":[)" + hours +
                     R"(],"closed":[)" + closed + "]}}");
}

struct Moment {
  const char* zone;
  const char* open;
  const char* close;  // of every day
  const char* now;
  bool is_open;
  const char* until;
  const char* since;
};

class EveryDay : public testing::TestWithParam<Moment> {};

TEST_P(EveryDay, IsOpenByTheClockOnTheWall) {
  const Moment& of = GetParam();
  const Availability answer =
      availability_at(contact(of.zone, every_day(of.open, of.close)), at(of.now));
  EXPECT_EQ(answer.office_open, of.is_open);
  EXPECT_EQ(shown(answer.until), of.until);
  EXPECT_EQ(shown(answer.since), of.since);
  EXPECT_EQ(answer.reach, of.is_open ? Reach::open : Reach::closed);
  // What an index keeps says the same.
  const ReachRule rule(contact(of.zone, every_day(of.open, of.close)));
  const std::string kept = rule.text();
  EXPECT_EQ(ReachRule(std::string_view(kept)).at(at(of.now)), answer.reach);
}

INSTANTIATE_TEST_SUITE_P(
    OrdinaryDays, EveryDay,
    testing::Values(Moment{"Asia/Bangkok", "09:00", "17:00", "2026-11-21T20:12:00Z", false,
                           "2026-11-22T02:00:00Z", "2026-11-21T10:00:00Z"},
                    Moment{"Asia/Kathmandu", "10:00", "17:00", "2026-11-22T04:15:00Z", true,
                           "2026-11-22T11:15:00Z", "2026-11-22T04:15:00Z"},
                    Moment{"Asia/Kathmandu", "10:00", "17:00", "2026-11-22T04:14:59Z", false,
                           "2026-11-22T04:15:00Z", "2026-11-21T11:15:00Z"},
                    Moment{"Pacific/Chatham", "08:00", "16:00", "2026-11-22T02:14:59Z", true,
                           "2026-11-22T02:15:00Z", "2026-11-21T18:15:00Z"},
                    Moment{"Asia/Tehran", "08:00", "16:00", "2026-06-01T04:30:00Z", true,
                           "2026-06-01T12:30:00Z", "2026-06-01T04:30:00Z"},
                    Moment{"Pacific/Kiritimati", "08:00", "16:00", "2026-06-01T18:00:00Z", true,
                           "2026-06-02T02:00:00Z", "2026-06-01T18:00:00Z"}));

INSTANTIATE_TEST_SUITE_P(
    AcrossMidnight, EveryDay,
    testing::Values(Moment{"UTC", "20:00", "08:00", "2026-11-22T02:00:00Z", true,
                           "2026-11-22T08:00:00Z", "2026-11-21T20:00:00Z"},
                    Moment{"UTC", "20:00", "00:00", "2026-11-22T23:59:59Z", true,
                           "2026-11-23T00:00:00Z", "2026-11-22T20:00:00Z"},
                    Moment{"UTC", "20:00", "24:00", "2026-11-23T00:00:00Z", false,
                           "2026-11-23T20:00:00Z", "2026-11-23T00:00:00Z"},
                    Moment{"UTC", "00:00", "24:00", "2026-11-23T00:00:00Z", true, "never", "never"},
                    Moment{"UTC", "09:00", "09:00", "2026-11-23T09:00:00Z", true, "never",
                           "never"}));

// Clocks forward: hours that do not come on that night do not hold, those cut short are short.
INSTANTIATE_TEST_SUITE_P(ClocksForward, EveryDay,
                         testing::Values(
                             // Egypt, 24 April 2026: 00:00 becomes 01:00.
                             Moment{"Africa/Cairo", "00:30", "08:00", "2026-04-23T21:59:59Z", false,
                                    "2026-04-23T22:00:00Z", "2026-04-23T06:00:00Z"},
                             Moment{"Africa/Cairo", "00:00", "01:00", "2026-04-23T22:00:00Z", false,
                                    "2026-04-24T21:00:00Z", "2026-04-22T23:00:00Z"},
                             Moment{"Africa/Cairo", "09:00", "17:00", "2026-04-24T06:00:00Z", true,
                                    "2026-04-24T14:00:00Z", "2026-04-24T06:00:00Z"},
                             // Chile, 6 September 2026: midnight does not come.
                             Moment{"America/Santiago", "22:00", "06:00", "2026-09-06T04:00:00Z",
                                    true, "2026-09-06T09:00:00Z", "2026-09-06T02:00:00Z"},
                             // Lord Howe, 4 October 2026: half an hour, 02:00 becomes 02:30.
                             Moment{"Australia/Lord_Howe", "02:15", "03:00", "2026-10-03T15:29:59Z",
                                    false, "2026-10-03T15:30:00Z", "2026-10-02T16:30:00Z"},
                             Moment{"Australia/Lord_Howe", "02:00", "02:30", "2026-10-03T15:30:00Z",
                                    false, "2026-10-04T15:00:00Z", "2026-10-02T16:00:00Z"},
                             // Morocco, 22 March 2026: after Ramadan 02:00 becomes 03:00.
                             Moment{"Africa/Casablanca", "08:30", "16:30", "2026-03-22T07:30:00Z",
                                    true, "2026-03-22T15:30:00Z", "2026-03-22T07:30:00Z"},
                             // Chatham, 27 September 2026: 02:45 becomes 03:45.
                             Moment{"Pacific/Chatham", "03:00", "04:00", "2026-09-26T14:00:00Z",
                                    true, "2026-09-26T14:15:00Z", "2026-09-26T14:00:00Z"}));

// Clocks back: an hour that comes twice is open twice.
INSTANTIATE_TEST_SUITE_P(
    ClocksBack, EveryDay,
    testing::Values(
        // Egypt, 30 October 2026: at midnight it is 23:00 again.
        Moment{"Africa/Cairo", "08:00", "23:30", "2026-10-29T20:45:00Z", false,
               "2026-10-29T21:00:00Z", "2026-10-29T20:30:00Z"},
        Moment{"Africa/Cairo", "08:00", "23:30", "2026-10-29T21:00:00Z", true,
               "2026-10-29T21:30:00Z", "2026-10-29T21:00:00Z"},
        Moment{"Africa/Cairo", "20:00", "06:00", "2026-10-29T21:30:00Z", true,
               "2026-10-30T04:00:00Z", "2026-10-29T17:00:00Z"},
        // Chile, 5 April 2026: at midnight it is 23:00 again, still Saturday.
        Moment{"America/Santiago", "23:15", "23:45", "2026-04-05T03:30:00Z", true,
               "2026-04-05T03:45:00Z", "2026-04-05T03:15:00Z"},
        Moment{"America/Santiago", "23:15", "23:45", "2026-04-05T02:50:00Z", false,
               "2026-04-05T03:15:00Z", "2026-04-05T02:45:00Z"},
        // Lord Howe, 5 April 2026: at 02:00 it is 01:30.
        Moment{"Australia/Lord_Howe", "01:00", "01:45", "2026-04-04T15:00:00Z", true,
               "2026-04-04T15:15:00Z", "2026-04-04T15:00:00Z"},
        // Palestine, 24 October 2026: at 02:00 it is 01:00.
        Moment{"Asia/Gaza", "01:30", "09:00", "2026-10-23T23:00:00Z", false, "2026-10-23T23:30:00Z",
               "2026-10-23T23:00:00Z"},
        // Newfoundland, 7 November 2010: a minute past midnight it was 23:01 on Saturday.
        Moment{"America/St_Johns", "23:30", "00:00", "2010-11-07T02:31:00Z", false,
               "2010-11-07T03:00:00Z", "2010-11-07T02:30:00Z"}));

TEST(Availability, DaysAreThoseOfThePlace) {
  const Json office =
      contact("Pacific/Auckland", R"({"day":"monday","open":"00:30","close":"08:00"})");
  EXPECT_EQ(reach_at(office, at("2026-11-22T11:30:00Z")), Reach::open);  // Sunday in London
  EXPECT_EQ(reach_at(office, at("2026-11-23T11:30:00Z")), Reach::closed);
}

// Samoa went without 30 December 2011.
TEST(Availability, ADayThatDidNotComeWasNoWorkday) {
  const Json office = contact("Pacific/Apia", R"({"day":"friday","open":"08:00","close":"16:00"},
                                                 {"day":"saturday","open":"08:00","close":"12:00"})");
  const Availability answer = availability_at(office, at("2011-12-30T09:59:59Z"));
  EXPECT_FALSE(answer.office_open);
  EXPECT_EQ(answer.clock->weekday(), 3U);
  EXPECT_EQ(shown(answer.until), "2011-12-30T18:00:00Z");
}

TEST(Availability, ShowsTheClockThere) {
  const Availability answer = availability_at(contact("Asia/Bangkok", every_day("09:00", "17:00")),
                                              at("2026-11-21T20:12:30Z"));
  ASSERT_TRUE(answer.clock);
  EXPECT_EQ(base::date_of_day(answer.clock->day()), "2026-11-22");
  EXPECT_EQ(answer.clock->second_of_day(), (3 * 60 + 12) * 60 + 30);
  EXPECT_EQ(answer.clock->weekday(), 6U);
  EXPECT_EQ(answer.clock->offset, 7 * 3600);
  EXPECT_EQ(answer.zone, "Asia/Bangkok");
}

TEST(Availability, ClosedDaysAreClosedToTheirLast) {
  const Json office =
      contact("Asia/Bangkok", every_day("09:00", "17:00"),
              R"({"date":"2026-12-31","until":"2027-01-02"},{"date":"2027-03-01"})");
  const Availability answer = availability_at(office, at("2026-12-31T04:00:00Z"));
  EXPECT_EQ(answer.reach, Reach::closed);
  EXPECT_TRUE(answer.closed_day);
  EXPECT_EQ(shown(answer.until), "2027-01-03T02:00:00Z");
  EXPECT_EQ(shown(answer.since), "2026-12-30T10:00:00Z");
  EXPECT_EQ(reach_at(office, at("2027-01-02T16:59:59Z")), Reach::closed);
  EXPECT_EQ(reach_at(office, at("2027-01-03T04:00:00Z")), Reach::open);
}

TEST(Availability, ALongClosureEndsWhereItEnds) {
  const Json office =
      contact("UTC", every_day("09:00", "17:00"), R"({"date":"2026-06-01","until":"2026-12-31"})");
  EXPECT_EQ(shown(availability_at(office, at("2026-07-01T12:00:00Z")).until),
            "2027-01-01T09:00:00Z");
  EXPECT_EQ(shown(availability_at(office, at("2026-12-01T12:00:00Z")).since),
            "2026-05-31T17:00:00Z");
}

// Neither the night before a closed day runs into it, nor does the night of a closed day begin.
TEST(Availability, NightHoursEndWhereAClosedDayBegins) {
  const Json night = contact("UTC", every_day("20:00", "08:00"), R"({"date":"2026-12-25"})");
  EXPECT_EQ(reach_at(night, at("2026-12-24T23:59:59Z")), Reach::open);
  EXPECT_EQ(shown(availability_at(night, at("2026-12-24T22:00:00Z")).until),
            "2026-12-25T00:00:00Z");
  EXPECT_EQ(reach_at(night, at("2026-12-25T02:00:00Z")), Reach::closed);
  EXPECT_EQ(reach_at(night, at("2026-12-26T02:00:00Z")), Reach::closed);
  EXPECT_EQ(shown(availability_at(night, at("2026-12-25T02:00:00Z")).until),
            "2026-12-26T20:00:00Z");
}

TEST(Availability, WhoAnswersAlwaysIsClosedOnClosedDaysAlone) {
  const Json always = Json::parse(R"({"availability":{"always":true,"time_zone":"Asia/Bangkok",
      "closed":[{"date":"2026-12-25"}]}})");
  const Availability answer = availability_at(always, at("2026-12-24T16:59:59Z"));
  EXPECT_EQ(answer.reach, Reach::open);
  EXPECT_TRUE(answer.always);
  EXPECT_FALSE(answer.holidays_unstated);
  EXPECT_EQ(shown(answer.until), "2026-12-24T17:00:00Z");
  EXPECT_EQ(reach_at(always, at("2026-12-24T17:00:00Z")), Reach::closed);
  EXPECT_EQ(
      reach_at(Json::parse(R"({"availability":{"always":true}})"), at("2026-12-25T00:00:00Z")),
      Reach::open);
}

TEST(Availability, SaysWhetherHolidaysAreStated) {
  Json office = contact("UTC", every_day("09:00", "17:00"));
  EXPECT_TRUE(availability_at(office, at("2026-12-25T00:00:00Z")).holidays_unstated);
  office["availability"]["holidays_stated"] = true;
  EXPECT_FALSE(availability_at(office, at("2026-12-25T00:00:00Z")).holidays_unstated);
}

TEST(Availability, WithoutHoursNothingIsKnown) {
  for (
      const char* text :
      {"{}", R"({"availability":{}})", R"({"availability":{"time_zone":"UTC","hours":[]}})",
       R"({"availability":{"hours":[{"day":"monday","open":"09:00","close":"17:00"}]}})",
       R"({"availability":{"time_zone":"Atlantis/Poseidonis","hours":[{"day":"monday","open":"09:00","close":"17:00"}]}})"}) {
    const Availability answer = availability_at(Json::parse(text), at("2026-11-23T12:00:00Z"));
    EXPECT_EQ(answer.reach, Reach::unknown) << text;
    EXPECT_FALSE(answer.until) << text;
  }
}

TEST(Availability, HoursWithoutAZoneAreThoseOfTheState) {
  const Json office = Json::parse(
      R"({"availability":{"hours":[{"day":"monday","open":"09:00","close":"17:00"}]}})");
  EXPECT_EQ(availability_at(office, at("2026-11-23T02:00:00Z"), "Asia/Bangkok").reach, Reach::open);
}

// ---- the duty line

Json with_channels(const std::string& out_of_hours, const std::string& channels) {
  Json entry = contact("UTC", every_day("09:00", "17:00"));
  if (!out_of_hours.empty()) entry["availability"]["out_of_hours"] = out_of_hours;
  entry["channels"] = Json::parse("[" + channels + "]");
  return entry;
}

constexpr const char* kNight = "2026-11-23T02:40:00Z";
constexpr const char* kPhone = R"({"kind":"phone","value":"+99900010002","use":"urgent"})";

TEST(DutyLine, IsTheChannelThatIsNamed) {
  for (const char* named : {"phone", "+99900010002", "Guard room, +99900010002"}) {
    const Json entry =
        with_channels(named, std::string(R"({"kind":"email","value":"a@xa.example"},)") + kPhone);
    EXPECT_EQ(duty_channel(entry, at(kNight)), 1U) << named;
    EXPECT_EQ(reach_at(entry, at(kNight)), Reach::duty_line) << named;
    EXPECT_EQ(reach_at(entry, at("2026-11-23T12:00:00Z")), Reach::open) << named;
  }
}

TEST(DutyLine, IsAnEmergencyTelephoneWhereNoneIsNamed) {
  const Json entry =
      with_channels("", std::string(kPhone) +
                            R"(,{"kind":"phone-emergency","value":"+999000100031","priority":3},
          {"kind":"phone-emergency","value":"+999000100032","priority":2})");
  EXPECT_EQ(duty_channel(entry, at(kNight)), 2U);
}

TEST(DutyLine, IsNoTelephoneThatIsOnlyForUrgentThings) {
  EXPECT_EQ(reach_at(with_channels("", kPhone), at(kNight)), Reach::closed);
}

TEST(DutyLine, IsNeverSuspendedOrWaiting) {
  const Json suspended = with_channels(
      "phone", R"({"kind":"phone","value":"+99900010002","use":"urgent","suspended":true})");
  EXPECT_EQ(reach_at(suspended, at(kNight)), Reach::closed);
  const Json waits = with_channels(
      "phone",
      R"({"kind":"phone","value":"+99900010002","use":"urgent","urgent_from":"2026-11-23T02:41:00Z"})");
  EXPECT_EQ(reach_at(waits, at(kNight)), Reach::closed);
  EXPECT_EQ(reach_at(waits, at("2026-11-23T02:41:00Z")), Reach::duty_line);
}

TEST(DutyLine, ThatTheReaderDoesNotSeeIsNone) {
  EXPECT_EQ(reach_at(with_channels("phone-emergency", R"({"kind":"email","value":"a@xa.example"})"),
                     at(kNight)),
            Reach::closed);
}

// ---- what an index keeps

TEST(ReachRule, SurvivesItsShortForm) {
  Json entry = with_channels(
      "", R"({"kind":"phone-emergency","value":"+1","urgent_from":"2026-11-23T02:41:00Z"})");
  entry["availability"]["closed"] = Json::parse(
      R"([{"date":"1969-12-24","until":"1970-01-02"},{"date":"2026-11-24","note":"Hidden plans"}])");
  const std::string text = ReachRule(entry).text();
  EXPECT_EQ(text.find("plans"), std::string::npos);
  const ReachRule kept{std::string_view(text)};
  EXPECT_EQ(kept.text(), text);
  for (const char* moment : {"1969-12-24T12:00:00Z", "2026-11-23T02:40:59Z", "2026-11-23T02:41:00Z",
                             "2026-11-23T12:00:00Z", "2026-11-24T12:00:00Z"})
    EXPECT_EQ(kept.at(at(moment)), availability_at(entry, at(moment)).reach) << moment;
  EXPECT_EQ(ReachRule(Json::object()).text(), "||||");
  EXPECT_EQ(ReachRule(std::string_view("||||")).at(at(kNight)), Reach::unknown);
  EXPECT_EQ(ReachRule(std::string_view()).at(at(kNight)), Reach::unknown);
}

}  // namespace
}  // namespace cyberdir::model
