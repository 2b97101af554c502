// What the directory has of one State, for somebody who is about to meet it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/directory.h"

namespace cyberdir::service {

/// Entries of one sort. Items are whole, as the reader sees them, so that each line can cite its
/// entry and version.
struct BriefSection {
  std::string_view name;  ///< a member of the answer, such as "programmes_received"
  std::vector<model::Json> items;
  store::BoundedCount total;  ///< of this sort; more than `items` where there are too many to give
};

struct Brief {
  std::string iso2;
  std::optional<model::Json> state;  ///< its own entry; nothing for a fictional State without one
  std::vector<BriefSection> sections;
  store::Moment moment;  ///< the sequence that was looked at
};

/// The brief as `caller` may know it: published entries alone. Contacts come by category and call
/// order; programmes apart by who gives them; what names the reader's own State too is in the
/// section "with_you". Errors: not_found (no such State, no such moment).
[[nodiscard]] base::Result<Brief> brief_of(Directory& directory, const model::Caller& caller,
                                           std::string_view iso2, const std::optional<AsOf>& as_of);

/// The briefs of several States, at one moment. Errors: as brief_of().
[[nodiscard]] base::Result<std::vector<Brief>> briefs_of(Directory& directory,
                                                         const model::Caller& caller,
                                                         const std::vector<std::string>& states,
                                                         const std::optional<AsOf>& as_of);

/// {"items", "total", "facets"}.
[[nodiscard]] model::Json briefs_json(const std::vector<Brief>& briefs);

/// {"iso2", "state", "seq", "as_of", a member for each section, "totals"}.
[[nodiscard]] model::Json brief_json(const Brief& brief);

}  // namespace cyberdir::service
