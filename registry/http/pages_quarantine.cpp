// /{language}/accounts/{id}/quarantine: for the secretariat
#include "http/handlers.h"
#include "http/work_page.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using page::FormField;
using service::QuarantineReport;

constexpr int kRefused = 422;

std::string place_of(const Context& context) {
  return "/accounts/" + context.part("id") + "/quarantine";
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

page::Form begin_form(const PageRequest& page) {
  page::Form form;
  form.name = "begin";
  form.action = place_of(page.context);
  form.button = "action.quarantine";
  form.grave = true;
  form.hidden = {{"act", "begin"}};
  form.fields = {
      {FormField::Kind::text, "since", "held_since", page.context.fields.text("since"), true, {}}};
  return form;
}

page::Form decide_form(const PageRequest& page, const std::string& entry, const char* act,
                       const char* button) {
  page::Form form;
  form.name = std::string(act) + "-" + entry;
  form.action = place_of(page.context);
  form.button = button;
  form.hidden = {{"act", act}, {"entry", entry}};
  form.grave = std::string_view(act) == "revert";
  return form;
}

std::string state_words(const PageRequest& page, const std::string& state) {
  const bool decided = state == "held" || state == "reverted" || state == "released";
  return page::code_label(page.language, decided ? "quarantine-state" : "status", state);
}

page::Table entry_table(const PageRequest& page, const QuarantineReport& report) {
  page::Table table{
      "quarantine.entries",
      {"column.entry", "form.owner", "column.versions", "column.others", "column.state"},
      {},
      "quarantine.nothing"};
  for (const service::QuarantinedEntry& entry : report.entries) {
    std::vector<std::string> versions;
    for (const std::int64_t version : entry.versions) versions.push_back(std::to_string(version));
    page::Table::Row row;
    row.path = entry_address(entry.entry);
    row.cells = {
        page::code_label(page.language, "kind", entry.kind) + " " + entry.entry, entry.owner,
        joined(versions),
        std::string(page::words(page.language, entry.others_since ? "answer.yes" : "answer.no")),
        state_words(page, entry.state)};
    if (entry.state == "held") {
      row.actions = {decide_form(page, entry.entry, "revert", "action.bring_back"),
                     decide_form(page, entry.entry, "release", "action.release")};
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

page::Table submission_table(const QuarantineReport& report) {
  page::Table table{"quarantine.submissions",
                    {"column.entry", "column.done", "column.state"},
                    {},
                    "quarantine.no_submissions"};
  for (const service::QuarantinedSubmission& submission : report.submissions) {
    table.rows.push_back(
        {{submission.id, joined(submission.actions), std::string(model::name_of(submission.state))},
         {},
         {}});
  }
  return table;
}

Response show(Context& context, std::vector<page::FormError> errors) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto report = context.registry.quarantine().report(context.caller, context.part("id"));
  if (!report) return page_error(context, report.error());
  page::WorkPage shown;
  shown.title = "quarantine.title";
  shown.intro = "quarantine.intro";
  shown.errors = std::move(errors);
  if (report->since) {
    shown.facts.emplace_back("quarantine.since", time_words(*page, *report->since));
    if (!report->accounts.empty())
      shown.facts.emplace_back("quarantine.accounts", joined(report->accounts));
    if (!report->tokens.empty())
      shown.facts.emplace_back("quarantine.tokens", joined(report->tokens));
    shown.tables = {entry_table(*page, *report), submission_table(*report)};
  }
  shown.forms = {begin_form(*page)};
  shown.links = {{"account.one", "/accounts/" + context.part("id")}};
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

base::Result<void> act(Context& context) {
  const std::string act = context.fields.text("act");
  const std::string& id = context.part("id");
  if (act == "begin") {
    const auto since = base::parse_rfc3339(context.fields.text("since"));
    if (!since) {
      base::Error error = base::fail(base::ErrorCode::invalid, "say since when");
      error.findings = {{"time", "this is not a time", "/since", {}, {}, base::Severity::error}};
      return error;
    }
    CYBERDIR_TRY(context.registry.quarantine().begin(context.origin(), id, *since));
    return {};
  }
  if (act != "revert" && act != "release")
    return base::fail(base::ErrorCode::malformed, "the form does not say what to do");
  const auto decision =
      act == "revert" ? service::QuarantineDecision::revert : service::QuarantineDecision::release;
  CYBERDIR_TRY(context.registry.quarantine().decide(context.origin(), id, decision,
                                                    {{context.fields.text("entry")}, false}));
  return {};
}

}  // namespace

Response page_quarantine(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show(context, {});
}

Response send_quarantine(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto done = act(context);
  if (done) return see_other(context, place_of(context));
  if (!is_shown_in_form(done.error())) return page_error(context, done.error());
  return show(context, form_errors(done.error(), "begin"));
}

}  // namespace cyberdir::http
