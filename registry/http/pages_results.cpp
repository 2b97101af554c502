// /{language}/search
#include <algorithm>
#include <array>

#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/pages_lines.h"
#include "http/parameters.h"
#include "model/states.h"
#include "page/languages.h"
#include "page/render.h"
#include "service/query_reading.h"

namespace cyberdir::http {
namespace {

constexpr std::array<std::string_view, 18> kParameters = {
    "q",        "kind",  "state", "region",        "category", "network",       "theme",
    "language", "stage", "owner", "updated_since", "as_of",    "available_now", "declared",
    "proven",   "sort",  "limit", "cursor"};
constexpr std::array<std::string_view, 10> kFacets = {
    "state",    "region",   "kind",    "available_now", "declared",
    "category", "language", "network", "theme",         "stage"};
// Filters that a page can take away one by one: those that count, and two that do not.
constexpr std::array<std::string_view, 2> kUncounted = {"updated_since", "proven"};
constexpr std::size_t kMostFacetValues = 10;
constexpr int kUnavailable = 503;

using Changes = std::vector<std::pair<std::string, std::string>>;

// The page's address with a value added to a parameter that lists several, or taken out of it.
std::string toggled(const Request& request, std::string_view name, const std::string& value) {
  std::vector<std::string> values = list_parameter(request, name);
  const auto found = std::find(values.begin(), values.end(), value);
  if (found == values.end()) {
    values.push_back(value);
  } else {
    values.erase(found);
  }
  std::string text;
  for (const std::string& one : values) text += (text.empty() ? "" : ",") + one;
  return page_address(request, {{std::string(name), text}, {"cursor", ""}});
}

// The name of a value that stands for a State or an owner; others are named by their labels.
std::optional<page::Text> name_of(std::string_view parameter, const std::string& value,
                                  Names& names) {
  const bool is_owner = parameter == "owner";
  if ((parameter == "state" || is_owner) && model::is_state_code(value)) {
    page::Text name = names.state(value).name;
    if (name.value.empty()) name.value = value;
    return name;
  }
  if (parameter == "updated_since" || parameter == "proven") return page::Text{value, {}};
  if (is_owner && value != "registry" && value != "secretariat") {
    if (const auto owner = names.entry(value)) return owner->text;
  }
  return std::nullopt;
}

std::vector<std::string_view> filter_names() {
  std::vector<std::string_view> names(kFacets.begin(), kFacets.end());
  names.emplace_back("owner");
  names.insert(names.end(), kUncounted.begin(), kUncounted.end());
  return names;
}

std::vector<page::Filter> filters_of(const Request& request, Names& names) {
  std::vector<page::Filter> filters;
  const auto add = [&](std::string_view name, const std::string& value) {
    filters.push_back(
        {std::string(name), value, name_of(name, value, names), toggled(request, name, value)});
  };
  for (const std::string_view name : filter_names()) {
    for (const std::string& value : list_parameter(request, name)) add(name, value);
  }
  return filters;
}

std::string clear_path(const Request& request) {
  Changes changes = {{"cursor", ""}};
  for (const std::string_view name : filter_names()) changes.emplace_back(std::string(name), "");
  return page_address(request, changes);
}

// The values in use and the most frequent ones.
page::Facet facet_of(const Request& request, const std::string& name,
                     const std::vector<store::FacetCount>& counts, Names& names) {
  const std::vector<std::string> in_use = list_parameter(request, name);
  page::Facet facet{name, {}};
  for (const store::FacetCount& count : counts) {
    const bool active = std::find(in_use.begin(), in_use.end(), count.value) != in_use.end();
    if (!active && facet.values.size() >= kMostFacetValues) continue;
    facet.values.push_back({count.value,
                            name_of(name, count.value, names),
                            {static_cast<std::uint64_t>(count.count.value), count.count.exact},
                            active,
                            toggled(request, name, count.value)});
  }
  return facet;
}

// Why nothing is there. Of contacts it is said that they are shared, not that there are none.
page::Outcome outcome_of(const service::ListAnswer& list, const service::ListQuery& query) {
  if (!list.items.empty()) return page::Outcome::found;
  const bool contacts_alone =
      (query.words.empty() || list.interpretation.states_alone) &&
      std::any_of(query.filters.begin(), query.filters.end(), [](const store::Filter& filter) {
        return filter.name == "kind" && filter.values.size() == 1 &&
               filter.values.front() == "contact";
      });
  return contacts_alone ? page::Outcome::no_contact_published : page::Outcome::nothing_matches;
}

// A State that is named leads to its page; one that may be meant, to the search within it.
void put_interpretation(page::ResultsPage& shown, const Request& request,
                        const service::Interpretation& meant, Names& names) {
  shown.ambiguous = meant.ambiguous;
  for (const std::string& code : meant.states) {
    const page::Text name = *name_of("state", code, names);
    shown.states.push_back({name, meant.ambiguous
                                      ? page_address(request, {{"state", code}, {"cursor", ""}})
                                      : "/states/" + code});
  }
  for (const std::string& words : meant.suggestions) {
    shown.suggestions.push_back(
        {page::Text{words, {}}, page_address(request, {{"q", words}, {"cursor", ""}})});
  }
  shown.corrected = meant.corrected;
  shown.phrases =
      service::read_query(meant.corrected.empty() ? shown.query : meant.corrected).phrases;
  if (!meant.corrected.empty()) {
    shown.exact_path = page_address(request, {{"q", '"' + shown.query + '"'}, {"cursor", ""}});
  }
}

std::string raw_path(const Request& request, std::string_view form) {
  const std::string page = page_address(request, {{"cursor", ""}});
  const auto query = page.find('?');
  return "/v1/entries." + std::string(form) +
         (query == std::string::npos ? std::string() : page.substr(query));
}

void fill(page::ResultsPage& shown, const PageRequest& page, const service::ListAnswer& list,
          const service::ListQuery& query, Names& names) {
  const Request& request = page.context.request;
  shown.outcome = outcome_of(list, query);
  for (const service::EntryAnswer& item : list.items) {
    shown.items.push_back(line_of(page, tree_of(item), names));
  }
  shown.total = {static_cast<std::uint64_t>(list.total.value), list.total.exact};
  for (const auto& [name, counts] : list.facets) {
    shown.facets.push_back(facet_of(request, name, counts, names));
  }
  put_interpretation(shown, request, list.interpretation, names);
  std::erase_if(shown.facets, [](const page::Facet& facet) { return facet.values.empty(); });
  if (!list.previous.empty()) {
    shown.previous_path = page_address(request, {{"cursor", make_cursor(request, list.previous)}});
  }
  if (!list.next.empty()) {
    shown.next_path = page_address(request, {{"cursor", make_cursor(request, list.next)}});
  }
}

}  // namespace

Response page_results(Context& context) {
  auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  auto query = list_query(context.request);
  if (!query) return page_error(context, query.error());
  auto after = read_cursor(context.request);
  if (!after) return page_error(context, after.error());
  query->after = std::move(*after);
  query->facets.assign(kFacets.begin(), kFacets.end());

  page->frame.query = query->words;
  Names names(*page);
  page::ResultsPage shown;
  shown.query = query->words;
  shown.filters = filters_of(context.request, names);
  shown.clear_path = clear_path(context.request);
  shown.json_path = raw_path(context.request, "json");
  shown.xml_path = raw_path(context.request, "xml");
  const auto list = page->directory().list(page->reader_of_titles(), *query);
  if (list) {
    fill(shown, *page, *list, *query, names);
  } else if (list.error().code == base::ErrorCode::unavailable) {
    shown.outcome = page::Outcome::could_not_ask;
  } else {
    return page_error(context, list.error());
  }
  Response response = page_answer(*page, page::render_results(shown, page->frame));
  if (!list) {
    response.status = kUnavailable;
    response.set("Retry-After", "5");
    response.set("Cache-Control", "no-store");
  }
  return response;
}

}  // namespace cyberdir::http
