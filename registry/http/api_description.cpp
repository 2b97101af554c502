#include "http/api_description.h"

#include <stdexcept>
#include <string>

#include "codec/json_schema.h"
#include "embedded/api_spec.h"
#include "model/json.h"

namespace cyberdir::http {

// Paths, tags and examples are shown in the order in which they were written.
using Json = nlohmann::ordered_json;

namespace {

constexpr std::string_view kFile = "schemas/cyberdir.schema.json#/$defs/";
constexpr std::string_view kDraftFile = "schemas/cyberdir-draft.schema.json#/$defs/";
constexpr std::string_view kLocal = "#/$defs/";

// Turns references to the schema files into references within the document.
void localise(Json& node, std::string_view prefix) {
  if (node.is_object()) {
    const auto ref = node.find("$ref");
    if (ref != node.end() && ref->is_string()) {
      const std::string text = ref->get<std::string>();
      const auto move_to = [&](std::string_view from, std::string_view names) {
        if (text.starts_with(from))
          *ref = "#/components/schemas/" + std::string(names) + text.substr(from.size());
      };
      if (text.starts_with(kLocal)) {
        *ref = "#/components/schemas/" + std::string(prefix) + text.substr(kLocal.size());
      } else {
        move_to(kFile, "");
        move_to(kDraftFile, "draft-");
      }
    }
  }
  if (node.is_structured()) {
    for (Json& child : node) localise(child, prefix);
  }
}

void add_schemas(Json& description, codec::SchemaProfile profile, std::string_view prefix) {
  const Json schema = Json::parse(codec::json_schema(profile).dump());
  for (auto it = schema.at("$defs").begin(); it != schema.at("$defs").end(); ++it) {
    Json definition = *it;
    localise(definition, prefix);
    description["components"]["schemas"][std::string(prefix) + it.key()] = std::move(definition);
  }
}

std::string make_description() {
  const auto bytes = api_spec::find("openapi.json");
  if (!bytes) throw std::logic_error("the description of the API is not in the program");
  Json description = Json::parse(*bytes);
  localise(description, "");
  add_schemas(description, codec::SchemaProfile::publish, "");
  add_schemas(description, codec::SchemaProfile::draft, "draft-");
  return description.dump(2) + "\n";
}

}  // namespace

const std::string& api_description() {
  static const std::string kDescription = make_description();
  return kDescription;
}

}  // namespace cyberdir::http
