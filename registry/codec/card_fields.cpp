#include "codec/card_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "model/kinds.h"

namespace cyberdir::codec {

using model::Field;
using model::Json;
using model::Type;

namespace {

constexpr std::string_view kPrefix = "X-CYBERDIR-";
constexpr std::string_view kMeta = "META";
constexpr std::size_t kDigits = 15;  // of a whole number

// What card_of() says with properties of vCard.
constexpr std::array<std::string_view, 9> kSaidElsewhere = {
    "TITLE",    "NAME",     "NAME-ORIGINAL", "NAME-ROMANISED", "SHORT-NAME",
    "WEBSITES", "CHANNELS", "KEYS",          "LANGUAGES"};

// "also_serves" as ALSO-SERVES.
std::string property_name(std::string_view field) {
  std::string name(field);
  for (char& c : name) {
    if (c == '_') c = '-';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return name;
}

bool is_said_elsewhere(std::string_view name, const Field& field) {
  if (field.kept_by_registry) return true;
  // The name of a person is an object with a member that has no property.
  if (name == "NAME" && field.type == Type::object) return false;
  return std::ranges::find(kSaidElsewhere, name) != kSaidElsewhere.end();
}

std::string scalar_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::optional<Json> scalar_of(const Field& field, const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (field.type == Type::boolean) {
    if (text != "true" && text != "false") return std::nullopt;
    return text == "true";
  }
  if (field.type == Type::integer) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.size() > kDigits || error != std::errc() || end != text.data() + text.size())
      return std::nullopt;
    return number;
  }
  return text;
}

// ---- out

class Writer {
 public:
  explicit Writer(std::vector<CardProperty>& card) : card_(card) {}

  void object(const Json& object, std::span<const Field> fields, const std::string& before) {
    for (const Field& field : fields) {
      const auto found = object.find(field.name);
      const std::string name = before + property_name(field.name);
      if (found == object.end() || is_said_elsewhere(name, field)) continue;
      if (field.repeated) {
        if (!found->is_array()) continue;
        for (const Json& element : *found) value(element, field, name);
      } else {
        value(*found, field, name);
      }
    }
  }

 private:
  CardProperty& add(const std::string& name) {
    card_.push_back({std::string(kPrefix) + name, {}, "text", {}, ';', {}});
    return card_.back();
  }

  void value(const Json& value, const Field& field, const std::string& name) {
    if (field.type == Type::text) {
      texts(value, name);
    } else if (field.type != Type::object) {
      add(name).values.push_back(scalar_text(value));
    } else if (!value.is_object()) {
      return;
    } else if (field.members.empty()) {  // a map
      for (const auto& [key, said] : value.items()) add(name).values = {key, scalar_text(said)};
    } else if (field.repeated) {
      element(value, field, name);
    } else {
      object(value, field.members, name + "-");
    }
  }

  void texts(const Json& texts, const std::string& name) {
    if (!texts.is_object()) return;
    for (const auto& [language, text] : texts.items()) {
      if (!text.is_string()) continue;
      CardProperty& made = add(name);
      made.values.push_back(text.get<std::string>());
      made.parameters.push_back({"LANGUAGE", {language}});
    }
  }

  void element(const Json& element, const Field& field, const std::string& name) {
    std::vector<std::string> components;
    for (const Field& member : field.members) {
      if (member.kept_by_registry) continue;
      const auto found = element.find(member.name);
      components.push_back(found == element.end() ? std::string() : scalar_text(*found));
    }
    add(name).values = std::move(components);
  }

