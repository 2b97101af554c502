#include "codec/json_schema.h"

#include <string>
#include <string_view>
#include <utility>

#include "codec/directory_header.h"
#include "codec/value_pattern.h"
#include "model/code_lists.h"
#include "model/kinds.h"

namespace cyberdir::codec {
namespace {

using model::Field;
using model::Format;
using model::Json;
using model::Type;

constexpr std::string_view kDialect = "https://json-schema.org/draft/2020-12/schema";
constexpr std::int64_t kLargestInteger = 9007199254740991;  // RFC 7493 section 2.2

Json reference(std::string_view name) { return {{"$ref", "#/$defs/" + std::string(name)}}; }
std::string whole(const std::string& pattern) { return "^(?:" + pattern + ")$"; }
std::string whole(std::string_view pattern) { return whole(std::string(pattern)); }

class SchemaBuilder {
 public:
  explicit SchemaBuilder(SchemaProfile profile) : profile_(profile) {}

  [[nodiscard]] Json build() const {
    Json kinds = Json::object();
    Json choices = Json::array();
    for (const model::Kind& kind : model::kinds()) {
      kinds[std::string(kind.name)] = entry_of(kind);
      choices.push_back(reference(kind.name));
    }
    Json defs = std::move(kinds);
    Json meta = object_of(model::meta_fields());
    meta["description"] = "The envelope: whose entry it is, who may see it, how it came here.";
    defs["meta"] = std::move(meta);
    defs["text"] = {{"description", "A text in one or more languages, by language tag (BCP 47)."},
                    {"type", "object"},
                    {"minProperties", 1},
                    {"propertyNames", {{"pattern", whole(kLanguagePattern)}}},
                    {"additionalProperties", {{"type", "string"}}}};
    defs["id"] = {{"description", "Id of an entry."},
                  {"type", "string"},
                  {"pattern", whole(kEntryIdPattern)}};
    defs["extensions"] = {{"description", "Fields of other directories, kept as they came."},
                          {"type", "object"},
                          {"patternProperties", {{"^x-", true}}},
                          {"additionalProperties", false}};
    defs["entry"] = {{"description", "An entry; `kind` tells which."},
                     {"oneOf", std::move(choices)}};
    defs["directory"] = directory();
    const bool draft = profile_ == SchemaProfile::draft;
    return {{"$schema", kDialect},
            {"$id", std::string(kDirectoryNamespace) + (draft ? ":schema:draft" : ":schema")},
            {"title", draft ? "Entry of a directory, also one that is not complete"
                            : "Entry of a directory"},
            {"$ref", "#/$defs/entry"},
            {"$defs", std::move(defs)}};
  }

 private:
  static Json code(const Field& field) {
    const model::CodeList* list = model::find_code_list(field.codes);
    Json schema = {{"type", "string"}};
    if (list == nullptr) return schema;
    if (list->open) {
      schema["examples"] = list->codes;
      schema["pattern"] = whole(value_pattern(field));
    } else {
      schema["enum"] = list->codes;
    }
    return schema;
  }

  static Json string(const Field& field) {
    Json schema = {{"type", "string"}};
    if (field.type == Type::date) schema["format"] = "date";
    if (field.type == Type::time) schema["format"] = "date-time";
    if (field.format == Format::url) schema["format"] = "uri";
    const std::string pattern = value_pattern(field);
    if (!pattern.empty()) schema["pattern"] = whole(pattern);
    return schema;
  }

  [[nodiscard]] Json value(const Field& field) const {
    switch (field.type) {
      case Type::text:
        return reference("text");
      case Type::ref:
        return reference("id");
      case Type::code:
        return code(field);
      case Type::boolean:
        return {{"type", "boolean"}};
      case Type::integer:
        return {{"type", "integer"}, {"minimum", -kLargestInteger}, {"maximum", kLargestInteger}};
      case Type::object:
        if (!field.members.empty()) return object_of(field.members);
        return {{"type", "object"},
                {"additionalProperties", {{"enum", {"public", "group", "owner"}}}}};
      default:
        return string(field);
    }
  }

  [[nodiscard]] Json property(const Field& field) const {
    Json schema = value(field);
    if (field.repeated) schema = {{"type", "array"}, {"items", std::move(schema)}, {"minItems", 1}};
    if (!field.meaning.empty()) schema["description"] = field.meaning;
    if (field.kept_by_registry) schema["readOnly"] = true;
    return schema;
  }

  [[nodiscard]] Json object_of(std::span<const Field> fields) const {
    Json properties = Json::object();
    Json required = Json::array();
    for (const Field& field : fields) {
      properties[std::string(field.name)] = property(field);
      if (field.required && profile_ == SchemaProfile::publish) required.push_back(field.name);
    }
    Json schema = {
        {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
  }

  [[nodiscard]] Json entry_of(const model::Kind& kind) const {
    Json schema = object_of(kind.fields);
    Json& properties = schema["properties"];
    properties["id"] = reference("id");
    properties["kind"] = {{"const", kind.name}};
    properties["meta"] = reference("meta");
    properties["extensions"] = reference("extensions");
    Json required = Json::array({"kind"});
    if (profile_ == SchemaProfile::publish) required.push_back("meta");
    for (const Json& name : schema.value("required", Json::array())) required.push_back(name);
    schema["required"] = std::move(required);
    schema["description"] = kind.meaning;
    return schema;
  }

  static Json directory() {
    const Json text = {{"type", "string"}};
    return {{"description", "A file of entries."},
            {"type", "object"},
            {"properties",
             {{"format", {{"const", kDirectoryFormat}}},
              {"registry", text},
              {"epoch", text},
              {"seq", {{"type", "integer"}, {"minimum", 0}, {"maximum", kLargestInteger}}},
              {"as_of", {{"type", "string"}, {"format", "date-time"}}},
              {"audience", text},
              {"entries", {{"type", "array"}, {"items", reference("entry")}}}}},
            {"required", {"format", "entries"}},
            {"additionalProperties", false}};
  }

  SchemaProfile profile_;
};

}  // namespace

Json json_schema(SchemaProfile profile) { return SchemaBuilder(profile).build(); }

}  // namespace cyberdir::codec
