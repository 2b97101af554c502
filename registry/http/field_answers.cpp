// What the answers to the questions of field_questions.cpp make of a place.
#include <algorithm>

#include "http/field_questions.h"
#include "model/kinds.h"
#include "model/string_formats.h"

namespace cyberdir::http {

using model::Field;
using model::Format;
using model::Json;
using model::Type;

namespace {

// Browsers end lines with CR LF, whatever was there before.
std::string with_plain_lines(std::string text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      plain.push_back('\n');
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      plain.push_back(text[i]);
    }
  }
  while (plain.ends_with('\n') || plain.ends_with(' ')) plain.pop_back();
  return plain;
}

Json or_nothing(std::string text) { return text.empty() ? Json() : Json(std::move(text)); }

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return text;
}

// A number as people write it: with spaces, hyphens and brackets, which E.164 has not.
std::string without_separators(const std::string& text) {
  std::string number;
  for (const char c : text) {
    if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '.') number.push_back(c);
  }
  return number;
}

Json string_answer(const Field& field, const FormFields& sent, const std::string& name) {
  std::string text = with_plain_lines(sent.text(name));
  if (field.format == Format::group) {
    if (text == "network") {
      const std::string network = sent.text(name + "-network");
      return network.empty() ? Json() : Json("network:" + network);
    }
    if (text == "named") return "named:" + without_separators(upper(sent.text(name + "-named")));
    return text == "states" ? Json() : or_nothing(text);
  }
  if (field.format == Format::currency) text = upper(text);
  if (field.format == Format::channel) {
    const std::string number = without_separators(text);
    if (model::is_e164(number)) text = number;
  }
  return or_nothing(std::move(text));
}

Json integer_answer(const std::string& text) {
  if (text.empty()) return {};
  const bool digits = text.size() < 16 && std::all_of(text.begin(), text.end(),
                                                      [](char c) { return c >= '0' && c <= '9'; });
  return digits ? Json(std::stoll(text)) : Json(text);  // the checks say what is wrong
}

Json text_answer(const FormFields& sent, const std::string& name, const Json& stored) {
  Json texts = stored.is_object() ? stored : Json::object();
  for (auto it = texts.begin(); it != texts.end();) {
    const std::string key = name + "-" + it.key();
    std::string text = with_plain_lines(sent.text(key));
    const bool same = it->is_string() && with_plain_lines(it->get<std::string>()) == text;
    if (!sent.has(key) || same) {
      ++it;
    } else if (text.empty()) {
      it = texts.erase(it);
    } else {
      *it++ = std::move(text);
    }
  }
  std::string more = with_plain_lines(sent.text(name + "-new"));
  const std::string language = sent.text(name + "-language");
  if (!more.empty() && !texts.contains(language)) texts[language] = std::move(more);
  return texts.empty() ? Json() : texts;
}

void add_once(Json& list, const std::string& value) {
  if (!value.empty() && std::find(list.begin(), list.end(), Json(value)) == list.end())
    list.push_back(value);
}

// In the order in which they stood, new ones after them.
Json ticked_answer(const FormFields& sent, const std::string& name, const Json& stored) {
  const std::vector<std::string> ticked = sent.texts(name);
  Json list = Json::array();
  if (stored.is_array()) {
    for (const Json& one : stored) {
      const bool kept = one.is_string() && std::find(ticked.begin(), ticked.end(),
                                                     one.get<std::string>()) != ticked.end();
      if (kept) list.push_back(one);
    }
  }
  for (const std::string& one : ticked) add_once(list, one);
  add_once(list, sent.text(name + "-more"));
  add_once(list, sent.text(name + "-other"));
  return list.empty() ? Json() : list;
}

Json lines_answer(const FormFields& sent, const std::string& name) {
  Json list = Json::array();
  const std::string lines = with_plain_lines(sent.text(name));
  std::string_view rest = lines;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    while (line.starts_with(' ')) line.remove_prefix(1);
    while (line.ends_with(' ')) line.remove_suffix(1);
    if (!line.empty()) list.push_back(std::string(line));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return list.empty() ? Json() : list;
}

