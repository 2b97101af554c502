#include "service/directory.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <unordered_map>

#include "base/bytes.h"
#include "base/unicode.h"
#include "base/utc_day.h"
#include "codec/json_reader.h"
#include "model/availability.h"
#include "model/kinds.h"
#include "model/states.h"
#include "service/index.h"
#include "service/query_reading.h"
#include "service/versions.h"
#include "service/workflow.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Caller;
using model::Entry;
using model::Status;
using model::Visibility;

Result<store::Moment> moment_at(store::Reader& reader, const AsOf& as_of) {
  if (as_of.seq) {
    const auto moment = reader.moment_of_seq(*as_of.seq);
    if (!moment) return fail(ErrorCode::not_found, "there is no such sequence number yet");
    return *moment;
  }
  return reader.moment_of(*as_of.time);
}

namespace {

base::Error no_such_entry() {
  return fail(ErrorCode::not_found, "there is no entry of this id, or none that you may see");
}

constexpr const char* kAvailableNow = "available_now";

// Whether somebody answers at a moment. Many contacts keep the same hours: each rule is read once.
store::Judged available_at(base::Instant moment, std::vector<std::string> values) {
  using Answers = std::unordered_map<std::string, std::string_view>;
  const auto answers = std::make_shared<Answers>();
  const auto judge = [moment, answers](std::string_view kept) -> std::string_view {
    if (kept.empty()) return {};
    const auto [known, added] = answers->try_emplace(std::string(kept));
    if (!added) return known->second;
    switch (model::ReachRule(kept).at(moment)) {
      case model::Reach::open:
      case model::Reach::duty_line:
        known->second = "true";
        break;
      case model::Reach::closed:
        known->second = "false";
        break;
      default:
        known->second = "unknown";
    }
    return known->second;
  };
  return {kAvailableNow, kReachFacet, std::move(values), judge};
}

// Whether a channel answered within so many days before a moment.
store::Judged proven_since(base::Instant moment, std::int64_t days) {
  const base::Instant since{moment.micros - days * base::kDayMicros};
  const auto judge = [since](std::string_view kept) -> std::string_view {
    const auto at = base::parse_rfc3339(kept);
    return at && *at >= since ? "yes" : "";
  };
  return {"proven", kProvenFacet, {"yes"}, judge};
}

// What of a query depends on the moment at which it is answered.
void add_present(store::SearchQuery& search, const ListQuery& query, base::Instant now) {
  const bool counted =
      std::find(query.facets.begin(), query.facets.end(), kAvailableNow) != query.facets.end();
  if (counted || !query.available_now.empty())
    search.judged.push_back(available_at(now, query.available_now));
  if (query.proven_within_days)
    search.judged.push_back(proven_since(now, *query.proven_within_days));
  const bool by_kind =
      std::any_of(search.filters.begin(), search.filters.end(),
                  [](const store::Filter& filter) { return filter.name == "kind"; });
  // Contacts alone have hours: there is nothing else to look at.
  if (!query.available_now.empty() && !by_kind) search.filters.push_back({"kind", {"contact"}});
}

// A version with what decides over it: the content of today.
struct Opened {
  store::EntryRow row;
  Entry today;
  base::Instant created;
  bool draft = false;  ///< it is one, or was one when it was withdrawn: its owner's alone
};

std::optional<Opened> open_today(store::Reader& reader, const store::EntryRow& row) {
  const auto current = reader.version(row.row, row.version);
  const auto first = reader.version(row.row, 1);
  if (!current || !first) return std::nullopt;
  auto today = View::open(*current);
  if (!today) return std::nullopt;
  return Opened{row, std::move(*today), first->at, stands_as_draft(reader, row)};
}

std::optional<VisibleEntry> view_of(const Opened& opened, const store::VersionRow& version,
                                    Visibility level) {
  const auto entry = View::open(version);
  if (!entry) return std::nullopt;
  const bool current =
      version.number == opened.row.version && opened.row.status != Status::withdrawn;
  const model::VersionFacts facts =
      facts_of(version, opened.created, current, opened.row.status == Status::suspended);
  return View::view_for({*entry, opened.today, facts}, level);
}

// What is read for a caller is counted where it shows a person, and only once it is sure to be
// given.
void count(const Caller& caller, std::string_view entry, bool personal) {
  if (personal && caller.persons_shown) caller.persons_shown->note(entry);
}

EntryAnswer answer_of(const store::EntryRow& row, const store::VersionRow& version,
                      const VisibleEntry& visible) {
  return {row.id, version.number, visible.digest(), visible.bytes(), version.at, {}, {}};
}

// Whether the caller may know of the entry at all, in any of its versions: by the rules of today.
bool may_know(const Opened& opened, Visibility level) {
  if (level == Visibility::owner) return true;
  const bool held = opened.row.status == Status::suspended;
  return !opened.draft && !held && entry_level(opened.today) <= level;
}

// Why nothing of an entry is seen, now or at a moment: withdrawn, or not to be known of.
base::Error absence_of(store::Reader& reader, const store::EntryRow& row, Visibility level,
                       const std::optional<store::Moment>& moment) {
  const auto opened = open_today(reader, row);
  if (!opened || !may_know(*opened, level)) return no_such_entry();
  if (!moment && row.status == Status::withdrawn)
    return fail(ErrorCode::gone, "the entry was withdrawn; its history can be read");
  const auto version = moment ? reader.version_at(row.row, moment->seq) : std::nullopt;
  if (version && version->status == Status::withdrawn)
    return fail(ErrorCode::gone, "the entry was withdrawn at that time");
  return no_such_entry();
}

}  // namespace

