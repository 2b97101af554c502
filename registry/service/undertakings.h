// Initiatives and programmes as a State that would take part looks for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/directory.h"

namespace cyberdir::service {

/// Which of them are asked for.
struct UndertakingQuery {
  std::string kind;                 ///< initiative or programme
  std::string open_to;              ///< a State that could join or apply now; empty: any
  std::vector<std::string> themes;  ///< about one of these; empty: about anything
  std::vector<std::string> stages;  ///< at one of these; empty: at any
};

struct Undertaking {
  model::Json entry;                      ///< as the reader sees it
  std::optional<base::Instant> deadline;  ///< for applications
  bool open = false;                      ///< takes participants now
};

struct UndertakingList {
  std::vector<Undertaking> items;  ///< by deadline, the next first; then those without; past last
  bool more = false;               ///< there are more than are given
  store::Moment moment;
};

/// How many of them one list has at most.
inline constexpr std::size_t kMostUndertakings = 500;

/// Published ones that `caller` sees. Whether one is open to a State follows from what its owner
/// says: initiatives by `open`, programmes by the time of application; both by the States and
/// regions named, by scope where none is.
[[nodiscard]] base::Result<UndertakingList> undertakings(Directory& directory,
                                                         const model::Caller& caller,
                                                         const UndertakingQuery& query,
                                                         base::Instant now);

/// {"items", "total", "facets"}; items are whole entries.
[[nodiscard]] model::Json undertakings_json(const UndertakingList& list);

}  // namespace cyberdir::service
