// What a new version says to the feeds (public, states, network:CODE, named:XX).
#pragma once

#include <string>
#include <vector>

#include "model/entry.h"

namespace cyberdir::service {

/// What a version says to a feed: `put`, or `withdraw` with its reason where it is seen no longer.
struct FeedChange {
  std::string feed;
  std::string operation;
  std::string reason;
};

/// What a new version says to each feed. `before` is the content of the version before it, or null.
[[nodiscard]] std::vector<FeedChange> feed_changes(const model::Entry* before,
                                                   model::Status status_before,
                                                   const model::Entry& now, model::Status status);

}  // namespace cyberdir::service
