// /{language}/look-ups: what a manager's people looked up, and how often an entry is looked up
#include "base/utc_day.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/look_up_parameters.h"
#include "http/work_page.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using model::Role;
using page::FormField;

page::Form asking_form(const std::string& entry) {
  page::Form form;
  form.name = "look";
  form.heading = "look_ups.of_entry";
  form.action = "/look-ups";
  form.button = "action.show";
  form.asks = true;
  form.fields = {{FormField::Kind::text, "entry", {}, entry, false, {}}};
  return form;
}

page::Table people_table(const std::vector<store::LookUpRow>& rows) {
  page::Table table{"look_ups.people",
                    {"form.entry", "column.day", "column.actor", "column.count"},
                    {},
                    "look_ups.nothing"};
  for (const store::LookUpRow& row : rows) {
    table.rows.push_back(
        {{row.id, base::date_of_day(row.day), row.actor, std::to_string(row.count)},
         entry_address(row.id),
         {}});
  }
  return table;
}

page::Table week_table(const PageRequest& page, const std::vector<service::LookUpWeek>& weeks) {
  constexpr std::int64_t kLastDay = 6;
  page::Table table{"look_ups.weeks",
                    {"column.week", "look_ups.own", "look_ups.states", "look_ups.organisations",
                     "look_ups.secretariat", "look_ups.public"},
                    {},
                    "look_ups.no_week"};
  const std::string few(page::words(page.language, "look_ups.few"));
  for (const service::LookUpWeek& week : weeks) {
    page::Table::Row row;
    row.cells = {base::date_of_day(week.monday) + " – " +
                 base::date_of_day(week.monday + kLastDay)};
    for (const std::int64_t count : week.counts)
      row.cells.push_back(count < service::kFewestTold ? few : std::to_string(count));
    table.rows.push_back(std::move(row));
  }
  return table;
}

base::Result<void> put_people(page::WorkPage& shown, const PageRequest& page) {
  const Request& request = page.context.request;
  CYBERDIR_ASSIGN(query, look_up_query_of(request));
  CYBERDIR_ASSIGN(rows, page.context.registry.look_ups().of_people(page.caller(), query));
  shown.tables.push_back(people_table(rows.items));
  if (rows.more) {
    shown.links.emplace_back(
        "results.next",
        page_address(request, {{"cursor", make_cursor(request, key_after(rows.items.back()))}}));
  }
  return {};
}

// A manager's people also look up what others own, of which the owner alone is told how often.
base::Result<void> put_weeks(page::WorkPage& shown, const PageRequest& page,
                             const std::string& entry) {
  if (entry.empty()) return {};
  const auto weeks = page.context.registry.look_ups().of_entry(page.caller(), entry);
  if (weeks) {
    shown.tables.push_back(week_table(page, *weeks));
    return {};
  }
  if (page.caller().role == Role::manager) return {};
  return weeks.error();
}

base::Result<void> check_reader(const model::Caller& caller) {
  if (caller.role == Role::editor || caller.role == Role::manager ||
      caller.role == Role::secretariat)
    return {};
  return base::fail(base::ErrorCode::forbidden,
                    "look-ups are shown to those who write entries and to managers");
}

}  // namespace

Response page_look_ups(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto page = open_page(context, kLookUpParameters);
  if (!page) return page_error(context, page.error());
  if (const auto may = check_reader(page->caller()); !may) return page_error(context, may.error());
  const std::string entry(context.request.parameter("entry").value_or(std::string_view()));
  page::WorkPage shown;
  shown.title = "look_ups.title";
  shown.intro = "look_ups.intro";
  shown.forms = {asking_form(entry)};
  if (page->caller().role == Role::manager) {
    if (const auto done = put_people(shown, *page); !done) return page_error(context, done.error());
  }
  if (const auto done = put_weeks(shown, *page, entry); !done)
    return page_error(context, done.error());
  shown.links.emplace_back("account.title", "/account");
  return work_answer(*page, shown);
}

}  // namespace cyberdir::http
