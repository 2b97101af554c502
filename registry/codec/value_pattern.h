// The form of values as regular expressions, for the schemas.
#pragma once

#include <string>
#include <string_view>

#include "model/field.h"

namespace cyberdir::codec {

/// The id of an entry.
inline constexpr std::string_view kEntryIdPattern = "[A-Za-z0-9][A-Za-z0-9._~-]{0,63}";

/// A language tag, as far as an expression can say it.
inline constexpr std::string_view kLanguagePattern = "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*";

/// The form of a field's value as a regular expression that must match the whole of it, written in
/// what ECMA-262 and XSD share; empty where any string will do. Never narrower than validation.
[[nodiscard]] std::string value_pattern(const model::Field& field);

}  // namespace cyberdir::codec
