#include "base/utc_day.h"

#include <gtest/gtest.h>

namespace cyberdir::base {
namespace {

TEST(UtcDay, begins_at_midnight) {
  EXPECT_EQ(day_of({0}), 0);
  EXPECT_EQ(day_of({kDayMicros - 1}), 0);
  EXPECT_EQ(day_of({kDayMicros}), 1);
  EXPECT_EQ(day_of({-1}), -1);
  EXPECT_EQ(start_of_day(day_of(*parse_rfc3339("2026-11-22T23:59:59Z"))),
            *parse_rfc3339("2026-11-22T00:00:00Z"));
}

TEST(UtcDay, is_written_as_a_date) {
  EXPECT_EQ(date_of_day(0), "1970-01-01");
  EXPECT_EQ(date_of_day(*day_of_date("2024-02-29")), "2024-02-29");
  EXPECT_FALSE(day_of_date("2023-02-29"));
  EXPECT_FALSE(day_of_date("2026-11-22T00:00:00Z"));
  EXPECT_FALSE(day_of_date(""));
}

TEST(UtcDay, has_a_monday) {
  EXPECT_EQ(date_of_day(monday_of(*day_of_date("2026-11-22"))), "2026-11-16") << "a Sunday";
  EXPECT_EQ(date_of_day(monday_of(*day_of_date("2026-11-16"))), "2026-11-16");
  EXPECT_EQ(date_of_day(monday_of(*day_of_date("1970-01-01"))), "1969-12-29");
}

}  // namespace
}  // namespace cyberdir::base
