// The pages on which answers are checked before they are sent.
#include <string>

#include "page/form_parts.h"
#include "page/render.h"
#include "page/work_form.h"

namespace cyberdir::page {
namespace {

void put_answer(const Document& document, const AnswersPage::Answer& answer, Dictionary& in) {
  Dictionary& line = *in.AddIncludeDictionary("ANSWER");
  line.SetFilename("answer.tpl");
  line.SetValue("LABEL", answer.label);
  if (!answer.visibility.empty())
    show(line, "VISIBILITY", "NAME", document.label("visibility", answer.visibility));
  const bool now = answer.now && !is_empty(*answer.now);
  if (answer.before) document.put_value(*line.AddSectionDictionary("BEFORE"), *answer.before);
  if (now)
    document.put_value(*line.AddSectionDictionary(answer.before ? "CHANGED" : "NOW"), *answer.now);
  if (!now) line.ShowSection(answer.missing ? "MISSING" : "EMPTY");
  if (answer.change_path.empty()) return;
  Dictionary& edit = *line.AddSectionDictionary("EDIT");
  edit.SetValue("URL", document.url(answer.change_path));
  edit.SetValue("LABEL", answer.label);
  edit.SetValue("WORDS", document.language().words(now ? "action.change_item" : "action.fill_in"));
}

}  // namespace

std::string render_answers(const AnswersPage& page, const Frame& frame) {
  Document document(frame, "answers.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  set_form_title(document, page.heading, page.subject, !page.errors.empty());
  put_complaints(document, language.words("form.errors"), page.errors, true, body, "COMPLAINTS");
  put_complaints(document, language.words("answers.incomplete"), page.missing, false, body,
                 "MISSING");
  body.SetValue("HEADING", page.heading);
  put_subject(document, page.eyebrow, page.subject, page.subject_path, body);
  show(body, "NOTICE", "TEXT", page.notice);
  show(body, "INTRO", "TEXT", page.intro);
  for (const AnswersPage::Answer& answer : page.answers) put_answer(document, answer, body);
  if (!page.more.empty()) {
    Dictionary& about = *body.AddSectionDictionary("ABOUT");
    about.SetValue("HEADING", page.more_heading);
    for (const AnswersPage::Answer& answer : page.more) put_answer(document, answer, about);
  }
  for (const Form& form : page.forms) put_form(document, {}, form, body, "FORM");
  put_links(document, page.links, body);
  return document.finish();
}

}  // namespace cyberdir::page