Result<AsOf> parse_as_of(std::string_view text) {
  if (text.starts_with("seq:")) {
    std::int64_t seq = -1;
    const std::string_view digits = text.substr(4);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), seq);
    if (read.ec == std::errc() && read.ptr == digits.data() + digits.size() && seq >= 0)
      return AsOf{{}, seq};
  } else if (const auto time = base::last_moment(text)) {
    return AsOf{time, {}};
  }
  return fail(ErrorCode::malformed,
              "as_of is a time such as 2026-11-22T08:00:00Z, a date, or seq: and a number");
}

Result<EntryAnswer> Directory::read(const Caller& caller, std::string_view id,
                                    const std::optional<AsOf>& as_of) {
  std::optional<EntryAnswer> answer;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto row = reader.entry(id);
    if (!row) return no_such_entry();
    const Visibility level = model::level_for(caller, row->owner, row->group);
    std::optional<store::Moment> moment;
    std::optional<store::SpanAt> span;
    if (as_of) {
      CYBERDIR_ASSIGN(asked, moment_at(reader, *as_of));
      moment = asked;
      span = reader.span_at(row->row, asked.seq);
    } else if (row->span != 0) {
      span = store::SpanAt{row->span, row->version, row->modified_at};
    }
    auto projection = span ? reader.projection(span->row, level) : std::nullopt;
    if (!projection) return absence_of(reader, *row, level, moment);
    count(caller, row->id, projection->personal);
    answer = EntryAnswer{row->id,
                         span->version,
                         std::move(projection->digest),
                         std::move(projection->json),
                         span->modified_at,
                         moment,
                         as_of ? std::nullopt : std::optional(level)};
    return {};
  }));
  return std::move(*answer);
}

namespace {

// The key of a page that ends before a row.
constexpr char kBefore = '<';

store::SearchQuery search_of(const Caller& caller, const ListQuery& query) {
  store::SearchQuery search;
  search.caller = caller;
  search.filters = query.filters;
  search.updated_since = query.updated_since;
  search.limit = query.limit;
  search.after = query.after;
  search.backwards = query.after.starts_with(kBefore);
  if (search.backwards) search.after.erase(0, 1);
  search.facets = query.facets;
  return search;
}

void set_words(store::SearchQuery& search, const QueryReading& reading, const ListQuery& query) {
  search.phrases = reading.phrases;
  search.folded = reading.folded;
  search.of_states = reading.of_states;
  search.whole_words = reading.whole_words;
  search.order =
      query.order.value_or(reading.phrases.empty() ? store::Order::id : store::Order::relevance);
}

void interpret(Interpretation& interpretation, const QueryReading& reading) {
  interpretation.states = reading.of_states.codes;
  interpretation.ambiguous = reading.ambiguous;
  interpretation.states_alone =
      !reading.of_states.codes.empty() && reading.of_states.phrases.empty();
}

// Searches; where nothing is found, once more with the words corrected.
store::SearchResult find(store::Reader& reader, store::SearchQuery& search, const ListQuery& query,
                         Interpretation& interpretation) {
  const QueryReading reading = read_query(query.words);
  set_words(search, reading, query);
  interpret(interpretation, reading);
  if (!query.words.empty() && reading.phrases.empty()) return {};
  store::SearchResult found = reader.search(search);
  if (reading.phrases.empty() || reading.exact) return found;
  const bool any = found.total.value > 0;
  if (any && !reading.of_states.codes.empty()) return found;
  Correction correction = correct_query(reader, search, query.words, any);
  interpretation.suggestions = std::move(correction.suggestions);
  if (correction.words.empty()) return found;
  const QueryReading corrected = read_query(correction.words);
  set_words(search, corrected, query);
  interpret(interpretation, corrected);
  interpretation.corrected = std::move(correction.words);
  return reader.search(search);
}

}  // namespace

