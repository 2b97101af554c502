// /{language}/work/new: an entry that is to be written, in a submission of its own or in one that
// is open
#include "http/draft_change.h"
#include "http/handlers.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

using base::ErrorCode;
using model::Json;

namespace {

constexpr int kRefused = 422;

page::Question kind_question(const PageRequest& page, const std::string& chosen) {
  page::Question question;
  question.kind = page::Question::Kind::one;
  question.name = "kind";
  question.label = page::words(page.language, "field.kind");
  for (const model::Kind& kind : model::kinds()) {
    if (kind.name == "state") continue;  // reference data, made with the registry
    const std::string name(kind.name);
    question.choices.push_back(
        {name, page::code_label(page.language, "kind", name), name == chosen});
  }
  return question;
}

Response show(Context& context, const std::string& error, int status) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  page::FormPage shown;
  shown.heading = page::words(page->language, "new.title");
  shown.intro = page::words(page->language, "new.intro");
  shown.groups = {{{}, {kind_question(*page, context.fields.text("kind"))}}};
  if (!error.empty()) {
    shown.groups.front().questions.front().error = error;
    shown.errors = {{error, page::question_id("kind"), {}}};
  }
  shown.action = "/work/new";
  shown.hidden = {{"once", once_key(context)}};
  for (const char* name : {"submission", "tag"}) {
    if (context.fields.has(name)) shown.hidden.emplace_back(name, context.fields.text(name));
  }
  shown.buttons = {{std::string(page::words(page->language, "action.next")), {}, {}, false}};
  shown.links = {{std::string(page::words(page->language, "work.title")), "/work"}};
  Response response = html_answer(context, page->language, page::render_form(shown, page->frame));
  response.status = status;
  return response;
}

// The page of the first thing that the entry needs.
std::string first_page(const std::string& submission, std::size_t number, const model::Kind& kind) {
  std::string path = submission_path(submission) + "/changes/" + std::to_string(number);
  for (const model::Field& field : kind.fields) {
    if (!field.required) continue;
    const bool list = field.repeated && field.type == model::Type::object;
    return path + "/" + std::string(field.name) + (list ? ".new" : "") + "?walk=1";
  }
  return path;
}

// Adds the change to the submission that the form names, else makes one. Where it stands then:
// its submission and number.
base::Result<std::pair<std::string, std::size_t>> add_change(Context& context, const Json& change) {
  const FormFields& sent = context.fields;
  service::Submissions& submissions = context.registry.submissions();
  const std::string id = sent.text("submission");
  if (id.empty()) {
    CYBERDIR_ASSIGN(made, submissions.create(context.origin(), {{"changes", Json::array({change})}},
                                             sent.text("once")));
    return std::pair(made.id(), std::size_t{1});
  }
  CYBERDIR_ASSIGN(open, submissions.get(context.caller, id));
  Json changes = open.json().value("changes", Json::array());
  changes.push_back(change);
  const std::size_t number = changes.size();
  CYBERDIR_TRY(save_submission(context, id, {{"changes", std::move(changes)}}));
  return std::pair(id, number);
}

}  // namespace

Response page_new_entry(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const bool writes = !context.caller.on_behalf_of().empty() &&
                      (model::acts_for(context.caller, context.caller.owner) ||
                       context.caller.role == model::Role::secretariat);
  if (!writes)
    return page_error(
        context, base::fail(ErrorCode::forbidden, "entries are written by editors and managers"));
  return show(context, {}, 200);
}

Response send_new_entry(Context& context) {
  if (const auto known = check_signed_in(context); !known)
    return page_error(context, known.error());
  const model::Kind* kind = model::find_kind(context.fields.text("kind"));
  if (kind == nullptr || kind->name == "state") {
    const std::string language = page_language(context.request);
    return show(context, std::string(page::words(language, "finding.required")), kRefused);
  }
  const Json change = {{"operation", "create"}, {"patch", {{"kind", std::string(kind->name)}}}};
  const auto made = add_change(context, change);
  if (made) return see_other(context, first_page(made->first, made->second, *kind));
  if (made.error().code == ErrorCode::stale && context.fields.has("submission"))
    return see_other(context, submission_path(context.fields.text("submission")));
  return page_error(context, made.error());
}

}  // namespace cyberdir::http