Json list_answer(const Field& field, const FormFields& sent, const std::string& name,
                 const Json& stored) {
  const bool ticked = field.type == Type::code || field.type == Type::ref ||
                      field.type == Type::state || field.format == Format::language;
  if (ticked) return ticked_answer(sent, name, stored);
  std::string before;
  if (stored.is_array()) {
    for (const Json& one : stored) {
      if (one.is_string()) before += (before.empty() ? "" : "\n") + one.get<std::string>();
    }
  }
  const bool same = with_plain_lines(before) == with_plain_lines(sent.text(name));
  return same && stored.is_array() ? stored : lines_answer(sent, name);
}

Json code_answer(const FormFields& sent, const std::string& name) {
  const std::string other = sent.text(name + "-other");
  return or_nothing(other.empty() ? sent.text(name) : other);
}

Json value_answer(const Field& field, const FormFields& sent, const std::string& name,
                  const Json& stored) {
  if (field.repeated) return list_answer(field, sent, name, stored);
  const std::string text = sent.text(name);
  switch (field.type) {
    case Type::text:
      return text_answer(sent, name, stored);
    case Type::code:
      return code_answer(sent, name);
    case Type::boolean:
      return text == "true" || text == "false" ? Json(text == "true") : or_nothing(text);
    case Type::integer:
      return integer_answer(text);
    case Type::moment:
    case Type::time: {
      std::string moment = moment_in(sent, name);
      // The page shows no fractions of a second: what it showed, unchanged, stays as it was.
      const auto shown = moment_questions(
          "en", name, {}, stored.is_string() ? stored.get<std::string>() : std::string());
      const bool same = stored.is_string() && shown.front().value == text &&
                        shown.back().value == sent.text(name + "-time");
      return same ? stored : or_nothing(std::move(moment));
    }
    default: {
      Json answer = string_answer(field, sent, name);
      const bool same = stored.is_string() && answer.is_string() &&
                        with_plain_lines(stored.get<std::string>()) == answer.get<std::string>();
      return same ? stored : answer;
    }
  }
}

// Hours for several days at once: one element a day.
Json days_answer(const Field& field, const Json& one, const FormFields& sent) {
  Json all = Json::array();
  for (const Field& member : field.members) {
    if (member.codes != "day") continue;
    for (const std::string& day : sent.texts("value-" + std::string(member.name))) {
      Json row = one;
      row[std::string(member.name)] = day;
      all.push_back(std::move(row));
    }
  }
  return all.empty() ? one : all;
}

}  // namespace

std::string moment_in(const FormFields& sent, const std::string& name) {
  std::string date = sent.text(name);
  const std::string time = sent.text(name + "-time");
  if (time.empty()) return date;
  constexpr std::size_t kMinutes = 5;  // HH:MM
  return date + "T" + time + (time.size() == kMinutes ? ":00Z" : "Z");
}

Json answers_for(const FormPlace& place, const FormFields& sent, const Json& stored) {
  const Field& field = *place.field;
  if (place.is_list()) return stored;
  if (field.type != Type::object) return value_answer(field, sent, "value", stored);
  Json answer = stored.is_object() ? stored : Json::object();
  for (const Field& one : field.members) {
    const bool list_of_its_own = one.repeated && one.type == Type::object;
    if (one.kept_by_registry || list_of_its_own) continue;
    const std::string name(one.name);
    const auto before = answer.find(name);
    Json value =
        value_answer(one, sent, "value-" + name, before == answer.end() ? Json() : *before);
    if (value.is_null()) {
      answer.erase(name);
    } else {
      answer[name] = std::move(value);
    }
  }
  const bool new_one = place.element && !place.index;
  if (new_one) answer = days_answer(field, answer, sent);
  return answer.empty() ? Json() : answer;
}

}  // namespace cyberdir::http
