#include "base/instant.h"

#include <gtest/gtest.h>

namespace cyberdir::base {
namespace {

TEST(Instant, reads_rfc_3339) {
  constexpr std::int64_t kSecond = 1'000'000;
  const std::vector<std::pair<const char*, std::int64_t>> valid = {
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01T00:00:01Z", kSecond},
      {"1969-12-31T23:59:59Z", -kSecond},
      {"1970-01-01T02:00:00+02:00", 0},
      {"1969-12-31T16:00:00-08:00", 0},
      {"1970-01-01T00:00:00.000001Z", 1},
      {"1970-01-01T00:00:00.5Z", 500'000},
      {"1970-01-01T00:00:00.123456789Z", 123'456},
      {"1970-01-01t00:00:00z", 0},
      {"2000-02-29T12:00:00Z", 951'825'600 * kSecond},
      {"2026-11-22T08:00:00Z", 1'795'334'400 * kSecond},
      {"1985-04-12T23:20:50.52Z", 482'196'050 * kSecond + 520'000},
      {"1996-12-19T16:39:57-08:00", 851'042'397 * kSecond},
      {"1937-01-01T12:00:27.87+00:20", -1'041'337'172 * kSecond - 130'000},
  };
  for (const auto& [text, micros] : valid) {
    const auto read = parse_rfc3339(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_EQ(read->micros, micros) << text;
  }
}

TEST(Instant, refuses_what_rfc_3339_has_not) {
  for (const char* text : {"",
                           "2026-11-22",
                           "08:00:00Z",
                           "2026-11-22T08:00Z",
                           "2026-11-22T08:00:00",
                           "2026-11-22 8:00:00Z",
                           "2026-11-22T24:00:00Z",
                           "2026-11-22T08:60:00Z",
                           "2026-11-22T08:00:61Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "1900-02-29T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-11-22T08:00:00.Z",
                           "2026-11-22T08:00:00+2:00",
                           "2026-11-22T08:00:00+02",
                           "2026-11-22T08:00:00+24:00",
                           "2026-11-22T08:00:00+00:60",
                           "2026-11-22T08:00:00Zx",
                           " 2026-11-22T08:00:00Z",
                           "26-11-22T08:00:00Z",
                           "+002026-11-22T08:00:00Z",
                           "2026-11-22T08:00:00,5Z",
                           "2026/11/22T08:00:00Z",
                           "2026-11-22T08:00:00ZZ",
                           "-026-11-22T08:00:00Z",
                           "2026-11-22T08:00:00.1234567890Z"}) {
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
  }
}

TEST(Instant, is_written_as_it_was_read) {
  for (const char* text :
       {"1970-01-01T00:00:00Z", "2026-11-22T08:00:00Z", "2000-02-29T23:59:59.000001Z",
        "1969-12-31T23:59:59.999999Z", "1900-03-01T00:00:00Z", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z"}) {
    const auto read = parse_rfc3339(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_EQ(to_rfc3339(*read), text);
  }
}

TEST(Instant, as_http_has_it) {
  EXPECT_EQ(to_http_date(*parse_rfc3339("1994-11-06T08:49:37Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(to_http_date(*parse_rfc3339("2026-11-22T08:00:00.999999Z")),
            "Sun, 22 Nov 2026 08:00:00 GMT");
  EXPECT_EQ(to_http_date({-1}), "Wed, 31 Dec 1969 23:59:59 GMT");
}

TEST(Dates, exist_or_not) {
  for (const char* text : {"2026-11-22", "2000-02-29", "2024-02-29", "0001-01-01", "9999-12-31"})
    EXPECT_TRUE(is_full_date(text)) << text;
  for (const char* text :
       {"", "2026", "2026-11", "2026-11-31", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10",
        "2026-1-1", "20261122", "2026-11-22 ", "2026-11-2x", "２026-11-22"}) {
    EXPECT_FALSE(is_full_date(text)) << text;
  }
  for (const char* text : {"2026", "2026-11", "2026-11-22"})
    EXPECT_TRUE(is_partial_date(text)) << text;
  for (const char* text : {"", "26", "2026-", "2026-13", "2026-00", "2026-11-", "2026-11-31",
                           "2026-1", "20261", "abcd"})
    EXPECT_FALSE(is_partial_date(text)) << text;
}

TEST(ClockTimes, exist_or_not) {
  for (const char* text : {"00:00", "08:30", "23:59"})
    EXPECT_TRUE(is_clock_time(text, false)) << text;
  for (const char* text : {"", "8:30", "24:00", "23:60", "08:30:00", "08.30", "0830", "ab:cd",
                           "-1:00", "08:3", " 8:30"})
    EXPECT_FALSE(is_clock_time(text, false)) << text;
  EXPECT_TRUE(is_clock_time("24:00", true));
  EXPECT_FALSE(is_clock_time("24:01", true));
}

}  // namespace
}  // namespace cyberdir::base