Result<ListAnswer> Directory::list(const Caller& caller, const ListQuery& query) {
  ListAnswer answer;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    store::SearchQuery search = search_of(caller, query);
    answer.moment = reader.head();
    search.head = answer.moment.seq;
    if (query.as_of) {
      CYBERDIR_ASSIGN(moment, moment_at(reader, *query.as_of));
      answer.moment = moment;
      search.at_seq = moment.seq;
    }
    const base::Instant now = query.as_of ? answer.moment.at : clock_.now();
    search.declared = {query.declared, terms_, now};
    add_present(search, query, now);
    store::SearchResult found = find(reader, search, query, answer.interpretation);
    for (const store::Hit& hit : found.hits) {
      auto projection = reader.projection(hit.span, hit.level);
      if (!projection) continue;
      count(caller, hit.id, projection->personal);
      answer.items.push_back({hit.id,
                              hit.version,
                              std::move(projection->digest),
                              std::move(projection->json),
                              hit.modified_at,
                              {},
                              {}});
    }
    if (found.more && !found.hits.empty()) answer.next = found.hits.back().key;
    if (found.earlier && !found.hits.empty()) answer.previous = kBefore + found.hits.front().key;
    answer.total = found.total;
    answer.facets = std::move(found.facets);
    return {};
  }));
  return answer;
}

Result<HistoryAnswer> Directory::history(const Caller& caller, std::string_view id,
                                         std::int64_t before, std::size_t limit,
                                         const std::optional<AsOf>& as_of) {
  HistoryAnswer answer;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto row = reader.entry(id);
    const auto opened = row ? open_today(reader, *row) : std::nullopt;
    if (!opened) return no_such_entry();
    const Visibility level = model::level_for(caller, row->owner, row->group);
    if (!may_know(*opened, level)) return no_such_entry();
    std::int64_t last = row->version;
    if (as_of) {
      CYBERDIR_ASSIGN(moment, moment_at(reader, *as_of));
      const auto then = reader.version_at(row->row, moment.seq);
      if (!then) return no_such_entry();
      last = then->number;
      answer.moment = moment;
    }
    answer.id = row->id;
    // A draft that was published later is its owner's alone: the first versions, if any.
    answer.total = last;
    for (std::int64_t n = 1; level != Visibility::owner && n <= last; ++n) {
      const auto version = reader.version(row->row, n);
      if (!version || version->status != Status::draft) break;
      --answer.total;
    }
    for (const store::VersionRow& version :
         reader.versions(row->row, std::min(before, last + 1), limit + 1)) {
      if (version.status == Status::draft && level != Visibility::owner) continue;
      if (answer.items.size() == limit) {
        answer.more = true;
        break;
      }
      HistoryItem item{version.number,
                       version.seq,
                       version.operation,
                       version.status,
                       version.at,
                       version.on_behalf,
                       {},
                       base::to_hex(base::bytes_of(version.chain))};
      if (const auto visible = view_of(*opened, version, level))
        item.change_note = visible->json().at("meta").value("change_note", std::string());
      answer.items.push_back(std::move(item));
    }
    return {};
  }));
  return answer;
}

Result<EntryAnswer> Directory::version(const Caller& caller, std::string_view id,
                                       std::int64_t number) {
  std::optional<EntryAnswer> answer;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto row = reader.entry(id);
    const auto opened = row ? open_today(reader, *row) : std::nullopt;
    if (!opened) return no_such_entry();
    const Visibility level = model::level_for(caller, row->owner, row->group);
    if (!may_know(*opened, level)) return no_such_entry();
    const auto version = reader.version(row->row, number);
    const auto visible = version ? view_of(*opened, *version, level) : std::nullopt;
    if (!visible)
      return fail(ErrorCode::not_found, "the entry has no such version, or none that you may see");
    count(caller, row->id, visible->shows_person());
    answer = answer_of(*row, *version, *visible);
    return {};
  }));
  return std::move(*answer);
}

