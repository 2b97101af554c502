// What the registry keeps within an entry's fields: when a channel may be used for urgent things,
// who agreed to be named. Writers do not set it; it stays with its element.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.h"
#include "model/entry.h"
#include "model/validate.h"

namespace cyberdir::model {

/// The member that says whether somebody agreed to be named.
inline constexpr std::string_view kAcceptance = "accepted";
/// The member of a channel that says from when it is for urgent use.
inline constexpr std::string_view kUrgentFrom = "urgent_from";

/// Gives the elements of `entry` what the registry keeps with them in `from`. An element is the
/// same by kind and value, by fingerprint, by the one it names (`ref`, `state`), or, for a person,
/// by the name. What of it was `taken` from outside stays as it is in `entry`.
void carry_kept(Entry& entry, const Entry& from, Kept taken = Kept::nothing);

/// True where a channel is for urgent use at a time: it says so, it is not suspended, and no change
/// of it is waiting. Whoever picks channels for urgent use asks this.
[[nodiscard]] bool is_for_urgent_use(const Json& channel, base::Instant now);

/// From when a channel that was changed lately is for urgent use, where that is after `now`.
[[nodiscard]] std::optional<base::Instant> urgent_use_awaited(const Json& channel,
                                                              base::Instant now);

}  // namespace cyberdir::model
