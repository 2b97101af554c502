// /{language}/states/{iso2}
#include <algorithm>
#include <array>
#include <limits>

#include "http/field_view.h"
#include "http/handlers.h"
#include "http/pages_contact.h"
#include "http/pages_lines.h"
#include "http/parameters.h"
#include "model/code_lists.h"
#include "model/kinds.h"
#include "model/states.h"
#include "page/local_time.h"
#include "page/render.h"

namespace cyberdir::http {
namespace {

constexpr std::size_t kMostContacts = 50;
constexpr std::size_t kMostLines = 12;  // of a kind; the whole is one link away
constexpr std::size_t kMostOwners = 200;

// Who owns what there is of a State; without the owner `registry`, whose entries stand apart.
struct Owners {
  std::vector<std::string> own;
  bool has_listed = false;
  std::vector<std::string> kinds;
};

// One State's lists, for one page.
class StateLists {
 public:
  StateLists(const PageRequest& page, std::string iso2) : page_(page), iso2_(std::move(iso2)) {}

  base::Result<void> look() {
    service::ListQuery query = query_of({});
    query.limit = 0;
    query.facets = {"kind", "owner"};
    CYBERDIR_ASSIGN(list, page_.directory().list(page_.reader_of_titles(), query));
    for (const auto& [name, counts] : list.facets) {
      for (const store::FacetCount& count : counts) {
        all_known_ = all_known_ && count.count.exact;
        if (name == "kind") {
          owners_.kinds.push_back(count.value);
        } else if (count.value == "registry") {
          owners_.has_listed = true;
        } else {
          owners_.own.push_back(count.value);
        }
      }
    }
    return {};
  }

  // Entries of a kind that have an owner of their own.
  base::Result<std::vector<model::Json>> of_kind(std::string_view kind, std::size_t limit) {
    if (!has(kind)) return std::vector<model::Json>();
    service::ListQuery query = query_of(kind);
    const bool narrow = owners_.has_listed && all_known_ && owners_.own.size() <= kMostOwners;
    if (narrow && owners_.own.empty()) return std::vector<model::Json>();
    if (narrow) query.filters.push_back({"owner", owners_.own});
    query.limit = limit;
    // Contacts are shown whole, everything else by a line.
    return entries(query, kind == "contact" ? page_.caller() : page_.reader_of_titles());
  }

  base::Result<std::vector<model::Json>> listed_elsewhere() {
    if (!owners_.has_listed) return std::vector<model::Json>();
    service::ListQuery query = query_of({});
    query.filters.push_back({"owner", {"registry"}});
    query.limit = kMostLines;
    return entries(query, page_.reader_of_titles());
  }

 private:
  [[nodiscard]] bool has(std::string_view kind) const {
    return !all_known_ ||
           std::find(owners_.kinds.begin(), owners_.kinds.end(), kind) != owners_.kinds.end();
  }

  [[nodiscard]] service::ListQuery query_of(std::string_view kind) const {
    service::ListQuery query;
    query.filters.push_back({"state", {iso2_}});
    if (!kind.empty()) query.filters.push_back({"kind", {std::string(kind)}});
    query.as_of = page_.as_of;
    return query;
  }

  base::Result<std::vector<model::Json>> entries(const service::ListQuery& query,
                                                 const model::Caller& reader) {
    CYBERDIR_ASSIGN(list, page_.directory().list(reader, query));
    std::vector<model::Json> trees;
    for (const service::EntryAnswer& item : list.items) trees.push_back(tree_of(item));
    return trees;
  }

