// Reading: entries, lists, history and differences, each as its caller may see it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/audience.h"
#include "model/diff.h"
#include "model/freshness.h"
#include "service/view.h"
#include "store/store.h"

namespace cyberdir::service {

/// A moment that a reader asked for: a time, or a sequence number.
struct AsOf {
  std::optional<base::Instant> time;
  std::optional<std::int64_t> seq;
};

/// Reads `as_of`: an RFC 3339 date-time, a date (the end of that day in UTC), or `seq:n`.
/// Errors: malformed.
[[nodiscard]] base::Result<AsOf> parse_as_of(std::string_view text);

/// The moment that `as_of` means. Errors: not_found (no such sequence number yet).
[[nodiscard]] base::Result<store::Moment> moment_at(store::Reader& reader, const AsOf& as_of);

/// What differs between two forms of one entry, but for what the registry keeps of every version.
[[nodiscard]] std::vector<model::Change> changes_between(model::Json from, model::Json to);

/// An entry as it is sent.
struct EntryAnswer {
  std::string id;
  std::int64_t version = 0;
  std::string digest;
  std::string json;  ///< canonical
  base::Instant modified_at;
  std::optional<store::Moment> moment;  ///< where as_of was asked
  /// Where this is the current entry, as the store keeps it for a level: that level.
  std::optional<model::Visibility> level = {};
};

/// What is asked of a list.
struct ListQuery {
  std::string words;
  std::vector<store::Filter> filters;
  std::optional<base::Instant> updated_since;
  std::vector<model::Freshness> declared;  ///< as of now, or the moment asked; empty for any
  /// Contacts that somebody answers at now, or at the moment asked: `true`, `false`, `unknown`.
  std::vector<std::string> available_now;
  std::optional<std::int64_t> proven_within_days;  ///< a channel in use answered since
  std::optional<AsOf> as_of;
  std::optional<store::Order> order;  ///< relevance with words, else by id
  std::size_t limit = 20;
  std::string after;  ///< a key of ListAnswer; empty for the first page
  std::vector<std::string> facets;
};

/// What was searched besides or instead of the words as they stand.
struct Interpretation {
  std::vector<std::string> states;       ///< codes of the States that are named, or may be
  bool ambiguous = false;                ///< one name may mean any of them
  bool states_alone = false;             ///< the query has no other words
  std::string corrected;                 ///< the words searched, where those sent found nothing
  std::vector<std::string> suggestions;  ///< queries that are as near; none was searched
};

struct ListAnswer {
  std::vector<EntryAnswer> items;
  std::string next;      ///< key for the page after this one; empty at the end
  std::string previous;  ///< key for the page before this one; empty at the beginning
  Interpretation interpretation;
  store::BoundedCount total;
  std::vector<std::pair<std::string, std::vector<store::FacetCount>>> facets;
  store::Moment moment;  ///< the sequence that was looked at
};

/// A version, as it stands in a history: no content.
struct HistoryItem {
  std::int64_t version = 0;
  std::int64_t seq = 0;
  std::string operation;
  model::Status status = model::Status::published;
  base::Instant at;
  std::string on_behalf;
  std::string change_note;
  std::string chain;  ///< its digest in the chain of versions, in hexadecimal
};

struct HistoryAnswer {
  std::string id;
  std::vector<HistoryItem> items;  ///< newest first
  bool more = false;
  std::optional<store::Moment> moment;  ///< where as_of was asked
  std::int64_t total = 0;  ///< versions that the caller may know of, up to the moment asked
};

struct DiffAnswer {
  std::string id;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::vector<model::Change> changes;
};

/// Entries with personal fields that a caller is given are noted in Caller::persons_shown; those of
/// for_each() are not.
class Directory {
 public:
  Directory(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  /// After how long declarations age. Before the registry is used by several threads.
  void set_declaration_terms(model::DeclarationTerms terms) { terms_ = std::move(terms); }
  [[nodiscard]] const model::DeclarationTerms& declaration_terms() const { return terms_; }

  /// Errors: not_found, gone (withdrawn, and the caller may know of it).
  base::Result<EntryAnswer> read(const model::Caller& caller, std::string_view id,
                                 const std::optional<AsOf>& as_of = {});
  base::Result<ListAnswer> list(const model::Caller& caller, const ListQuery& query);
  base::Result<HistoryAnswer> history(const model::Caller& caller, std::string_view id,
                                      std::int64_t before, std::size_t limit,
                                      const std::optional<AsOf>& as_of = {});
  /// One version, old or current. Errors: not_found.
  base::Result<EntryAnswer> version(const model::Caller& caller, std::string_view id,
                                    std::int64_t number);
  base::Result<DiffAnswer> diff(const model::Caller& caller, std::string_view id, std::int64_t from,
                                std::int64_t to);

  /// The head of an export, and each of its entries in order, in one snapshot on a connection of
  /// its own. Kind and State may be empty, and there may be no filters.
  struct ExportScope {
    std::string kind;
    std::string state;
    std::optional<AsOf> as_of;
    /// By the names that filters of lists have; one value of each must be in what the caller sees.
    std::vector<store::Filter> filters = {};
  };
  struct ExportHead {
    store::Identity identity;
    store::Moment moment;
  };
  base::Result<void> for_each(
      const model::Caller& caller, const ExportScope& scope,
      const std::function<base::Result<void>(const ExportHead&)>& head,
      const std::function<base::Result<void>(std::string_view json)>& entry);

  /// The moment that `as_of` means; the present where there is none. Errors: not_found.
  base::Result<store::Moment> resolve(const std::optional<AsOf>& as_of);

  /// The time of the registry's clock.
  [[nodiscard]] base::Instant now() const { return clock_.now(); }
  /// Where the store stands.
  base::Result<ExportHead> head();

 private:
  store::Store& store_;
  const base::Clock& clock_;
  model::DeclarationTerms terms_;
};

}  // namespace cyberdir::service
