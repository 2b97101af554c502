// / and /{language}
#include <array>

#include "http/handlers.h"
#include "http/page_frame.h"
#include "http/pages_names.h"
#include "page/render.h"

namespace cyberdir::http {
namespace {

constexpr std::size_t kMostStates = 300;

base::Result<std::vector<page::HomePage::State>> states_of(const PageRequest& page) {
  service::ListQuery query;
  query.filters = {{"kind", {"state"}}};
  query.as_of = page.as_of;
  query.limit = kMostStates;
  CYBERDIR_ASSIGN(list, page.directory().list(page.reader_of_titles(), query));
  std::vector<page::HomePage::State> states;
  for (const service::EntryAnswer& item : list.items) {
    const model::Json entry = tree_of(item);
    page::HomePage::State state;
    state.name = {string_in(entry, "iso2"), title_of(entry, page.language)};
    if (const model::Json* groups = member(entry, "regional_groups")) {
      for (const model::Json& group : *groups) state.groups.push_back(group.get<std::string>());
    }
    states.push_back(std::move(state));
  }
  return states;
}

// How many there are of each kind. That of contacts is always said: "0" leads to the reason.
base::Result<std::vector<page::HomePage::Count>> counts_of(const PageRequest& page) {
  static constexpr std::array<std::string_view, 8> kKinds = {
      "contact", "organisation", "initiative", "programme", "need", "offer", "document", "event"};
  std::vector<page::HomePage::Count> counts;
  for (const std::string_view kind : kKinds) {
    service::ListQuery query;
    query.filters = {{"kind", {std::string(kind)}}};
    query.as_of = page.as_of;
    query.limit = 0;
    CYBERDIR_ASSIGN(list, page.directory().list(page.reader_of_titles(), query));
    if (list.total.value == 0 && kind != "contact") continue;
    counts.push_back({std::string(kind),
                      {static_cast<std::uint64_t>(list.total.value), list.total.exact},
                      "/search?kind=" + std::string(kind)});
  }
  return counts;
}

}  // namespace

Response page_start(Context& context) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  Response response;
  response.status = 302;
  response.set("Location", "/" + page->language + "/");
  response.set("Vary", "Accept-Language");
  response.set("Cache-Control", "no-cache");
  return response;
}

Response page_home(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"as_of", "order"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  auto states = states_of(*page);
  if (!states) return page_error(context, states.error());
  auto counts = counts_of(*page);
  if (!counts) return page_error(context, counts.error());
  const std::string_view order = context.request.parameter("order").value_or("region");
  if (order != "region" && order != "name")
    return page_error(context, base::fail(base::ErrorCode::malformed, "order is region or name"));
  const page::HomePage home{std::move(*states), std::move(*counts), order == "name"};
  return page_answer(*page, page::render_home(home, page->frame));
}

}  // namespace cyberdir::http
