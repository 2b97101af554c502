#include "page/change_lines.h"

#include <algorithm>

#include "page/languages.h"

namespace cyberdir::page {
namespace {

// The steps of a JSON pointer, decoded (RFC 6901, section 4).
std::vector<std::string> steps(std::string_view pointer) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      all.emplace_back();
    } else if (all.empty()) {
      all.emplace_back(1, pointer[i]);
    } else if (pointer[i] == '~' && i + 1 < pointer.size() &&
               (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
      all.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      all.back() += pointer[i];
    }
  }
  return all;
}

bool is_index(const std::string& step) {
  constexpr std::size_t kMostDigits = 9;
  return !step.empty() && step.size() <= kMostDigits &&
         std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string label_of(const Language& language, const std::string& step, bool first) {
  if (is_index(step)) {
    return language.plain("diff.item",
                          {words_argument("number", language.number(std::stoul(step) + 1))});
  }
  const bool known = !words(language.tag(), "field." + step).empty();
  // Below a multilingual text stands the tag of a language.
  if (!first && !known && (step.size() == 2 || step.find('-') == 2)) {
    return language.name_of_language(step);
  }
  return field_label(language.tag(), step);
}

const char* name_of(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::added:
      return "added";
    case Change::Kind::removed:
      return "removed";
    case Change::Kind::changed:
      break;
  }
  return "changed";
}

}  // namespace

std::vector<std::string> step_labels(const Language& language, std::string_view pointer) {
  std::vector<std::string> labels;
  for (const std::string& step : steps(pointer)) {
    if (labels.empty() && step == "meta") continue;  // the envelope: its members say enough
    labels.push_back(label_of(language, step, labels.empty()));
  }
  return labels;
}

std::string place_label(std::string_view language, std::string_view pointer) {
  std::string label;
  for (const std::string& step : step_labels(Language::of(language), pointer))
    label += (label.empty() ? "" : " › ") + step;
  return label;
}

void put_change(const Document& document, Dictionary& in, const Change& change, bool inner) {
  const Language& language = document.language();
  Dictionary& section = *in.AddIncludeDictionary("CHANGE");
  section.SetFilename("change.tpl");
  Dictionary& heading = *section.AddSectionDictionary(inner ? "INNER" : "OUTER");
  for (const std::string& step : step_labels(language, change.pointer))
    heading.AddSectionDictionary("STEP")->SetValue("LABEL", step);
  const std::string name = name_of(change.kind);
  heading.SetValue("CLASS", name);
  heading.SetValue("WORD", language.words("diff." + name));
  if (change.before) {
    document.put_value(*section.AddSectionDictionary("BEFORE"), *change.before);
  }
  if (change.after) document.put_value(*section.AddSectionDictionary("AFTER"), *change.after);
}

}  // namespace cyberdir::page
