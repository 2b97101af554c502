// /{language}/entries/{id}/changes and confirm: an entry that is to be changed, withdrawn or
// brought back
#include "http/pages_entry_acts.h"

#include <algorithm>

#include "http/draft_change.h"
#include "http/handlers.h"
#include "http/pages_lines.h"
#include "http/pages_names.h"
#include "http/submission_page.h"
#include "http/work_page.h"
#include "model/submission.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

using base::ErrorCode;
using model::Json;
using model::Role;

namespace {

constexpr std::size_t kMostDrafts = 20;

// The newest version of an entry, withdrawn or not, as its owner's people see it.
struct OwnEntry {
  Json json;
  std::int64_t version = 0;
  bool withdrawn = false;
};

base::Result<OwnEntry> open_own(const Context& context) {
  CYBERDIR_TRY(check_signed_in(context));
  service::Directory& directory = context.registry.directory();
  const std::string& id = context.part("id");
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  CYBERDIR_ASSIGN(history, directory.history(context.caller, id, kLast, 1));
  if (history.items.empty())
    return base::fail(ErrorCode::not_found, "there is no such entry, or none that you may see");
  const service::HistoryItem& newest = history.items.front();
  CYBERDIR_ASSIGN(entry, directory.version(model::uncounted(context.caller), id, newest.version));
  OwnEntry own{tree_of(entry), newest.version, newest.status == model::Status::withdrawn};
  if (!model::acts_for(context.caller, meta_string(own.json, "owner")))
    return base::fail(ErrorCode::forbidden, "entries are changed by their owners");
  return own;
}

// Open drafts of the owner: those that concern the entry, and those that could.
struct OpenDrafts {
  std::string concerning;  // id of the first that concerns the entry
  std::vector<service::VisibleSubmission> others;
};

base::Result<OpenDrafts> open_drafts(const Context& context, const std::string& owner) {
  using State = model::SubmissionState;
  CYBERDIR_ASSIGN(list, context.registry.submissions().list(
                            context.caller, {State::draft, State::returned}, 0, kMostDrafts));
  OpenDrafts drafts;
  for (service::VisibleSubmission& item : list.items) {
    if (string_in(item.json(), "owner") != owner || !may(item, "edit")) continue;
    const Json entries = item.json().value("entries", Json::array());
    const bool concerns =
        std::find(entries.begin(), entries.end(), Json(context.part("id"))) != entries.end();
    if (concerns && drafts.concerning.empty()) drafts.concerning = item.id();
    if (!concerns) drafts.others.push_back(std::move(item));
  }
  return drafts;
}

page::Question draft_question(const PageRequest& page, const OpenDrafts& drafts) {
  Names names(page);
  page::Question question;
  question.kind = page::Question::Kind::one;
  question.name = "submission";
  question.label = page::words(page.language, "act.where");
  question.choices.push_back(
      {"", std::string(page::words(page.language, "act.new_submission")), true});
  for (const service::VisibleSubmission& draft : drafts.others) {
    question.choices.push_back(
        {draft.id(),
         page::sentence(page.language, "act.with_draft",
                        {{"subject", subject_words(page, names, draft.json())},
                         {"time", time_in_words(page, draft.json(), "modified_at")}}),
         false});
  }
  return question;
}

Response ask(Context& context, const OwnEntry& own, const OpenDrafts& drafts,
             const std::string& act) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  page::FormPage shown;
  shown.heading = page::words(page->language, "act." + act);
  shown.subject = title_of(own.json, page->language);
  shown.subject_path = own.withdrawn ? std::string() : entry_address(context.part("id"));
  shown.intro = page::words(page->language, "act." + act + ".intro");
  if (!drafts.others.empty()) shown.groups.push_back({{}, {draft_question(*page, drafts)}});
  shown.action = entry_address(context.part("id")) + "/changes";
  shown.hidden = {{"act", act}, {"sure", "1"}, {"once", once_key(context)}};
  shown.buttons = {{std::string(page::words(page->language, "action.next")), {}, {}, false}};
  return html_answer(context, page->language, page::render_form(shown, page->frame));
}

