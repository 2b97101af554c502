// Events as one iCalendar (RFC 5545).
#pragma once

#include "codec/forms/output_form.h"
#include "codec/icalendar.h"

namespace cyberdir::codec {

[[nodiscard]] std::unique_ptr<FormWriter> make_calendar_writer(const FormContext& context);

inline constexpr std::string_view kCalendarKinds[] = {"event"};
inline constexpr std::string_view kCalendarLosses[] = {
    "Times are in UTC; the time zone of the place is left out.",
    "Programme, organiser and registration stand in one text for people.",
    "Mode, delegations, documents, visibility and extensions are left out.",
};
inline constexpr OutputForm kCalendarOutput{"ical",      kCalendarType,       "ics",
                                            "iCalendar", kCalendarKinds,      kCalendarLosses,
                                            false,       make_calendar_writer};

}  // namespace cyberdir::codec
