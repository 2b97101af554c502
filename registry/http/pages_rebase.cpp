// /{language}/submissions/{id}/changes/{n}/rebase: a change is brought to the entry as it stands
#include "codec/json_patch.h"
#include "http/draft_change.h"
#include "http/field_questions.h"
#include "http/field_view.h"
#include "http/handlers.h"
#include "http/work_page.h"
#include "model/rebase.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

using base::ErrorCode;
using model::Json;

namespace {

constexpr int kChangedMeanwhile = 409;

// A change, and the entry that has moved on.
struct Behind {
  DraftChange draft;
  Json current;
  std::int64_t current_version = 0;
  model::Rebase moved;
};

base::Result<Behind> open_behind(const Context& context) {
  CYBERDIR_TRY(check_signed_in(context));
  CYBERDIR_ASSIGN(draft, open_change(context));
  CYBERDIR_ASSIGN(current, context.registry.directory().read(model::uncounted(context.caller),
                                                             draft.proposed.id));
  const ProposedEntry& proposed = draft.proposed;
  if (proposed.operation != "update" || current.version == proposed.base_version)
    return base::fail(ErrorCode::conflict, "the change is made against the current version");
  Behind behind{std::move(draft), owned_content(tree_of(current)), current.version, {}};
  behind.moved = model::rebase(behind.draft.proposed.base, behind.current,
                               behind.draft.proposed.entry, *behind.draft.proposed.kind);
  return behind;
}

page::Value value_of(const FieldView& view, const model::Kind& kind, const std::string& pointer,
                     const std::optional<Json>& json, const PageRequest& page) {
  if (json) return view.at(kind, pointer, *json);
  return page::make_text(std::string(page::words(page.language, "answers.empty")));
}

// Each conflict: the three values, and whose is to count.
void put_conflicts(const PageRequest& page, const Behind& behind, page::FormPage& shown) {
  Names names(page);
  const FieldView view(names, page.language);
  const model::Kind& kind = *behind.draft.proposed.kind;
  std::size_t number = 0;
  for (const model::Conflict& conflict : behind.moved.conflicts) {
    const std::string label = page::place_label(page.language, conflict.pointer);
    page::Question which;
    which.kind = page::Question::Kind::one;
    which.name = "side-" + std::to_string(number++);
    which.label = label;
    which.choices = {{"theirs", std::string(page::words(page.language, "rebase.theirs")), true},
                     {"yours", std::string(page::words(page.language, "rebase.yours")), false}};
    shown.shown.push_back(
        {label,
         page::make_group(
             {{"review_base", value_of(view, kind, conflict.pointer, conflict.base, page), {}},
              {"review_theirs", value_of(view, kind, conflict.pointer, conflict.theirs, page), {}},
              {"review_yours", value_of(view, kind, conflict.pointer, conflict.yours, page), {}}}),
         {}});
    shown.groups.push_back({{}, {std::move(which)}});
  }
}

Response show(Context& context, const Behind& behind, int status) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  page::FormPage shown;
  shown.heading = page::words(page->language, "rebase.title");
  shown.subject = title_of(behind.current, page->language);
  shown.subject_path = entry_address(behind.draft.proposed.id);
  shown.intro = page::words(
      page->language, behind.moved.conflicts.empty() ? "rebase.intro_disjoint" : "rebase.intro");
  put_conflicts(*page, behind, shown);
  answer_again(shown.groups, context.fields);
  shown.action = behind.draft.path("rebase");
  shown.hidden = {{"tag", behind.draft.tag}, {"version", std::to_string(behind.current_version)}};
  shown.buttons = {{std::string(page::words(page->language, "rebase.button")), {}, {}, false}};
  if (status == kChangedMeanwhile)
    shown.notice = page::words(page->language, "notice.changed_meanwhile");
  Response response = html_answer(context, page->language, page::render_form(shown, page->frame));
  response.status = status;
  return response;
}

// Yours where that was chosen, theirs elsewhere.
Json resolved(const Behind& behind, const FormFields& sent) {
  std::vector<model::Conflict> yours;
  for (std::size_t i = 0; i < behind.moved.conflicts.size(); ++i) {
    if (sent.text("side-" + std::to_string(i)) == "yours")
      yours.push_back(behind.moved.conflicts[i]);
  }
  Json entry = behind.moved.merged;
  model::take_yours(entry, yours, *behind.draft.proposed.kind);
  return entry;
}

base::Result<void> save(const Context& context, const Behind& behind) {
  Json changes = behind.draft.submission.json()["changes"];
  Json& change = changes[behind.draft.index];
  change["base_version"] = behind.current_version;
  change["patch"] = model::merge_patch_between(behind.current, resolved(behind, context.fields));
  return save_submission(context, behind.draft.submission.id(), {{"changes", std::move(changes)}});
}

}  // namespace

Response page_rebase(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto behind = open_behind(context);
  return behind ? show(context, *behind, 200) : not_open(context, behind.error());
}

Response send_rebase(Context& context) {
  const auto behind = open_behind(context);
  if (!behind) return page_error(context, behind.error());
  if (context.fields.text("version") != std::to_string(behind->current_version))
    return show(context, *behind, kChangedMeanwhile);
  const auto saved = save(context, *behind);
  if (saved) return see_other(context, behind->draft.path());
  if (saved.error().code == ErrorCode::stale) return show(context, *behind, kChangedMeanwhile);
  return page_error(context, saved.error());
}

}  // namespace cyberdir::http
