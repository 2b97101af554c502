// /{language}/entries/{id}/redact: personal data is erased from all versions, after a second look
#include <algorithm>

#include "codec/commitment.h"
#include "http/draft_change.h"
#include "http/field_view.h"
#include "http/handlers.h"
#include "http/pages_lines.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "model/submission.h"
#include "page/languages.h"
#include "page/render.h"
#include "service/redaction.h"

namespace cyberdir::http {

using base::ErrorCode;
using model::Json;

namespace {

constexpr int kRefused = 422;
constexpr int kChangedMeanwhile = 409;

struct OpenEntry {
  service::EntryAnswer answer;
  Json json;
  const model::Kind* kind = nullptr;
};

base::Result<OpenEntry> open_entry(const Context& context) {
  CYBERDIR_TRY(check_signed_in(context));
  CYBERDIR_ASSIGN(answer, context.registry.directory().read(model::uncounted(context.caller),
                                                            context.part("id")));
  OpenEntry entry{answer, tree_of(answer), nullptr};
  entry.kind = model::find_kind(string_in(entry.json, "kind"));
  const bool erases = model::acts_for(context.caller, meta_string(entry.json, "owner")) &&
                      context.caller.role == model::Role::manager;
  if (!erases || entry.kind == nullptr)
    return base::fail(ErrorCode::forbidden, "a manager of the owner erases");
  return entry;
}

std::string tag_of(const OpenEntry& entry) {
  const std::string tag = service::make_etag(entry.answer.version, entry.answer.digest, {});
  return tag.substr(1, tag.size() - 2);
}

// What can be erased: whole fields, and elements of lists that are committed to one by one.
std::vector<std::string> erasable(const OpenEntry& entry) {
  std::vector<std::string> pointers;
  for (const model::Field& field : entry.kind->fields) {
    const Json* value = member(entry.json, field.name);
    if (value == nullptr) continue;
    const std::string pointer = "/" + std::string(field.name);
    if (!codec::is_committed_by_element(field.name) || !value->is_array()) {
      pointers.push_back(pointer);
      continue;
    }
    for (std::size_t i = 0; i < value->size(); ++i)
      pointers.push_back(pointer + "/" + std::to_string(i));
  }
  const Json* note = member(entry.json["meta"], "change_note");
  if (note != nullptr) pointers.emplace_back("/meta/change_note");
  return pointers;
}

// Enough of a value to know it by.
std::string in_short(const Json& value) {
  constexpr std::size_t kLongest = 80;
  std::string text;
  if (value.is_string()) text = value.get<std::string>();
  if (value.is_object() && value.contains("value")) text = string_in(value, "value");
  if (value.is_object() && value.contains("fingerprint")) text = string_in(value, "fingerprint");
  if (text.empty() && value.is_object() && !value.empty() && value.begin()->is_string())
    text = value.begin()->get<std::string>();
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + " …";
}

std::vector<page::Choice> choices_of(const PageRequest& page, const OpenEntry& entry,
                                     const std::vector<std::string>& chosen) {
  std::vector<page::Choice> choices;
  for (const std::string& pointer : erasable(entry)) {
    std::string words = page::place_label(page.language, pointer);
    const std::string value = in_short(entry.json[Json::json_pointer(pointer)]);
    if (!value.empty()) words += ": " + value;
    const bool ticked = std::find(chosen.begin(), chosen.end(), pointer) != chosen.end();
    choices.push_back({pointer, std::move(words), ticked});
  }
  return choices;
}

page::FormPage framed(const PageRequest& page, const OpenEntry& entry) {
  page::FormPage shown;
  shown.eyebrow = page::code_label(page.language, "kind", entry.kind->name);
  shown.subject = title_of(entry.json, page.language);
  shown.subject_path = entry_address(entry.answer.id);
  shown.action = entry_address(entry.answer.id) + "/redact";
  shown.warning = page::words(page.language, "redact.warning");
  shown.hidden = {{"tag", tag_of(entry)}};
  return shown;
}

Response answer(const Context& context, const PageRequest& page, const page::FormPage& shown,
                int status) {
  Response response = html_answer(context, page.language, page::render_form(shown, page.frame));
  response.status = status;
  return response;
}

// First page: what, and on what ground.
Response show_choices(Context& context, const OpenEntry& entry, const base::Findings& findings,
                      int status) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  page::FormPage shown = framed(*page, entry);
  shown.heading = page::words(page->language, "act.redact");
  page::Question what;
  what.kind = page::Question::Kind::some;
  what.name = "pointers";
  what.label = page::words(page->language, "redact.what");
  what.choices = choices_of(*page, entry, context.fields.texts("pointers"));
  page::Question ground;
  ground.kind = page::Question::Kind::area;
  ground.name = "ground";
  ground.label = page::words(page->language, "redact.ground");
  ground.hint = page::words(page->language, "redact.ground.hint");
  ground.value = context.fields.text("ground");
  for (const base::Finding& finding : findings) {
    const bool of_ground = finding.pointer == "/ground";
    const std::string words = finding_words(page->language, finding.code, {}, finding.detail);
    shown.errors.push_back({words, page::question_id(of_ground ? "ground" : "pointers"), {}});
    (of_ground ? ground : what).error = words;
  }
  if (status == kChangedMeanwhile)
    shown.notice = page::words(page->language, "notice.changed_meanwhile");
  shown.groups = {{{}, {std::move(what), std::move(ground)}}};
  shown.buttons = {{std::string(page::words(page->language, "action.next")), {}, {}, false}};
  return answer(context, *page, shown, status);
}

// Second page: what will be gone, once more.
Response show_confirmation(Context& context, const OpenEntry& entry,
                           const service::RedactionRequest& request) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  Names names(*page);
  const FieldView view(names, page->language);
  page::FormPage shown = framed(*page, entry);
  shown.heading = page::words(page->language, "redact.confirm");
  for (const std::string& pointer : request.pointers) {
    shown.hidden.emplace_back("pointers", pointer);
    const Json::json_pointer at(pointer);
    if (!entry.json.contains(at)) continue;
    const std::string field = pointer.substr(1, pointer.find('/', 1) - 1);
    shown.shown.push_back({field == "meta" ? "change_note" : field,
                           view.at(*entry.kind, pointer, entry.json[at]),
                           {}});
  }
  shown.shown.push_back({"ground", page::make_text(request.ground), {}});
  shown.hidden.emplace_back("ground", request.ground);
  shown.hidden.emplace_back("sure", "1");
  shown.buttons = {{std::string(page::words(page->language, "redact.button")), {}, {}, true}};
  shown.links = {
      {std::string(page::words(page->language, "redact.back")), entry_address(entry.answer.id)}};
  return answer(context, *page, shown, 200);
}

Response refuse(Context& context, const OpenEntry& entry, const base::Error& error) {
  if (error.code == ErrorCode::stale) return show_choices(context, entry, {}, kChangedMeanwhile);
  if (error.code != ErrorCode::invalid) return page_error(context, error);
  return show_choices(context, entry, error.findings, kRefused);
}

}  // namespace

Response page_redact(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto entry = open_entry(context);
  return entry ? show_choices(context, *entry, {}, 200) : page_error(context, entry.error());
}

Response send_redact(Context& context) {
  const auto entry = open_entry(context);
  if (!entry) return page_error(context, entry.error());
  const auto request = service::parse_redaction(
      {{"pointers", context.fields.texts("pointers")}, {"ground", context.fields.text("ground")}});
  if (!request) return refuse(context, *entry, request.error());
  if (context.fields.text("sure").empty()) return show_confirmation(context, *entry, *request);
  service::Staleness staleness;
  const auto done =
      context.registry.erasure().redact(context.origin(), entry->answer.id, *request,
                                        precondition_of_form(context.fields), staleness);
  if (!done) return refuse(context, *entry, done.error());
  return see_other(context, entry_address(entry->answer.id));
}

}  // namespace cyberdir::http
