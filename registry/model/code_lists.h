// The code lists: data (data/codes.json), not enumerations.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cyberdir::model {

/// A list of codes. An open list takes further codes of the same form.
struct CodeList {
  std::string name;
  std::vector<std::string> codes;
  bool open = false;

  /// True where the code may be used.
  [[nodiscard]] bool allows(std::string_view code) const;

  /// Where the code stands in the list; one that is not in it stands behind all that are.
  [[nodiscard]] std::size_t place_of(std::string_view code) const;
};

/// The list of that name; the tables name only lists that exist (a test holds them to it).
[[nodiscard]] const CodeList* find_code_list(std::string_view name);

/// The place of a category among contacts: whom one looks for first stands first.
[[nodiscard]] std::size_t category_order(std::string_view category);

}  // namespace cyberdir::model
