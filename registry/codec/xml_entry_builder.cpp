#include "codec/xml_entry_builder.h"

#include <utility>

#include "codec/json_reader.h"
#include "codec/scalar_text.h"
#include "model/kinds.h"
#include "model/validate.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Field;
using model::Json;
using model::Type;

const XmlAttribute* attribute(const XmlElement& element, std::string_view name_space,
                              std::string_view name) {
  for (const XmlAttribute& each : element.attributes) {
    if (each.name == name && each.name_space == name_space) return &each;
  }
  return nullptr;
}

Json& object_at(Json& parent, std::string_view name) {
  Json& object = parent[std::string(name)];
  if (!object.is_object()) object = Json::object();
  return object;
}

bool has(const Json& object, std::string_view name) { return object.find(name) != object.end(); }

}  // namespace

Result<void> XmlEntryBuilder::begin(const XmlElement& element, std::uint64_t line,
                                    std::uint64_t row, std::string place) {
  record_ = {row, line, std::move(place), Json::object(), {}};
  line_ = line;
  bytes_ = 0;
  elements_ = 0;
  text_.clear();
  const model::Kind* kind = model::find_kind(element.name);
  record_.json["kind"] = kind == nullptr ? short_name(element.name) : std::string(kind->name);
  if (const XmlAttribute* id = attribute(element, {}, "id")) record_.json["id"] = id->value;
  Frame frame;
  if (kind != nullptr) {
    frame.holds = Holds::members;
    frame.fields = kind->fields;
    frame.target = &record_.json;
    check_attributes(element, frame);
  }
  if (const XmlAttribute* language = attribute(element, kXmlNamespace, "lang")) {
    frame.language = language->value;
  }
  frames_.push_back(std::move(frame));
  std::size_t size = 0;
  for (const XmlAttribute& each : element.attributes) size += each.value.size();
  return count(size, 1);
}

Result<void> XmlEntryBuilder::count(std::size_t bytes, std::size_t elements) {
  bytes_ += bytes;
  elements_ += elements;
  const auto refuse = [&](std::size_t limit, const char* what) {
    return fail(ErrorCode::too_large, "an entry holds more than " + std::to_string(limit) + what +
                                          " (line " + std::to_string(*record_.line) + ")");
  };
  if (bytes_ > limits_.text_bytes) return refuse(limits_.text_bytes, " bytes of text");
  if (elements_ > limits_.elements) return refuse(limits_.elements, " elements");
  return {};
}

void XmlEntryBuilder::find(std::string code, std::string detail, std::string pointer) {
  add_finding(record_, {std::move(code), std::move(detail), std::move(pointer), {}, line_});
}

std::string XmlEntryBuilder::pointer() const {
  std::string path;
  for (std::size_t i = 1; i < frames_.size(); ++i) {
    const Frame& frame = frames_[i];
    if (!frame.name.empty()) path.append("/").append(frame.name);
    if (frame.index) path.append("/").append(std::to_string(*frame.index));
    if (!frame.key.empty()) path.append("/").append(model::pointer_token(short_name(frame.key)));
  }
  return path;
}

std::string XmlEntryBuilder::pointer(const Frame& child) const {
  std::string path = pointer();
  if (!child.name.empty()) path.append("/").append(child.name);
  if (child.index) path.append("/").append(std::to_string(*child.index));
  if (!child.key.empty()) path.append("/").append(model::pointer_token(short_name(child.key)));
  return path;
}

void XmlEntryBuilder::check_attributes(const XmlElement& element, const Frame& frame) {
  for (const XmlAttribute& each : element.attributes) {
    if (each.name_space == kSchemaInstanceNamespace) continue;
    if (each.name_space == kXmlNamespace) {
      // A language means something on a text and on what may hold texts.
      const bool holds_text = frame.holds == Holds::members || frame.holds == Holds::map ||
                              (frame.field != nullptr && frame.field->type == Type::text);
      if (each.name != "lang" || holds_text) continue;
    } else if (each.name_space.empty()) {
      if (each.name == "id" && frame.target == &record_.json && frame.holds == Holds::members) {
        continue;
      }
      if (each.name == "name" && frame.field == nullptr && frame.holds != Holds::members) continue;
    }
    find("unknown-field",
         "the attribute " + short_name(each.name) + " means nothing here; remove it",
         pointer(frame));
  }
}

Result<void> XmlEntryBuilder::start(const XmlElement& element, std::uint64_t line) {
  line_ = line;
  const Frame& parent = frames_.back();
  if (parent.holds == Holds::skipped) {
    frames_.emplace_back();
    return {};
  }
  std::size_t size = 0;
  for (const XmlAttribute& each : element.attributes) size += each.value.size();
  CYBERDIR_TRY(count(size, 1));
  Frame frame = open_child(parent, element);
  if (frame.holds != Holds::skipped) {
    check_attributes(element, frame);
    if (frame.holds == Holds::value || frame.holds == Holds::extension) text_.clear();
  }
  frames_.push_back(std::move(frame));
  return {};
}

XmlEntryBuilder::Frame XmlEntryBuilder::open_child(const Frame& parent, const XmlElement& element) {
  const bool ours = element.name_space == kDirectoryNamespace;
  if (parent.holds == Holds::value || parent.holds == Holds::extension) {
    find("unexpected-text", "an element stands inside a text; write < as &lt;", pointer());
    return {};
  }
  if (ours && parent.holds == Holds::map && element.name == "field") {
    return open_named(parent, element, Holds::value);
  }
  if (ours && parent.holds == Holds::members) {
    if (frames_.size() == 1 && element.name == "extension") {
      return open_named(parent, element, Holds::extension);
    }
    return open_field(parent, element);
  }
  find("unknown-field", "there is no such element here; remove it or move it to an extension",
       pointer() + "/" + model::pointer_token(short_name(element.name)));
  return {};
}

