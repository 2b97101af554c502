// The kinds of entry. Adding a field is adding one row in kinds.cpp.
#pragma once

#include <span>
#include <string_view>

#include "model/field.h"

namespace cyberdir::model {

/// All kinds, in the order in which exports list them.
[[nodiscard]] std::span<const Kind> kinds();

/// The kind of that name, or null.
[[nodiscard]] const Kind* find_kind(std::string_view name);

/// The table of the envelope `meta`, the same for every kind.
[[nodiscard]] std::span<const Field> meta_fields();

}  // namespace cyberdir::model
