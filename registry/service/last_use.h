// When sessions and tokens were last used: noted in memory, written in batches.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "store/store.h"

namespace cyberdir::service {

/// A request only notes; write() is called about once a minute, by whoever runs the server, so that
/// reading never waits for a write. Any thread.
class LastUse {
 public:
  explicit LastUse(store::Store& store) : store_(store) {}

  void note_session(const std::string& id, base::Instant at) { note(sessions_, id, at); }
  void note_token(const std::string& id, base::Instant at) { note(tokens_, id, at); }
  /// The last use of a session that is not written yet.
  [[nodiscard]] std::optional<base::Instant> of_session(const std::string& id) const;
  /// Writes what was noted, in one transaction; nothing where there is nothing. What could not be
  /// written is noted again. Errors: of the store.
  base::Result<void> write();

 private:
  using Uses = std::map<std::string, base::Instant, std::less<>>;
  void note(Uses& uses, const std::string& id, base::Instant at);

  store::Store& store_;
  mutable std::mutex mutex_;
  Uses sessions_;
  Uses tokens_;
};

}  // namespace cyberdir::service
