// Parameters of reports: what changed between two moments, events, States to compare.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "http/context.h"
#include "service/calendar.h"
#include "service/difference_report.h"
#include "service/undertakings.h"

namespace cyberdir::http {

inline constexpr std::array<std::string_view, 6> kReportParameters = {"from",  "to",    "kind",
                                                                      "state", "limit", "cursor"};
inline constexpr std::array<std::string_view, 5> kCalendarParameters = {"from", "until", "theme",
                                                                        "type", "state"};

inline constexpr std::array<std::string_view, 3> kUndertakingParameters = {"open_to", "theme",
                                                                           "stage"};

/// How many States are compared at most.
inline constexpr std::size_t kMostCompared = 3;

/// Errors: malformed, with what is taken (`from` must be given).
[[nodiscard]] base::Result<service::ReportQuery> report_query_of(const Request& request);

/// `from` is now where it is absent. Errors: malformed.
[[nodiscard]] base::Result<service::CalendarQuery> calendar_query_of(const Request& request,
                                                                     base::Instant now);

/// All but the kind. Errors: malformed.
[[nodiscard]] base::Result<service::UndertakingQuery> undertaking_query_of(const Request& request);

/// `states`: one to three codes, in any case, each once. Errors: malformed.
[[nodiscard]] base::Result<std::vector<std::string>> compared_states(const Request& request);

/// The code of a State, in upper case; empty where the parameter is absent. Errors: malformed.
[[nodiscard]] base::Result<std::string> state_parameter(const Request& request,
                                                        std::string_view name = "state");

/// The code of a State in upper case.
[[nodiscard]] std::string upper_code(std::string text);

}  // namespace cyberdir::http
