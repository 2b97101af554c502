// /v1/differences, /v1/states/{iso2}/brief, /v1/compare, /v1/coverage, /v1/calendar,
// /v1/initiatives, /v1/programmes
#include "codec/canonical_json.h"
#include "codec/icalendar.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/negotiation.h"
#include "http/page_frame.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/public_url.h"
#include "http/report_parameters.h"
#include "page/languages.h"
#include "service/brief.h"
#include "service/coverage.h"

namespace cyberdir::http {
namespace {

constexpr Form kCalendarForms[] = {kJsonForm, kXmlForm, {"ics", "text/calendar"}};

Response calendar_file(const Context& context, const service::Calendar& calendar) {
  Response response;
  set_common(context, response);
  response.set("Content-Type", std::string(codec::kCalendarType));
  response.set("Content-Disposition", "inline; filename=\"events.ics\"");
  const std::string base = public_url(context);
  codec::append_calendar_head(response.body,
                              page::words(page_language(context.request), "frame.name"));
  for (const model::Json& event : calendar.events)
    codec::append_calendar_event(response.body, event, calendar.identity.registry, base);
  codec::append_calendar_end(response.body);
  return response;
}

}  // namespace

Response list_differences(Context& context) {
  if (const auto known = check_parameters(context.request, kReportParameters); !known)
    return parameter_problem(context, known.error());
  if (const auto form = choose_form(context); !form) return problem(context, form.error());
  const auto query = report_query_of(context.request);
  if (!query) return problem(context, query.error());
  const auto report = service::difference_report(context.registry.store(), context.caller, *query);
  if (!report) return problem(context, report.error());
  Response response =
      object_answer(context, "differences", codec::canonical_json(service::report_json(*report)));
  response.set("Link",
               page_links(context.request, report->next == 0 ? "" : std::to_string(report->next)));
  return response;
}

Response get_brief(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"as_of"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  const auto as_of = as_of_parameter(context.request);
  if (!as_of) return problem(context, as_of.error());
  const auto brief = service::brief_of(context.registry.directory(), context.caller,
                                       upper_code(context.part("iso2")), *as_of);
  if (!brief) return problem(context, brief.error());
  Response response =
      object_answer(context, "brief", codec::canonical_json(service::brief_json(*brief)));
  if (*as_of) set_moment(response, brief->moment);
  return response;
}

Response compare_states(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"states", "as_of"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  const auto states = compared_states(context.request);
  if (!states) return problem(context, states.error());
  const auto as_of = as_of_parameter(context.request);
  if (!as_of) return problem(context, as_of.error());
  const auto briefs =
      service::briefs_of(context.registry.directory(), context.caller, *states, *as_of);
  if (!briefs) return problem(context, briefs.error());
  Response response =
      object_answer(context, "comparison", codec::canonical_json(service::briefs_json(*briefs)));
  if (*as_of) set_moment(response, briefs->front().moment);
  return response;
}

Response get_coverage(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"as_of"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  if (const auto form = choose_form(context); !form) return problem(context, form.error());
  const auto as_of = as_of_parameter(context.request);
  if (!as_of) return problem(context, as_of.error());
  const auto coverage = service::coverage_of(context.registry.directory(), context.caller, *as_of);
  if (!coverage) return problem(context, coverage.error());
  Response response =
      object_answer(context, "coverage", codec::canonical_json(service::coverage_json(*coverage)));
  if (*as_of) set_moment(response, coverage->moment);
  return response;
}

static Response undertakings_answer(Context& context, const std::string& kind) {
  if (const auto known = check_parameters(context.request, kUndertakingParameters); !known)
    return parameter_problem(context, known.error());
  if (const auto form = choose_form(context); !form) return problem(context, form.error());
  auto query = undertaking_query_of(context.request);
  if (!query) return problem(context, query.error());
  query->kind = kind;
  const auto list = service::undertakings(context.registry.directory(), context.caller, *query,
                                          context.registry.clock().now());
  if (!list) return problem(context, list.error());
  return object_answer(context, "list", codec::canonical_json(service::undertakings_json(*list)));
}

Response list_initiatives(Context& context) { return undertakings_answer(context, "initiative"); }

Response list_programmes(Context& context) { return undertakings_answer(context, "programme"); }

Response get_calendar(Context& context) {
  if (const auto known = check_parameters(context.request, kCalendarParameters); !known)
    return parameter_problem(context, known.error());
  const auto form = choose_form(context, kCalendarForms);
  if (!form) return problem(context, form.error());
  const auto query = calendar_query_of(context.request, context.registry.clock().now());
  if (!query) return problem(context, query.error());
  const auto calendar = service::calendar_of(context.registry.directory(), context.caller, *query);
  if (!calendar) return problem(context, calendar.error());
  if (form->suffix == "ics") return calendar_file(context, *calendar);
  return object_answer(context, "list", codec::canonical_json(service::calendar_json(*calendar)));
}

}  // namespace cyberdir::http
