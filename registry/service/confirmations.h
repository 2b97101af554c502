// "Declared right, unchanged": the owner's word, without a new version.
#pragma once

#include <string>

#include "base/result.h"
#include "service/etag.h"
#include "service/origin.h"
#include "service/workflow.h"
#include "store/store.h"

namespace cyberdir::service {

/// Any thread.
class Confirmations {
 public:
  explicit Confirmations(store::Store& store) : store_(store) {}

  /// Says for its owner that a published entry is right as it stands. Waits for nobody, whatever is
  /// reviewed: nothing that is shown changes but when it was declared and by whom. `precondition`
  /// is asked for nothing where it is empty. Errors: not_found, forbidden (not of the owner), gone,
  /// conflict (a draft, or held back), stale.
  base::Result<WriteOutcome> confirm(const Origin& origin, const std::string& id,
                                     const Precondition& precondition);

 private:
  store::Store& store_;
};

}  // namespace cyberdir::service
