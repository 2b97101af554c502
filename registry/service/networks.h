// The networks that States belong to, from their entries.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "store/store.h"

namespace cyberdir::service {

/// Remembers them until anything in the registry changes. Any thread.
class Networks {
 public:
  /// Those of an owner; none where it is not a State.
  [[nodiscard]] std::vector<std::string> of(store::Reader& reader, const std::string& owner);

 private:
  std::mutex mutex_;
  std::int64_t seq_ = -1;
  std::map<std::string, std::vector<std::string>, std::less<>> known_;
};

}  // namespace cyberdir::service
