// A place in an entry that a page of its own asks for, as addresses name it: "title", "channels"
// (the list), "channels.2" (an element of it), "channels.new", "availability.hours", "meta.group".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/field.h"
#include "model/json.h"

namespace cyberdir::http {

struct FormPlace {
  std::string text;                     ///< as the address has it
  const model::Field* field = nullptr;  ///< its row of the table
  const model::Field* top = nullptr;    ///< the row of the top-level field that it is in
  std::vector<std::string> parents;  ///< names of the objects that hold the field, outermost first
  bool element = false;              ///< one element of the field's list is meant
  std::optional<std::size_t> index;  ///< of that element; nothing for one more

  [[nodiscard]] bool in_meta() const { return !parents.empty() && parents.front() == "meta"; }
  /// True where the place is a list of objects, which is edited element by element.
  [[nodiscard]] bool is_list() const {
    return !element && field->repeated && field->type == model::Type::object;
  }
  /// The JSON pointer into the entry; of one more element, that of the list.
  [[nodiscard]] std::string pointer() const;
  /// The place of the list that an element is in, or of the object that a list is in; empty where
  /// this is a field of the entry itself.
  [[nodiscard]] std::string outer() const;
};

/// The members of `meta` that forms ask for.
[[nodiscard]] const std::vector<std::string_view>& asked_of_envelope();

/// The place that an address names; nothing where the kind has none such, or it is not asked for.
[[nodiscard]] std::optional<FormPlace> find_place(const model::Kind& kind, std::string_view text);

/// The place of the page that asks for what a JSON pointer into an entry names; empty where there
/// is none.
[[nodiscard]] std::string place_of_pointer(const model::Kind& kind, std::string_view pointer);

/// What stands at a place; null where nothing does.
[[nodiscard]] model::Json value_at(const model::Json& entry, const FormPlace& place);

/// Puts a value at a place; null takes away what is there. One more element may come as a list of
/// several. Empty objects that this leaves are taken away too.
void put_at(model::Json& entry, const FormPlace& place, model::Json value);

}  // namespace cyberdir::http
