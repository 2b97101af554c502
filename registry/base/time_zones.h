// The system's time-zone data (never ICU's, which Debian 12 ships with the rules of 2022).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace date {
class time_zone;
}

namespace cyberdir::base {

/// True where the system's data has a zone of this name (IANA). Thread-safe.
[[nodiscard]] bool is_time_zone(std::string_view name);

/// What a clock on the wall and the calendar beside it show.
struct WallClock {
  std::int64_t seconds = 0;  ///< since 1970-01-01T00:00:00 as it is written there
  std::int32_t offset = 0;   ///< seconds ahead of UTC

  /// Days since 1970-01-01, as the calendar there has them.
  [[nodiscard]] std::int64_t day() const;
  /// 0 to 86 399.
  [[nodiscard]] std::int32_t second_of_day() const;
  /// 0 is Monday.
  [[nodiscard]] unsigned weekday() const;
};

/// A time zone of the system's data. Cheap to copy; any thread.
class TimeZone {
 public:
  /// Nothing where the system's data has no such zone.
  [[nodiscard]] static std::optional<TimeZone> named(std::string_view name);

  [[nodiscard]] WallClock at(Instant moment) const;
  /// When the wall clock shows `seconds`: once; twice where clocks are set back over it; where they
  /// are set forward over it, the moment at which they are.
  [[nodiscard]] std::vector<Instant> moments_of(std::int64_t seconds) const;
  /// Each moment after `from` and up to `until` at which the offset changes.
  [[nodiscard]] std::vector<Instant> changes(Instant from, Instant until) const;

 private:
  explicit TimeZone(const date::time_zone* zone) : zone_(zone) {}
  const date::time_zone* zone_;
};

}  // namespace cyberdir::base
