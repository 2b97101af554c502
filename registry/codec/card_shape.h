// What shape the value of a property of a card has, by its name (RFC 6350 section 6).
#pragma once

#include <span>
#include <string_view>

namespace cyberdir::codec {

struct CardShape {
  std::string_view name;
  std::string_view type = "text";  ///< of a value that does not say its type
  char separator = '\0';           ///< ';' between components, ',' in lists, 0 for one value
  /// Names of the components in xCard (RFC 6351); empty where they are elements of their type.
  std::span<const std::string_view> components = {};
};

/// The shape of a property, whose name is in capitals. Those that are not known are one text;
/// extensions of ours have components of text.
[[nodiscard]] CardShape card_shape(std::string_view name);

}  // namespace cyberdir::codec
