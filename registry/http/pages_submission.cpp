// /{language}/submissions/{id}: what it changes, and what can be done with it
#include <algorithm>

#include "http/draft_change.h"
#include "http/field_view.h"
#include "http/form_place.h"
#include "http/handlers.h"
#include "http/submission_page.h"
#include "http/work_page.h"
#include "model/diff.h"
#include "model/kinds.h"
#include "model/rebase.h"
#include "model/submission.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

using base::ErrorCode;
using model::Json;
using page::ReviewPage;

namespace {

constexpr int kRefused = 422;
constexpr int kConflict = 409;

std::optional<page::Value> value_or_none(const FieldView& view, const model::Kind& kind,
                                         const std::string& pointer,
                                         const std::optional<Json>& json) {
  if (!json) return std::nullopt;
  return view.at(kind, pointer, *json);
}

// What became of the entry since: where it still goes its way, whether the change still fits.
void put_moved(const PageRequest& page, const ProposedEntry& proposed, const FieldView& view,
               ReviewPage::Entry& shown) {
  const auto current = page.directory().read(model::uncounted(page.caller()), proposed.id);
  if (!current || current->version == proposed.base_version) return;
  const model::Rebase moved = model::rebase(proposed.base, owned_content(tree_of(*current)),
                                            proposed.entry, *proposed.kind);
  const char* key = moved.conflicts.empty() ? "review.moved" : "review.moved_conflict";
  std::string places;
  for (const std::string& pointer : moved.theirs)
    places += (places.empty() ? "" : "; ") + page::place_label(page.language, pointer);
  shown.moved = page::sentence(page.language, key, {{"fields", places}});
  const auto value = [&](const model::Conflict& conflict, const std::optional<Json>& json) {
    return value_or_none(view, *proposed.kind, conflict.pointer, json);
  };
  for (const model::Conflict& conflict : moved.conflicts) {
    shown.conflicts.push_back({conflict.pointer, value(conflict, conflict.base),
                               value(conflict, conflict.theirs), value(conflict, conflict.yours)});
  }
}

// A new entry and one that ends are shown whole.
std::vector<model::Change> changes_of(const ProposedEntry& proposed) {
  Json nothing = {{"id", proposed.entry.value("id", Json(proposed.id))},
                  {"kind", std::string(proposed.kind->name)},
                  {"meta", {{"owner", proposed.entry["meta"].value("owner", Json(""))}}}};
  if (proposed.operation == "create") return model::diff(nothing, proposed.entry, *proposed.kind);
  if (proposed.operation == "withdraw") {
    nothing["meta"] = proposed.base["meta"];
    return model::diff(proposed.base, nothing, *proposed.kind);
  }
  return model::diff(proposed.base, proposed.entry, *proposed.kind);
}

ReviewPage::Entry entry_of(const PageRequest& page, const service::VisibleSubmission& submission,
                           const ProposedEntry& proposed, std::size_t index) {
  Names names(page);
  const FieldView view(names, page.language);
  ReviewPage::Entry shown;
  shown.operation = page::words(page.language, "change." + proposed.operation);
  shown.kind = proposed.kind->name;
  shown.title = title_of(proposed.entry, page.language);
  if (names.entry(proposed.id)) shown.path = entry_address(proposed.id);
  for (const model::Change& change : changes_of(proposed)) {
    page::Change line;
    line.pointer = change.pointer;
    line.before = value_or_none(view, *proposed.kind, change.pointer, change.from);
    line.after = value_or_none(view, *proposed.kind, change.pointer, change.to);
    if (!change.from) line.kind = page::Change::Kind::added;
    if (!change.to) line.kind = page::Change::Kind::removed;
    shown.changes.push_back(std::move(line));
  }
  const std::string path =
      submission_path(submission.id()) + "/changes/" + std::to_string(index + 1);
  const bool edits = may(submission, "edit") && proposed.writes();
  if (edits) shown.edit_path = path;
  const auto state = model::submission_state_named(string_in(submission.json(), "state"));
  if (proposed.operation == "update" && state && model::is_open(*state)) {
    put_moved(page, proposed, view, shown);
    if (edits && !shown.moved.empty()) shown.rebase_path = path + "/rebase";
  }
  return shown;
}

void put_entries(const PageRequest& page, const service::VisibleSubmission& submission,
                 ReviewPage& shown) {
  const Json* changes = member(submission.json(), "changes");
  if (changes == nullptr) return;
  for (std::size_t i = 0; i < changes->size(); ++i) {
    const auto proposed = proposed_entry(page.context, (*changes)[i]);
    if (proposed) shown.entries.push_back(entry_of(page, submission, *proposed, i));
  }
}

void put_steps(const PageRequest& page, const Json& json, Names& names, ReviewPage& shown) {
  const Json* history = member(json, "history");
  if (history == nullptr) return;
  for (const Json& step : *history) {
    ReviewPage::Step line;
    line.what = page::code_label(page.language, "submission-step", string_in(step, "action"));
    line.by = owner_words(page, names, string_in(step, "by"));
    if (const std::string actor = string_in(step, "actor");
        !actor.empty() && actor == page.caller().actor)
      line.by += " (" + std::string(page::words(page.language, "review.you")) + ")";
    line.when = time_in_words(page, step, "at");
    line.comment = string_in(step, "comment");
    // Every page of a form that is saved is a step: those in a row are one for people.
    const bool again = string_in(step, "action") == "edit" && !shown.steps.empty() &&
                       shown.steps.back().what == line.what && shown.steps.back().by == line.by;
    if (again) shown.steps.pop_back();
    shown.steps.push_back(std::move(line));
  }
}

// A finding leads to the page of its place, for those who may still write there.
void put_findings(const PageRequest& page, const service::VisibleSubmission& submission,
                  const Json& list, std::vector<page::Complaint>& complaints) {
  const Json& changes = submission.json()["changes"];
  for (const Json& finding : list) {
    const std::string pointer = string_in(finding, "pointer");
    page::Complaint complaint;
    std::string inside;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const auto within = pointer_in_entry(i, pointer);
      const auto proposed = within ? proposed_entry(page.context, changes[i])
                                   : base::Result<ProposedEntry>(base::Error{});
      if (!proposed) continue;
      inside = *within;
      const std::string place = place_of_pointer(*proposed->kind, inside);
      if (may(submission, "edit") && !place.empty())
        complaint.path =
            submission_path(submission.id()) + "/changes/" + std::to_string(i + 1) + "/" + place;
    }
    complaint.text = finding_words(page.language, string_in(finding, "code"), inside,
                                   string_in(finding, "detail"));
    complaints.push_back(std::move(complaint));
  }
}

