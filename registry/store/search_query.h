// A search as the store runs it: folded words, filters and a place to go on from.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/audience.h"
#include "model/freshness.h"

namespace cyberdir::store {

/// How results are ordered.
enum class Order : std::uint8_t { relevance, id, id_descending, modified, modified_descending };

/// One filter: the value is one of `values`.
struct Filter {
  std::string name;  ///< a facet's name, or kind or owner
  std::vector<std::string> values;
};

/// How declarations have aged, for a filter and a facet of that name.
struct Declared {
  std::vector<model::Freshness> values;  ///< one of these; empty: nothing is filtered
  model::DeclarationTerms terms;
  base::Instant now;
};

/// A filter whose answer depends on the moment: it is worked out from a value that the index keeps,
/// as the caller's level has it.
struct Judged {
  std::string name;                 ///< of the filter, and of the facet
  std::string kept;                 ///< name of the facet that holds what is judged
  std::vector<std::string> values;  ///< one of these; empty: nothing is filtered, only counted
  /// What of a kept value, which is empty where the entry has none; empty for none.
  std::function<std::string_view(std::string_view kept)> judge;
};

/// What a query is found by where it names States: the entries of those States that have the rest
/// of its words.
struct OfStates {
  std::vector<std::string> codes;    ///< ISO 3166-1 alpha-2; empty where no State is named
  std::vector<std::string> phrases;  ///< as SearchQuery::phrases; empty where only States are named
};

/// A search on behalf of a caller, at one sequence.
struct SearchQuery {
  model::Caller caller;
  /// Folded words, or runs of words without a separator; all must be found, the last may be the
  /// beginning of a word. Empty for a list.
  std::vector<std::string> phrases;
  std::string folded;        ///< the query, folded, for ranking
  OfStates of_states;        ///< found besides those that have all the phrases
  bool whole_words = false;  ///< the last word is no beginning: it is a State's code
  bool any = false;          ///< one row is enough: whether there is anything
  std::vector<Filter> filters;
  std::optional<base::Instant> updated_since;
  Declared declared;
  std::vector<Judged> judged;          ///< each of them
  std::optional<std::int64_t> at_seq;  ///< nothing for the present
  std::int64_t head = 0;               ///< the last sequence number: how long lists may be
  Order order = Order::id;
  std::size_t limit = 20;
  std::string after;       ///< key of the last row of the page before; empty for the first page
  bool backwards = false;  ///< the page that ends before `after` is wanted
  std::vector<std::string> facets;
};

/// One row found.
struct Hit {
  std::int64_t span = 0;
  std::int64_t entry = 0;
  std::int64_t version = 0;
  std::string id;
  base::Instant modified_at;
  model::Visibility level = model::Visibility::open;  ///< at which the caller sees the entry
  std::string key;                                    ///< for going on after this row
};

/// A count that stops at a bound.
struct BoundedCount {
  std::int64_t value = 0;
  bool exact = true;
};

struct FacetCount {
  std::string value;
  BoundedCount count;
};

struct SearchResult {
  std::vector<Hit> hits;
  bool more = false;
  bool earlier = false;  ///< there are rows before these
  BoundedCount total;
  std::vector<std::pair<std::string, std::vector<FacetCount>>> facets;
};

}  // namespace cyberdir::store
