// /{language}/submissions/{id}/reason: why, on whose authority, and from when
#include "http/draft_change.h"
#include "http/field_questions.h"
#include "http/form_choices.h"
#include "http/handlers.h"
#include "http/work_page.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

using base::ErrorCode;
using model::Json;
using page::Question;
using page::QuestionGroup;

namespace {

constexpr int kRefused = 422;
constexpr int kChangedMeanwhile = 409;
constexpr std::array<std::string_view, 2> kPosts = {"diplomatic", "technical"};

base::Result<service::VisibleSubmission> open_submission(const Context& context) {
  CYBERDIR_TRY(check_signed_in(context));
  CYBERDIR_ASSIGN(submission,
                  context.registry.submissions().get(context.caller, context.part("id")));
  if (may(submission, "edit")) return std::move(submission);
  return base::fail(ErrorCode::conflict, "this submission is not being written, or not by you");
}

Question line(const PageRequest& page, const char* name, const char* key,
              const std::string& value) {
  Question made;
  made.name = name;
  made.label = page::words(page.language, key);
  made.value = value;
  return made;
}

QuestionGroup authority_questions(const PageRequest& page, const Json& authority) {
  QuestionGroup group;
  group.legend = page::words(page.language, "field.authority");
  Question kind = line(page, "kind", "field.kind", {});
  kind.kind = Question::Kind::one;
  kind.choices = code_choices(page, "authority-kind", {});
  offer_nothing(page, kind.choices);
  choose(kind.choices, {string_in(authority, "kind")});
  Question date = line(page, "date", "field.date", string_in(authority, "date"));
  date.kind = Question::Kind::date;
  group.questions = {std::move(kind),
                     line(page, "issuer", "field.issuer", string_in(authority, "issuer")),
                     line(page, "reference", "field.reference", string_in(authority, "reference")),
                     std::move(date)};
  return group;
}

Question vacant_question(const PageRequest& page, const Json& json) {
  Question vacant = line(page, "vacant", "reason.vacant", {});
  vacant.kind = Question::Kind::some;
  vacant.hint = page::words(page.language, "reason.vacant.hint");
  std::vector<std::string> said;
  if (const Json* posts = member(json, "vacant")) {
    for (const Json& post : *posts) said.push_back(post.get<std::string>());
  }
  for (const std::string_view post : kPosts)
    vacant.choices.push_back(
        {std::string(post), page::code_label(page.language, "contact-category", post), false});
  choose(vacant.choices, said);
  return vacant;
}

std::vector<QuestionGroup> questions_of(const PageRequest& page, const Json& json) {
  Question reason = line(page, "reason", "reason.reason", string_in(json, "reason"));
  reason.kind = Question::Kind::area;
  reason.hint = page::words(page.language, "reason.reason.hint");
  const Json* authority = member(json, "authority");
  std::vector<QuestionGroup> groups = {
      {{}, {std::move(reason)}},
      authority_questions(page, authority == nullptr ? Json::object() : *authority)};
  groups.push_back({std::string(page::words(page.language, "reason.effective_from")),
                    moment_questions(page.language, "from",
                                     std::string(page::words(page.language, "field.date")),
                                     string_in(json, "effective_from"))});
  groups.push_back({{}, {vacant_question(page, json)}});
  return groups;
}

// The question that a finding is about: /authority/date is asked as "date".
std::string question_of(std::string_view pointer) {
  const std::string name(pointer.substr(pointer.rfind('/') + 1));
  return name == "effective_from" ? "from" : name;
}

Response show(Context& context, const service::VisibleSubmission& submission,
              const base::Findings& findings, int status) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  page::FormPage shown;
  shown.heading = page::words(page->language, "reason.title");
  shown.groups = questions_of(*page, submission.json());
  answer_again(shown.groups, context.fields);
  for (const base::Finding& finding : findings)
    shown.errors.push_back({finding_words(page->language, finding.code, {}, finding.detail),
                            page::question_id(question_of(finding.pointer)),
                            {}});
  if (status == kChangedMeanwhile)
    shown.notice = page::words(page->language, "notice.changed_meanwhile");
  shown.action = submission_path(submission.id()) + "/reason";
  shown.hidden = {{"tag", tag_of(submission)}};
  shown.buttons = {{std::string(page::words(page->language, "action.save")), {}, {}, false}};
  Response response = html_answer(context, page->language, page::render_form(shown, page->frame));
  response.status = status;
  return response;
}

// The members as a merge patch: what is empty is taken out.
Json patch_in(const FormFields& sent) {
  const auto text = [&](const char* name) {
    std::string value = sent.text(name);
    return value.empty() ? Json() : Json(std::move(value));
  };
  Json patch = {{"reason", text("reason")}};
  for (const char* name : {"kind", "issuer", "reference", "date"})
    patch["authority"][name] = text(name);
  const std::string from = moment_in(sent, "from");
  constexpr std::size_t kDay = 10;
  patch["effective_from"] =
      from.empty() ? Json() : Json(from.size() == kDay ? from + "T00:00:00Z" : from);
  const std::vector<std::string> vacant = sent.texts("vacant");
  patch["vacant"] = vacant.empty() ? Json() : Json(vacant);
  return patch;
}

// Where the form leads: to the answers of the one entry, else to the submission.
std::string after(const service::VisibleSubmission& submission) {
  const Json& changes = submission.json()["changes"];
  const std::string operation = string_in(changes.front(), "operation");
  const bool one = changes.size() == 1 && (operation == "create" || operation == "update");
  return submission_path(submission.id()) + (one ? "/changes/1" : "");
}

}  // namespace

Response page_reason(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto submission = open_submission(context);
  return submission ? show(context, *submission, {}, 200) : not_open(context, submission.error());
}

Response send_reason(Context& context) {
  const auto submission = open_submission(context);
  if (!submission) return page_error(context, submission.error());
  const auto saved = save_submission(context, submission->id(), patch_in(context.fields));
  if (saved) return see_other(context, after(*submission));
  if (saved.error().code == ErrorCode::stale)
    return show(context, *submission, {}, kChangedMeanwhile);
  if (saved.error().code != ErrorCode::invalid) return page_error(context, saved.error());
  return show(context, *submission, saved.error().findings, kRefused);
}

}  // namespace cyberdir::http