// An element that has its name in an attribute: a field of a map, or an extension.
XmlEntryBuilder::Frame XmlEntryBuilder::open_named(const Frame& parent, const XmlElement& element,
                                                   Holds holds) {
  Frame frame;
  if (holds == Holds::extension) frame.name = "extensions";
  const XmlAttribute* name = attribute(element, {}, "name");
  if (name == nullptr || name->value.empty()) {
    find("missing-name", "the element has no attribute `name`; add it", pointer(frame));
    return {};
  }
  frame.key = name->value;
  frame.target = holds == Holds::extension ? &object_at(record_.json, "extensions") : parent.target;
  if (has(*frame.target, frame.key)) {
    find("duplicate", "this stands twice; keep one", pointer(frame));
    return {};
  }
  frame.holds = holds;
  return frame;
}

XmlEntryBuilder::Frame XmlEntryBuilder::open_text(const Frame& parent, const Field& field,
                                                  std::string language) {
  Frame frame;
  frame.name = field.name;
  if (language.empty()) {
    find("missing-language", "the text does not say its language; add xml:lang", pointer(frame));
    return {};
  }
  Json& text = object_at(*parent.target, field.name);
  frame.key = std::move(language);
  if (has(text, frame.key)) {
    find("duplicate", "this text stands twice in one language; keep one", pointer(frame));
    return {};
  }
  frame.target = &text;
  frame.field = &field;
  frame.holds = Holds::value;
  return frame;
}

XmlEntryBuilder::Frame XmlEntryBuilder::open_field(const Frame& parent, const XmlElement& element) {
  const bool is_meta = frames_.size() == 1 && element.name == "meta";
  const Field* field = is_meta ? nullptr : model::find_field(parent.fields, element.name);
  const XmlAttribute* own_language = attribute(element, kXmlNamespace, "lang");
  Frame frame;
  frame.language = own_language == nullptr ? parent.language : own_language->value;
  if (!is_meta && field == nullptr) {
    find("unknown-field", "there is no such element here; remove it or move it to an extension",
         pointer() + "/" + model::pointer_token(short_name(element.name)));
    return {};
  }
  if (field != nullptr && field->type == Type::text && !field->repeated) {
    return open_text(parent, *field, std::move(frame.language));
  }
  frame.name = is_meta ? std::string_view("meta") : field->name;
  Json& object = *parent.target;
  const auto present = object.find(frame.name);
  if (field != nullptr && field->repeated) {
    frame.index = present == object.end() ? 0 : present->size();
  } else if (present != object.end()) {
    find("duplicate", "this stands twice and has one value only; keep one", pointer(frame));
    return {};
  }
  if (!is_meta && field->type != Type::object) {
    frame.holds = Holds::value;
    frame.field = field;
    frame.target = &object;
    return frame;
  }
  Json& place = object[std::string(frame.name)];
  if (frame.index) {
    if (!place.is_array()) place = Json::array();
    frame.target = &place.emplace_back(Json::object());
  } else {
    place = Json::object();
    frame.target = &place;
  }
  frame.fields = is_meta ? model::meta_fields() : field->members;
  frame.holds = frame.fields.empty() ? Holds::map : Holds::members;
  return frame;
}

Result<void> XmlEntryBuilder::text(std::string_view piece) {
  Frame& frame = frames_.back();
  switch (frame.holds) {
    case Holds::value:
    case Holds::extension:
      CYBERDIR_TRY(count(piece.size(), 0));
      text_.append(piece);
      return {};
    case Holds::members:
    case Holds::map:
      if (!frame.said_text && !is_blank(piece)) {
        frame.said_text = true;
        find("unexpected-text", "text stands between elements; move it into one or remove it",
             pointer());
      }
      return {};
    case Holds::skipped:
      return {};
  }
  return {};
}

Result<void> XmlEntryBuilder::end() {
  const Frame& frame = frames_.back();
  if (frame.holds == Holds::value) close_value(frame);
  if (frame.holds == Holds::extension) close_extension(frame);
  frames_.pop_back();
  return {};
}

void XmlEntryBuilder::close_value(const Frame& frame) {
  Json value;
  const Type type = frame.field == nullptr ? Type::string : frame.field->type;
  if (type == Type::boolean) {
    const auto boolean = boolean_of(text_);
    if (!boolean) return find("type", "give true or false", pointer());
    value = *boolean;
  } else if (type == Type::integer) {
    const auto integer = integer_of(text_);
    if (!integer) return find("type", "give a whole number", pointer());
    value = *integer;
  } else {
    value = std::move(text_);
    text_.clear();
  }
  Json& target = *frame.target;
  if (!frame.key.empty()) {
    target[frame.key] = std::move(value);
  } else if (frame.index) {
    Json& list = target[std::string(frame.name)];
    if (!list.is_array()) list = Json::array();
    list.push_back(std::move(value));
  } else {
    target[std::string(frame.name)] = std::move(value);
  }
}

void XmlEntryBuilder::close_extension(const Frame& frame) {
  auto value = read_json(text_, {.value_bytes = limits_.text_bytes});
  if (!value) {
    return find("malformed-json", "the extension does not hold JSON: " + value.error().detail,
                pointer());
  }
  (*frame.target)[frame.key] = std::move(*value);
}

}  // namespace cyberdir::codec
