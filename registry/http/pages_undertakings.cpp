// /{language}/initiatives and /{language}/programmes: what a State could take part in
#include <array>

#include "http/handlers.h"
#include "http/report_page.h"
#include "http/report_parameters.h"
#include "model/states.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using model::Json;

// Whom an entry names, and whether they have agreed to that.
struct Named {
  std::vector<page::Link> accepted;
  std::vector<page::Link> reported;
};

page::Link link_of_party(Names& names, const Json& party) {
  const std::string state = string_in(party, "state");
  if (!state.empty()) {
    const page::Cell cell = state_cell(names, state);
    return {cell.text, cell.path};
  }
  const std::string ref = string_in(party, "ref");
  const auto link = names.entry(ref);
  return link ? *link : page::Link{{ref, {}}, {}};
}

Named named_in(const Json& entry, Names& names) {
  constexpr std::size_t kMostNamed = 12;
  Named named;
  for (const char* field : {"partners", "supporters", "states", "beneficiaries"}) {
    const Json* parties = member(entry, field);
    if (parties == nullptr) continue;
    for (const Json& party : *parties) {
      auto& list = party.value("accepted", Json()) == true ? named.accepted : named.reported;
      if (list.size() < kMostNamed) list.push_back(link_of_party(names, party));
    }
  }
  return named;
}

page::Cell lead_cell(const Json& entry, Names& names) {
  const std::string lead = string_in(entry, "lead");
  const auto link = lead.empty() ? std::nullopt : names.entry(lead);
  return link ? page::Cell(link->text, link->path) : page::Cell("–");
}

page::Cell cell_of(std::vector<page::Link> links) {
  return links.empty() ? page::Cell("–") : page::Cell(std::move(links));
}

page::Table::Row row_of(const PageRequest& page, const service::Undertaking& one, bool dated,
                        Names& names) {
  page::Table::Row row;
  const page::Link title = link_of(page, one.entry);
  row.cells.emplace_back(title.text, title.path);
  row.cells.push_back(lead_cell(one.entry, names));
  row.cells.emplace_back(labels_of(page, one.entry, "themes", "theme"));
  row.cells.emplace_back(labels_of(page, one.entry, "stage", "stage"));
  if (dated) {
    row.cells.emplace_back(one.deadline
                               ? page::date_and_time(page.language, moment_of(*one.deadline))
                               : std::string("–"));
  }
  Named named = named_in(one.entry, names);
  row.cells.push_back(cell_of(std::move(named.accepted)));
  row.cells.push_back(cell_of(std::move(named.reported)));
  return row;
}

page::Table table_of(const PageRequest& page, const service::UndertakingList& list, bool open,
                     bool dated, Names& names) {
  page::Table table;
  table.heading = open ? "undertakings.open" : "undertakings.others";
  table.nothing = "undertakings.nothing";
  table.columns = {"field.title", "field.lead", "field.themes", "field.stage"};
  if (dated) table.columns.emplace_back("undertakings.deadline");
  table.columns.emplace_back("undertakings.accepted");
  table.columns.emplace_back("undertakings.reported");
  table.headed = true;
  for (const service::Undertaking& one : list.items) {
    if (one.open == open) table.rows.push_back(row_of(page, one, dated, names));
  }
  return table;
}

// "Open to us": for readers who speak for a State.
void put_ways(page::WorkPage& shown, const PageRequest& page, const std::string& open_to) {
  const std::string& own = page.caller().owner;
  const Request& request = page.context.request;
  const auto way = [&](const char* words, const std::string& value, bool current) {
    shown.ways.push_back({std::string(page::words(page.language, words)),
                          page_address(request, {{"open_to", value}}), current});
  };
  way("undertakings.all", "", open_to.empty());
  if (model::is_state_code(own)) way("undertakings.to_you", own, open_to == own);
}

Response page_of(Context& context, const std::string& kind, const std::string& path) {
  const auto page = open_page(context, kUndertakingParameters);
  if (!page) return page_error(context, page.error());
  auto query = undertaking_query_of(context.request);
  if (!query) return page_error(context, query.error());
  query->kind = kind;
  const auto list = service::undertakings(page->directory(), page->reader_of_titles(), *query,
                                          context.registry.clock().now());
  if (!list) return page_error(context, list.error());
  const bool dated = kind == "programme";
  Names names(*page);
  page::WorkPage shown;
  shown.title = path + ".title";
  shown.intro = path + ".intro";
  put_ways(shown, *page, query->open_to);
  shown.tables.push_back(table_of(*page, *list, true, dated, names));
  if (query->open_to.empty()) {
    shown.tables.push_back(table_of(*page, *list, false, dated, names));
  }
  shown.forms = {
      asking_form("/" + path, {state_choice(*page, "open_to", query->open_to),
                               code_choice(*page, "theme", "theme", asked(*page, "theme")),
                               code_choice(*page, "stage", "stage", asked(*page, "stage"))})};
  if (list->more) shown.links = {{"table.rest", "/search?kind=" + kind}};
  link_forms(*page, "/v1/" + path, shown);
  return report_answer(*page, shown);
}

}  // namespace

Response page_initiatives(Context& context) {
  return page_of(context, "initiative", "initiatives");
}

Response page_programmes(Context& context) { return page_of(context, "programme", "programmes"); }

}  // namespace cyberdir::http
