// /{language}/entries/{id}/emergency
#include "http/handlers.h"
#include "http/pages_names.h"
#include "http/work_page.h"
#include "model/emergency.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using model::Json;
using page::FormField;

constexpr int kRefused = 422;
constexpr std::string_view kForm = "emergency";

std::string place_of(const Context& context) {
  return entry_address(context.part("id")) + "/emergency";
}

// Reads the entry of someone who may tighten it; it is not there for anybody else.
base::Result<Json> read_own(const PageRequest& page) {
  const std::string& id = page.context.part("id");
  CYBERDIR_ASSIGN(answer, page.directory().read(page.caller(), id, {}));
  Json entry = tree_of(answer);
  const Json* meta = member(entry, "meta");
  if (meta != nullptr && page.caller().may_write(string_in(*meta, "owner"))) return entry;
  return base::fail(base::ErrorCode::forbidden,
                    "this is for those who write for the entry's owner");
}

bool is_sent(const FormFields& sent, const std::string& value) {
  for (const std::string& one : sent.texts("channel")) {
    if (one == value) return true;
  }
  return false;
}

// A box for each channel that is not suspended yet.
void add_channels(const PageRequest& page, const Json& entry, page::Form& form) {
  const std::string suspend(page::words(page.language, "emergency.suspend"));
  for (const char* field : {"channels", "enquiries"}) {
    const Json* list = member(entry, field);
    if (list == nullptr || !list->is_array()) continue;
    for (const Json& channel : *list) {
      const Json* suspended = member(channel, "suspended");
      if (suspended != nullptr && *suspended == true) continue;
      const std::string kind = string_in(channel, "kind");
      FormField box{FormField::Kind::check,
                    "channel",
                    {},
                    kind + " " + string_in(channel, "value"),
                    false,
                    {}};
      box.words = suspend + ": " + page::code_label(page.language, "channel-kind", kind) + " " +
                  string_in(channel, "value");
      box.mark = "-" + std::to_string(form.fields.size());
      box.checked = is_sent(page.context.fields, box.value);
      form.fields.push_back(std::move(box));
    }
  }
}

page::Form form_for(const PageRequest& page, const Json& entry) {
  const FormFields& sent = page.context.fields;
  page::Form form;
  form.name = kForm;
  form.heading = "emergency.channels";
  form.action = place_of(page.context);
  form.button = "action.emergency";
  form.grave = true;
  add_channels(page, entry, form);
  FormField narrow{FormField::Kind::choice, "narrow", {}, sent.text("narrow"), false, {}};
  for (const char* level : {"none", "group", "owner"})
    narrow.choices.emplace_back(level, page::code_label(page.language, "narrow", level));
  form.fields.push_back(std::move(narrow));
  form.fields.push_back({FormField::Kind::text, "reason", {}, sent.text("reason"), true, {}});
  return form;
}

Response show(Context& context, std::vector<page::FormError> errors) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto entry = read_own(*page);
  if (!entry) return page_error(context, entry.error());
  page::WorkPage shown;
  shown.title = "emergency.title";
  shown.intro = "emergency.intro";
  shown.errors = std::move(errors);
  shown.facts = {{"column.entry", title_of(*entry, page->language).value}};
  shown.forms = {form_for(*page, *entry)};
  shown.links = {{"emergencies.title", "/emergencies"}};
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

// What the form asks for, as the API has it.
Json request_in(const FormFields& sent) {
  Json request = {{"reason", sent.text("reason")}};
  for (const std::string& value : sent.texts("channel")) {
    const auto space = value.find(' ');
    if (space == std::string::npos) continue;
    request["suspend"].push_back(
        {{"kind", value.substr(0, space)}, {"value", value.substr(space + 1)}});
  }
  const std::string narrow = sent.text("narrow");
  if (narrow != "none" && !narrow.empty()) request["narrow"] = narrow;
  return request;
}

base::Result<service::WriteOutcome> raise(Context& context) {
  base::Findings findings;
  const auto request = model::take_emergency(request_in(context.fields), findings);
  if (!base::has_errors(findings))
    return context.registry.emergencies().raise(context.origin(), context.part("id"), request);
  base::Error error = base::fail(base::ErrorCode::invalid, "the form is not as it should be");
  error.findings = std::move(findings);
  return error;
}

// Boxes have places in the form; all else is about an input of its own.
std::vector<page::FormError> errors_of(const base::Error& error) {
  std::vector<page::FormError> errors = form_errors(error, kForm);
  for (page::FormError& one : errors) {
    if (one.field.starts_with("emergency-suspend")) one.field.clear();
  }
  return errors;
}

}  // namespace

Response page_emergency(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show(context, {});
}

Response send_emergency(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto done = raise(context);
  if (done) return see_other(context, entry_address(context.part("id")));
  if (!is_shown_in_form(done.error())) return page_error(context, done.error());
  return show(context, errors_of(done.error()));
}

}  // namespace cyberdir::http
