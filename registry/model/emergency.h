// What an owner tightens at once: channels suspended, the entry narrowed. Nothing of it opens.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "model/entry.h"

namespace cyberdir::model {

/// A channel by what it is known by.
struct ChannelName {
  std::string kind;
  std::string value;

  bool operator==(const ChannelName&) const = default;
};

/// What is asked for.
struct EmergencyRequest {
  std::vector<ChannelName> suspend;
  std::optional<Visibility> narrow;  ///< to the group or to the owner
  std::string reason;
};

/// Reads a request from outside. Everything that is wrong becomes a finding whose pointer is into
/// `tree`.
[[nodiscard]] EmergencyRequest take_emergency(const Json& tree, base::Findings& findings);

/// The entry, tightened: the channels suspended wherever they stand in it; the whole entry, and
/// each field for which its owner set a rule, seen by nobody beyond `narrow`. Values are never
/// loosened: what is tighter stays. Findings (into the request) name channels that the entry does
/// not have. Equal to `entry` where it was so already.
[[nodiscard]] Entry tightened(const Entry& entry, const EmergencyRequest& request,
                              base::Findings& findings);

/// What an emergency did, from the entry before it and after it.
struct Tightening {
  std::vector<ChannelName> suspended;
  std::optional<std::string> narrowed_to;  ///< name of the new rule for the whole entry
};
[[nodiscard]] Tightening tightening_between(const Entry& before, const Entry& after);

/// `today` with what led from `before` to `after` taken back, wherever it still stands so.
[[nodiscard]] Entry loosened(const Entry& today, const Entry& before, const Entry& after);

}  // namespace cyberdir::model
