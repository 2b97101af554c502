// Lists and searches: candidates up to a bound in an order that is good already, ranked here, and
// counted up to a bound. Every condition is on what the caller may see, and every bound counts only
// what the caller may see: what is hidden decides neither what is found nor how.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "model/states.h"
#include "store/sqlite/reader.h"

namespace cyberdir::store::sqlite {
namespace {

constexpr std::size_t kMostCandidates = 2'000;
constexpr std::int64_t kCountBound = 1'000;
// With words and filters: rows of the words' list that are looked at before the filters are tried
// as the shorter way, rows of a filter that are still a short way, rows looked at in any case.
constexpr std::size_t kShortWalk = 500;
constexpr std::int64_t kNarrow = 8'000;
constexpr std::size_t kLongWalk = 20'000;
// From this sequence number on, FTS5's list of a beginning may be long.
constexpr std::int64_t kLongLists = 200'000;
constexpr std::size_t kNoEnd = std::numeric_limits<std::size_t>::max();

struct Level {
  model::Visibility visibility;
  std::string_view find;
  std::string_view text;
  std::string_view words;
};
constexpr std::array kLevels = {
    Level{model::Visibility::open, "find_public", "text_public", "words_public"},
    Level{model::Visibility::group, "find_group", "text_group", "words_group"},
    Level{model::Visibility::owner, "find_owner", "text_owner", "words_owner"}};

// What the last word of a query stands for.
enum class Ending : bool { whole, unfinished };

// How well words were found: the lower, the better.
enum Tier : int { kWholeState, kState, kWholeTitle, kOfState, kBeginning, kInTitle, kInText };

struct Candidate {
  Hit hit;
  int tier = 0;
  base::Instant declared_at;  // the epoch where it never was
  std::string declared;       // how its declaration has aged
};

// Values for the parameters of a statement, in order.
using Parameters = std::vector<std::variant<std::int64_t, std::string_view>>;

void bind_all(Statement& statement, const Parameters& parameters) {
  for (const auto& parameter : parameters) {
    std::visit([&](const auto& value) { statement.bind(value); }, parameter);
  }
}

// All phrases, as FTS5 has it.
std::string match_expression(const std::vector<std::string>& phrases, Ending ending) {
  std::string expression;
  for (const std::string& phrase : phrases)
    expression += (expression.empty() ? "\"" : " AND \"") + phrase + '"';
  if (ending == Ending::unfinished) expression += " *";
  return expression;
}

// Whether a phrase stands in folded text as FTS5 would find it: words from their beginning, the
// last one to its end unless it may be unfinished.
bool stands_in(std::string_view text, std::string_view phrase, Ending ending) {
  const auto is_between = [](char c) { return c == ' ' || c == '\n'; };
  const auto same = [&](char a, char b) { return a == b || (is_between(a) && is_between(b)); };
  for (auto from = text.begin();; ++from) {
    from = std::search(from, text.end(), phrase.begin(), phrase.end(), same);
    if (from == text.end()) return false;
    const auto to = from + static_cast<std::ptrdiff_t>(phrase.size());
    const bool begins = from == text.begin() || is_between(from[-1]);
    const bool ends = ending == Ending::unfinished || to == text.end() || is_between(*to);
    if (begins && ends) return true;
  }
}

// Whether the caller may see anything of a level.
bool may_reach(const model::Caller& caller, model::Visibility level) {
  if (level == model::Visibility::open || caller.operates ||
      caller.role == model::Role::secretariat)
    return true;
  if (caller.role == model::Role::anonymous || caller.role == model::Role::administrator)
    return false;
  return level == model::Visibility::group || caller.role != model::Role::reader;
}

std::string marks(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ",?";
  return text;
}

class Search {
 public:
  Search(Connection& connection, const SearchQuery& query)
      : connection_(connection), query_(query) {
    seq_ = query.at_seq.value_or(kForever - 1);
    wants_declared_ =
        std::find(query.facets.begin(), query.facets.end(), "declared") != query.facets.end();
  }

