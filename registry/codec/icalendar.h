// Events as iCalendar (RFC 5545): one calendar object, times in UTC.
#pragma once

#include <string>
#include <string_view>

#include "model/json.h"

namespace cyberdir::codec {

/// The media type of what these functions write.
inline constexpr std::string_view kCalendarType = "text/calendar; charset=utf-8";

/// Begins a calendar; `name` is shown by programs that know the property NAME (RFC 7986).
void append_calendar_head(std::string& out, std::string_view name);

/// Appends one event, as its reader sees it. `registry` makes the UID unique in the world; `base`
/// is the address of the directory, for the event's page. An event without a start is left out.
void append_calendar_event(std::string& out, const model::Json& event, std::string_view registry,
                           std::string_view base);

void append_calendar_end(std::string& out);

}  // namespace cyberdir::codec
