// A first column map for a foreign CSV, for a person to look at.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "importers/column_map.h"

namespace cyberdir::importers {

/// How sure a guess is. What is uncertain is not mapped: it stays in extensions.
enum class Sureness : std::uint8_t { uncertain, likely, certain };

/// Why a column goes where the guess says.
struct ColumnReason {
  Sureness sure = Sureness::uncertain;
  std::string why;
  std::string perhaps;  ///< the target that an uncertain guess did not dare
};

struct ColumnGuess {
  ColumnMap map;
  std::vector<ColumnReason> reasons;  ///< one for each of map.columns
  std::vector<std::string> why;       ///< of the map as a whole
  char delimiter = ',';
  std::size_t header = 0;                      ///< rows above the names of the columns
  std::vector<std::vector<std::string>> rows;  ///< some rows below them, to be shown
};

/// Guesses from the names of the columns and from the first rows. `kind` and `encoding` may be
/// empty. Errors: malformed (no rows, another encoding), not_found (no such kind).
[[nodiscard]] base::Result<ColumnGuess> guess_columns(std::string_view head, std::string_view kind,
                                                      std::string_view encoding);

/// The map of a guess as JSON, with `sure` and `why`, which readers of maps pass over.
[[nodiscard]] model::Json to_json(const ColumnGuess& guess);

}  // namespace cyberdir::importers
