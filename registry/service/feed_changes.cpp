#include "service/feed_changes.h"

#include <algorithm>

#include "service/view.h"

namespace cyberdir::service {

using model::Entry;
using model::Status;
using model::Visibility;

namespace {

// The feeds in which an entry is seen, by its level and group.
std::vector<std::string> feeds_of(const Entry& entry, Status status) {
  std::vector<std::string> feeds;
  if (status != Status::published) return feeds;
  const Visibility level = entry_level(entry);
  if (level == Visibility::open) feeds.emplace_back("public");
  if (level == Visibility::owner) return feeds;
  const std::string_view group = entry.group();
  if (level == Visibility::open || group == "states") feeds.emplace_back("states");
  if (group.starts_with("network:")) feeds.emplace_back(group);
  if (group.starts_with("named:")) {
    std::string_view codes = group.substr(6);
    while (!codes.empty()) {
      const auto comma = codes.find(',');
      feeds.push_back("named:" + std::string(codes.substr(0, comma)));
      codes = comma == std::string_view::npos ? std::string_view() : codes.substr(comma + 1);
    }
  }
  return feeds;
}

}  // namespace

std::vector<FeedChange> feed_changes(const Entry* before, Status status_before, const Entry& now,
                                     Status status) {
  std::vector<FeedChange> changes;
  const auto feeds = feeds_of(now, status);
  for (const std::string& feed : feeds) changes.push_back({feed, "put", ""});
  if (before == nullptr) return changes;
  for (const std::string& feed : feeds_of(*before, status_before)) {
    const bool still = std::find(feeds.begin(), feeds.end(), feed) != feeds.end();
    if (!still)
      changes.push_back({feed, "withdraw", status == Status::withdrawn ? "deleted" : "restricted"});
  }
  return changes;
}

}  // namespace cyberdir::service
