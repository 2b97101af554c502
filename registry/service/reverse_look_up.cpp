#include "service/reverse_look_up.h"

#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "service/index.h"
#include "service/versions.h"

namespace cyberdir::service {

using base::Result;
using model::Json;

namespace {

// What somebody who calls would be told by, in one list of an entry.
struct Place {
  const char* list;
  const char* member;
};
constexpr Place kPlaces[] = {
    {"channels", "value"}, {"enquiries", "value"}, {"keys", "fingerprint"}};

// The pointers of what is asked for in an entry.
std::vector<std::string> pointers_in(const Json& entry, const std::string& value) {
  std::vector<std::string> pointers;
  for (const Place& place : kPlaces) {
    const auto list = entry.find(place.list);
    if (list == entry.end() || !list->is_array()) continue;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const auto text = (*list)[i].find(place.member);
      if (text == (*list)[i].end() || !text->is_string()) continue;
      if (reach_of(text->get_ref<const std::string&>()) == value)
        pointers.push_back("/" + std::string(place.list) + "/" + std::to_string(i));
    }
  }
  return pointers;
}

// The oldest version, going back from the current one, in which the level sees the value still.
base::Instant since_of(store::Reader& reader, const CurrentEntry& current, model::Visibility level,
                       const std::string& value) {
  base::Instant since = current.version.at;
  for (std::int64_t n = current.row.version - 1; n > 0; --n) {
    const auto version = reader.version(current.row.row, n);
    const auto entry = version ? View::open(*version) : Result<model::Entry>(base::Error{});
    if (!entry || version->status == model::Status::withdrawn ||
        (version->status == model::Status::draft && level != model::Visibility::owner))
      return since;
    const auto seen =
        View::view_for({*entry, current.entry,
                        facts_of(*version, current.facts.created_at, false, current.facts.held)},
                       level);
    if (!seen || pointers_in(seen->json(), value).empty()) return since;
    since = version->at;
  }
  return since;
}

Result<void> add_bearers(store::Reader& reader, const model::Caller& caller, const store::Hit& hit,
                         WhoAnswer& answer) {
  const auto projection = reader.projection(hit.span, hit.level);
  const auto row = reader.entry(hit.id);
  const auto current = row ? Versions::load(reader, *row) : std::nullopt;
  if (!projection || !current || row->status != model::Status::published) return {};
  if (projection->personal && caller.persons_shown) caller.persons_shown->note(hit.id);
  CYBERDIR_ASSIGN(entry, codec::read_stored(projection->json));
  const base::Instant since = since_of(reader, *current, hit.level, answer.value);
  for (std::string& pointer : pointers_in(entry, answer.value))
    answer.items.push_back({hit.id, hit.version, entry, std::move(pointer), since});
  return {};
}

Json item_json(const Bearer& bearer) {
  const Json& meta = bearer.entry.at("meta");
  const Json& found = bearer.entry.at(Json::json_pointer(bearer.pointer));
  Json item = {{"entry", bearer.id},
               {"version", bearer.version},
               {"kind", bearer.entry.at("kind")},
               {"owner", meta.at("owner")},
               {"pointer", bearer.pointer},
               {"since", base::to_rfc3339(bearer.since)},
               {"suspended", found.value("suspended", false)},
               {bearer.pointer.starts_with("/keys") ? "key" : "channel", found},
               {"href", "/v1/entries/" + bearer.id}};
  for (const char* name :
       {"title", "name", "short_name", "organisation", "represents", "category"}) {
    const auto value = bearer.entry.find(name);
    const bool person = std::string_view(name) == "name" && bearer.entry.at("kind") == "contact";
    if (value != bearer.entry.end() && !person) item[name] = *value;
  }
  if (meta.contains("declared_at")) item["declared_at"] = meta.at("declared_at");
  for (const char* name : {"proven_at", "proven_how"}) {
    if (found.contains(name)) item[name] = found.at(name);
  }
  return item;
}

}  // namespace

Result<WhoAnswer> ReverseLookUp::find(const model::Caller& caller, std::string_view text) {
  WhoAnswer answer;
  constexpr std::size_t kLongest = 512;
  answer.value = text.size() > kLongest ? std::string() : reach_of(text);
  if (answer.value.empty()) {
    return base::fail(base::ErrorCode::malformed,
                      "value: it is a telephone number with its country's code, a mail address or "
                      "the whole fingerprint of a key");
  }
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    store::SearchQuery search;
    search.caller = caller;
    search.filters = {{"reach", {answer.value}}, {"status", {"published"}}};
    search.limit = kMostItems;
    search.head = reader.head().seq;
    const store::SearchResult found = reader.search(search);
    answer.more = found.more;
    for (const store::Hit& hit : found.hits) CYBERDIR_TRY(add_bearers(reader, caller, hit, answer));
    return {};
  }));
  return answer;
}

std::string who_json(const WhoAnswer& answer) {
  Json json = {{"value", answer.value}, {"items", Json::array()}, {"more", answer.more}};
  for (const Bearer& bearer : answer.items) json["items"].push_back(item_json(bearer));
  json["advice"] = answer.items.empty()
                       ? "not a channel listed here: call back only on a listed one"
                       : "listed here; whoever calls may still not be its owner: call back on it";
  return codec::canonical_json(json);
}

}  // namespace cyberdir::service
