#include "form_filler.h"

#include <algorithm>

#include "model/code_lists.h"

namespace cyberdir::scenarios {

using model::Field;
using model::Format;
using model::Json;
using model::Type;

namespace {

std::string as_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool is_list_of_objects(const Field& field) { return field.repeated && field.type == Type::object; }

// A text is entered in one language after the other.
std::size_t passes_for(const Field& field, const Json& value) {
  if (field.type == Type::text) return value.size();
  std::size_t most = 1;
  if (field.type != Type::object || !value.is_object()) return most;
  for (const Field& member : field.members) {
    if (value.contains(member.name) && !member.repeated)
      most = std::max(most, passes_for(member, value.at(std::string(member.name))));
  }
  return most;
}

}  // namespace

void FormFiller::add_text(const std::string& name, const Json& value, std::size_t pass,
                          Fields& fields) {
  std::size_t number = 0;
  for (auto it = value.begin(); it != value.end(); ++it, ++number) {
    if (number < pass) fields.emplace_back(name + "-" + it.key(), as_text(*it));
    if (number != pass) continue;
    fields.emplace_back(name + "-language", it.key());
    fields.emplace_back(name + "-new", as_text(*it));
  }
}

void FormFiller::add(const Field& field, const std::string& name, const Json& value,
                     std::size_t pass, Fields& fields) {
  const model::CodeList* list = model::find_code_list(field.codes);
  const auto is_listed = [&](const std::string& code) {
    return list == nullptr ||
           std::find(list->codes.begin(), list->codes.end(), code) != list->codes.end();
  };
  const bool ticked = field.type == Type::code || field.type == Type::ref ||
                      field.type == Type::state || field.format == Format::language;
  if (field.repeated && ticked) {
    for (const Json& one : value)
      fields.emplace_back(is_listed(as_text(one)) ? name : name + "-other", as_text(one));
  } else if (field.repeated) {
    std::string lines;
    for (const Json& one : value) lines += as_text(one) + "\r\n";
    fields.emplace_back(name, lines);
  } else if (field.type == Type::text) {
    add_text(name, value, pass, fields);
  } else if (field.type == Type::moment && as_text(value).size() > 10) {
    fields.emplace_back(name, as_text(value).substr(0, 10));
    fields.emplace_back(name + "-time", as_text(value).substr(11, 8));
  } else if (field.type == Type::code && !is_listed(as_text(value))) {
    fields.emplace_back(name + "-other", as_text(value));
  } else {
    fields.emplace_back(name, as_text(value));
  }
}

void FormFiller::answer(const std::string& place, const Field& field, const Json& value,
                        bool whole_list) {
  const std::string first = change_ + "/" + place;
  const std::size_t passes = whole_list ? 1 : passes_for(field, value);
  for (std::size_t pass = 0; pass < passes; ++pass) {
    // What was entered in the first pass has a place of its own from the second on.
    const bool again = pass > 0 && place.ends_with(".new");
    const std::string path =
        again ? change_ + "/" + place.substr(0, place.size() - 3) + "0" : first;
    browser_.open(path);
    Fields fields;
    if (field.type != Type::object) {
      add(field, "value", value, pass, fields);
    } else {
      for (const Field& member : field.members) {
        if (!value.contains(member.name) || is_list_of_objects(member)) continue;
        add(member, "value-" + std::string(member.name), value.at(std::string(member.name)), pass,
            fields);
      }
    }
    const support::Reply reply = browser_.send(path, fields);
    if (reply.status != 200)
      refused_.push_back(path + ": " + std::to_string(reply.status) + " " + reply.body);
  }
}

void FormFiller::fill(const Field& field, const Json& value) {
  const std::string name(field.name);
  if (is_list_of_objects(field)) {
    for (const Json& element : value) answer(name + ".new", field, element, false);
    return;
  }
  answer(name, field, value, field.repeated);
  if (field.type != Type::object) return;
  for (const Field& member : field.members) {
    if (!is_list_of_objects(member) || !value.contains(member.name)) continue;
    for (const Json& element : value.at(std::string(member.name)))
      answer(name + "." + std::string(member.name) + ".new", member, element, false);
  }
}

}  // namespace cyberdir::scenarios