  SearchResult run() {
    if (query_.phrases.empty()) {
      if (query_.filters.empty()) {
        run_scan();
      } else {
        gather_by_filter();
      }
    } else {
      gather_of_states();
      kept_ = candidates_.size();
      if (!capped_) gather_by_words();
    }
    if (!scanned_) pick_page();
    count();
    return std::move(result_);
  }

 private:
  // What read() reads of a row.
  [[nodiscard]] std::string columns() const {
    return "SELECT s.row, s.entry, s.version, e.id, caller_level(s.owner, s.grp) AS reach, s.kind, "
           "s.modified_at, s.declared_at, " +
           (wants_declared_ ? aged() : "NULL");
  }

  // How a row's declaration has aged. Only such categories and networks make a difference as the
  // caller sees.
  [[nodiscard]] std::string aged() const {
    const model::DeclarationTerms& terms = query_.declared.terms;
    std::string term = "term(s.kind)";
    if (!terms.of_category.empty() || !terms.of_network.empty())
      term =
          "coalesce((SELECT min(own_term(x.name, x.value)) FROM facet x WHERE x.span = s.row AND "
          "x.level <= caller_level(s.owner, s.grp) AND x.name IN ('category', 'network')), " +
          term + ")";
    return "freshness(s.declared_at, " + term + ")";
  }

  // Conditions on a span that hold for every driver. `reach` is the caller's level there.
  void add_conditions(std::string& sql, Parameters& parameters) const {
    sql += " AND s.from_seq <= ? AND s.to_seq > ? AND s.level <= reach";
    parameters.emplace_back(seq_);
    parameters.emplace_back(seq_);
    if (query_.updated_since) {
      sql += " AND s.modified_at >= ?";
      parameters.emplace_back(query_.updated_since->micros);
    }
    add_declared(sql, parameters);
    add_judged(sql, parameters);
  }

  // What is kept is the value of the highest level that the caller has: it holds what lower ones
  // do.
  void add_judged(std::string& sql, Parameters& parameters) const {
    for (std::size_t n = 0; n < query_.judged.size(); ++n) {
      if (query_.judged[n].values.empty()) continue;
      sql +=
          " AND judged(?, (SELECT j.value FROM facet j WHERE j.span = s.row AND j.level <= "
          "caller_level(s.owner, s.grp) AND j.name = ? ORDER BY j.level DESC LIMIT 1))";
      parameters.emplace_back(static_cast<std::int64_t>(n));
      parameters.emplace_back(std::string_view(query_.judged[n].kept));
    }
  }

  void add_declared(std::string& sql, Parameters& parameters) const {
    const std::vector<model::Freshness>& wanted = query_.declared.values;
    if (wanted.empty()) return;
    sql += " AND " + aged() + " IN (" + marks(wanted.size()) + ")";
    for (const model::Freshness freshness : wanted)
      parameters.emplace_back(model::name_of(freshness));
  }

  // The filters, but for one that drives already, as so many further conditions.
  void add_filters(std::string& sql, Parameters& parameters, const Filter* driver = nullptr) const {
    for (const Filter& filter : query_.filters) {
      if (&filter == driver) continue;
      sql += " AND EXISTS (SELECT 1 FROM facet x WHERE x.name = ? AND x.value IN (" +
             marks(filter.values.size()) +
             ") AND x.span = s.row AND x.level <= caller_level(s.owner, s.grp))";
      add_filter(parameters, filter);
    }
  }

  // The condition that a row `d` of facets is one of the filter's, and seen.
  static std::string driven_by(const Filter& filter, Parameters& parameters) {
    add_filter(parameters, filter);
    return "d.name = ? AND d.value IN (" + marks(filter.values.size()) + ") AND d.level <= reach";
  }

  static void add_filter(Parameters& parameters, const Filter& filter) {
    parameters.emplace_back(std::string_view(filter.name));
    for (const std::string& value : filter.values) parameters.emplace_back(std::string_view(value));
  }

