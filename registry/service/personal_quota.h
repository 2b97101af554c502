// How many personal records a caller is sent in a day.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "model/audience.h"
#include "store/store.h"

namespace cyberdir::service {

/// Records a day (UTC), by who is asking; 0 for no bound.
struct QuotaLimits {
  std::int64_t below_manager = 0;  ///< an account or token below manager
  std::int64_t managers = 0;       ///< a manager's or the secretariat's
  std::int64_t networks = 0;       ///< all anonymous callers of a /24 or /64 together
};

/// A personal record is an entry that was sent and of which the caller sees a personal field.
/// Counts are kept in memory and written in batches, so that they outlive a restart; what another
/// process counted is seen after the next write(). Any thread.
class PersonalQuota {
 public:
  PersonalQuota(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  /// To be set before the registry is used by several threads; without, nothing is bounded.
  void set_limits(const QuotaLimits& limits) { limits_ = limits; }

  /// Counts `records` that are about to be sent; `network` is that of an anonymous caller. Errors:
  /// quota, where they would be more than the caller may be sent today; then nothing is counted. Of
  /// the store.
  base::Result<void> charge(const model::Caller& caller, const std::string& network,
                            std::int64_t records);
  /// Seconds until the counts begin anew: the next midnight in UTC.
  [[nodiscard]] std::int64_t seconds_left() const;
  /// Writes what was counted, in one transaction, and forgets the days before. What could not be
  /// written stays. Errors: of the store.
  base::Result<void> write();

 private:
  struct Count {
    std::int64_t written = 0;    ///< in the store
    std::int64_t unwritten = 0;  ///< here alone
  };
  using Key = std::pair<std::int64_t, std::string>;  // day, caller

  [[nodiscard]] std::int64_t limit_of(const model::Caller& caller) const;
  /// What the store has of a caller that is not known here yet.
  base::Result<void> load(const Key& key);

  store::Store& store_;
  const base::Clock& clock_;
  QuotaLimits limits_;
  std::mutex mutex_;
  std::map<Key, Count> counts_;
};

}  // namespace cyberdir::service
