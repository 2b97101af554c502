#include "service/withheld.h"

#include <algorithm>

#include "model/kinds.h"
#include "model/validate.h"

namespace cyberdir::service {

using model::Entry;
using model::Json;

namespace {

// A name that `meta.redacted` may hold: a field, the extensions, or a member of `meta`.
bool is_withholdable(const model::Kind& kind, const std::string& pointer) {
  constexpr std::string_view kMetaPrefix = "/meta/";
  if (pointer == "/extensions") return true;
  if (pointer.starts_with(kMetaPrefix)) {
    const model::Field* field =
        model::find_field(model::meta_fields(), pointer.substr(kMetaPrefix.size()));
    return field != nullptr && !field->kept_by_registry;
  }
  return pointer.starts_with('/') && kind.field(pointer.substr(1)) != nullptr;
}

// Elements that are narrowed one by one are missing from a file without a word: they stay.
void keep_narrowed_elements(Json& list, const Json& current) {
  for (std::size_t i = 0; i < current.size(); ++i) {
    const bool narrowed = current[i].is_object() && current[i].contains("visibility");
    if (!narrowed || std::find(list.begin(), list.end(), current[i]) != list.end()) continue;
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(std::min(i, list.size())), current[i]);
  }
}

}  // namespace

void keep_withheld(Entry& entry, const Entry& current, const std::vector<std::string>& pointers) {
  const Json before = current.to_json();
  Json whole = entry.to_json();
  for (const std::string& pointer : pointers) {
    if (!is_withholdable(*entry.kind, pointer)) continue;
    const Json::json_pointer at(pointer);
    if (before.contains(at)) whole[at] = before[at];
  }
  for (const model::Field& field : entry.kind->fields) {
    const auto list = before.find(field.name);
    const bool by_element = model::narrowed_by_element(field);
    if (!by_element || list == before.end()) continue;
    Json& kept = whole[std::string(field.name)];
    if (kept.is_null()) kept = Json::array();
    if (kept.is_array()) keep_narrowed_elements(kept, *list);
  }
  base::Findings none;
  entry = model::take_entry(std::move(whole), none, model::Kept::everything);
}

}  // namespace cyberdir::service