  [[nodiscard]] Candidate read(const Statement& row) const {
    Candidate candidate;
    candidate.hit.span = row.integer(0);
    candidate.hit.entry = row.integer(1);
    candidate.hit.version = row.integer(2);
    candidate.hit.id = row.string(3);
    candidate.hit.level = static_cast<model::Visibility>(row.integer(4));
    candidate.hit.modified_at = {row.integer(6)};
    candidate.declared_at = {row.maybe(7).value_or(0)};
    candidate.declared = row.string(8);
    return candidate;
  }

  // ---- with words

  // The States that the query names, then their entries that have the rest of its words.
  void gather_of_states() {
    const OfStates& states = query_.of_states;
    if (states.codes.empty()) return;
    const Filter of{"state", states.codes};
    if (!states.phrases.empty()) {
      walk_filter(of, states.phrases, kNarrow, Tier::kOfState);
      return;
    }
    for (const std::string& code : states.codes) add_state(model::state_entry_id(code));
    Parameters parameters;
    std::string sql = columns() +
                      " FROM facet d CROSS JOIN span s ON s.row = d.span CROSS JOIN entry e ON "
                      "e.row = s.entry WHERE " +
                      driven_by(of, parameters);
    add_conditions(sql, parameters);
    add_filters(sql, parameters);
    sql += " LIMIT ?";
    parameters.emplace_back(static_cast<std::int64_t>(kMostCandidates + 1));
    Statement rows = connection_.prepare(sql);
    bind_all(rows, parameters);
    while (!capped_ && rows.step()) add_once(rows, Tier::kOfState);
  }

  void add_state(const std::string& id) {
    Parameters parameters{std::string_view(id)};
    std::string sql =
        columns() + " FROM entry e CROSS JOIN span s ON s.entry = e.row WHERE e.id = ?";
    add_conditions(sql, parameters);
    add_filters(sql, parameters);
    Statement rows = connection_.prepare(sql);
    bind_all(rows, parameters);
    while (rows.step()) add_once(rows, Tier::kWholeState);
  }

  void add_once(const Statement& row, int tier) {
    if (!seen_.insert(row.integer(0)).second) return;
    Candidate candidate = read(row);
    candidate.tier = tier;
    add(std::move(candidate));
  }

  void gather_by_words() {
    if (query_.filters.empty()) {
      walk_words(kNoEnd);
      return;
    }
    if (walk_words(kShortWalk)) return;
    const Filter* const narrowest = narrow_filter();
    forget_candidates();
    if (narrowest != nullptr) {
      walk_filter(*narrowest, query_.phrases, kLongWalk, {});
    } else if (!walk_words(kLongWalk)) {
      capped_ = true;
    }
  }

  void forget_candidates() {
    candidates_.resize(kept_);
    seen_.clear();
    for (const Candidate& candidate : candidates_) seen_.insert(candidate.hit.span);
    capped_ = false;
  }

  // Looks at `most` rows of each list of the words. False where there are more, and not yet as many
  // candidates as are wanted. FTS5 makes the list of a beginning as a whole before it gives the
  // first row, that of a whole word row by row: where lists may be long, words found often enough
  // as they stand are not taken for beginnings.
  bool walk_words(std::size_t most) {
    bool all = true;
    for (const Ending ending : {Ending::whole, Ending::unfinished}) {
      if (ending == Ending::whole && query_.head < kLongLists && !query_.whole_words) continue;
      if (ending == Ending::unfinished && query_.whole_words) continue;
      for (const Level& level : kLevels) {
        if (!capped_ && may_reach(query_.caller, level.visibility))
          all = walk_words(level, ending, most) && all;
      }
      if (!all) break;
    }
    return all || capped_;
  }

  bool walk_words(const Level& level, Ending ending, std::size_t most) {
    const std::string match = match_expression(query_.phrases, ending);
    const std::string find(level.find);
    Parameters parameters;
    std::string fits = "1";
    add_filters(fits, parameters);
    std::string sql = columns() + ", t.title, " + fits + " FROM " + find +
                      " f CROSS JOIN span s ON s.row = f.rowid CROSS JOIN entry e ON e.row = "
                      "s.entry CROSS JOIN " +
                      std::string(level.text) + " t ON t.row = s.row WHERE " + find +
                      " MATCH ? AND reach >= ?";
    parameters.emplace_back(std::string_view(match));
    parameters.emplace_back(static_cast<std::int64_t>(level.visibility));
    add_conditions(sql, parameters);
    sql += " ORDER BY f.rowid";
    Statement rows = connection_.prepare(sql);
    bind_all(rows, parameters);
    for (std::size_t walked = 0; !capped_ && rows.step(); ++walked) {
      if (walked == most) return false;
      if (rows.integer(10) != 0) add_found(rows);
    }
    return true;
  }

