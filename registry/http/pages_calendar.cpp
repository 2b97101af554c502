// /{language}/calendar: events that are to come
#include "base/utc_day.h"
#include "http/handlers.h"
#include "http/report_page.h"
#include "http/report_parameters.h"
#include "model/states.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using model::Json;

std::string time_of(const PageRequest& page, const Json& event, const char* name) {
  const std::string text = string_in(event, name);
  return page::partial_date(page.language, text);
}

std::string deadline_of(const PageRequest& page, const Json& event) {
  const Json* registration = member(event, "registration");
  return registration == nullptr ? std::string() : time_of(page, *registration, "deadline");
}

page::Table table_of(const PageRequest& page, const service::Calendar& calendar, Names& names) {
  page::Table table{"calendar.title",
                    {"field.title", "field.start", "field.end", "field.place", "field.type",
                     "form.state", "calendar.deadline"},
                    {},
                    "calendar.nothing"};
  for (const Json& event : calendar.events) {
    page::Table::Row row;
    const page::Link title = link_of(page, event);
    row.cells.emplace_back(title.text, title.path);
    row.cells.emplace_back(time_of(page, event, "start"));
    row.cells.emplace_back(time_of(page, event, "end"));
    row.cells.emplace_back(page::Text{string_in(event, "place"), {}});
    row.cells.emplace_back(labels_of(page, event, "type", "event-type"));
    row.cells.push_back(state_cell(names, model::state_of(event)));
    row.cells.emplace_back(deadline_of(page, event));
    table.rows.push_back(std::move(row));
  }
  table.headed = true;
  return table;
}

page::Form form_of(const PageRequest& page, base::Instant now) {
  std::string from = asked(page, "from");
  if (from.empty()) from = base::date_of_day(base::day_of(now));
  const page::FormField first{page::FormField::Kind::date, "from", {}, from, false, {}};
  const page::FormField until{page::FormField::Kind::date, "until", {},
                              asked(page, "until"),        false,   {}};
  return asking_form("/calendar",
                     {first, until, code_choice(page, "theme", "theme", asked(page, "theme")),
                      code_choice(page, "type", "event-type", asked(page, "type")),
                      state_choice(page, "state", asked(page, "state"))});
}

}  // namespace

Response page_calendar(Context& context) {
  const auto page = open_page(context, kCalendarParameters);
  if (!page) return page_error(context, page.error());
  const base::Instant now = context.registry.clock().now();
  const auto query = calendar_query_of(context.request, now);
  if (!query) return page_error(context, query.error());
  const auto calendar = service::calendar_of(page->directory(), page->reader_of_titles(), *query);
  if (!calendar) return page_error(context, calendar.error());
  Names names(*page);
  page::WorkPage shown;
  shown.title = "calendar.title";
  shown.intro = calendar->more ? "calendar.more" : "calendar.intro";
  shown.tables = {table_of(*page, *calendar, names)};
  shown.forms = {form_of(*page, now)};
  shown.files = {{"calendar.file", "/v1/calendar.ics" + query_of(*page)}};
  link_forms(*page, "/v1/calendar", shown);
  return report_answer(*page, shown);
}

}  // namespace cyberdir::http
