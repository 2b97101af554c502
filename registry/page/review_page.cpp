// A submission, as those see it who look at it.
#include <string>

#include "page/change_lines.h"
#include "page/form_parts.h"
#include "page/render.h"
#include "page/work_form.h"

namespace cyberdir::page {
namespace {

void put_side(const Document& document, const char* key, const std::optional<Value>& value,
              Dictionary& in) {
  Dictionary& side = *in.AddSectionDictionary("SIDE");
  side.SetValue("NAME", document.language().words(key));
  if (value && !is_empty(*value)) {
    document.put_value(side, *value);
  } else {
    side.ShowSection("NONE");
  }
}

void put_conflict(const Document& document, const ReviewPage::Conflict& conflict, Dictionary& in) {
  Dictionary& out = *in.AddSectionDictionary("CONFLICT");
  for (const std::string& step : step_labels(document.language(), conflict.pointer))
    out.AddSectionDictionary("STEP")->SetValue("LABEL", step);
  put_side(document, "review.base", conflict.base, out);
  put_side(document, "review.theirs", conflict.theirs, out);
  put_side(document, "review.yours", conflict.yours, out);
}

void put_entry(const Document& document, const ReviewPage::Entry& entry, Dictionary& body) {
  Dictionary& out = *body.AddSectionDictionary("ENTRY");
  out.SetValue("OPERATION", entry.operation);
  out.SetValue("KIND", document.label("kind", entry.kind));
  document.set_link(out, entry.path);
  const Text title = entry.title.value.empty()
                         ? Text{document.language().words("entry.untitled"), {}}
                         : entry.title;
  document.put_text(out, "TITLE", title);
  show(out, "EDIT", "URL", document.url(entry.edit_path));
  show(out, "MOVED", "TEXT", entry.moved);
  for (const ReviewPage::Conflict& conflict : entry.conflicts)
    put_conflict(document, conflict, out);
  show(out, "REBASE", "URL", document.url(entry.rebase_path));
  if (entry.changes.empty()) out.ShowSection("SAME");
  for (const Change& change : entry.changes) put_change(document, out, change, true);
}

void put_steps(const std::vector<ReviewPage::Step>& steps, Dictionary& body) {
  if (steps.empty()) return;
  Dictionary& all = *body.AddSectionDictionary("STEPS");
  for (const ReviewPage::Step& step : steps) {
    Dictionary& one = *all.AddSectionDictionary("STEP");
    one.SetValue("WHAT", step.what);
    show(one, "BY", "NAME", step.by);
    one.SetValue("WHEN", step.when);
    show(one, "COMMENT", "TEXT", step.comment);
  }
}

}  // namespace

std::string render_review(const ReviewPage& page, const Frame& frame) {
  Document document(frame, "review.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  set_form_title(document, page.heading, {}, !page.errors.empty());
  put_complaints(document, language.words("form.errors"), page.errors, true, body, "COMPLAINTS");
  body.SetValue("EYEBROW", page.eyebrow);
  body.SetValue("HEADING", page.heading);
  body.SetValue("STATE", page.state);
  show(body, "NOTICE", "TEXT", page.notice);
  for (const Field& field : page.facts) document.put_field(body, field);
  put_complaints(document, language.words("answers.incomplete"), page.findings, false, body,
                 "FINDINGS");
  for (const ReviewPage::Entry& entry : page.entries) put_entry(document, entry, body);
  if (!page.forms.empty()) {
    Dictionary& acts = *body.AddSectionDictionary("ACTS");
    for (const Form& form : page.forms) put_form(document, {}, form, acts, "FORM");
  }
  put_steps(page.steps, body);
  put_links(document, page.links, body);
  return document.finish();
}

}  // namespace cyberdir::page