  // A row that has the title in its column 9.
  void add_found(const Statement& row) {
    if (!seen_.insert(row.integer(0)).second) return;
    Candidate candidate = read(row);
    candidate.tier = tier_of(row.text(5), row.text(9));
    add(std::move(candidate));
  }

  // The filter with the fewest rows, if they are few enough to look at each. Only what is public is
  // counted: for nobody does a hidden value decide the way.
  [[nodiscard]] const Filter* narrow_filter() {
    const Filter* narrowest = nullptr;
    std::int64_t fewest = kNarrow + 1;
    for (const Filter& filter : query_.filters) {
      const std::int64_t count = public_rows(filter, fewest);
      if (count == fewest) continue;
      fewest = count;
      narrowest = &filter;
    }
    return narrowest;
  }

  // Up to `most`.
  [[nodiscard]] std::int64_t public_rows(const Filter& filter, std::int64_t most) {
    Parameters parameters;
    add_filter(parameters, filter);
    parameters.emplace_back(most);
    Statement row = connection_.prepare(
        "SELECT count(*) FROM (SELECT 1 FROM facet WHERE name = ? AND value IN (" +
        marks(filter.values.size()) + ") AND level = 0 LIMIT ?)");
    bind_all(row, parameters);
    return row.step() ? row.integer(0) : 0;
  }

  // Looks at what a filter has, at most so many rows of each level, for the words in the texts
  // themselves. What is found has the tier given, else that of its title.
  void walk_filter(const Filter& filter, const std::vector<std::string>& phrases, std::size_t most,
                   std::optional<int> tier) {
    for (const Level& level : kLevels) {
      if (!may_reach(query_.caller, level.visibility)) continue;
      Parameters parameters;
      std::string sql = columns() +
                        ", t.title, t.body FROM facet d CROSS JOIN span s ON s.row = d.span CROSS "
                        "JOIN entry e ON e.row = s.entry CROSS JOIN " +
                        std::string(level.text) + " t ON t.row = s.row WHERE " +
                        driven_by(filter, parameters) + " AND reach >= ?";
      parameters.emplace_back(static_cast<std::int64_t>(level.visibility));
      add_conditions(sql, parameters);
      add_filters(sql, parameters, &filter);
      Statement rows = connection_.prepare(sql);
      bind_all(rows, parameters);
      for (std::size_t walked = 0; !capped_ && rows.step(); ++walked) {
        capped_ = walked == most;
        if (capped_ || !has_words(phrases, rows.text(9), rows.text(10))) continue;
        if (tier) {
          add_once(rows, *tier);
        } else {
          add_found(rows);
        }
      }
    }
  }

  [[nodiscard]] static bool has_words(const std::vector<std::string>& phrases,
                                      std::string_view title, std::string_view body) {
    return std::all_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
      const Ending ending = &phrase == &phrases.back() ? Ending::unfinished : Ending::whole;
      return stands_in(title, phrase, ending) || stands_in(body, phrase, ending);
    });
  }

  // The better the match, the lower: a State by its name, a title by its whole, its beginning, a
  // part of it; then the text.
  [[nodiscard]] int tier_of(std::string_view kind, std::string_view title) const {
    const std::string_view query = query_.folded;
    const std::size_t at = find_words(title, query);
    if (at == std::string_view::npos) return kInText;
    const bool begins = at == 0 || title[at - 1] == '\n';  // titles are kept a line each
    const std::size_t end = at + query.size();
    const bool whole = begins && (end == title.size() || title[end] == '\n');
    if (kind == "state" && begins) return whole ? kWholeState : kState;
    if (whole) return kWholeTitle;
    return begins ? kBeginning : kInTitle;
  }

