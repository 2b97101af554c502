// The JSON Schema has the shape of the tables.
#include <regex>
#include <string>

#include <gtest/gtest.h>

#include "codec/canonical_json.h"
#include "codec/json_schema.h"
#include "model/code_lists.h"
#include "model/kinds.h"
#include "support/entry_generator.h"

namespace cyberdir::codec {
namespace {

using model::Json;

// As much of the dialect as our schemas use.
class Checker {
 public:
  explicit Checker(const Json& root) : root_(root) {}

  [[nodiscard]] bool holds(const Json& schema, const Json& value) const {
    if (schema.is_boolean()) return schema.get<bool>();
    if (schema.contains("$ref")) {
      const std::string pointer = schema.at("$ref").get<std::string>().substr(1);
      if (!holds(root_.at(Json::json_pointer(pointer)), value)) return false;
    }
    if (schema.contains("oneOf")) {
      int matches = 0;
      for (const Json& choice : schema.at("oneOf")) matches += holds(choice, value) ? 1 : 0;
      if (matches != 1) return false;
    }
    if (schema.contains("const") && schema.at("const") != value) return false;
    if (schema.contains("enum") && !contains(schema.at("enum"), value)) return false;
    if (schema.contains("type") && !has_type(schema.at("type").get<std::string>(), value)) {
      return false;
    }
    if (value.is_string() && schema.contains("pattern") &&
        !matches(schema, "pattern", value.get<std::string>())) {
      return false;
    }
    if (value.is_array() && schema.contains("items")) {
      for (const Json& element : value) {
        if (!holds(schema.at("items"), element)) return false;
      }
    }
    return !value.is_object() || object_holds(schema, value);
  }

 private:
  static bool matches(const Json& schema, const char* member, const std::string& text) {
    return std::regex_search(text, std::regex(schema.at(member).get<std::string>()));
  }
  static bool contains(const Json& list, const Json& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  }
  static bool has_type(const std::string& type, const Json& value) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    return type == "integer" && value.is_number_integer();
  }
  [[nodiscard]] bool object_holds(const Json& schema, const Json& value) const {
    for (const Json& name : schema.value("required", Json::array())) {
      if (!value.contains(name.get<std::string>())) return false;
    }
    for (auto it = value.begin(); it != value.end(); ++it) {
      if (schema.contains("propertyNames") && !holds(schema.at("propertyNames"), it.key())) {
        return false;
      }
      if (schema.contains("properties") && schema.at("properties").contains(it.key())) {
        if (!holds(schema.at("properties").at(it.key()), *it)) return false;
      } else if (schema.contains("patternProperties") && it.key().starts_with("x-")) {
        continue;
      } else if (schema.contains("additionalProperties") &&
                 !holds(schema.at("additionalProperties"), *it)) {
        return false;
      }
    }
    return true;
  }

  const Json& root_;
};

TEST(SchemaJson, HasEveryKindAndField) {
  const Json schema = json_schema(SchemaProfile::publish);
  EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
  const Json& defs = schema.at("$defs");
  for (const char* name : {"entry", "meta", "extensions", "directory", "text", "id"}) {
    EXPECT_TRUE(defs.contains(name));
  }
  EXPECT_EQ(defs.at("entry").at("oneOf").size(), model::kinds().size());
  for (const model::Kind& kind : model::kinds()) {
    const Json& of_kind = defs.at(std::string(kind.name));
    EXPECT_EQ(of_kind.at("properties").at("kind").at("const"), kind.name);
    EXPECT_EQ(of_kind.at("additionalProperties"), false);
    EXPECT_EQ(of_kind.at("properties").size(), kind.fields.size() + 4);
    for (const model::Field& field : kind.fields) {
      const Json& property = of_kind.at("properties").at(std::string(field.name));
      EXPECT_EQ(property.at("description"), field.meaning);
      EXPECT_EQ(property.value("type", std::string()) == "array", field.repeated);
      const bool required = std::find(of_kind.at("required").begin(), of_kind.at("required").end(),
                                      field.name) != of_kind.at("required").end();
      EXPECT_EQ(required, field.required) << kind.name << " " << field.name;
    }
  }
}

TEST(SchemaJson, CodesAreListsOpenOrClosed) {
  const Json defs = json_schema(SchemaProfile::publish).at("$defs");
  const Json& type = defs.at("organisation").at("properties").at("type");
  EXPECT_EQ(type.at("enum"), Json(model::find_code_list("organisation-type")->codes));
  const Json& offering = defs.at("offer").at("properties").at("offering").at("items");
  EXPECT_FALSE(offering.contains("enum"));
  EXPECT_TRUE(offering.contains("examples"));
  EXPECT_TRUE(offering.contains("pattern"));
}

TEST(SchemaJson, HoldsGeneratedEntries) {
  const Json publish = json_schema(SchemaProfile::publish);
  const Json draft = json_schema(SchemaProfile::draft);
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    support::EntryGenerator generator(seed,
                                      {.every_field = seed % 2 == 0, .kept_by_registry = seed < 2});
    for (const model::Kind& kind : model::kinds()) {
      const Json entry = generator.entry(kind);
      EXPECT_TRUE(Checker(publish).holds(publish, entry)) << canonical_json(entry);
      EXPECT_TRUE(Checker(draft).holds(draft, entry)) << canonical_json(entry);
    }
  }
}

TEST(SchemaJson, DraftRequiresTheKindOnly) {
  const Json publish = json_schema(SchemaProfile::publish);
  const Json draft = json_schema(SchemaProfile::draft);
  const Json entry = {{"kind", "contact"}, {"channels", {{{"kind", "email"}}}}};
  EXPECT_TRUE(Checker(draft).holds(draft, entry));
  EXPECT_FALSE(Checker(publish).holds(publish, entry));
  EXPECT_FALSE(Checker(draft).holds(draft, Json{{"id", "x"}}));
  EXPECT_FALSE(Checker(draft).holds(draft, Json{{"kind", "contact"}, {"nickname", "x"}}));
  EXPECT_FALSE(Checker(draft).holds(draft, Json{{"kind", "contact"}, {"call_order", "first"}}));
}

TEST(SchemaJson, IsTheSameEachTime) {
  EXPECT_EQ(canonical_json(json_schema(SchemaProfile::draft)),
            canonical_json(json_schema(SchemaProfile::draft)));
}

}  // namespace
}  // namespace cyberdir::codec
