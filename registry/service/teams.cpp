#include "service/teams.h"

#include <algorithm>

#include "base/unicode.h"
#include "codec/forms/first_form.h"
#include "codec/forms/outside_view.h"
#include "codec/json_reader.h"
#include "model/code_lists.h"

namespace cyberdir::service {

using base::Result;
using model::Json;

namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kMostOrdered = 10'000;
constexpr std::string_view kFurtherOrders[] = {"establishment", "address", "constituency"};

// A team whose every row is looked at: what it is ordered by, and its id.
struct Row {
  std::vector<std::string> keys;
  std::string id;
};

// Teams are found by two questions to the index that no entry answers both: teams by type, and
// organisations of another type that belong to a network of teams.
std::vector<std::vector<store::Filter>> parts_of(const TeamQuery& query) {
  const std::vector<std::string> types(codec::kTeamTypes.begin(), codec::kTeamTypes.end());
  std::vector<std::string> others;
  for (const auto& code : model::find_code_list("organisation-type")->codes) {
    if (std::ranges::find(types, code) == types.end()) others.emplace_back(code);
  }
  const store::Filter organisations{"kind", {"organisation"}};
  const store::Filter members{"network",
                              {codec::kTeamNetworks.begin(), codec::kTeamNetworks.end()}};
  std::vector<std::vector<store::Filter>> parts = {{organisations, {"category", types}},
                                                   {organisations, {"category", others}, members}};
  if (!query.country.empty()) {
    for (auto& part : parts) part.push_back({"state", {query.country}});
  }
  return parts;
}

ListQuery list_of(const TeamQuery& query, std::vector<store::Filter> filters) {
  ListQuery list;
  list.words = query.words.empty() ? query.team : query.words;
  list.filters = std::move(filters);
  list.order = store::Order::id;
  list.limit = kPage;
  return list;
}

// Calls `take` with every entry of a list, page by page, until it says that this is enough.
template <typename Take>
Result<void> walk(Directory& directory, const model::Caller& caller, ListQuery list, Take take) {
  while (true) {
    CYBERDIR_ASSIGN(page, directory.list(caller, list));
    for (const EntryAnswer& item : page.items) {
      CYBERDIR_ASSIGN(goes_on, take(item));
      if (!goes_on) return {};
    }
    if (page.next.empty()) return {};
    list.after = std::move(page.next);
  }
}

// Ids of the page, where nothing but the index is asked.
Result<std::vector<std::string>> ids_in_order(Directory& directory, const model::Caller& caller,
                                              const TeamQuery& query, std::int64_t& total) {
  std::vector<std::string> ids;
  std::size_t before = 0;  // teams of earlier parts
  for (auto& filters : parts_of(query)) {
    ListQuery list = list_of(query, std::move(filters));
    list.limit = 0;
    CYBERDIR_ASSIGN(counted, directory.list(caller, list));
    list.limit = kPage;
    const bool exact = counted.total.exact;
    const auto stated = static_cast<std::size_t>(counted.total.value);
    std::size_t at = before;
    const std::size_t end = query.offset + query.limit;
    const bool any_wanted = query.offset < before + stated && end > before && query.limit > 0;
    if (!exact || any_wanted) {
      CYBERDIR_TRY(walk(directory, caller, list, [&](const EntryAnswer& item) -> Result<bool> {
        if (at >= query.offset && at < end) ids.push_back(item.id);
        ++at;
        return !exact || at < end;
      }));
    }
    before = exact ? before + stated : at;
  }
  total = static_cast<std::int64_t>(before);
  return ids;
}

// What a team is ordered by: dates as we have them, all else as people look for it.
std::string key_of(const Json& entry, const Json& team, const std::string& member) {
  if (member == "establishment") return codec::string_of(entry, "established");
  if (member == "last-modified") {
    const auto modified = codec::meta_time(entry, "modified_at");
    return modified ? base::to_rfc3339(*modified) : std::string();
  }
  if (member == "member-since") {
    const Json* memberships = codec::member_of(entry, "memberships");
    if (memberships == nullptr) return {};
    for (const Json& membership : *memberships) {
      if (codec::string_of(membership, "network") == "FIRST")
        return codec::string_of(membership, "since");
    }
    return {};
  }
  const Json* value = codec::member_of(team, member);
  if (value != nullptr && value->is_array() && !value->empty()) value = &value->front();
  return value != nullptr && value->is_string()
             ? base::fold_for_search(value->get_ref<const std::string&>())
             : std::string();
}

bool works_in(const Json& entry, const std::string& country) {
  if (country.empty() || codec::string_of(entry, "country") == country) return true;
  const Json* more = codec::member_of(entry, "additional_countries");
  return more != nullptr && std::ranges::find(*more, Json(country)) != more->end();
}

bool is_called(const Json& entry, const std::string& folded) {
  return base::fold_for_search(codec::string_of(entry, "short_name")).find(folded) !=
         std::string::npos;
}

bool comes_before(const Row& a, const Row& b, const std::vector<TeamOrder>& order) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (a.keys[i] != b.keys[i]) return (a.keys[i] < b.keys[i]) != order[i].descending;
  }
  return a.id < b.id;
}

