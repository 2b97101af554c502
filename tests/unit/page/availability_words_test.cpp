// When a contact answers, said in six languages.
#include "page/availability_words.h"

#include <gtest/gtest.h>

namespace cyberdir::page {
namespace {

using model::Json;

Json contact(bool duty_line) {
  Json hours = Json::array();
  for (const char* day : {"monday", "tuesday", "wednesday", "thursday", "friday", "sunday"})
    hours.push_back({{"day", day}, {"open", "09:00"}, {"close", "17:00"}});
  Json entry = {{"availability",
                 {{"time_zone", "Asia/Bangkok"}, {"hours", hours}, {"holidays_stated", true}}},
                {"channels",
                 {{{"kind", duty_line ? "phone-emergency" : "phone"}, {"value", "+6621234567"}}}}};
  return entry;
}

std::string said(const char* language, const Json& entry, const char* time) {
  const auto now = base::parse_rfc3339(time);
  return availability_words(language, model::availability_at(entry, *now), *now);
}

TEST(AvailabilityWords, TheOfficersNightInSixLanguages) {
  const auto at_night = [](const char* language) {
    return said(language, contact(true), "2026-11-21T20:12:00Z");
  };
  EXPECT_EQ(at_night("en"),
            "Now 03:12, Sunday, Bangkok (UTC+7). Office closed, opens in 5 h 48 min. Duty line "
            "answers at all hours.");
  EXPECT_EQ(at_night("fr"),
            "Il est 03:12, dimanche, à Bangkok (UTC+7). Bureau fermé, ouvre dans 5 h 48 min. La "
            "permanence répond à toute heure.");
  EXPECT_EQ(at_night("zh"),
            "现在是 03:12，星期日，曼谷（UTC+7）。办公室已关闭，5小时 "
            "48分钟后开放。值班线路全天候接听。");
  for (const char* language : {"ar", "es", "ru"}) {
    EXPECT_NE(at_night(language).find("UTC+7"), std::string::npos) << at_night(language);
    EXPECT_EQ(at_night(language).find('{'), std::string::npos) << at_night(language);
  }
  EXPECT_NE(at_night("ar").find("بانكوك"), std::string::npos) << at_night("ar");
}

TEST(AvailabilityWords, SayNoMoreThanIsKnown) {
  EXPECT_EQ(said("en", contact(false), "2026-11-22T04:00:00Z"),
            "Now 11:00, Sunday, Bangkok (UTC+7). Office open, closes in 6 h.");
  EXPECT_EQ(said("en", Json::object(), "2026-11-22T04:00:00Z"), "Office hours not stated.");
  Json always = contact(true);
  always["availability"] = {{"always", true}};
  EXPECT_EQ(said("en", always, "2026-11-22T04:00:00Z"), "Answers at all hours.");
  Json unstated = contact(false);
  unstated["availability"].erase("holidays_stated");
  unstated["availability"]["time_zone"] = "Asia/Kathmandu";
  EXPECT_EQ(said("en", unstated, "2026-11-20T12:00:00Z"),
            "Now 17:45, Friday, Kathmandu (UTC+5:45). Office closed, opens in 1 day 15 h. Public "
            "holidays not stated.");
}

}  // namespace
}  // namespace cyberdir::page
