// Whether the store is what was written: every digest, chain, reference, projection and index row.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace cyberdir::service {

/// What a check of the whole store found.
struct IntegrityReport {
  std::vector<std::string> findings;  ///< one sentence each; at most a thousand
  std::uint64_t entries = 0;
  std::uint64_t versions = 0;
  std::int64_t seq = 0;
};

class Integrity {
 public:
  explicit Integrity(store::Store& store) : store_(store) {}

  /// Reads everything once and computes it anew. `progress` (may be empty) is called now and then
  /// with the entries checked so far. Errors: unavailable; what is damaged is in the report.
  base::Result<IntegrityReport> check(const std::function<void(std::uint64_t)>& progress = {});

 private:
  store::Store& store_;
};

}  // namespace cyberdir::service