// Puts the change into a submission; where to go on.
base::Result<std::string> begin(Context& context, const OwnEntry& own, const std::string& act) {
  service::Submissions& submissions = context.registry.submissions();
  Json change = {{"operation", act}, {"entry", context.part("id")}, {"base_version", own.version}};
  if (act == "update") change["patch"] = Json::object();
  const std::string chosen = context.fields.text("submission");
  if (chosen.empty()) {
    CYBERDIR_ASSIGN(made, submissions.create(context.origin(), {{"changes", Json::array({change})}},
                                             context.fields.text("once")));
    return submission_path(made.id()) + (act == "update" ? "/changes/1" : "");
  }
  CYBERDIR_ASSIGN(open, submissions.get(context.caller, chosen));
  Json changes = open.json().value("changes", Json::array());
  changes.push_back(change);
  const std::size_t number = changes.size();
  service::Precondition precondition;
  precondition.if_match = std::vector<std::string>{tag_of(open)};
  service::Refusal refusal;
  CYBERDIR_TRY(submissions.edit(context.origin(), chosen, service::EditForm::merge_patch,
                                {{"changes", std::move(changes)}}, precondition, refusal));
  return submission_path(chosen) +
         (act == "update" ? "/changes/" + std::to_string(number) : std::string());
}

}  // namespace

std::vector<page::Act> entry_acts(const PageRequest& page, const Json& entry) {
  std::vector<page::Act> acts;
  const model::Caller& caller = page.caller();
  if (!page.context.session || page.frame.as_of) return acts;
  const std::string id = string_in(entry, "id");
  const std::string address = entry_address(id);
  const std::string owner = meta_string(entry, "owner");
  if (!model::acts_for(caller, owner)) {
    if (caller.role != Role::administrator)
      acts.push_back({"act.suggest", address + "/suggest", {}});
    return acts;
  }
  acts.push_back({"act.update", address + "/changes", {{"act", "update"}}});
  if (meta_string(entry, "status") == "published")
    acts.push_back({"act.confirm", address + "/confirm", {{"act", "confirm"}}});
  if (meta_string(entry, "status") == "published")
    acts.push_back({"act.withdraw", address + "/changes", {{"act", "withdraw"}}});
  if (meta_string(entry, "status") != "draft")
    acts.push_back({"entry.act.emergency", address + "/emergency", {}});
  if (caller.role == Role::manager) acts.push_back({"act.redact", address + "/redact", {}});
  return acts;
}

std::optional<Response> withdrawn_entry(Context& context) {
  const auto own = open_own(context);
  if (!own || !own->withdrawn) return std::nullopt;
  const auto page = open_page(context, {});
  if (!page) return std::nullopt;
  constexpr int kGone = 410;
  page::WorkPage shown;
  shown.title = "problem.gone.title";
  shown.intro = "problem.gone.help";
  shown.facts = {{"field.title", title_of(own->json, page->language).value}};
  page::Form form;
  form.name = "restore";
  form.action = entry_address(context.part("id")) + "/changes";
  form.button = "act.restore";
  form.hidden = {{"act", "restore"}};
  shown.forms = {std::move(form)};
  shown.links = {{"error.history", entry_address(context.part("id")) + "/history"}};
  return work_answer(*page, shown, kGone);
}

Response send_entry_changes(Context& context) {
  const auto own = open_own(context);
  if (!own) return page_error(context, own.error());
  const std::string act = context.fields.text("act");
  if (act != "update" && act != "withdraw" && act != "restore")
    return page_error(context,
                      base::fail(ErrorCode::malformed, "the form does not say what to do"));
  const auto drafts = open_drafts(context, meta_string(own->json, "owner"));
  if (!drafts) return page_error(context, drafts.error());
  if (!drafts->concerning.empty()) return see_other(context, submission_path(drafts->concerning));
  const bool asks = act == "withdraw" || !drafts->others.empty();
  if (asks && context.fields.text("sure").empty()) return ask(context, *own, *drafts, act);
  const auto path = begin(context, *own, act);
  return path ? see_other(context, *path) : page_error(context, path.error());
}

Response send_confirm(Context& context) {
  const auto outcome =
      context.registry.confirmations().confirm(context.origin(), context.part("id"), {});
  if (!outcome) return page_error(context, outcome.error());
  return see_other(context, entry_address(context.part("id")));
}

}  // namespace cyberdir::http
