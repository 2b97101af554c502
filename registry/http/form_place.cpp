#include "http/form_place.h"

#include <algorithm>

#include "http/parameters.h"
#include "model/kinds.h"

namespace cyberdir::http {

using model::Field;
using model::Json;
using model::Type;

namespace {

constexpr std::string_view kNew = "new";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::size_t> index_of(std::string_view text) {
  const auto number = whole_number(text);
  if (!number || *number < 0 || std::to_string(*number) != text) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

const Field* find_top(const model::Kind& kind, const std::vector<std::string>& steps) {
  const bool in_meta = steps.front() == "meta";
  if (!in_meta) return kind.field(steps.front());
  if (steps.size() < 2) return nullptr;
  const auto& asked = asked_of_envelope();
  if (std::find(asked.begin(), asked.end(), steps[1]) == asked.end()) return nullptr;
  return model::find_field(model::meta_fields(), steps[1]);
}

// The object or list that a place is in, made where it is not there.
Json& container(Json& entry, const FormPlace& place) {
  Json* at = &entry;
  for (const std::string& parent : place.parents) {
    Json& next = (*at)[parent];
    if (!next.is_object()) next = Json::object();
    at = &next;
  }
  return *at;
}

void put_element(Json& list, const FormPlace& place, Json value) {
  if (!list.is_array()) list = Json::array();
  if (!place.index) {
    if (value.is_array()) {
      for (Json& one : value) list.push_back(std::move(one));
    } else if (!value.is_null()) {
      list.push_back(std::move(value));
    }
  } else if (*place.index < list.size()) {
    if (value.is_null()) {
      list.erase(*place.index);
    } else {
      list[*place.index] = std::move(value);
    }
  }
}

}  // namespace

const std::vector<std::string_view>& asked_of_envelope() {
  static const std::vector<std::string_view> kAsked = {"group",       "visibility", "valid_from",
                                                       "valid_until", "tlp",        "change_note"};
  return kAsked;
}

std::string FormPlace::pointer() const {
  std::string pointer;
  for (const std::string& parent : parents) pointer += "/" + parent;
  pointer += "/" + std::string(field->name);
  if (index) pointer += "/" + std::to_string(*index);
  return pointer;
}

std::string FormPlace::outer() const {
  const auto dot = text.rfind('.');
  const std::string before = dot == std::string::npos ? std::string() : text.substr(0, dot);
  return before == "meta" ? std::string() : before;
}

std::optional<FormPlace> find_place(const model::Kind& kind, std::string_view text) {
  constexpr std::size_t kLongest = 200;
  if (text.size() > kLongest) return std::nullopt;
  const std::vector<std::string> steps = split(text, '.');
  FormPlace place;
  place.text = text;
  place.field = place.top = find_top(kind, steps);
  if (place.field == nullptr || place.field->kept_by_registry) return std::nullopt;
  std::size_t next = 1;
  if (steps.front() == "meta") {
    place.parents.emplace_back("meta");
    next = 2;
  }
  for (; next < steps.size(); ++next) {
    const std::string& step = steps[next];
    const bool object = place.field->type == Type::object;
    if (place.element || !object) return std::nullopt;
    if (place.field->repeated) {
      place.element = true;
      if (step != kNew && !(place.index = index_of(step))) return std::nullopt;
      continue;
    }
    place.parents.emplace_back(place.field->name);
    place.field = model::find_field(place.field->members, step);
    // Plain members are asked for on the page of their object.
    if (place.field == nullptr || place.field->type != Type::object || !place.field->repeated)
      return std::nullopt;
  }
  return place;
}

std::string place_of_pointer(const model::Kind& kind, std::string_view pointer) {
  std::string place;
  if (pointer.starts_with("/meta/visibility/")) {
    const std::string name(pointer.substr(17));
    return name == "*" || kind.field(name) == nullptr ? "meta.visibility" : name;
  }
  if (!pointer.starts_with('/')) return place;
  std::string longest;
  for (const std::string& step : split(pointer.substr(1), '/')) {
    longest += (longest.empty() ? "" : ".") + step;
    if (find_place(kind, longest)) place = longest;
  }
  return place;
}

Json value_at(const Json& entry, const FormPlace& place) {
  const Json* at = &entry;
  for (const std::string& parent : place.parents) {
    const auto found = at->find(parent);
    if (found == at->end() || !found->is_object()) return nullptr;
    at = &*found;
  }
  const auto found = at->find(place.field->name);
  if (found == at->end()) return nullptr;
  if (!place.element) return *found;
  if (!place.index || !found->is_array() || *place.index >= found->size()) return nullptr;
  return (*found)[*place.index];
}

void put_at(Json& entry, const FormPlace& place, Json value) {
  Json& holder = container(entry, place);
  const std::string name(place.field->name);
  if (place.element) {
    put_element(holder[name], place, std::move(value));
  } else {
    holder[name] = std::move(value);
  }
  const Json& there = holder[name];
  const bool nothing = there.is_null() || (there.is_structured() && there.empty());
  if (nothing) holder.erase(name);
  if (!place.parents.empty() && !place.in_meta() && holder.empty())
    entry.erase(place.parents.front());
}

}  // namespace cyberdir::http
