#include "http/api_sections.h"

#include <array>
#include <string>

#include "http/api_description.h"
#include "model/json.h"

namespace cyberdir::http {
namespace {

using Json = nlohmann::ordered_json;  // shown in the order in which it was written
using Docs = page::DocsPage;

std::string string_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// What a reference within the document stands for; anything else is itself.
const Json& resolved(const Json& document, const Json& node) {
  const std::string ref = string_in(node, "$ref");
  if (!ref.starts_with("#/")) return node;
  return document.at(Json::json_pointer(ref.substr(1)));
}

std::vector<Docs::Parameter> parameters_of(const Json& document, const Json& owner) {
  std::vector<Docs::Parameter> parameters;
  const auto list = owner.find("parameters");
  if (list == owner.end()) return parameters;
  for (const Json& one : *list) {
    const Json& parameter = resolved(document, one);
    parameters.push_back({string_in(parameter, "name"), string_in(parameter, "in"),
                          parameter.value("required", false), string_in(parameter, "description")});
  }
  return parameters;
}

std::string names_of(const Json& object) {
  std::string names;
  for (auto it = object.begin(); it != object.end(); ++it)
    names += (names.empty() ? "" : ", ") + it.key();
  return names;
}

Docs::Operation operation_of(const Json& document, const std::string& path, const Json& item,
                             const std::string& method, const Json& operation) {
  Docs::Operation shown;
  for (const char c : method)
    shown.method += c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  shown.path = path;
  shown.summary = string_in(operation, "summary");
  shown.description = string_in(operation, "description");
  shown.parameters = parameters_of(document, item);
  for (Docs::Parameter& parameter : parameters_of(document, operation))
    shown.parameters.push_back(std::move(parameter));
  const auto body = operation.find("requestBody");
  if (body != operation.end()) shown.body = names_of(resolved(document, *body).at("content"));
  shown.answers = names_of(operation.at("responses"));
  return shown;
}

std::vector<Docs::Section> read_sections() {
  static constexpr std::array<const char*, 5> kMethods = {"get", "post", "put", "patch", "delete"};
  const Json document = Json::parse(api_description());
  std::vector<Docs::Section> sections;
  for (const Json& tag : document.at("tags")) {
    Docs::Section section{string_in(tag, "name"), string_in(tag, "description"), {}};
    for (auto path = document.at("paths").begin(); path != document.at("paths").end(); ++path) {
      for (const char* method : kMethods) {
        const auto operation = path->find(method);
        if (operation == path->end() || operation->at("tags").at(0) != section.name) continue;
        section.operations.push_back(operation_of(document, path.key(), *path, method, *operation));
      }
    }
    sections.push_back(std::move(section));
  }
  return sections;
}

}  // namespace

const std::vector<Docs::Section>& api_sections() {
  static const std::vector<Docs::Section> kSections = read_sections();
  return kSections;
}

}  // namespace cyberdir::http
