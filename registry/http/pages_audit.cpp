// /{language}/audit: who did what, and the secretariat's disclosures
#include "base/utc_day.h"
#include "http/audit_parameters.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/work_page.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using page::FormField;
using service::Disclosure;

constexpr int kRefused = 422;

page::Form filter_form(const Request& request) {
  const service::AuditFilters filters = audit_filters(request);
  page::Form form;
  form.name = "filter";
  form.heading = "audit.filter";
  form.action = "/audit";
  form.button = "action.filter";
  form.asks = true;
  form.fields = {{FormField::Kind::text, "actor", {}, filters.actor, false, {}},
                 {FormField::Kind::text, "action", {}, filters.action, false, {}},
                 {FormField::Kind::text, "subject", {}, filters.subject, false, {}},
                 {FormField::Kind::date, "since", {}, filters.since, false, {}},
                 {FormField::Kind::date, "until", {}, filters.until, false, {}}};
  return form;
}

page::Table audit_table(const PageRequest& page, const std::vector<store::AuditLine>& lines) {
  page::Table table{"audit.rows",
                    {"column.at", "column.action", "column.subject", "column.actor",
                     "column.on_behalf", "column.source"},
                    {},
                    "audit.nothing"};
  for (const store::AuditLine& line : lines) {
    table.rows.push_back({{time_words(page, line.row.at),
                           page::code_label(page.language, "audit-action", line.row.action),
                           line.row.subject, line.row.actor, line.on_behalf, line.row.source},
                          {},
                          {}});
  }
  return table;
}

page::Form asking_form(const FormFields& sent) {
  page::Form form;
  form.name = "ask";
  form.heading = "disclosures.ask";
  form.action = "/audit";
  form.button = "action.ask_disclosure";
  form.hidden = {{"act", "ask"}};
  form.fields = {
      {FormField::Kind::text, "entry", {}, sent.text("entry"), true, {}},
      {FormField::Kind::date, "from", "first_day", sent.text("from"), true, {}},
      {FormField::Kind::date, "until", "last_day", sent.text("until"), true, {}},
      {FormField::Kind::text, "note", "note_of_disclosure", sent.text("note"), true, {}}};
  return form;
}

page::Form confirming_form(const std::string& id) {
  page::Form form;
  form.name = "confirm-" + id;
  form.action = "/audit";
  form.button = "action.confirm_disclosure";
  form.hidden = {{"act", "confirm"}, {"id", id}};
  return form;
}

page::Table disclosure_table(const PageRequest& page, const std::vector<Disclosure>& disclosures) {
  page::Table table{"disclosures.title",
                    {"form.entry", "form.first_day", "form.last_day", "form.note_of_disclosure",
                     "field.status", "column.asked_at"},
                    {},
                    "disclosures.nothing"};
  for (const Disclosure& disclosure : disclosures) {
    const store::DisclosureRow& asked = disclosure.row;
    page::Table::Row row{
        {disclosure.entry, base::date_of_day(asked.from_day), base::date_of_day(asked.until_day),
         asked.note,
         page::code_label(page.language, "disclosure-state", service::name_of(disclosure.state)),
         time_words(page, asked.asked_at)},
        entry_address(disclosure.entry),
        {}};
    const bool may_confirm =
        disclosure.state == Disclosure::State::waiting && asked.asked_by != page.caller().actor;
    if (may_confirm) row.actions = {confirming_form(asked.id)};
    table.rows.push_back(std::move(row));
  }
  return table;
}

page::Table disclosed_table(const service::Disclosed& disclosed) {
  page::Table table{"disclosures.look_ups",
                    {"column.day", "column.reader", "column.count"},
                    {},
                    "look_ups.nothing"};
  for (const store::LookUpRow& row : disclosed.look_ups) {
    table.rows.push_back({{base::date_of_day(row.day), row.reader.empty() ? "public" : row.reader,
                           std::to_string(row.count)},
                          {},
                          {}});
  }
  return table;
}

base::Result<void> put_trail(page::WorkPage& shown, const PageRequest& page) {
  const Request& request = page.context.request;
  CYBERDIR_ASSIGN(query, audit_query_of(request));
  CYBERDIR_ASSIGN(rows, page.context.registry.audit().page(page.caller(), query));
  shown.tables.push_back(audit_table(page, rows.items));
  if (rows.next > 0) {
    shown.links.emplace_back(
        "results.next",
        page_address(request, {{"cursor", make_cursor(request, std::to_string(rows.next))}}));
  }
  return {};
}

base::Result<void> put_disclosures(page::WorkPage& shown, const PageRequest& page) {
  if (page.caller().role != model::Role::secretariat) return {};
  CYBERDIR_ASSIGN(all, page.context.registry.disclosures().list(page.caller()));
  shown.tables.push_back(disclosure_table(page, all));
  shown.forms.push_back(asking_form(shown.errors.empty() ? FormFields() : page.context.fields));
  return {};
}

Response show(Context& context, page::WorkPage shown) {
  const auto page = open_page(context, kAuditParameters);
  if (!page) return page_error(context, page.error());
  shown.title = "audit.title";
  shown.forms = {filter_form(context.request)};
  if (const auto done = put_trail(shown, *page); !done) return page_error(context, done.error());
  if (const auto done = put_disclosures(shown, *page); !done)
    return page_error(context, done.error());
  shown.links.emplace_back("account.title", "/account");
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

Response ask(Context& context) {
  const FormFields& sent = context.fields;
  const auto asked = context.registry.disclosures().ask(
      context.origin(),
      {sent.text("entry"), sent.text("from"), sent.text("until"), sent.text("note")});
  if (asked) return see_other(context, "/audit");
  if (!is_shown_in_form(asked.error())) return page_error(context, asked.error());
  page::WorkPage shown;
  shown.errors = form_errors(asked.error(), "ask");
  return show(context, std::move(shown));
}

Response confirm(Context& context) {
  const auto disclosed =
      context.registry.disclosures().confirm(context.origin(), context.fields.text("id"));
  page::WorkPage shown;
  if (disclosed) {
    shown.tables = {disclosed_table(*disclosed)};
    return show(context, std::move(shown));
  }
  if (!is_shown_in_form(disclosed.error())) return page_error(context, disclosed.error());
  shown.errors = form_errors(disclosed.error(), "confirm");
  return show(context, std::move(shown));
}

}  // namespace

Response page_audit(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show(context, {});
}

Response send_audit(Context& context) {
  if (!context.session)
    return page_error(context, base::fail(base::ErrorCode::unauthenticated, "sign in first"));
  const std::string act = context.fields.text("act");
  if (act == "ask") return ask(context);
  if (act == "confirm") return confirm(context);
  return page_error(context,
                    base::fail(base::ErrorCode::malformed, "the form does not say what to do"));
}

}  // namespace cyberdir::http
