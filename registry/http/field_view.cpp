#include "http/field_view.h"

#include <algorithm>

#include "model/kept_members.h"
#include "model/kinds.h"
#include "model/states.h"
#include "page/languages.h"

namespace cyberdir::http {

using model::Format;
using model::Json;
using model::Type;

namespace {

std::string as_written(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A run of characters for machines, as against words for people.
bool is_machine_text(Format format) { return format != Format::none; }

page::Value channel(const std::string& kind, const std::string& text) {
  if (kind == "email") return page::make_mail(text);
  if (kind == "web") return page::make_link(text);
  static constexpr std::string_view kTelephones[] = {"phone", "phone-emergency", "mobile",
                                                     "satellite", "fax"};
  const bool rings =
      std::find(std::begin(kTelephones), std::end(kTelephones), kind) != std::end(kTelephones);
  return rings ? page::make_tel(text) : page::make_plain(text);
}

bool has_label(std::string_view language, std::string_view list, const std::string& code) {
  return !page::words(language, "code." + std::string(list) + "." + code).empty();
}

// The steps of a JSON pointer that a difference gives; escapes stand in names of extensions only.
std::vector<std::string> steps_of(std::string_view pointer) {
  std::vector<std::string> steps;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);  // the slash
    const auto slash = pointer.find('/');
    steps.emplace_back(pointer.substr(0, slash));
    pointer = slash == std::string_view::npos ? std::string_view() : pointer.substr(slash);
  }
  return steps;
}

}  // namespace

page::Value FieldView::plain(const Json& json) {
  if (json.is_string()) return page::make_plain(json.get<std::string>());
  if (json.is_boolean()) return page::make_boolean(json.get<bool>());
  if (json.is_array()) {
    std::vector<page::Value> items;
    for (const Json& item : json) items.push_back(plain(item));
    return page::make_list(std::move(items));
  }
  if (json.is_object()) {
    std::vector<page::Field> members;
    for (auto it = json.begin(); it != json.end(); ++it) {
      members.push_back({it.key(), plain(it.value()), {}});
    }
    return page::make_group(std::move(members));
  }
  return page::make_plain(as_written(json));
}

page::Value FieldView::texts(const Json& texts) const {
  const page::Text first = text_for(texts, language_);
  std::vector<page::Text> variants;
  if (!first.value.empty()) variants.push_back(first);
  for (auto it = texts.begin(); it != texts.end(); ++it) {
    if (it.key() != first.language && it->is_string()) {
      variants.push_back({it->get<std::string>(), it.key()});
    }
  }
  return page::make_texts(std::move(variants));
}

page::Value FieldView::ref(const std::string& id) const {
  if (const auto link = names_.entry(id)) return page::make_ref(link->text, link->path);
  return page::make_plain(id);
}

page::Value FieldView::owner(const std::string& owner) const {
  if (model::is_state_code(owner)) return page::make_state(names_.state(owner));
  if (has_label(language_, "owner", owner)) return page::make_code("owner", owner);
  return ref(owner);
}

page::Value FieldView::group(const std::string& group) const {
  constexpr std::string_view kNetwork = "network:";
  constexpr std::string_view kNamed = "named:";
  if (group.starts_with(kNetwork)) {
    return page::make_code("network", group.substr(kNetwork.size()));
  }
  if (!group.starts_with(kNamed)) return page::make_code("group", group);
  std::vector<page::Value> states;
  std::string_view codes = std::string_view(group).substr(kNamed.size());
  while (!codes.empty()) {
    const auto comma = codes.find(',');
    states.push_back(page::make_state(names_.state(codes.substr(0, comma))));
    codes = comma == std::string_view::npos ? std::string_view() : codes.substr(comma + 1);
  }
  return page::make_list(std::move(states));
}

