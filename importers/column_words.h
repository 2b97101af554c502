// What people write above the columns of their sheets, in the six languages of the United Nations.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cyberdir::importers {

/// What the name of a column means.
struct ColumnMeaning {
  std::string_view concept_name;   ///< of column_words.cpp
  std::string_view language;       ///< of the words
  std::string_view text_language;  ///< of the cells, where the name says it; else empty
  bool whole = true;               ///< the name is these words, and not only has them in it
};

/// The meaning of a column's name; nothing where it is none that is known.
[[nodiscard]] std::optional<ColumnMeaning> meaning_of(std::string_view header);

/// The target that a concept has in a kind; empty where it has none. A mark `?` before it says that
/// the words alone are not certain.
[[nodiscard]] std::string_view target_of(std::string_view concept_name, std::string_view kind);

/// The kind of which sheets with that concept mostly are; empty where it says nothing.
[[nodiscard]] std::string_view kind_hinted(std::string_view concept_name);

}  // namespace cyberdir::importers
