// /{language}/needs-and-offers: what is needed beside what is offered, theme by theme
#include <array>
#include <map>

#include "http/handlers.h"
#include "http/parameters.h"
#include "http/report_page.h"
#include "model/code_lists.h"
#include "model/states.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using model::Json;

constexpr std::size_t kMostOfAKind = 200;

struct Side {
  std::map<std::string, std::vector<page::Link>, std::less<>> by_theme;
  bool more = false;
};

// An entry's title with the State that it is of.
page::Link line_of(const PageRequest& page, const Json& entry, Names& names) {
  page::Link link = link_of(page, entry);
  const std::string state = model::state_of(entry);
  if (!state.empty()) link.text.value += " (" + names.state(state).name.value + ")";
  return link;
}

base::Result<Side> side_of(const PageRequest& page, const char* kind, Names& names) {
  service::ListQuery query;
  query.filters = {{"kind", {kind}}, {"status", {"published"}}};
  const auto themes = list_parameter(page.context.request, "theme");
  if (!themes.empty()) query.filters.push_back({"theme", themes});
  query.limit = kMostOfAKind;
  CYBERDIR_ASSIGN(list, page.directory().list(page.reader_of_titles(), query));
  Side side;
  side.more = !list.next.empty();
  for (const service::EntryAnswer& item : list.items) {
    const Json entry = tree_of(item);
    if (string_in(entry, "stage") == "closed") continue;
    side.by_theme[string_in(entry, "theme")].push_back(line_of(page, entry, names));
  }
  return side;
}

page::Cell cell_of(const Side& side, const std::string& theme) {
  const auto found = side.by_theme.find(theme);
  return found == side.by_theme.end() ? page::Cell("–") : page::Cell(found->second);
}

// The themes in the order of their list; last what has none, or one of its own.
std::vector<std::string> themes_of(const Side& needs, const Side& offers) {
  std::vector<std::string> themes = model::find_code_list("theme")->codes;
  for (const Side* side : {&needs, &offers}) {
    for (const auto& [theme, lines] : side->by_theme) {
      if (std::find(themes.begin(), themes.end(), theme) == themes.end()) themes.push_back(theme);
    }
  }
  return themes;
}

}  // namespace

Response page_needs_and_offers(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"theme"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  Names names(*page);
  const auto needs = side_of(*page, "need", names);
  if (!needs) return page_error(context, needs.error());
  const auto offers = side_of(*page, "offer", names);
  if (!offers) return page_error(context, offers.error());
  page::Table table{"exchange.table",
                    {"field.theme", "code.kinds.need", "code.kinds.offer"},
                    {},
                    "exchange.nothing"};
  table.headed = true;
  for (const std::string& theme : themes_of(*needs, *offers)) {
    if (!needs->by_theme.contains(theme) && !offers->by_theme.contains(theme)) continue;
    page::Table::Row row;
    row.cells.emplace_back(theme.empty() ? std::string("–")
                                         : page::code_label(page->language, "theme", theme));
    row.cells.push_back(cell_of(*needs, theme));
    row.cells.push_back(cell_of(*offers, theme));
    table.rows.push_back(std::move(row));
  }
  page::WorkPage shown;
  shown.title = "exchange.title";
  shown.intro = page->frame.anonymous ? "exchange.intro.public" : "exchange.intro";
  shown.tables = {std::move(table)};
  shown.forms = {asking_form("/needs-and-offers",
                             {code_choice(*page, "theme", "theme", asked(*page, "theme"))})};
  if (needs->more || offers->more) shown.links = {{"table.rest", "/search?kind=need,offer"}};
  const std::string theme = asked(*page, "theme");
  const std::string query =
      "?kind=need,offer" + (theme.empty() ? std::string() : "&theme=" + encode_query(theme));
  shown.json_path = "/v1/entries.json" + query;
  shown.xml_path = "/v1/entries.xml" + query;
  return report_answer(*page, shown);
}

}  // namespace cyberdir::http