  static std::size_t find_words(std::string_view title, std::string_view query) {
    for (std::size_t at = title.find(query); at != std::string_view::npos;
         at = title.find(query, at + 1)) {
      if (at == 0 || title[at - 1] == ' ' || title[at - 1] == '\n') return at;
    }
    return std::string_view::npos;
  }

  // ---- without words

  void gather_by_filter() {
    const Filter* const narrowest = narrow_filter();
    const Filter& first = narrowest != nullptr ? *narrowest : query_.filters.front();
    Parameters parameters;
    std::string sql = columns() +
                      " FROM facet d CROSS JOIN span s ON s.row = d.span CROSS JOIN entry e ON "
                      "e.row = s.entry WHERE " +
                      driven_by(first, parameters);
    add_conditions(sql, parameters);
    add_filters(sql, parameters, &first);
    sql += " LIMIT ?";
    parameters.emplace_back(static_cast<std::int64_t>(kMostCandidates + 1));
    {
      Statement rows = connection_.prepare(sql);
      bind_all(rows, parameters);
      while (rows.step()) {
        if (seen_.insert(rows.integer(0)).second) add(read(rows));
      }
    }
    if (capped_) run_scan();  // too many to sort here: walk in the order that was asked for
  }

  void run_scan() {
    scanned_ = true;
    std::string sql = columns();
    Parameters parameters;
    const bool descending = (query_.order == Order::id_descending ||
                             query_.order == Order::modified_descending) != query_.backwards;
    const bool by_time =
        query_.order == Order::modified || query_.order == Order::modified_descending;
    sql += by_time ? " FROM span s CROSS JOIN entry e ON e.row = s.entry WHERE 1"
                   : " FROM entry e CROSS JOIN span s ON s.entry = e.row WHERE 1";
    if (by_time && !query_.at_seq) sql += " AND s.to_seq = 9223372036854775807";
    std::int64_t time = 0;
    std::int64_t entry = 0;
    if (!query_.after.empty()) {
      const char* compare = descending ? "<" : ">";
      if (by_time) {
        split_key(query_.after, time, entry);
        sql += std::string(" AND (s.modified_at, s.entry) ") + compare + " (?, ?)";
        parameters.emplace_back(time);
        parameters.emplace_back(entry);
      } else {
        sql += std::string(" AND e.id ") + compare + " ?";
        parameters.emplace_back(std::string_view(query_.after));
      }
    }
    add_conditions(sql, parameters);
    add_filters(sql, parameters);
    const char* direction = descending ? " DESC" : "";
    sql += std::string(" ORDER BY ") +
           (by_time ? std::string("s.modified_at") + direction + ", s.entry" + direction
                    : std::string("e.id") + direction) +
           " LIMIT ?";
    // Without filters these rows serve as the candidates too, as far as they go.
    parameters.emplace_back(static_cast<std::int64_t>(query_.limit + 1));
    Statement rows = connection_.prepare(sql);
    bind_all(rows, parameters);
    while (rows.step()) {
      Candidate candidate = read(rows);
      if (result_.hits.size() == query_.limit) {
        result_.more = true;
        break;
      }
      candidate.hit.key = key_of(candidate);
      result_.hits.push_back(std::move(candidate.hit));
    }
    end_page(result_.more);
    if (candidates_.empty()) sample();
  }

  // The candidates that totals and facets are counted over, where there is nothing to find.
  void sample() {
    std::string sql = columns() + " FROM entry e CROSS JOIN span s ON s.entry = e.row WHERE 1";
    Parameters parameters;
    add_conditions(sql, parameters);
    add_filters(sql, parameters);
    sql += " ORDER BY e.row LIMIT ?";
    parameters.emplace_back(query_.facets.empty() ? kCountBound + 1
                                                  : static_cast<std::int64_t>(kMostCandidates + 1));
    Statement rows = connection_.prepare(sql);
    bind_all(rows, parameters);
    while (rows.step()) add(read(rows));
  }

  // ---- page, total, facets

