// The code lists: data (data/codes.json), not enumerations.
#pragma once

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
};

/// The list of that name; the tables name only lists that exist (a test holds them to it).
[[nodiscard]] const CodeList* find_code_list(std::string_view name);

}  // namespace cyberdir::model