void put_facts(const PageRequest& page, const Json& json, Names& names, ReviewPage& shown) {
  const auto add = [&](const char* name, page::Value value) {
    shown.facts.push_back({name, std::move(value), {}});
  };
  const FieldView view(names, page.language);
  const std::string owner = string_in(json, "owner");
  if (!owner.empty()) add("owner", page::make_text(owner_words(page, names, owner)));
  if (const std::string reason = string_in(json, "reason"); !reason.empty())
    add("reason", page::make_text(reason));
  if (const Json* authority = member(json, "authority");
      authority != nullptr && !authority->empty())
    add("authority", view.value(*model::find_field(model::meta_fields(), "authority"), *authority));
  for (const char* name : {"effective_from", "due_at", "created_at", "submitted_at"}) {
    if (const std::string at = string_in(json, name); !at.empty()) add(name, page::make_date(at));
  }
  if (const Json* vacant = member(json, "vacant")) {
    std::vector<page::Value> posts;
    for (const Json& post : *vacant)
      posts.push_back(page::make_code("contact-category", post.get<std::string>()));
    add("vacant", page::make_list(std::move(posts)));
  }
  if (const std::string comment = string_in(json, "comment"); !comment.empty())
    add("comment", page::make_text(comment));
}

// Where more than one entry stands in a draft, others can be added to it.
page::Form adding_form(const PageRequest& page, const service::VisibleSubmission& submission) {
  page::Form form;
  form.name = "add";
  form.heading = "review.add";
  form.action = "/work/new";
  form.button = "action.add_entry";
  form.hidden = {{"submission", submission.id()}, {"tag", tag_of(submission)}};
  page::FormField kind{page::FormField::Kind::choice, "kind", {}, {}, true, {}};
  for (const model::Kind& one : model::kinds()) {
    if (one.name == "state") continue;
    kind.choices.emplace_back(std::string(one.name),
                              page::code_label(page.language, "kind", one.name));
  }
  form.fields = {std::move(kind)};
  return form;
}

