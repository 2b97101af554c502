// /{language}/entries/{id}/suggest: a correction that somebody proposes who does not own the entry
#include "codec/json_patch.h"
#include "http/draft_change.h"
#include "http/field_page.h"
#include "http/field_view.h"
#include "http/handlers.h"
#include "http/pages_lines.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "model/rebase.h"
#include "model/submission.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

using base::ErrorCode;
using model::Json;

namespace {

constexpr int kRefused = 422;

// An entry of somebody else, as the reader sees it.
struct SeenEntry {
  AskedEntry asked;
  std::int64_t version = 0;
};

base::Result<SeenEntry> open_seen(const Context& context) {
  CYBERDIR_TRY(check_signed_in(context));
  const std::string& id = context.part("id");
  CYBERDIR_ASSIGN(entry, context.registry.directory().read(context.caller, id));
  const Json json = tree_of(entry);
  if (model::acts_for(context.caller, meta_string(json, "owner")))
    return base::fail(ErrorCode::conflict, "this is your own entry: change it");
  const model::Kind* kind = model::find_kind(string_in(json, "kind"));
  if (kind == nullptr || context.caller.role == model::Role::administrator)
    return base::fail(ErrorCode::forbidden,
                      "suggestions come from those who see what they concern");
  return SeenEntry{{kind, owned_content(json), entry_address(id) + "/suggest", true},
                   entry.version};
}

// The fields that a suggestion may be about: those that are not kept from the reader.
bool is_hidden(const Json& redacted, const model::Field& field) {
  const std::string pointer = "/" + std::string(field.name);
  for (const Json& one : redacted) {
    if (one.is_string() && one.get<std::string>() == pointer) return true;
  }
  return false;
}

page::QuestionGroup reason_question(const PageRequest& page, const std::string& value) {
  page::Question reason;
  reason.kind = page::Question::Kind::area;
  reason.name = "reason";
  reason.label = page::words(page.language, "suggest.reason");
  reason.value = value;
  return {{}, {std::move(reason)}};
}

Response show_place(Context& context, const SeenEntry& seen, const FormPlace& place,
                    const base::Findings& findings, int status) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  page::FormPage shown = field_page(*page, seen.asked, place, context.fields, findings);
  shown.intro = page::words(page->language, "suggest.intro");
  shown.action = seen.asked.path(place.text);
  shown.hidden = {{"once", once_key(context)}};
  if (!place.is_list()) {
    shown.groups.push_back(reason_question(*page, context.fields.text("reason")));
    shown.buttons = {{std::string(page::words(page->language, "action.suggest")), {}, {}, false}};
    if (place.index)
      shown.buttons.push_back({std::string(page::words(page->language, "action.suggest_removal")),
                               "remove", "1", true});
  }
  for (page::FormPage::Item& item : shown.items) item.remove.clear();
  for (const model::Field& inner : place.field->members) {
    const bool list = inner.repeated && inner.type == model::Type::object && !place.element &&
                      !place.field->repeated;
    if (list)
      shown.links.emplace_back(page::field_label(page->language, inner.name),
                               seen.asked.path(place.text + "." + std::string(inner.name)));
  }
  Response response = html_answer(context, page->language, page::render_form(shown, page->frame));
  response.status = status;
  return response;
}

base::Findings findings_in_entry(const base::Error& error) {
  base::Findings findings;
  for (base::Finding finding : error.findings) {
    if (const auto pointer = pointer_in_entry(0, finding.pointer)) finding.pointer = *pointer;
    findings.push_back(std::move(finding));
  }
  return findings;
}

Json changed_entry(const SeenEntry& seen, const FormPlace& place, const FormFields& sent) {
  if (!place.element || !sent.has("remove")) return entry_after(seen.asked, place, sent);
  Json entry = seen.asked.entry;
  put_at(entry, place, nullptr);
  return entry;
}

}  // namespace

Response page_suggest(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto seen = open_seen(context);
  if (!seen) return page_error(context, seen.error());
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto entry = context.registry.directory().read(context.caller, context.part("id"));
  if (!entry) return page_error(context, entry.error());
  const Json redacted = tree_of(*entry)["meta"].value("redacted", Json::array());
  Names names(*page);
  const FieldView view(names, page->language);
  page::AnswersPage shown;
  shown.eyebrow = page::words(page->language, "suggest.title");
  shown.heading = page::words(page->language, "suggest.which");
  shown.subject = title_of(seen->asked.entry, page->language);
  shown.subject_path = entry_address(context.part("id"));
  shown.intro = page::words(page->language, "suggest.intro");
  for (const model::Field& field : seen->asked.kind->fields) {
    if (field.kept_by_registry || is_hidden(redacted, field)) continue;
    const Json* value = member(seen->asked.entry, field.name);
    shown.answers.push_back(
        {page::field_label(page->language, field.name),
         {},
         value == nullptr ? std::nullopt : std::optional(view.value(field, *value)),
         {},
         seen->asked.path(field.name),
         false});
  }
  return html_answer(context, page->language, page::render_answers(shown, page->frame));
}

Response page_suggest_place(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto seen = open_seen(context);
  if (!seen) return page_error(context, seen.error());
  const auto place = find_place(*seen->asked.kind, context.part("place"));
  if (!place || place->in_meta())
    return page_error(context, base::fail(ErrorCode::not_found, "there is no such field"));
  return show_place(context, *seen, *place, {}, 200);
}

Response send_suggest_place(Context& context) {
  const auto seen = open_seen(context);
  if (!seen) return page_error(context, seen.error());
  const auto place = find_place(*seen->asked.kind, context.part("place"));
  if (!place || place->in_meta())
    return page_error(context, base::fail(ErrorCode::not_found, "there is no such field"));
  const FormFields& sent = context.fields;
  if (sent.has("search")) return show_place(context, *seen, *place, {}, 200);
  const Json entry = changed_entry(*seen, *place, sent);
  Json content = {{"changes",
                   {{{"operation", "update"},
                     {"entry", context.part("id")},
                     {"base_version", seen->version},
                     {"patch", model::merge_patch_between(seen->asked.entry, entry)}}}}};
  if (const std::string reason = sent.text("reason"); !reason.empty()) content["reason"] = reason;
  const auto made =
      context.registry.submissions().create(context.origin(), content, sent.text("once"));
  if (made) return see_other(context, submission_path(made->id()) + "?done=1");
  if (made.error().code != ErrorCode::invalid) return page_error(context, made.error());
  return show_place(context, *seen, *place, findings_in_entry(made.error()), kRefused);
}

}  // namespace cyberdir::http
