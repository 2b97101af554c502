// Which members the beginning of a JSON text has, for recognising a format by its content.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace cyberdir::importers {

/// The names at the upper levels of a JSON text that may be cut anywhere and may be anything at
/// all. A member is written as its path: `/format`, or `/data/*/team` where an array is between.
class Outline {
 public:
  /// Looks at no more than kHeadBytes of `head`.
  explicit Outline(std::string_view head);

  [[nodiscard]] bool has(const std::string& path) const { return paths_.contains(path); }

 private:
  std::set<std::string> paths_;
};

}  // namespace cyberdir::importers
