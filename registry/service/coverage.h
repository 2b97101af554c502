// For which States the directory has contacts, by regional group: a picture without ranks.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/directory.h"

namespace cyberdir::service {

/// One State and what is published of its contacts, as far as the reader may see them.
struct CoveredState {
  std::string iso2;
  model::Json entry;                    ///< the State's own
  std::vector<std::string> groups;      ///< regional groups: none, one or two
  std::vector<std::string> categories;  ///< that its contacts are or also serve, in their order
  std::int64_t contacts = 0;
  std::optional<base::Instant> declared_at;  ///< the newest declaration among them
};

/// A regional group; a State of two groups counts in both.
struct CoveredGroup {
  std::string name;  ///< empty: States of no group
  std::int64_t states = 0;
  std::int64_t with_contact = 0;
  std::int64_t diplomatic = 0;  ///< States with a diplomatic contact
  std::int64_t technical = 0;   ///< States with a technical contact
};

struct Coverage {
  std::vector<CoveredGroup> groups;
  std::vector<CoveredState> states;  ///< by code
  store::Moment moment;
};

/// Reads every contact that the caller sees, once. Fictional States are left out. Errors: not_found
/// (no such moment).
[[nodiscard]] base::Result<Coverage> coverage_of(Directory& directory, const model::Caller& caller,
                                                 const std::optional<AsOf>& as_of);

/// {"groups", "items", "total", "facets", "seq", "as_of"}.
[[nodiscard]] model::Json coverage_json(const Coverage& coverage);

}  // namespace cyberdir::service