// Ids of the page, where teams must be looked at to choose or to order them.
Result<std::vector<std::string>> ids_looked_at(Directory& directory, const model::Caller& caller,
                                               const TeamQuery& query, std::int64_t& total) {
  std::vector<Row> rows;
  const std::string called = base::fold_for_search(query.team);
  for (auto& filters : parts_of(query)) {
    CYBERDIR_TRY(walk(directory, caller, list_of(query, std::move(filters)),
                      [&](const EntryAnswer& item) -> Result<bool> {
                        CYBERDIR_ASSIGN(entry, codec::read_stored(item.json));
                        if (!works_in(entry, query.country) || !is_called(entry, called))
                          return true;
                        if (rows.size() == kMostOrdered) {
                          return base::fail(base::ErrorCode::malformed,
                                            "there are more teams than can be put in order; ask by "
                                            "q and country, or without sort");
                        }
                        Row row{{}, item.id};
                        const Json team = codec::first_team(entry, {});
                        for (const TeamOrder& order : query.order)
                          row.keys.push_back(key_of(entry, team, order.member));
                        rows.push_back(std::move(row));
                        return true;
                      }));
  }
  std::ranges::sort(rows,
                    [&](const Row& a, const Row& b) { return comes_before(a, b, query.order); });
  total = static_cast<std::int64_t>(rows.size());
  std::vector<std::string> ids;
  for (std::size_t at = query.offset; at < rows.size() && ids.size() < query.limit; ++at)
    ids.push_back(std::move(rows[at].id));
  return ids;
}

}  // namespace

bool is_team_order(std::string_view member) {
  return std::ranges::find(codec::kTeamMembers, member) != codec::kTeamMembers.end() ||
         std::ranges::find(kFurtherOrders, member) != std::end(kFurtherOrders);
}

Result<TeamList> teams_of(Directory& directory, const model::Caller& caller,
                          const TeamQuery& query) {
  TeamList list;
  const model::Caller walker = model::uncounted(caller);  // what is passed over is not shown
  const bool looks = !query.country.empty() || !query.team.empty() || !query.order.empty();
  CYBERDIR_ASSIGN(ids, looks ? ids_looked_at(directory, walker, query, list.total)
                             : ids_in_order(directory, walker, query, list.total));
  const codec::RelatedEntry related = [&](std::string_view id) -> std::optional<Json> {
    const auto entry = directory.read(walker, id);
    if (!entry) return std::nullopt;
    auto tree = codec::read_stored(entry->json);
    return tree ? std::optional(*std::move(tree)) : std::nullopt;
  };
  for (const std::string& id : ids) {
    const auto entry = directory.read(caller, id);
    if (!entry) continue;  // withdrawn since it was listed
    CYBERDIR_ASSIGN(tree, codec::read_stored(entry->json));
    list.teams.push_back(codec::first_team(tree, related));
  }
  return list;
}

}  // namespace cyberdir::service
