#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "page/document.h"
#include "page/languages.h"
#include "page/render.h"

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

void put_change(Document& document, Dictionary& in, const Change& change) {
  const Language& language = document.language();
  Dictionary& section = *in.AddSectionDictionary("CHANGE");
  bool first = true;
  for (const std::string& step : steps(change.pointer)) {
    if (first && step == "meta") continue;  // the envelope: its members say enough
    section.AddSectionDictionary("STEP")->SetValue("LABEL", label_of(language, step, first));
    first = false;
  }
  const std::string name = name_of(change.kind);
  section.SetValue("CLASS", name);
  section.SetValue("WORD", language.words("diff." + name));
  if (change.before) {
    document.put_value(*section.AddSectionDictionary("BEFORE"), *change.before);
  }
  if (change.after) document.put_value(*section.AddSectionDictionary("AFTER"), *change.after);
}

}  // namespace

std::string render_diff(const DiffPage& page, const Frame& frame) {
  Document document(frame, "diff.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  const std::string heading =
      language.plain("diff.title", {words_argument("from", language.number(page.from.number)),
                                    words_argument("to", language.number(page.to.number))});
  document.set_title(heading + " — " + page.title.value);
  body.SetValue("KIND", document.label("kind", page.kind));
  body.SetValue("HEADING", heading);
  body.SetValue("ENTRY", document.url(entry_path(page.id)));
  body.SetValue("HISTORY", document.url(entry_path(page.id) + "/history"));
  document.put_text(body, "TITLE", page.title);
  document.put_versions(body, page.id, {page.from, page.to}, false);
  if (page.changes.empty()) {
    body.ShowSection("SAME");
  } else {
    Dictionary& changes = *body.AddSectionDictionary("CHANGES");
    document.put_rich(changes, "TOTAL",
                      language.rich("diff.total", {count_argument("count", page.changes.size())}));
    for (const Change& change : page.changes) put_change(document, changes, change);
  }
  show(body, "PREVIOUS", "URL", document.url(page.previous_path));
  show(body, "NEXT", "URL", document.url(page.next_path));
  document.put_forms(page.json_path, page.xml_path);
  return document.finish();
}

}  // namespace cyberdir::page
