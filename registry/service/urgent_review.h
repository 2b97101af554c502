// What a second person does with changed channels for urgent use.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "service/etag.h"
#include "service/workflow.h"
#include "store/store.h"

namespace cyberdir::service {

/// A change of channels for urgent use, as the owner's people and the secretariat see it.
struct UrgentChangeView {
  store::UrgentChangeRow row;
  std::string entry;
  std::string tag;                    ///< entity tag of the entry as it stands
  std::vector<model::Json> added;     ///< channels
  std::vector<model::Json> by_voice;  ///< channels that stood before and are not mail: call them
  bool waits = false;                 ///< channels of it are not for urgent use yet
  bool may_confirm = false;           ///< the caller may confirm them
};

/// Any thread.
class UrgentReview {
 public:
  UrgentReview(store::Store& store, Versions& versions, const base::Clock& clock)
      : store_(store), versions_(versions), clock_(clock) {}

  /// Lets changed channels be used at once, by a new version: all that others than the caller
  /// changed. Errors: not_found, forbidden (not of the owner; the changes are one's own),
  /// precondition_required, stale, conflict (nothing waits).
  base::Result<WriteOutcome> confirm(const Origin& origin, const std::string& id,
                                     const Precondition& precondition);
  /// Changes of the last two weeks of the caller's owner, of all for the secretariat, newest first;
  /// at most 100. Errors: forbidden.
  base::Result<std::vector<UrgentChangeView>> list(const model::Caller& caller);

 private:
  store::Store& store_;
  Versions& versions_;
  const base::Clock& clock_;
};

}  // namespace cyberdir::service
