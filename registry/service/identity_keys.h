// What an entry can be recognised by where it comes from elsewhere, without our identifier.
#pragma once

#include <string>
#include <vector>

#include "model/field.h"
#include "model/json.h"

namespace cyberdir::service {

/// Name of the facet that holds both kinds of keys; it is no filter.
inline constexpr const char* kIdentityFacet = "identity";

struct IdentityKeys {
  /// Told by one of these it is the same: the fingerprint of a key, a mail address, the domain of a
  /// website that has nothing behind it, an IATI identifier.
  std::vector<std::string> exact;
  /// Told by one of these it may be the same: a name or title, folded as for search, in a State.
  std::vector<std::string> likely;
};

/// The keys of an entry, or of what somebody sees of it, in its JSON form.
[[nodiscard]] IdentityKeys identity_keys(const model::Json& entry, const model::Kind& kind);

}  // namespace cyberdir::service
