// /{language}/submissions/{id}/changes/{n}: answers are checked before they are sent
#include "http/draft_change.h"
#include "http/field_page.h"
#include "http/field_view.h"
#include "http/handlers.h"
#include "http/submission_page.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

using model::Field;
using model::Json;
using page::AnswersPage;

namespace {

AnswersPage::Answer answer_of(const PageRequest& page, const DraftChange& draft,
                              const FieldView& view, const Field& field, const Json* before,
                              const Json* now) {
  AnswersPage::Answer answer;
  answer.label = page::field_label(page.language, field.name);
  if (now != nullptr) answer.now = view.value(field, *now);
  const bool changes = draft.proposed.operation == "update" && before != nullptr &&
                       (now == nullptr || *before != *now);
  if (changes) answer.before = view.value(field, *before);
  return answer;
}

std::vector<AnswersPage::Answer> answers_of(const PageRequest& page, const DraftChange& draft) {
  Names names(page);
  const FieldView view(names, page.language);
  std::vector<AnswersPage::Answer> answers;
  const ProposedEntry& proposed = draft.proposed;
  for (const Field& field : proposed.kind->fields) {
    if (field.kept_by_registry) continue;
    AnswersPage::Answer answer =
        answer_of(page, draft, view, field, member(proposed.base, field.name),
                  member(proposed.entry, field.name));
    answer.missing = field.required && !answer.now;
    answer.visibility = visibility_rule(proposed.entry, field.name);
    answer.change_path = draft.path(field.name);
    answers.push_back(std::move(answer));
  }
  const Json nothing = Json::object();
  const Json* meta = member(proposed.entry, "meta");
  const Json* before = member(proposed.base, "meta");
  for (const std::string_view name : asked_of_envelope()) {
    AnswersPage::Answer answer =
        answer_of(page, draft, view, *model::find_field(model::meta_fields(), name),
                  member(before == nullptr ? nothing : *before, name),
                  member(meta == nullptr ? nothing : *meta, name));
    answer.change_path = draft.path("meta." + std::string(name));
    answers.push_back(std::move(answer));
  }
  if (const Json* extensions = member(proposed.entry, "extensions")) {
    answers.push_back({page::field_label(page.language, "extensions"),
                       {},
                       FieldView::plain(*extensions),
                       {},
                       {},
                       false});
  }
  return answers;
}

std::vector<page::Complaint> missing_of(const PageRequest& page, const DraftChange& draft) {
  std::vector<page::Complaint> missing;
  for (const Json& finding : draft.submission.json()["findings"]) {
    const std::string pointer = string_in(finding, "pointer");
    const auto inside = pointer_in_entry(draft.index, pointer);
    page::Complaint complaint;
    complaint.text = finding_words(page.language, string_in(finding, "code"),
                                   inside.value_or(std::string()), string_in(finding, "detail"));
    const std::string place =
        inside ? place_of_pointer(*draft.proposed.kind, *inside) : std::string();
    if (!place.empty()) complaint.path = draft.path(place);
    missing.push_back(std::move(complaint));
  }
  return missing;
}

// New entries: how many of the changes are made by this page's links is not said; that nothing was
// changed yet is.
std::string intro_of(const PageRequest& page, const DraftChange& draft) {
  const bool same =
      draft.proposed.operation == "update" && draft.proposed.base == draft.proposed.entry;
  return std::string(page::words(page.language, same ? "answers.unchanged" : "answers.intro"));
}

}  // namespace

Response page_change(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto draft = open_change(context);
  if (!draft) return not_open(context, draft.error());
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  AnswersPage shown;
  shown.eyebrow = page::code_label(page->language, "kind", draft->proposed.kind->name);
  shown.heading = page::words(page->language, "answers.title");
  shown.subject = title_of(draft->proposed.entry, page->language);
  shown.missing = missing_of(*page, *draft);
  shown.intro = intro_of(*page, *draft);
  shown.answers = answers_of(*page, *draft);
  shown.more_heading = page::words(page->language, "reason.title");
  shown.more = reason_answers(*page, draft->submission);
  shown.forms = forms_of_submission(*page, draft->submission);
  shown.links = {{std::string(page::words(page->language, "answers.submission")),
                  submission_path(draft->submission.id())},
                 {std::string(page::words(page->language, "work.title")), "/work"}};
  return html_answer(context, page->language, page::render_answers(shown, page->frame));
}

}  // namespace cyberdir::http
