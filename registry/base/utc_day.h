// Days of UTC as numbers: what is counted by day is kept by them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace cyberdir::base {

inline constexpr std::int64_t kDayMicros = std::int64_t{86'400} * 1'000'000;

/// The day of a moment, counted from 1970-01-01; negative before.
[[nodiscard]] std::int64_t day_of(Instant instant);

/// The moment at which a day begins.
[[nodiscard]] Instant start_of_day(std::int64_t day);

/// The day as an RFC 3339 full-date, years 0000 to 9999.
[[nodiscard]] std::string date_of_day(std::int64_t day);

/// The day of an RFC 3339 full-date; nothing where the text is none.
[[nodiscard]] std::optional<std::int64_t> day_of_date(std::string_view date);

/// The moment that a text names: an RFC 3339 date-time, or the first or last microsecond of a
/// full-date (in UTC). Nothing where it is neither.
[[nodiscard]] std::optional<Instant> first_moment(std::string_view text);
[[nodiscard]] std::optional<Instant> last_moment(std::string_view text);

/// The Monday on or before a day: the first day of its week (ISO 8601).
[[nodiscard]] std::int64_t monday_of(std::int64_t day);

}  // namespace cyberdir::base
