#include "service/last_use.h"

#include <algorithm>

namespace cyberdir::service {

void LastUse::note(Uses& uses, const std::string& id, base::Instant at) {
  const std::lock_guard lock(mutex_);
  base::Instant& last = uses[id];
  last = std::max(last, at);
}

std::optional<base::Instant> LastUse::of_session(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return std::nullopt;
  return found->second;
}

base::Result<void> LastUse::write() {
  Uses sessions;
  Uses tokens;
  {
    const std::lock_guard lock(mutex_);
    sessions = sessions_;
    tokens = tokens_;
  }
  if (sessions.empty() && tokens.empty()) return {};
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> base::Result<void> {
    for (const auto& [id, at] : sessions) writer.set_session_seen(id, at);
    for (const auto& [id, at] : tokens) writer.set_token_used(id, at);
    return {};
  }));
  // Only now: until it is written, of_session() has to know it.
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& use) { return use.second <= sessions[use.first]; });
  std::erase_if(tokens_, [&](const auto& use) { return use.second <= tokens[use.first]; });
  return {};
}

}  // namespace cyberdir::service
