// Looking into values that a foreign record nests.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "importers/draft.h"
#include "model/json.h"

namespace cyberdir::importers {

/// The member of that name, or null; null also where the value is no object.
[[nodiscard]] inline const model::Json* member_of(const model::Json& value, std::string_view name) {
  if (!value.is_object()) return nullptr;
  const auto found = value.find(name);
  return found == value.end() ? nullptr : &*found;
}

/// The text of that member, as Draft::text_of.
[[nodiscard]] inline std::optional<std::string> text_at(const model::Json& value,
                                                        std::string_view name) {
  const model::Json* member = member_of(value, name);
  return member == nullptr ? std::nullopt : Draft::text_of(*member);
}

/// Calls `use` with each element of a list, or with a value that stands alone.
template <typename Use>
void for_each_of(const model::Json* value, Use use) {
  if (value == nullptr) return;
  if (value->is_array()) {
    for (const model::Json& element : *value) use(element);
  } else {
    use(*value);
  }
}

/// Offers each text of a list, or of a value alone, to `take`, and leaves in `value` what it
/// refuses and what is no text. True where something is left.
template <typename Take>
bool take_texts_in(model::Json& value, Take take) {
  if (value.is_null()) return false;
  model::Json list = value.is_array() ? std::move(value) : model::Json::array({std::move(value)});
  model::Json rest = model::Json::array();
  for (model::Json& element : list) {
    const auto text = Draft::text_of(element);
    if (!text || !take(*text)) rest.push_back(std::move(element));
  }
  value = std::move(rest);
  return !value.empty();
}

}  // namespace cyberdir::importers