  std::vector<CardProperty>& card_;
};

// ---- in

// The place of a field by the rest of a property's name; `at` moves to the object it stands in.
struct Place {
  Json* object = nullptr;
  const Field* field = nullptr;
};

Place place_of(Json& object, std::span<const Field> fields, std::string_view name,
               std::string_view before = {}) {
  for (const Field& field : fields) {
    const std::string own = property_name(field.name);
    const std::string whole = std::string(before) + own;
    if (name == own) {
      const bool object_alone =
          field.type == Type::object && !field.repeated && !field.members.empty();
      if (object_alone || is_said_elsewhere(whole, field)) return {};
      return {&object, &field};
    }
    const bool inside = field.type == Type::object && !field.repeated && !field.members.empty() &&
                        name.starts_with(own) && name.size() > own.size() &&
                        name[own.size()] == '-';
    if (!inside || field.kept_by_registry) continue;
    // Looked for first: an object is made only where its member is known.
    Json none = Json::object();
    const Place probe = place_of(none, field.members, name.substr(own.size() + 1), whole + "-");
    if (probe.field == nullptr) continue;
    Json& there = object[std::string(field.name)];
    if (!there.is_object()) there = Json::object();
    return place_of(there, field.members, name.substr(own.size() + 1), whole + "-");
  }
  return {};
}

std::optional<Json> element_of(const Field& field, const CardProperty& property) {
  Json element = Json::object();
  std::size_t i = 0;
  for (const Field& member : field.members) {
    if (member.kept_by_registry) continue;
    if (i >= property.values.size()) break;
    const std::string& text = property.values[i++];
    if (text.empty()) continue;
    auto value = scalar_of(member, text);
    if (!value) return std::nullopt;
    element[std::string(member.name)] = *std::move(value);
  }
  if (i < property.values.size() || element.empty()) return std::nullopt;
  return element;
}

// Sets one member of a map, or one language of a text, unless it is set.
bool set_member(Json& object, const Field& field, const std::string& key, const std::string& text) {
  if (key.empty() || text.empty()) return false;
  Json& map = object[std::string(field.name)];
  if (!map.is_object()) map = Json::object();
  return map.emplace(key, text).second;
}

bool set_value(Json& object, const Field& field, const CardProperty& property) {
  const bool structured = field.type == Type::object;
  if (property.values.size() != 1 && !structured) return false;
  if (field.type == Type::text)
    return set_member(object, field, property.parameter_text("LANGUAGE"), property.values.front());
  if (structured && field.members.empty()) {
    return property.values.size() == 2 &&
           set_member(object, field, property.values[0], property.values[1]);
  }
  auto value = structured ? element_of(field, property) : scalar_of(field, property.values.front());
  if (!value) return false;
  if (field.repeated) {
    object[std::string(field.name)].push_back(*std::move(value));
    return true;
  }
  return object.emplace(std::string(field.name), *std::move(value)).second;
}

}  // namespace

void append_card_fields(std::vector<CardProperty>& card, const Json& entry) {
  const auto kind_name = entry.find("kind");
  if (kind_name == entry.end() || !kind_name->is_string()) return;
  const model::Kind* kind = model::find_kind(kind_name->get_ref<const std::string&>());
  if (kind == nullptr) return;
  Writer writer(card);
  writer.object(entry, kind->fields, "");
  const auto meta = entry.find("meta");
  if (meta != entry.end() && meta->is_object())
    writer.object(*meta, model::meta_fields(), std::string(kMeta) + "-");
}

bool take_card_field(Json& entry, const model::Kind& kind, const CardProperty& property) {
  std::string_view name = property.name;
  if (!name.starts_with(kPrefix)) return false;
  name.remove_prefix(kPrefix.size());
  const bool of_meta = name.starts_with(kMeta) && name.substr(kMeta.size()).starts_with('-');
  if (!of_meta) {
    const Place place = place_of(entry, kind.fields, name);
    return place.field != nullptr && set_value(*place.object, *place.field, property);
  }
  Json& meta = entry["meta"];
  const Place place = place_of(meta, model::meta_fields(), name.substr(kMeta.size() + 1), "META-");
  return place.field != nullptr && set_value(*place.object, *place.field, property);
}

}  // namespace cyberdir::codec