ReviewPage review_page(const PageRequest& page, const service::VisibleSubmission& submission) {
  const Json& json = submission.json();
  Names names(page);
  ReviewPage shown;
  shown.eyebrow = page::words(page.language,
                              json.contains("suggested") ? "review.suggestion" : "review.eyebrow");
  shown.heading = page::words(page.language, "review.title");
  shown.state = page::code_label(page.language, "submission-state", string_in(json, "state"));
  put_facts(page, json, names, shown);
  put_entries(page, submission, shown);
  if (const Json* findings = member(json, "findings"))
    put_findings(page, submission, *findings, shown.findings);
  if (const Json* errors = member(json, "errors"))
    put_findings(page, submission, *errors, shown.findings);
  shown.forms = forms_of_submission(page, submission);
  put_steps(page, json, names, shown);
  if (may(submission, "edit")) {
    shown.forms.push_back(adding_form(page, submission));
    shown.links.emplace_back(page::words(page.language, "reason.title"),
                             submission_path(submission.id()) + "/reason");
  }
  shown.links.emplace_back(page::words(page.language, "submissions.title"), "/submissions");
  return shown;
}

Response show(Context& context, const base::Error* error, int status) {
  const auto page = open_page(context, std::array<std::string_view, 1>{"done"});
  if (!page) return page_error(context, page.error());
  const auto submission = context.registry.submissions().get(context.caller, context.part("id"));
  if (!submission) return page_error(context, submission.error());
  ReviewPage shown = review_page(*page, *submission);
  if (context.request.parameter("done") == "1") {
    const std::string state = string_in(submission->json(), "state");
    shown.notice = page::words(page->language, "notice.submission." + state);
  }
  if (error != nullptr) {
    Json findings = Json::array();
    for (const base::Finding& finding : error->findings)
      findings.push_back(
          {{"code", finding.code}, {"pointer", finding.pointer}, {"detail", finding.detail}});
    put_findings(*page, *submission, findings, shown.errors);
    if (findings.empty()) {
      const char* key = error->code == ErrorCode::stale ? "finding.stale" : "finding.conflict";
      shown.errors.push_back({std::string(page::words(page->language, key)), {}, {}});
    }
  }
  Response response = html_answer(context, page->language, page::render_review(shown, page->frame));
  response.status = status;
  return response;
}

// True where what was asked for is the last that a person did, and it was this one: a form that was
// sent twice. What the registry did by itself after it stands under the same name.
bool is_done_already(const Context& context, const std::string& action) {
  const auto submission = context.registry.submissions().get(context.caller, context.part("id"));
  if (!submission) return false;
  const Json history = submission->json().value("history", Json::array());
  for (auto step = history.rbegin(); step != history.rend(); ++step) {
    const std::string actor = string_in(*step, "actor");
    if (actor.empty() || actor != context.caller.actor) return false;
    if (string_in(*step, "action") == action) return true;
  }
  return false;
}

std::optional<model::SubmissionAction> action_named(const std::string& name) {
  using Action = model::SubmissionAction;
  for (const Action action : {Action::submit, Action::approve, Action::accept, Action::send_back,
                              Action::reject, Action::withdraw}) {
    if (model::name_of(action) == name) return action;
  }
  return std::nullopt;
}

}  // namespace

Response page_submission(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show(context, nullptr, 200);
}

Response send_submission(Context& context) {
  if (const auto known = check_signed_in(context); !known)
    return page_error(context, known.error());
  const std::string name = context.fields.text("act");
  const auto action = action_named(name);
  if (!action)
    return page_error(context,
                      base::fail(ErrorCode::malformed, "the form does not say what to do"));
  const std::string& id = context.part("id");
  service::Refusal refusal;
  const auto done = context.registry.submissions().act(
      context.origin(), id, *action, context.fields.text("comment"),
      precondition_of_form(context.fields), refusal);
  if (done) return see_other(context, submission_path(id) + "?done=1");
  const ErrorCode code = done.error().code;
  if (code == ErrorCode::not_found) return page_error(context, done.error());
  const bool again = code == ErrorCode::stale || code == ErrorCode::conflict;
  if (again && is_done_already(context, name)) return see_other(context, submission_path(id));
  return show(context, &done.error(), code == ErrorCode::invalid ? kRefused : kConflict);
}

}  // namespace cyberdir::http