  const PageRequest& page_;
  std::string iso2_;
  Owners owners_;
  bool all_known_ = true;
};

// By category, and in each in the order in which they are to be called.
std::pair<std::size_t, std::int64_t> contact_order(const model::Json& contact) {
  const model::Json* order = member(contact, "call_order");
  return {model::category_order(string_in(contact, "category")),
          order != nullptr && order->is_number_integer()
              ? order->get<std::int64_t>()
              : std::numeric_limits<std::int64_t>::max()};
}

base::Result<void> put_contacts(page::StatePage& shown, const PageRequest& page, StateLists& lists,
                                Names& names) {
  auto contacts = lists.of_kind("contact", kMostContacts);
  if (!contacts) return std::move(contacts).error();
  std::stable_sort(contacts->begin(), contacts->end(), [](const auto& a, const auto& b) {
    return contact_order(a) < contact_order(b);
  });
  for (const model::Json& contact : *contacts) {
    if (meta_string(contact, "status") == "draft") continue;  // nobody's to call yet
    shown.contacts.push_back(contact_card(page, contact, names, shown.time_zone));
  }
  if (shown.contacts.empty()) shown.contacts_outcome = page::Outcome::no_contact_published;
  return {};
}

base::Result<void> put_lines(page::StatePage& shown, const PageRequest& page, StateLists& lists,
                             Names& names) {
  struct Section {
    std::string_view kind;
    std::vector<page::EntryLine>& lines;
  };
  const Section sections[] = {
      {"organisation", shown.organisations},
      {"initiative", shown.initiatives},
      {"programme", shown.programmes},
      {"need", shown.needs},
      {"offer", shown.offers},
      {"document", shown.documents},
      {"event", shown.events},
  };
  for (const Section& section : sections) {
    CYBERDIR_ASSIGN(entries, lists.of_kind(section.kind, kMostLines));
    for (const model::Json& entry : entries) {
      page::EntryLine line = line_of(page, entry, names);
      (line.listed_by.empty() ? section.lines : shown.listed_elsewhere).push_back(std::move(line));
    }
  }
  CYBERDIR_ASSIGN(listed, lists.listed_elsewhere());
  for (const model::Json& entry : listed) {
    page::EntryLine line = line_of(page, entry, names);
    const bool known = std::any_of(shown.listed_elsewhere.begin(), shown.listed_elsewhere.end(),
                                   [&](const auto& other) { return other.path == line.path; });
    if (!known) shown.listed_elsewhere.push_back(std::move(line));
  }
  return {};
}

// The State's own entry: its names, codes and facts. `other_names` serve searching alone.
void put_state(page::StatePage& shown, const PageRequest& page, const model::Json& entry,
               Names& names) {
  shown.state.name = title_of(entry, page.language);
  if (const model::Json* official = member(entry, "official_name")) {
    shown.official_name = text_for(*official, page.language);
  }
  const FieldView view(names, page.language);
  for (page::Field& fact : view.fields(model::find_kind("state")->fields, entry)) {
    const bool said = fact.name == "name" || fact.name == "official_name" ||
                      fact.name == "other_names" || fact.name == "capital_time_zone";
    if (!said) shown.facts.push_back(std::move(fact));
  }
  shown.time_zone = string_in(entry, "capital_time_zone");
  if (!page.as_of) {
    if (const auto now = page::local_time(shown.time_zone, page.frame.now)) {
      shown.local_time = now->clock;
    }
  }
  const std::string id = string_in(entry, "id");
  shown.entry_path = entry_address(id);
  shown.history_path = shown.entry_path + "/history";
  shown.json_path = form_address(page, shown.entry_path, "json");
  shown.xml_path = form_address(page, shown.entry_path, "xml");
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return text;
}

Response moved_to(const PageRequest& page, const std::string& iso2) {
  Response response;
  response.status = 308;
  const std::string& path = page.frame.path;
  const auto query = path.find('?');
  response.set("Location", "/" + page.language + "/states/" + iso2 +
                               (query == std::string::npos ? std::string() : path.substr(query)));
  return response;
}

}  // namespace

Response page_state(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"as_of"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const std::string iso2 = upper(context.part("iso2"));
  if (!model::is_state_code(iso2)) {
    return page_error(context,
                      base::fail(base::ErrorCode::not_found, "there is no State of this code"));
  }
  if (iso2 != context.part("iso2")) return moved_to(*page, iso2);
  Names names(*page);
  page::StatePage shown;
  shown.state.iso2 = iso2;
  shown.search_path = "/search?state=" + iso2;
  const auto entry =
      page->directory().read(page->caller(), model::state_entry_id(iso2), page->as_of);
  if (entry) {
    put_state(shown, *page, tree_of(*entry), names);
  } else if (!model::is_exercise_state(iso2) || entry.error().code != base::ErrorCode::not_found) {
    return page_error(context, entry.error());
  }
  StateLists lists(*page, iso2);
  if (const auto done = lists.look(); !done) return page_error(context, done.error());
  if (const auto done = put_contacts(shown, *page, lists, names); !done) {
    if (done.error().code != base::ErrorCode::unavailable) return page_error(context, done.error());
    shown.contacts_outcome = page::Outcome::could_not_ask;
  }
  if (const auto done = put_lines(shown, *page, lists, names); !done) {
    return page_error(context, done.error());
  }
  return page_answer(*page, page::render_state(shown, page->frame));
}

}  // namespace cyberdir::http
