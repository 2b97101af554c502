#include "http/submission_page.h"

#include <algorithm>
#include <array>

#include "http/draft_change.h"
#include "http/field_view.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "model/states.h"
#include "model/submission.h"
#include "page/languages.h"

namespace cyberdir::http {

using model::Json;
using model::SubmissionAction;
using page::AnswersPage;

namespace {

constexpr std::size_t kMostTitles = 3;

// What can be done on these pages, in the order in which it is offered. Editing is a link.
constexpr std::array<SubmissionAction, 6> kOffered = {
    SubmissionAction::submit,    SubmissionAction::approve, SubmissionAction::accept,
    SubmissionAction::send_back, SubmissionAction::reject,  SubmissionAction::withdraw};

// Submitting is the last step where nobody else looks at it.
std::string button_of(const PageRequest& page, const Json& submission, SubmissionAction action) {
  if (action == SubmissionAction::submit) {
    const auto review = model::review_of(string_in(submission, "owner"),
                                         page.context.registry.submissions().review());
    const bool publishes = review == model::Review::none && !submission.contains("effective_from");
    if (string_in(submission, "state") == "suggested") return "submission.take_over";
    return publishes ? "submission.publish" : "submission.submit";
  }
  const bool draft = string_in(submission, "state") == "draft";
  if (action == SubmissionAction::withdraw && draft) return "submission.discard";
  return "submission." + std::string(model::name_of(action));
}

}  // namespace

std::vector<AnswersPage::Answer> reason_answers(const PageRequest& page,
                                                const service::VisibleSubmission& submission) {
  const Json& json = submission.json();
  Names names(page);
  const FieldView view(names, page.language);
  const std::string path =
      may(submission, "edit") ? submission_path(submission.id()) + "/reason" : std::string();
  std::vector<AnswersPage::Answer> answers;
  const auto add = [&](const char* key, std::optional<page::Value> now) {
    answers.push_back(
        {std::string(page::words(page.language, key)), {}, std::move(now), {}, path, false});
  };
  const auto text = [&](const char* name) -> std::optional<page::Value> {
    const std::string value = string_in(json, name);
    if (value.empty()) return std::nullopt;
    return std::string_view(name) == "reason" ? page::make_text(value) : page::make_date(value);
  };
  add("reason.reason", text("reason"));
  const Json* authority = member(json, "authority");
  const model::Field* field = model::find_field(model::meta_fields(), "authority");
  add("field.authority", authority == nullptr || authority->empty()
                             ? std::nullopt
                             : std::optional(view.value(*field, *authority)));
  add("reason.effective_from", text("effective_from"));
  if (const Json* vacant = member(json, "vacant")) {
    std::vector<page::Value> posts;
    for (const Json& post : *vacant)
      posts.push_back(page::make_code("contact-category", post.get<std::string>()));
    add("reason.vacant", page::make_list(std::move(posts)));
  }
  return answers;
}

std::vector<page::Form> forms_of_submission(const PageRequest& page,
                                            const service::VisibleSubmission& submission) {
  std::vector<page::Form> forms;
  for (const SubmissionAction action : kOffered) {
    const std::string name(model::name_of(action));
    if (!may(submission, name)) continue;
    page::Form form;
    form.name = name;
    form.action = submission_path(submission.id());
    form.button = button_of(page, submission.json(), action);
    form.hidden = {{"act", name}, {"tag", tag_of(submission)}};
    form.grave = action == SubmissionAction::reject || action == SubmissionAction::withdraw;
    const bool answers =
        action == SubmissionAction::send_back || action == SubmissionAction::reject;
    if (answers) form.fields = {{page::FormField::Kind::area, "comment", {}, {}, true, {}}};
    forms.push_back(std::move(form));
  }
  return forms;
}

std::string owner_words(const PageRequest& page, Names& names, const std::string& owner) {
  if (model::is_state_code(owner)) {
    const std::string name = names.state(owner).name.value;
    return name.empty() ? owner : name;
  }
  if (owner == "secretariat" || owner == "registry" || owner == "operator")
    return page::code_label(page.language, "owner", owner);
  const auto entry = names.entry(owner);
  return entry ? entry->text.value : owner;
}

std::string time_in_words(const PageRequest& page, const Json& object, std::string_view name) {
  const auto at = base::parse_rfc3339(string_in(object, name));
  return at ? time_words(page, *at) : std::string();
}

std::string subject_words(const PageRequest& page, Names& names, const Json& submission) {
  std::string words;
  const Json* entries = member(submission, "entries");
  if (entries == nullptr) return words;
  std::size_t count = 0;
  for (const Json& id : *entries) {
    if (++count > kMostTitles) break;
    const auto entry = names.entry(id.get<std::string>());
    const std::string title = entry ? entry->text.value : std::string();
    words += (words.empty() ? "" : "; ") +
             (title.empty() ? std::string(page::words(page.language, "entry.untitled")) : title);
  }
  if (words.empty()) words = page::words(page.language, "entry.untitled");
  return count > kMostTitles ? words + " …" : words;
}

}  // namespace cyberdir::http
