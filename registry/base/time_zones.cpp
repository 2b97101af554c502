#include "base/time_zones.h"

#include <set>
#include <string>

#include <date/tz.h>

namespace cyberdir::base {

bool is_time_zone(std::string_view name) {
  static const std::set<std::string, std::less<>> kNames = [] {
    std::set<std::string, std::less<>> names;
    const date::tzdb& database = date::get_tzdb();
    for (const date::time_zone& zone : database.zones) names.insert(zone.name());
    return names;
  }();
  return kNames.contains(name);
}

}  // namespace cyberdir::base
