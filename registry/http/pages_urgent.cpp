// /{language}/urgent
#include <algorithm>
#include <array>

#include "http/handlers.h"
#include "http/pages_contact.h"
#include "http/pages_lines.h"
#include "http/pages_names.h"
#include "http/parameters.h"
#include "model/kept_members.h"
#include "model/states.h"
#include "page/render.h"

namespace cyberdir::http {

using model::Json;

namespace {

constexpr std::size_t kMostContacts = 40;  // of all States together: the page has to stay small
constexpr std::size_t kMostOfState = 60;

base::Result<service::ListAnswer> contacts_of(const PageRequest& page, const std::string& state) {
  service::ListQuery query;
  query.filters = {{"kind", {"contact"}}};
  if (!state.empty()) query.filters.push_back({"state", {state}});
  query.as_of = page.as_of;
  query.limit = state.empty() ? kMostContacts : kMostOfState;
  return page.directory().list(page.reader_of_titles(), query);
}

// The States of which the reader may see a contact.
base::Result<std::vector<page::StateName>> choices_of(const PageRequest& page, Names& names) {
  service::ListQuery query;
  query.filters = {{"kind", {"contact"}}};
  query.as_of = page.as_of;
  query.limit = 0;
  query.facets = {"state"};
  CYBERDIR_ASSIGN(list, page.directory().list(page.reader_of_titles(), query));
  std::vector<page::StateName> states;
  for (const auto& [name, counts] : list.facets) {
    for (const store::FacetCount& count : counts) states.push_back(names.state(count.value));
  }
  return states;
}

// Leaves the channels that a caller would use now. Those of a person are on the card alone, where
// reading them is counted.
void keep_urgent_channels(Json& entry, base::Instant now) {
  const auto channels = entry.find("channels");
  if (channels == entry.end() || !channels->is_array()) return;
  Json kept = Json::array();
  for (const Json& channel : *channels) {
    const Json* personal = member(channel, "personal");
    const bool of_person = personal != nullptr && *personal == true;
    if (model::is_for_urgent_use(channel, now) && !of_person) kept.push_back(channel);
  }
  *channels = std::move(kept);
}

page::UrgentPage::Group& group_of(page::UrgentPage& shown, const std::string& state, Names& names) {
  const auto found = std::find_if(shown.groups.begin(), shown.groups.end(), [&](const auto& group) {
    return group.state ? group.state->iso2 == state : state.empty();
  });
  if (found != shown.groups.end()) return *found;
  page::UrgentPage::Group group;
  if (!state.empty()) group.state = names.state(state);
  shown.groups.push_back(std::move(group));
  return shown.groups.back();
}

void put_contact(page::UrgentPage& shown, const PageRequest& page, Json entry, Names& names) {
  if (meta_string(entry, "status") != "published") return;
  keep_urgent_channels(entry, page.context.registry.clock().now());
  // Hours and clock are as stated; whoever computes words for "now" puts them into the card.
  page::ContactCard card = contact_card(page, entry, names, {});
  card.person = {};
  if (card.channels.empty()) return;
  group_of(shown, model::state_of(entry), names).contacts.push_back(std::move(card));
}

}  // namespace

Response page_urgent(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"as_of", "state"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  page::UrgentPage shown;
  shown.chosen = context.request.parameter("state").value_or(std::string_view());
  if (!shown.chosen.empty() && !model::is_state_code(shown.chosen))
    return page_error(context, base::fail(base::ErrorCode::malformed, "there is no such State"));
  Names names(*page);
  auto choices = choices_of(*page, names);
  if (!choices) return page_error(context, choices.error());
  shown.choices = std::move(*choices);
  const auto list = contacts_of(*page, shown.chosen);
  if (!list) return page_error(context, list.error());
  for (const service::EntryAnswer& item : list->items)
    put_contact(shown, *page, tree_of(item), names);
  shown.more = static_cast<std::size_t>(list->total.value) > list->items.size();
  return page_answer(*page, page::render_urgent(shown, page->frame));
}

}  // namespace cyberdir::http