  // Where the page was walked backwards, what it left is before it, and what it came from after.
  void end_page(bool left) {
    const bool came = !query_.after.empty();
    result_.more = query_.backwards ? came : left;
    result_.earlier = query_.backwards ? left : came;
    if (query_.backwards) std::reverse(result_.hits.begin(), result_.hits.end());
  }

  void add(Candidate candidate) {
    if (query_.any && !candidates_.empty()) {
      capped_ = true;
    } else if (candidates_.size() < kMostCandidates) {
      candidates_.push_back(std::move(candidate));
    } else {
      capped_ = true;
    }
  }

  static void split_key(std::string_view key, std::int64_t& first, std::int64_t& second) {
    const auto dot = key.find('.');
    std::from_chars(key.data(), key.data() + std::min(dot, key.size()), first);
    if (dot != std::string_view::npos)
      std::from_chars(key.data() + dot + 1, key.data() + key.size(), second);
  }

  [[nodiscard]] std::string key_of(const Candidate& candidate) const {
    switch (query_.order) {
      case Order::id:
      case Order::id_descending:
        return candidate.hit.id;
      case Order::relevance:
        return std::to_string(candidate.tier) + "." + std::to_string(candidate.declared_at.micros) +
               "." + std::to_string(candidate.hit.entry);
      default:
        return std::to_string(candidate.hit.modified_at.micros) + "." +
               std::to_string(candidate.hit.entry);
    }
  }

  [[nodiscard]] bool before(const Candidate& a, const Candidate& b) const {
    switch (query_.order) {
      case Order::id:
        return a.hit.id < b.hit.id;
      case Order::id_descending:
        return b.hit.id < a.hit.id;
      case Order::relevance:
        return std::tie(a.tier, b.declared_at, a.hit.entry) <
               std::tie(b.tier, a.declared_at, b.hit.entry);
      case Order::modified:
        return std::tie(a.hit.modified_at, a.hit.entry) < std::tie(b.hit.modified_at, b.hit.entry);
      case Order::modified_descending:
        return std::tie(b.hit.modified_at, b.hit.entry) < std::tie(a.hit.modified_at, a.hit.entry);
    }
    return false;
  }

  // The candidate that a key stands for, as far as the order looks at it.
  [[nodiscard]] Candidate mark_of(const std::string& key) const {
    Candidate mark;
    if (query_.order == Order::id || query_.order == Order::id_descending) {
      mark.hit.id = key;
    } else if (query_.order == Order::relevance) {
      std::int64_t tier = 0;
      split_key(key, tier, mark.declared_at.micros);
      split_key(std::string_view(key).substr(std::min(key.find('.') + 1, key.size())),
                mark.declared_at.micros, mark.hit.entry);
      mark.tier = static_cast<int>(tier);
    } else {
      split_key(key, mark.hit.modified_at.micros, mark.hit.entry);
    }
    return mark;
  }

