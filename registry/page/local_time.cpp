#include "page/local_time.h"

#include <algorithm>

#include <date/tz.h>

namespace cyberdir::page {
namespace {

const date::time_zone* find_zone(std::string_view name) {
  const auto& zones = date::get_tzdb().zones;
  const auto found = std::find_if(zones.begin(), zones.end(),
                                  [&](const auto& zone) { return zone.name() == name; });
  return found == zones.end() ? nullptr : &*found;
}

}  // namespace

std::optional<LocalTime> local_time(std::string_view zone, Moment at) {
  const date::time_zone* place = find_zone(zone);
  if (place == nullptr) return std::nullopt;
  const auto local = place->to_local(std::chrono::floor<std::chrono::minutes>(at));
  const auto day = date::floor<date::days>(local);
  LocalTime time;
  time.date = date::format("%F", day);
  time.clock = date::format("%H:%M", local);
  time.weekday = date::weekday(day).iso_encoding() - 1;
  time.minute_of_day =
      static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(local - day).count());
  return time;
}

}  // namespace cyberdir::page
