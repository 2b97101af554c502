// /{language}/differences: what changed in the directory between two dates
#include <algorithm>
#include <array>
#include <map>

#include "base/utc_day.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/report_page.h"
#include "http/report_parameters.h"
#include "model/kinds.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using page::FormField;

constexpr std::int64_t kDaysShown = 30;
constexpr std::size_t kMostPlaces = 8;  // named in one line; the difference itself is one link away

page::Form form_of(const PageRequest& page, std::int64_t today) {
  const auto date = [&](const char* name, std::int64_t otherwise) {
    const std::string said = asked(page, name);
    return FormField{FormField::Kind::date,
                     name,
                     {},
                     said.empty() ? base::date_of_day(otherwise) : said,
                     true,
                     {}};
  };
  FormField kind{FormField::Kind::choice, "kind", {}, asked(page, "kind"), false, {{"", "–"}}};
  for (const model::Kind& one : model::kinds()) {
    kind.choices.emplace_back(std::string(one.name),
                              page::code_label(page.language, "kinds", one.name));
  }
  return asking_form("/differences",
                     {date("from", today - kDaysShown), date("to", today), std::move(kind),
                      state_choice(page, "state", asked(page, "state"))});
}

// A form that leads to the directory as it was.
page::Form past_form(std::int64_t today) {
  page::Form form = asking_form(
      "/", {FormField{FormField::Kind::date, "as_of", {}, base::date_of_day(today - 1), true, {}}});
  form.name = "past";
  form.heading = "differences.as_of";
  return form;
}

// Where an entry changed, in words, each place once.
std::string places_of(const PageRequest& page, const service::ReportItem& item) {
  std::vector<std::string> places;
  for (const model::Change& change : item.changes) {
    const auto second = change.pointer.find('/', 1);
    const bool in_meta = change.pointer.starts_with("/meta/");
    std::string place = page::place_label(
        page.language, in_meta ? change.pointer : change.pointer.substr(0, second));
    if (std::find(places.begin(), places.end(), place) == places.end())
      places.push_back(std::move(place));
  }
  std::string text;
  for (std::size_t i = 0; i < places.size() && i < kMostPlaces; ++i)
    text += (i == 0 ? "" : " · ") + places[i];
  return places.size() > kMostPlaces ? text + " …" : text;
}

std::string path_of(const service::ReportItem& item) {
  const std::string path = entry_address(item.id);
  if (item.what != service::ReportItem::What::changed) return path;
  return path + "/diff?from=" + std::to_string(item.from_version) +
         "&to=" + std::to_string(item.to_version);
}

// A table for each kind; within it by State in the reader's alphabet, then by title.
void put_items(page::WorkPage& shown, const PageRequest& page, const service::Report& report,
               Names& names) {
  std::map<std::string, page::Table> tables;
  for (const service::ReportItem& item : report.items) {
    page::Table::Row row;
    row.cells.push_back(state_cell(names, item.state));
    const page::Link title = link_of(page, item.entry);
    const bool same_version = item.from_version == item.to_version;
    row.cells.emplace_back(title.text, same_version ? title.path : path_of(item));
    row.cells.emplace_back(std::string(
        page::words(page.language, "differences." + std::string(service::name_of(item.what)))));
    row.cells.emplace_back(places_of(page, item));
    tables[item.kind].rows.push_back(std::move(row));
  }
  for (const model::Kind& kind : model::kinds()) {
    const auto found = tables.find(std::string(kind.name));
    if (found == tables.end()) continue;
    page::Table& table = found->second;
    table.heading = "code.kinds." + std::string(kind.name);
    table.columns = {"form.state", "field.title", "column.what", "column.where"};
    std::stable_sort(table.rows.begin(), table.rows.end(), [&](const auto& a, const auto& b) {
      const auto before = [&](std::size_t cell) {
        return page::stands_before(page.language, a.cells[cell].text.value,
                                   b.cells[cell].text.value);
      };
      const bool same = a.cells[0].text.value == b.cells[0].text.value;
      return same ? before(1) : before(0);
    });
    shown.tables.push_back(std::move(table));
  }
}

base::Result<void> put_report(page::WorkPage& shown, const PageRequest& page) {
  constexpr std::size_t kMostItems = 200;
  CYBERDIR_ASSIGN(query, report_query_of(page.context.request));
  if (!page.context.request.parameter("limit")) query.limit = kMostItems;
  CYBERDIR_ASSIGN(report,
                  service::difference_report(page.context.registry.store(), page.caller(), query));
  Names names(page);
  put_items(shown, page, report, names);
  const auto moment = [&](const store::Moment& at) {
    return at.seq == 0 ? std::string("–") : page::date_and_time(page.language, moment_of(at.at));
  };
  shown.facts = {{"form.from", moment(report.from)},
                 {"form.to", moment(report.to)},
                 {"differences.retrieved", page::date_and_time(page.language, page.frame.now)}};
  if (report.items.empty()) shown.notice = "differences.nothing";
  if (report.next != 0) {
    shown.next_path =
        page_address(page.context.request,
                     {{"cursor", make_cursor(page.context.request, std::to_string(report.next))}});
  }
  link_forms(page, "/v1/differences", shown);
  return {};
}

}  // namespace

Response page_differences(Context& context) {
  const auto page = open_page(context, kReportParameters);
  if (!page) return page_error(context, page.error());
  page::WorkPage shown;
  shown.title = "differences.title";
  shown.intro = "differences.intro";
  const std::int64_t today = base::day_of(context.registry.clock().now());
  if (!asked(*page, "from").empty()) {
    if (const auto done = put_report(shown, *page); !done) return page_error(context, done.error());
  }
  shown.forms = {form_of(*page, today), past_form(today)};
  return report_answer(*page, shown);
}

}  // namespace cyberdir::http
