// The system's time-zone data (never ICU's, which Debian 12 ships with the rules of 2022).
#pragma once

#include <string_view>

namespace cyberdir::base {

/// True where the system's data has a zone of this name (IANA). Thread-safe.
[[nodiscard]] bool is_time_zone(std::string_view name);

}  // namespace cyberdir::base
