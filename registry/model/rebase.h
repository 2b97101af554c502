// Bringing a change to a form of an entry that has moved on since.
#pragma once

#include <string>
#include <vector>

#include "model/diff.h"

namespace cyberdir::model {

/// What became of a change. Where there are conflicts, `merged` has the later form's values there.
struct Rebase {
  Json merged;
  std::vector<Conflict> conflicts;
  std::vector<std::string> theirs;  ///< pointers of what the later form had changed already
};

/// Applies what leads from `base` to `yours` to `theirs`, both changed forms of `base`. Values that
/// one side alone changed, or both alike, are taken; the rest are conflicts. Objects are merged
/// member by member, `channels` (by kind and value) and `keys` (by fingerprint) element by element
/// in the order of `theirs`, other arrays as one unit. A change note is no conflict: yours counts.
[[nodiscard]] Rebase rebase(const Json& base, const Json& theirs, const Json& yours,
                            const Kind& kind);

/// Puts your values into what rebase() merged, for those of its conflicts that are given: the rest
/// keep the later form's. The conflicts are in the order in which rebase() found them.
void take_yours(Json& merged, const std::vector<Conflict>& conflicts, const Kind& kind);

/// The RFC 7396 patch that leads from one tree to another. No value may be null.
[[nodiscard]] Json merge_patch_between(const Json& from, const Json& to);

}  // namespace cyberdir::model
