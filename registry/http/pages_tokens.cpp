// /{language}/tokens: the tokens of tools, for those who give access
#include <sstream>

#include "base/instant.h"
#include "http/handlers.h"
#include "http/work_page.h"
#include "page/languages.h"
#include "service/account_json.h"

namespace cyberdir::http {
namespace {

using model::Role;
using page::FormField;

constexpr int kRefused = 422;

page::Form adding_form(const PageRequest& page, const FormFields& sent) {
  const std::string owner = sent.text("owner");
  page::Form form;
  form.name = "add";
  form.heading = "tokens.add";
  form.action = "/tokens";
  form.button = "action.add_token";
  form.hidden = {{"act", "add"}};
  form.fields = {
      {FormField::Kind::choice,
       "role",
       {},
       sent.text("role"),
       true,
       role_choices(page, {Role::reader, Role::editor, Role::manager, Role::secretariat,
                           Role::administrator})},
      {FormField::Kind::text, "owner", {}, owner.empty() ? page.caller().owner : owner, false, {}},
      {FormField::Kind::text, "scopes", {}, sent.text("scopes"), false, {}},
      {FormField::Kind::date, "expires", {}, sent.text("expires"), false, {}}};
  return form;
}

page::Form revoking_form(const std::string& id) {
  page::Form form;
  form.name = "revoke-" + id;
  form.action = "/tokens";
  form.button = "action.revoke";
  form.hidden = {{"act", "revoke"}, {"id", id}};
  form.grave = true;
  return form;
}

page::Table token_table(const PageRequest& page, const std::vector<store::TokenRow>& tokens) {
  page::Table table{"tokens.title",
                    {"field.id", "form.role", "form.owner", "form.scopes", "field.status",
                     "form.expires", "column.seen"},
                    {},
                    "tokens.nothing"};
  const base::Instant now = page.context.registry.clock().now();
  for (const store::TokenRow& token : tokens) {
    const std::string state = string_in(service::token_json(token, now), "state");
    page::Table::Row row{
        {token.id, page::code_label(page.language, "role", token.role), token.owner, token.scopes,
         page::code_label(page.language, "token-state", state),
         token.expires_at ? time_words(page, *token.expires_at) : std::string(),
         token.used_at ? time_words(page, *token.used_at) : std::string()},
        {},
        {}};
    if (state == "valid") row.actions = {revoking_form(token.id)};
    table.rows.push_back(std::move(row));
  }
  return table;
}

Response show(Context& context, const base::Secret* secret, std::vector<page::FormError> errors) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto tokens = context.registry.tokens().list(context.caller);
  if (!tokens) return page_error(context, tokens.error());
  page::WorkPage shown;
  shown.title = "tokens.title";
  shown.errors = std::move(errors);
  if (secret != nullptr) {
    shown.notice = "notice.token_made";
    shown.secrets = {{"tokens.secret", std::string(secret->reveal())}};
  }
  shown.tables = {token_table(*page, *tokens)};
  shown.forms = {adding_form(*page, secret == nullptr ? context.fields : FormFields())};
  shown.links = {{"account.title", "/account"}, {"accounts.title", "/accounts"}};
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

base::Result<service::TokenRequest> request_in(const FormFields& sent) {
  service::TokenRequest request;
  request.role = model::role_named(sent.text("role")).value_or(Role::anonymous);
  request.owner = sent.text("owner");
  std::istringstream words(sent.text("scopes"));
  for (std::string word; words >> word;) request.scopes.push_back(word);
  const std::string expires = sent.text("expires");
  if (expires.empty()) return request;
  request.expires_at = base::parse_rfc3339(expires + "T23:59:59Z");
  if (request.expires_at) return request;
  base::Error error = base::fail(base::ErrorCode::invalid, "the date does not exist");
  error.findings.push_back({"date", error.detail, "/expires", {}, {}, base::Severity::error});
  return error;
}

Response add(Context& context) {
  const auto request = request_in(context.fields);
  const auto made = request ? context.registry.tokens().make(context.origin(), *request)
                            : base::Result<service::NewToken>(request.error());
  if (made) return show(context, &made->secret, {});
  if (!is_shown_in_form(made.error())) return page_error(context, made.error());
  return show(context, nullptr, form_errors(made.error(), "add"));
}

}  // namespace

Response page_tokens(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show(context, nullptr, {});
}

Response send_tokens(Context& context) {
  if (!context.session)
    return page_error(context, base::fail(base::ErrorCode::unauthenticated, "sign in first"));
  if (context.fields.text("act") == "add") return add(context);
  const auto done = context.registry.tokens().revoke(context.origin(), context.fields.text("id"));
  if (!done) return page_error(context, done.error());
  return see_other(context, "/tokens");
}

}  // namespace cyberdir::http