  void pick_page() {
    std::vector<const Candidate*> order;
    order.reserve(candidates_.size());
    const Candidate mark = mark_of(query_.after);
    const auto in_order = [&](const Candidate& a, const Candidate& b) {
      return query_.backwards ? before(b, a) : before(a, b);
    };
    for (const Candidate& candidate : candidates_) {
      if (query_.after.empty() || in_order(mark, candidate)) order.push_back(&candidate);
    }
    const std::size_t shown = std::min(query_.limit, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown),
                      order.end(),
                      [&](const Candidate* a, const Candidate* b) { return in_order(*a, *b); });
    for (std::size_t i = 0; i < shown; ++i) {
      Hit hit = order[i]->hit;
      hit.key = key_of(*order[i]);
      result_.hits.push_back(std::move(hit));
    }
    end_page(order.size() > shown);
  }

  using ValueCounts = std::map<std::string, std::int64_t, std::less<>>;
  using FacetCounts = std::map<std::string, ValueCounts, std::less<>>;

  void count_judged(const std::vector<std::string>& kept, FacetCounts& counts) const {
    for (std::size_t n = 0; n < kept.size(); ++n) {
      const auto wanted = counts.find(query_.judged[n].name);
      const std::string_view value = query_.judged[n].judge(kept[n]);
      if (wanted != counts.end() && !value.empty()) ++wanted->second[std::string(value)];
    }
  }

  // How many candidates have each value of the facets asked for, as far as the caller sees it.
  FacetCounts count_facets() {
    FacetCounts counts;
    for (const std::string& name : query_.facets) counts[name];
    Statement row = connection_.prepare(
        "SELECT name, value FROM facet WHERE span = ? AND level <= ? ORDER BY level");
    for (const Candidate& candidate : candidates_) {
      if (!candidate.declared.empty()) ++counts["declared"][std::string(candidate.declared)];
      row.rewind();
      row.bind(candidate.hit.span).bind(static_cast<std::int64_t>(candidate.hit.level));
      std::vector<std::string> kept(query_.judged.size());
      while (row.step()) {
        for (std::size_t n = 0; n < kept.size(); ++n) {
          if (query_.judged[n].kept == row.text(0)) kept[n] = row.text(1);
        }
        const auto wanted = counts.find(row.text(0));
        if (wanted == counts.end()) continue;
        const auto known = wanted->second.find(row.text(1));
        if (known != wanted->second.end()) {
          ++known->second;
        } else {
          wanted->second.emplace(row.text(1), 1);
        }
      }
      count_judged(kept, counts);
    }
    return counts;
  }

  void count() {
    const auto found = static_cast<std::int64_t>(candidates_.size());
    result_.total =
        found > kCountBound ? BoundedCount{kCountBound, false} : BoundedCount{found, true};
    if (query_.facets.empty()) return;
    const FacetCounts counts = count_facets();
    for (const std::string& name : query_.facets) {
      std::vector<FacetCount> values;
      for (const auto& [value, number] : counts.at(name))
        values.push_back({value, {number, !capped_}});
      std::stable_sort(values.begin(), values.end(), [](const FacetCount& a, const FacetCount& b) {
        return a.count.value > b.count.value;
      });
      result_.facets.emplace_back(name, std::move(values));
    }
  }

  Connection& connection_;
  const SearchQuery& query_;
  std::int64_t seq_ = 0;
  bool wants_declared_ = false;
  std::vector<Candidate> candidates_;
  std::set<std::int64_t> seen_;  // spans of the candidates
  std::size_t kept_ = 0;         // candidates that are of the States named
  bool capped_ = false;          // there may be more candidates than these
  bool scanned_ = false;
  SearchResult result_;
};

// What the functions of SQL answer by, as long as a search runs.
class Bound {
 public:
  Bound(Connection& connection, const SearchQuery& query) : connection_(connection) {
    connection_.set_caller(&query.caller);
    connection_.set_judged(&query.judged);
    connection_.set_declared(&query.declared);
  }
  ~Bound() {
    connection_.set_caller(nullptr);
    connection_.set_judged(nullptr);
    connection_.set_declared(nullptr);
  }
  Bound(const Bound&) = delete;
  Bound& operator=(const Bound&) = delete;
  Bound(Bound&&) = delete;
  Bound& operator=(Bound&&) = delete;

 private:
  Connection& connection_;
};

}  // namespace

std::vector<std::string> select_words(Connection& connection, const model::Caller& caller,
                                      std::string_view beginning, std::size_t limit) {
  std::vector<std::string> words;
  std::set<std::string, std::less<>> known;
  const std::string end = std::string(beginning) + "\xF4\x8F\xBF\xBF";  // after all text
  for (const Level& level : kLevels) {
    if (!may_reach(caller, level.visibility)) continue;
    Statement rows = connection.prepare(
        "SELECT term, doc FROM (SELECT term, doc FROM " + std::string(level.words) +
        " WHERE term >= ? AND term <= ? LIMIT ?) ORDER BY doc DESC, term");
    rows.bind(beginning).bind(std::string_view(end)).bind(static_cast<std::int64_t>(limit));
    while (rows.step()) {
      if (known.insert(rows.string(0)).second) words.push_back(rows.string(0));
    }
  }
  return words;
}

SearchResult run_search(Connection& connection, const SearchQuery& query) {
  const Bound bound(connection, query);
  return Search(connection, query).run();
}

}  // namespace cyberdir::store::sqlite