std::vector<model::Change> changes_between(model::Json from, model::Json to) {
  const model::Kind* kind = model::find_kind(to.value("kind", std::string()));
  for (model::Json* tree : {&from, &to}) {
    // What the registry keeps differs in every version and says nothing of the entry. `status`
    // does.
    for (const char* name : {"version", "created_at", "modified_at", "digest", "redacted",
                             "declared_at", "declared_by"}) {
      (*tree)["meta"].erase(name);
    }
  }
  return model::diff(from, to, *kind);
}

Result<DiffAnswer> Directory::diff(const Caller& caller, std::string_view id, std::int64_t from,
                                   std::int64_t to) {
  CYBERDIR_ASSIGN(before, version(caller, id, from));
  CYBERDIR_ASSIGN(after, version(caller, id, to));
  CYBERDIR_ASSIGN(from_tree, codec::read_stored(before.json));
  CYBERDIR_ASSIGN(to_tree, codec::read_stored(after.json));
  return DiffAnswer{after.id, from, to, changes_between(std::move(from_tree), std::move(to_tree))};
}

namespace {

// Whether one of the fields that a filter looks at has one of its values.
bool has_value(const model::Json& object, std::span<const model::Field> fields,
               const store::Filter& filter) {
  const auto is_wanted = [&](const model::Json& value, const model::Field& field) {
    if (value.is_object()) return has_value(value, field.members, filter);
    return field.facet == filter.name && value.is_string() &&
           std::find(filter.values.begin(), filter.values.end(),
                     value.get_ref<const std::string&>()) != filter.values.end();
  };
  return std::any_of(fields.begin(), fields.end(), [&](const model::Field& field) {
    const auto found = object.find(field.name);
    if (found == object.end()) return false;
    if (!found->is_array()) return is_wanted(*found, field);
    return std::any_of(found->begin(), found->end(),
                       [&](const model::Json& element) { return is_wanted(element, field); });
  });
}

bool passes(const model::Json& entry, const std::vector<store::Filter>& filters) {
  const model::Kind* kind = model::find_kind(entry.value("kind", std::string()));
  return std::all_of(filters.begin(), filters.end(), [&](const store::Filter& filter) {
    return kind != nullptr && has_value(entry, kind->fields, filter);
  });
}

// Whether an entry is within the scope, but for its kind.
Result<bool> concerns(std::string_view json, const Directory::ExportScope& scope) {
  const std::string& state = scope.state;
  if (state.empty() && scope.filters.empty()) return true;
  CYBERDIR_ASSIGN(tree, codec::read_stored(json));
  if (!passes(tree, scope.filters)) return false;
  if (state.empty()) return true;
  const auto is = [&](const char* field) { return tree.value(field, std::string()) == state; };
  return tree.at("meta").value("owner", std::string()) == state || is("represents") ||
         is("country") || is("iso2");
}

}  // namespace

Result<void> Directory::for_each(const Caller& caller, const ExportScope& scope,
                                 const std::function<Result<void>(const ExportHead&)>& head,
                                 const std::function<Result<void>(std::string_view json)>& entry) {
  return store_.read_apart([&](store::Reader& reader) -> Result<void> {
    store::Moment moment = reader.head();
    const store::Moment present = moment;
    if (scope.as_of) {
      CYBERDIR_ASSIGN(asked, moment_at(reader, *scope.as_of));
      moment = asked;
    }
    CYBERDIR_TRY(head({reader.identity(), moment}));
    std::optional<std::int64_t> past;
    if (moment.seq != present.seq) past = moment.seq;
    return reader.each_entry(caller, scope.kind, past, [&](std::string_view json) -> Result<void> {
      CYBERDIR_ASSIGN(wanted, concerns(json, scope));
      return wanted ? entry(json) : Result<void>();
    });
  });
}

Result<store::Moment> Directory::resolve(const std::optional<AsOf>& as_of) {
  store::Moment moment;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    moment = reader.head();
    if (!as_of) return {};
    CYBERDIR_ASSIGN(asked, moment_at(reader, *as_of));
    moment = asked;
    return {};
  }));
  return moment;
}

Result<Directory::ExportHead> Directory::head() {
  ExportHead head;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    head = {reader.identity(), reader.head()};
    return {};
  }));
  return head;
}

}  // namespace cyberdir::service
