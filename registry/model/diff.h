// What differs between two forms of an entry, value by value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/field.h"
#include "model/json.h"

namespace cyberdir::model {

/// One difference. A pointer into an array names the place in the later form, or in the earlier
/// one where the value was removed.
struct Change {
  std::string pointer;
  std::optional<Json> from;
  std::optional<Json> to;
};

/// Compares two entries as JSON trees. Objects are compared member by member; arrays as one unit,
/// but `channels` (by kind and value) and `keys` (by fingerprint) element by element.
[[nodiscard]] std::vector<Change> diff(const Json& from, const Json& to, const Kind& kind);

/// What an element of a list is known by: kind and value, fingerprint, or the whole of it.
[[nodiscard]] std::string element_identity(const Json& element, Identity identity);

/// Three forms of one value, where a write was made against a version that is no longer current.
struct Conflict {
  std::string pointer;
  std::optional<Json> base;
  std::optional<Json> theirs;
  std::optional<Json> yours;
};

/// All values in which the three forms are not the same.
[[nodiscard]] std::vector<Conflict> three_way(const Json& base, const Json& theirs,
                                              const Json& yours, const Kind& kind);

}  // namespace cyberdir::model
