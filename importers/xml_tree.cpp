#include "importers/xml_tree.h"

#include <algorithm>

#include "importers/foreign_text.h"

namespace cyberdir::importers {

using model::Json;

std::string full_name(std::string_view name, std::string_view name_space) {
  if (name_space.empty()) return std::string(name);
  if (name_space == codec::kXmlNamespace) return "xml:" + std::string(name);
  return "{" + std::string(name_space) + "}" + std::string(name);
}

XmlTree XmlTree::of(const codec::XmlElement& element, std::uint64_t line) {
  XmlTree tree;
  tree.name = full_name(element.name, element.name_space);
  tree.line = line;
  for (const codec::XmlAttribute& attribute : element.attributes) {
    if (attribute.name_space == codec::kSchemaInstanceNamespace) continue;
    tree.attributes.emplace_back(full_name(attribute.name, attribute.name_space), attribute.value);
  }
  return tree;
}

std::string_view XmlTree::attribute(std::string_view wanted) const {
  for (const auto& [each, value] : attributes) {
    if (each == wanted) return trimmed(value);
  }
  return {};
}

const XmlTree* XmlTree::child(std::string_view wanted) const {
  const auto found = std::ranges::find(children, wanted, &XmlTree::name);
  return found == children.end() ? nullptr : &*found;
}

bool XmlTree::has_only(std::initializer_list<std::string_view> names) const {
  return std::ranges::all_of(attributes, [&](const auto& attribute) {
    return std::ranges::find(names, attribute.first) != names.end();
  });
}

Json XmlTree::json_ml() const {
  Json element = Json::array({name});
  Json values = Json::object();
  for (const auto& [each, value] : attributes) {
    if (!trimmed(value).empty()) values[each] = value;
  }
  if (!values.empty()) element.push_back(std::move(values));
  if (!text.empty()) element.push_back(text);
  for (const XmlTree& child : children) element.push_back(child.json_ml());
  return element;
}

}  // namespace cyberdir::importers
