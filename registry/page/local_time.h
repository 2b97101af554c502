// The wall clock of a place, by the system's time-zone data.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "page/view_model.h"

namespace cyberdir::page {

struct LocalTime {
  std::string date;      // YYYY-MM-DD
  std::string clock;     // HH:MM
  unsigned weekday = 0;  // 0 is Monday
  int minute_of_day = 0;
};

// What a clock in this zone (IANA) shows at a moment; none where there is no such zone. Any thread.
[[nodiscard]] std::optional<LocalTime> local_time(std::string_view zone, Moment at);

}  // namespace cyberdir::page
