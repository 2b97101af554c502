// How often entries are looked up, and who is told of it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/audience.h"
#include "model/json.h"
#include "store/store.h"

namespace cyberdir::service {

/// Look-ups are kept for this many days, then erased; the number is fixed.
inline constexpr std::int64_t kLookUpDays = 400;

/// Who looks entries up, as far as an entry's owner is told.
enum class ReaderClass : std::uint8_t { own, states, organisations, secretariat, anybody };

/// own, states, organisations, secretariat, public.
[[nodiscard]] std::string_view name_of(ReaderClass reader_class);

/// One week of an entry, a count for each ReaderClass.
struct LookUpWeek {
  std::int64_t monday = 0;  ///< day since 1970
  std::array<std::int64_t, 5> counts{};
};

/// Counts below this are told as "fewer than", 0 too.
inline constexpr std::int64_t kFewestTold = 5;

/// A page of what somebody's own people looked up.
struct LookUpPage {
  std::vector<store::LookUpRow> items;
  std::int64_t total = 0;
  bool more = false;
};

/// A look-up is the reading of one entry. It is counted by entry, whom the reader acts for, actor
/// and day; never with the words of a query. A request only notes; write() is called every few
/// seconds by whoever runs the server. Any thread.
class LookUps {
 public:
  LookUps(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  /// Notes that `caller` was shown an entry. Writes where very much is noted, so that memory is
  /// bounded.
  void note(const model::Caller& caller, std::string_view entry);
  /// Writes what was noted, in one transaction; what could not be written is noted again. Errors:
  /// of the store.
  base::Result<void> write();

  /// What the people and tokens of a manager's own owner looked up; nobody else's, and for nobody
  /// else. `query.reader` is set here. Errors: unauthenticated, forbidden, of the store.
  base::Result<LookUpPage> of_people(const model::Caller& caller, store::LookUpQuery query);

  /// By class and week, newest first, for those who write the entry's owner's entries: the last 52
  /// whole weeks that ended a week ago or longer. Errors: unauthenticated, not_found, forbidden.
  base::Result<std::vector<LookUpWeek>> of_entry(const model::Caller& caller,
                                                 std::string_view entry);

  /// Erases what is older than kLookUpDays; returns how many rows that were. Errors: of the store.
  base::Result<std::int64_t> forget();

 private:
  struct Key {
    std::string entry;
    std::string reader;
    std::string actor;
    std::int64_t day = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  using Counts = std::unordered_map<Key, std::int64_t, KeyHash>;

  base::Result<void> write(const Counts& counts);

  store::Store& store_;
  const base::Clock& clock_;
  std::mutex mutex_;
  Counts counts_;
};

/// {"entry", "day", "actor", "count"}.
[[nodiscard]] model::Json look_up_json(const store::LookUpRow& row);

/// {"id", "weeks": [{"from", "to", "counts": [{"class", "count"} or {"class", "fewer_than"}]}]}.
[[nodiscard]] model::Json look_up_weeks_json(std::string_view entry,
                                             const std::vector<LookUpWeek>& weeks);

}  // namespace cyberdir::service
