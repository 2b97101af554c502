// Emergencies: an owner tightens an entry at once and alone; another looks at it afterwards.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "model/emergency.h"
#include "service/workflow.h"
#include "store/store.h"

namespace cyberdir::service {

/// An emergency as the owner's people and the secretariat see it.
struct EmergencyView {
  store::EmergencyRow row;
  std::string entry;
  std::string kind;
  std::string reason;
  model::Tightening tightening;
  bool may_decide = false;  ///< the caller may uphold or revert it
};

struct EmergencyList {
  std::vector<EmergencyView> items;
  std::int64_t next = 0;  ///< key for the page after this one; 0 at the end
  std::int64_t total = 0;
};

/// What becomes of an emergency.
enum class EmergencyDecision : std::uint8_t { uphold, revert };

/// Any thread.
class Emergencies {
 public:
  Emergencies(store::Store& store, Versions& versions, base::Random& random)
      : store_(store), versions_(versions), random_(random) {}

  /// Tightens an entry by a new version, whatever waits for review and whichever version the caller
  /// has read; what was so already makes no version. For editors and managers of the owner, and the
  /// operator. Errors: not_found, forbidden, gone (withdrawn), invalid (a channel that it has not).
  base::Result<WriteOutcome> raise(const Origin& origin, const std::string& id,
                                   const model::EmergencyRequest& request);
  /// Those of the caller's owner, of all for the secretariat; in one `state` unless that is empty.
  /// `before` is a key of the page before, or 0. Errors: unauthenticated, forbidden.
  base::Result<EmergencyList> list(const model::Caller& caller, const std::string& state,
                                   std::int64_t before, std::size_t limit);
  /// Upholds, or takes back what was tightened and still stands so, by a new version. For a manager
  /// of the owner who did not raise it, unless one person is enough there. Errors: not_found,
  /// forbidden, conflict (decided already; a later one of the same entry comes first).
  base::Result<EmergencyView> decide(const Origin& origin, const std::string& id,
                                     EmergencyDecision decision);

 private:
  store::Store& store_;
  Versions& versions_;
  base::Random& random_;
};

[[nodiscard]] model::Json emergency_json(const EmergencyView& emergency);

}  // namespace cyberdir::service
