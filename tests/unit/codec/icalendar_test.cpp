// Events as iCalendar, by the letter of RFC 5545.
#include "codec/icalendar.h"

#include <gtest/gtest.h>

#include "codec/content_line.h"

namespace cyberdir::codec {
namespace {

using model::Json;

std::string file_of(const Json& event) {
  std::string out;
  append_calendar_head(out, "Directory");
  append_calendar_event(out, event, "registry-1", "https://directory.example");
  append_calendar_end(out);
  return out;
}

Json event(const std::string& start, const std::string& end) {
  return {{"id", "event-1"},
          {"kind", "event"},
          {"title", "Table-top; part 1, hall B"},
          {"type", "exercise"},
          {"start", start},
          {"end", end},
          {"place", "Nairobi"},
          {"meta", {{"version", 3}, {"modified_at", "2026-11-22T08:00:00.5Z"}}}};
}

TEST(ICalendar, AnEventHasItsTimesInUtcAndAnIdOfTheWorld) {
  const std::string file = file_of(event("2027-04-19T13:00:00+03:00", "2027-04-19T15:30:00+03:00"));
  EXPECT_TRUE(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
  EXPECT_TRUE(file.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  for (const char* line :
       {"UID:event-1@registry-1", "DTSTAMP:20261122T080000Z", "SEQUENCE:2",
        "DTSTART:20270419T100000Z", "DTEND:20270419T123000Z",
        "SUMMARY:Table-top\\; part 1\\, hall B", "LOCATION:Nairobi", "CATEGORIES:exercise",
        "URL:https://directory.example/en/entries/event-1"})
    EXPECT_NE(file.find("\r\n" + std::string(line) + "\r\n"), std::string::npos) << line;
}

TEST(ICalendar, DatesAreWholeDaysAndTheEndIsTheDayAfter) {
  const std::string file = file_of(event("2027-04-19", "2027-04-21"));
  EXPECT_NE(file.find("DTSTART;VALUE=DATE:20270419\r\nDTEND;VALUE=DATE:20270422\r\n"),
            std::string::npos);
}

TEST(ICalendar, AnEndThatIsNotAfterTheStartIsLeftOut) {
  const std::string file = file_of(event("2027-04-19T13:00:00Z", "2027-04-19T13:00:00Z"));
  EXPECT_NE(file.find("DTSTART:20270419T130000Z"), std::string::npos);
  EXPECT_EQ(file.find("DTEND"), std::string::npos);
}

TEST(ICalendar, WithoutAStartThereIsNoEvent) {
  EXPECT_EQ(file_of(event("soon", "later")).find("VEVENT"), std::string::npos);
}

TEST(ICalendar, NothingOfAnEventEndsALine) {
  Json hostile = event("2027-04-19", "2027-04-19");
  hostile["title"] = "a\r\nATTENDEE:mailto:x@example.org\nb\x01";
  hostile["id"] = "e\r\nX-EVIL:1";
  const std::string file = file_of(hostile);
  EXPECT_EQ(file.find("\r\nATTENDEE"), std::string::npos);
  EXPECT_EQ(file.find("\r\nX-EVIL"), std::string::npos);
  EXPECT_NE(file.find("SUMMARY:a\\nATTENDEE:mailto:x@example.org\\nb\r\n"), std::string::npos);
}

TEST(ContentLine, IsFoldedAtSeventyFiveOctetsAndNeverWithinACharacter) {
  const std::string text =
      "SUMMARY:" + std::string(66, 'x') + "\xE6\xB3\xB0\xE5\x9B\xBD" + std::string(200, 'y');
  std::string out;
  append_content_line(out, text);
  std::string unfolded;
  std::size_t begin = 0;
  while (begin < out.size()) {
    const std::size_t end = out.find("\r\n", begin);
    ASSERT_NE(end, std::string::npos);
    ASSERT_LE(end - begin, 75U);
    const std::string line = out.substr(begin, end - begin);
    const auto first = static_cast<unsigned char>(line[begin == 0 ? 0 : 1]);
    EXPECT_NE(first & 0xC0U, 0x80U) << "a character is cut";
    unfolded += begin == 0 ? line : line.substr(1);
    begin = end + 2;
  }
  EXPECT_EQ(unfolded, text);
}

}  // namespace
}  // namespace cyberdir::codec
