// Events in the order in which they begin.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/directory.h"

namespace cyberdir::service {

/// Which events are asked for: those that are not over at `from` and begin before `until`.
struct CalendarQuery {
  base::Instant from;
  std::optional<base::Instant> until;
  std::vector<std::string> themes;  ///< about one of these; empty: about anything
  std::vector<std::string> types;   ///< of one of these types; empty: of any
  std::string state;                ///< of this State; empty: of any
};

struct Calendar {
  std::vector<model::Json> events;  ///< as the reader sees them, the first to begin first
  bool more = false;                ///< there are later ones than these
  store::Identity identity;
  store::Moment moment;
};

/// How many events one calendar has at most.
inline constexpr std::size_t kMostEvents = 500;

/// Published events that `caller` sees, at most kMostEvents, those that begin first.
[[nodiscard]] base::Result<Calendar> calendar_of(Directory& directory, const model::Caller& caller,
                                                 const CalendarQuery& query);

/// {"items", "total", "facets"}.
[[nodiscard]] model::Json calendar_json(const Calendar& calendar);

}  // namespace cyberdir::service
