// Cards as xCard (RFC 6351).
#include "codec/card_shape.h"
#include "codec/vcard.h"
#include "codec/xml_text.h"

namespace cyberdir::codec {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  append_xml_text(out, text);
  out.append("</").append(name).append(">");
}

// The type of a parameter's values (section 5; those of ours are text).
std::string_view type_of_parameter(std::string_view name) {
  if (name == "PREF") return "integer";
  if (name == "LANGUAGE") return "language-tag";
  return "text";
}

void append_parameters(std::string& out, const std::vector<CardParameter>& parameters) {
  if (parameters.empty()) return;
  out += "<parameters>";
  for (const CardParameter& parameter : parameters) {
    const std::string name = lower(parameter.name);
    out += "<" + name + ">";
    for (const std::string& value : parameter.values)
      append_element(out, type_of_parameter(parameter.name), value);
    out += "</" + name + ">";
  }
  out += "</parameters>";
}

void append_property(std::string& out, const CardProperty& property) {
  const std::string name = lower(property.name);
  const auto components = card_shape(property.name).components;
  out += "<" + name + ">";
  append_parameters(out, property.parameters);
  for (std::size_t i = 0; i < property.values.size() && i < components.size(); ++i)
    append_element(out, components[i], property.values[i]);
  if (components.empty()) {
    for (const std::string& value : property.values) append_element(out, property.type, value);
  }
  out += "</" + name + ">";
}

}  // namespace

std::string xcard(const std::vector<CardProperty>& card) {
  std::string out = "<vcard>";
  std::string group;
  for (const CardProperty& property : card) {
    if (property.group != group) {
      if (!group.empty()) out += "</group>";
      group = property.group;
      if (!group.empty()) {
        out += "<group name=\"";
        append_xml_attribute(out, group);
        out += "\">";
      }
    }
    append_property(out, property);
  }
  if (!group.empty()) out += "</group>";
  return out + "</vcard>";
}

}  // namespace cyberdir::codec