page::Value FieldView::string_value(const model::Field& field, const std::string& text,
                                    const Json* siblings) const {
  switch (field.format) {
    case Format::url:
      return page::make_link(text);
    case Format::email:
      return page::make_mail(text);
    case Format::language:
      return page::make_code("language", text);
    case Format::channel:
      return channel(siblings == nullptr ? std::string() : string_in(*siblings, "kind"), text);
    case Format::owner:
      return owner(text);
    case Format::group:
      return group(text);
    default:
      break;
  }
  if (is_machine_text(field.format)) return page::make_plain(text);
  if (field.facet == "network" && has_label(language_, "network", text)) {
    return page::make_code("network", text);
  }
  return page::make_text(text);
}

page::Value FieldView::element(const model::Field& field, const Json& json,
                               const Json* siblings) const {
  if (json.is_object()) {
    if (field.type == Type::text) return texts(json);
    if (field.type != Type::object) return plain(json);
    if (!field.members.empty()) return page::make_group(fields(field.members, json));
    std::vector<page::Field> rules;  // of meta.visibility: a level for each field
    for (auto it = json.begin(); it != json.end(); ++it) {
      if (it->is_string()) {
        rules.push_back({it.key(), page::make_code("visibility", it->get<std::string>()), {}});
      }
    }
    return page::make_group(std::move(rules));
  }
  if (json.is_boolean()) return page::make_boolean(json.get<bool>());
  if (json.is_number()) return page::make_number(as_written(json));
  if (!json.is_string()) return plain(json);
  const auto& text = json.get_ref<const std::string&>();
  switch (field.type) {
    case Type::date:
    case Type::partial_date:
    case Type::time:
    case Type::moment:
      return page::make_date(text);
    case Type::code:
      return page::make_code(std::string(field.codes), text);
    case Type::state:
      return page::make_state(names_.state(text));
    case Type::ref:
      return ref(text);
    case Type::decimal:
      return page::make_number(text);
    default:
      return string_value(field, text, siblings);
  }
}

page::Value FieldView::value(const model::Field& field, const Json& json) const {
  if (!field.repeated || !json.is_array()) return element(field, json, nullptr);
  std::vector<page::Value> items;
  for (const Json& item : json) items.push_back(element(field, item, nullptr));
  return page::make_list(std::move(items));
}

std::vector<page::Field> FieldView::fields(std::span<const model::Field> table,
                                           const Json& object) const {
  std::vector<page::Field> shown;
  for (const model::Field& field : table) {
    const Json* json = member(object, field.name);
    if (field.name == model::kAcceptance) {
      const bool agreed = json != nullptr && *json == true;
      shown.push_back({std::string(field.name),
                       page::make_code("acceptance", agreed ? "agreed" : "reported"),
                       {}});
      continue;
    }
    if (json == nullptr) continue;
    page::Value made = field.repeated ? value(field, *json) : element(field, *json, &object);
    shown.push_back({std::string(field.name), std::move(made), {}});
  }
  return shown;
}

page::Value FieldView::at(const model::Kind& kind, std::string_view pointer,
                          const Json& json) const {
  const std::vector<std::string> steps = steps_of(pointer);
  const bool in_meta = !steps.empty() && steps.front() == "meta";
  const std::size_t start = in_meta ? 1 : 0;
  if (steps.size() <= start) return plain(json);
  const model::Field* field =
      in_meta ? model::find_field(model::meta_fields(), steps[1]) : kind.field(steps[0]);
  bool one = false;  // the pointer names one element of a field that repeats
  for (std::size_t i = start + 1; field != nullptr && i < steps.size(); ++i) {
    if (field->repeated && !one) {
      one = true;
    } else if (field->type == Type::text) {
      return json.is_string() ? page::make_text(json.get<std::string>(), steps[i]) : plain(json);
    } else if (field->name == "visibility" && json.is_string()) {
      return page::make_code("visibility", json.get<std::string>());
    } else {
      field = model::find_field(field->members, steps[i]);
      one = false;
    }
  }
  if (field == nullptr) return plain(json);
  return one ? element(*field, json, nullptr) : value(*field, json);
}

}  // namespace cyberdir::http
