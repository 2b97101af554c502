// Whether an entry may be written: every finding at once, each with its place and what to do.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/finding.h"
#include "model/entry.h"

namespace cyberdir::model {

/// What is asked of an entry: a draft may lack what publishing needs.
enum class Profile : std::uint8_t { publish, draft };

/// What of the members that the registry keeps within fields is taken from a tree: nothing, for
/// they are not a writer's to set; who agreed to be named, from a file of the operator's; all, from
/// what was stored.
enum class Kept : std::uint8_t { nothing, acceptances, everything };

/// Splits the JSON tree of an entry into its parts. Empty values and what the registry keeps in
/// `meta` are dropped, and within fields but for `kept`; fingerprints are normalised; unknown kinds
/// and fields become findings. The entry's id is empty where the tree has none.
[[nodiscard]] Entry take_entry(Json tree, base::Findings& findings, Kept kept = Kept::nothing);

/// Checks each value against its kind's table, and the values against one another. Under the
/// profile `draft`, what is missing is a warning `incomplete` instead of an error `required`.
/// References are checked elsewhere: they need the store.
void validate(const Entry& entry, Profile profile, base::Findings& findings);

/// Calls `visit` with the pointer, field and id of each reference of the entry.
using VisitReference =
    std::function<void(const std::string& pointer, const Field& field, const std::string& id)>;
void for_each_reference(const Entry& entry, const VisitReference& visit);

/// A JSON pointer's reference token, escaped (RFC 6901 section 3).
[[nodiscard]] std::string pointer_token(std::string_view name);

}  // namespace cyberdir::model
