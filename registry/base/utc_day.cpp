#include "base/utc_day.h"

namespace cyberdir::base {

std::int64_t day_of(Instant instant) {
  const std::int64_t day = instant.micros / kDayMicros;
  return instant.micros % kDayMicros < 0 ? day - 1 : day;
}

Instant start_of_day(std::int64_t day) { return {day * kDayMicros}; }

std::string date_of_day(std::int64_t day) {
  constexpr std::size_t kDateLength = 10;
  return to_rfc3339(start_of_day(day)).substr(0, kDateLength);
}

std::optional<std::int64_t> day_of_date(std::string_view date) {
  if (!is_full_date(date)) return std::nullopt;
  const auto start = parse_rfc3339(std::string(date) + "T00:00:00Z");
  if (!start) return std::nullopt;
  return day_of(*start);
}

std::optional<Instant> first_moment(std::string_view text) {
  const auto day = day_of_date(text);
  return day ? std::optional(start_of_day(*day)) : parse_rfc3339(text);
}

std::optional<Instant> last_moment(std::string_view text) {
  const auto day = day_of_date(text);
  return day ? std::optional(Instant{start_of_day(*day + 1).micros - 1}) : parse_rfc3339(text);
}

std::int64_t monday_of(std::int64_t day) {
  constexpr std::int64_t kWeek = 7;
  constexpr std::int64_t kThursday = 3;  // 1970-01-01, counted from Monday
  return day - (((day + kThursday) % kWeek) + kWeek) % kWeek;
}

}  // namespace cyberdir::base
