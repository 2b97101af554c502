// /{language}/submissions/{id}/changes/{n}/{place}: one thing of an entry that is being written
#include <algorithm>

#include "http/draft_change.h"
#include "http/field_page.h"
#include "http/field_view.h"
#include "http/handlers.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

using base::ErrorCode;
using model::Field;
using model::Json;
using model::Type;

namespace {

constexpr int kRefused = 422;
constexpr int kChangedMeanwhile = 409;

// A draft and the place of it that is asked for.
struct AskedPlace {
  DraftChange draft;
  AskedEntry asked;
  FormPlace place;
};

base::Result<AskedPlace> open_place(const Context& context) {
  CYBERDIR_TRY(check_signed_in(context));
  CYBERDIR_ASSIGN(draft, open_change(context));
  const auto place = find_place(*draft.proposed.kind, context.part("place"));
  if (!place) return base::fail(ErrorCode::not_found, "an entry of this kind has no such field");
  AskedEntry asked{draft.proposed.kind, draft.proposed.entry, draft.path(), false};
  return AskedPlace{std::move(draft), std::move(asked), *place};
}

// Whoever is led through what is needed stays on that way.
bool walks(const Context& context) {
  return context.request.parameter("walk") || !context.fields.text("walk").empty();
}

std::string with_walk(const Context& context, const std::string& path) {
  return walks(context) ? path + "?walk=1" : path;
}

std::string first_page_of(const Field& field) {
  const bool list = field.repeated && field.type == Type::object;
  return std::string(field.name) + (list ? ".new" : "");
}

std::vector<page::FormButton> buttons_of(const PageRequest& page, const FormPlace& place) {
  const auto words = [&](const char* key) { return std::string(page::words(page.language, key)); };
  std::vector<page::FormButton> buttons;
  const bool list = place.is_list();
  buttons.push_back({words(list ? "action.continue" : "action.save"), {}, {}, false});
  const Field& field = *place.field;
  const bool more = field.type == Type::text || field.type == Type::state ||
                    field.type == Type::ref || field.format == model::Format::language;
  const bool again =
      (place.element && !place.index) ||
      (!place.element && !list && more && (field.repeated || field.type == Type::text));
  if (again) buttons.push_back({words("action.save_and_more"), "again", "1", false});
  if (field.type != Type::object || list) return buttons;
  for (const Field& inner : field.members) {
    if (!inner.repeated || inner.type != Type::object) continue;
    buttons.push_back({page::sentence(page.language, "action.save_and_go",
                                      {{"field", page::field_label(page.language, inner.name)}}),
                       "go", place.text + "." + std::string(inner.name), false});
  }
  return buttons;
}

Response show(Context& context, const AskedPlace& at, const base::Findings& findings,
              int status = 200) {
  const auto page = open_page(context, std::array<std::string_view, 1>{"walk"});
  if (!page) return page_error(context, page.error());
  page::FormPage shown = field_page(*page, at.asked, at.place, context.fields, findings);
  shown.action = at.draft.path(at.place.text);
  shown.hidden = {{"tag", at.draft.tag}};
  if (walks(context)) shown.hidden.emplace_back("walk", "1");
  shown.buttons = buttons_of(*page, at.place);
  if (walks(context) && !shown.add_path.empty()) shown.add_path += "?walk=1";
  shown.links = {{std::string(page::words(page->language, "form.to_answers")), at.draft.path()}};
  if (status == kChangedMeanwhile) {
    Names names(*page);
    const FieldView view(names, page->language);
    const FormPlace& place = at.place;
    const Json now = value_at(at.asked.entry, place);
    shown.notice = page::words(page->language, "notice.changed_meanwhile");
    if (!now.is_null() && !place.element)
      shown.shown = {{std::string(place.field->name), view.value(*place.field, now), {}}};
  }
  Response response = html_answer(context, page->language, page::render_form(shown, page->frame));
  response.status = status;
  return response;
}

// The first field after this one, in the order of the table, that publishing still needs.
std::string next_needed(const model::Kind& kind, const Json& entry, const FormPlace& after) {
  bool passed = after.in_meta();
  for (const Field& field : kind.fields) {
    if (passed && field.required && !entry.contains(field.name)) return first_page_of(field);
    passed = passed || &field == after.top;
  }
  return {};
}

std::string next_page(const Context& context, const AskedPlace& at, const Json& entry) {
  const FormFields& sent = context.fields;
  const auto lead = [&](const std::string& place) {
    return with_walk(context, at.draft.path(place));
  };
  if (const std::string go = sent.text("go"); find_place(*at.asked.kind, go)) return lead(go);
  if (!sent.text("again").empty() || sent.has("remove")) return lead(at.place.text);
  if (at.place.element) return lead(at.place.outer());
  const std::string next =
      walks(context) ? next_needed(*at.asked.kind, entry, at.place) : std::string();
  return next.empty() ? at.draft.path() : lead(next);
}

// True where what was sent stands in the draft already: a form that was sent twice.
bool stands_already(const AskedPlace& at, const FormFields& sent) {
  const bool new_element = at.place.element && !at.place.index;
  if (!new_element) return false;
  FormPlace list = at.place;
  list.element = false;
  const Json there = value_at(at.asked.entry, list);
  Json added = answers_for(at.place, sent, nullptr);
  if (!added.is_array()) added = Json::array({std::move(added)});
  return there.is_array() && std::all_of(added.begin(), added.end(), [&](const Json& one) {
           return std::find(there.begin(), there.end(), one) != there.end();
         });
}

base::Findings findings_in_entry(const base::Error& error, std::size_t index) {
  base::Findings findings;
  for (base::Finding finding : error.findings) {
    if (const auto pointer = pointer_in_entry(index, finding.pointer)) finding.pointer = *pointer;
    findings.push_back(std::move(finding));
  }
  return findings;
}

Response refuse(Context& context, const AskedPlace& at, const base::Error& error) {
  if (error.code == ErrorCode::stale) {
    if (stands_already(at, context.fields))
      return see_other(context, next_page(context, at, at.asked.entry));
    return show(context, at, {}, kChangedMeanwhile);
  }
  if (error.code != ErrorCode::invalid) return page_error(context, error);
  return show(context, at, findings_in_entry(error, at.draft.index), kRefused);
}

}  // namespace

Response page_field(Context& context) {
  const auto at = open_place(context);
  return at ? show(context, *at, {}) : not_open(context, at.error());
}

Response send_field(Context& context) {
  const auto at = open_place(context);
  if (!at) return page_error(context, at.error());
  if (context.fields.has("search")) return show(context, *at, {});
  const Json entry = entry_after(at->asked, at->place, context.fields);
  if (entry != at->asked.entry) {
    const auto saved = save_change(context, at->draft, entry);
    if (!saved) return refuse(context, *at, saved.error());
  }
  return see_other(context, next_page(context, *at, entry));
}

}  // namespace cyberdir::http
