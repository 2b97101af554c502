// What a version is found by and how it is seen: words, filter values and bytes of each level.
#pragma once

#include <string>
#include <string_view>

#include "service/view.h"
#include "store/records.h"

namespace cyberdir::service {

/// A number, mail address or fingerprint as the filter `reach` has it: what people add to one in
/// writing it (spaces, signs between groups, 00 before a country's code, 0x, capitals in an
/// address) is taken out. Empty where the text is none of these.
[[nodiscard]] std::string reach_of(std::string_view text);

/// Names of facets that are no filters themselves: what filters of the present are worked out from.
/// Who answers when (model::ReachRule), and when a channel answered last.
inline constexpr const char* kReachFacet = "reachable";
inline constexpr const char* kProvenFacet = "proven_at";

/// The row of the index for a version, made of its views alone, so that nothing hidden can be
/// found; who belongs to which level is decided by the owner and group of today. `entry`,
/// `from_seq` and `to_seq` are the caller's to set.
[[nodiscard]] store::Span index_row(const Subject& subject);

}  // namespace cyberdir::service
