// A contact's channels for urgent use are not changed unseen: what is new waits, and the State's
// other contacts and the channels that stood before are told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "model/entry.h"
#include "service/origin.h"
#include "store/store.h"

namespace cyberdir::service {

struct CurrentEntry;

/// How long a changed channel waits where the operator says nothing: a day, in microseconds.
inline constexpr std::int64_t kUrgentHold = std::int64_t{24} * 3'600 * 1'000'000;

/// What a version changes of the channels for urgent use.
struct UrgentDifference {
  std::vector<model::Json> added;
  std::vector<model::Json> removed;

  [[nodiscard]] bool any() const { return !added.empty() || !removed.empty(); }
};

/// The channels for urgent use in which two versions of a contact differ; nothing for other kinds.
[[nodiscard]] UrgentDifference urgent_difference(const model::Entry& before,
                                                 const model::Entry& after);

/// As urgent_difference(), and writes into `entry` from when the added channels are for urgent use:
/// `until`, where that is after `at`. Channels that stay keep what they had.
UrgentDifference hold_urgent(model::Entry& entry, const model::Entry& current, base::Instant until,
                             base::Instant at);

/// Keeps the fact of such a change, by the version after `before`, and writes the mails about it.
void note_urgent_change(store::Writer& writer, const Origin& origin, const CurrentEntry& before,
                        const UrgentDifference& difference, base::Instant until,
                        base::Random& random);

}  // namespace cyberdir::service
