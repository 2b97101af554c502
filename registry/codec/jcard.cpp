// Cards as jCard (RFC 7095).
#include "codec/card_shape.h"
#include "codec/vcard.h"

namespace cyberdir::codec {

using model::Json;

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

// "20261122T145104Z" as JSON has it: 2026-11-22T14:51:04Z (section 3.5.4).
std::string extended_time(const std::string& basic) {
  if (basic.size() != 16) return basic;
  return basic.substr(0, 4) + "-" + basic.substr(4, 2) + "-" + basic.substr(6, 5) + ":" +
         basic.substr(11, 2) + ":" + basic.substr(13);
}

Json property_array(const CardProperty& property) {
  Json parameters = Json::object();
  if (!property.group.empty()) parameters["group"] = property.group;
  for (const CardParameter& parameter : property.parameters) {
    Json values = Json::array();
    for (const std::string& value : parameter.values) values.push_back(value);
    parameters[lower(parameter.name)] = values.size() == 1 ? values.front() : values;
  }
  Json made = {lower(property.name), std::move(parameters), property.type};
  const bool list = card_shape(property.name).separator == ',';
  if (property.type == "timestamp" && property.values.size() == 1) {
    made.push_back(extended_time(property.values.front()));
  } else if (list || property.values.size() == 1) {
    for (const std::string& value : property.values) made.push_back(value);
  } else {
    made.push_back(property.values);
  }
  return made;
}

}  // namespace

std::string jcard(const std::vector<CardProperty>& card) {
  Json properties = Json::array();
  properties.push_back({"version", Json::object(), "text", "4.0"});
  for (const CardProperty& property : card) properties.push_back(property_array(property));
  const Json whole = {"vcard", std::move(properties)};
  return whole.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cyberdir::codec
