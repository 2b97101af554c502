// /{language}/accounts and /{language}/accounts/{id}: for those who give access
#include <array>

#include "http/handlers.h"
#include "http/public_url.h"
#include "http/work_page.h"
#include "page/languages.h"
#include "service/account_json.h"
#include "service/account_rights.h"

namespace cyberdir::http {
namespace {

using model::Role;
using page::FormField;

constexpr int kRefused = 422;

std::string account_path(const std::string& id) { return "/accounts/" + id; }

// The roles that a manager, the secretariat or an administrator may choose from.
std::vector<std::pair<std::string, std::string>> roles_for(const PageRequest& page) {
  return role_choices(
      page, {Role::reader, Role::editor, Role::manager, Role::secretariat, Role::administrator});
}

FormField role_field(const PageRequest& page, const std::string& chosen) {
  return {FormField::Kind::choice, "role", {}, chosen, true, roles_for(page)};
}

FormField owner_field(const PageRequest& page, const std::string& owner) {
  return {
      FormField::Kind::text, "owner", {}, owner.empty() ? page.caller().owner : owner, false, {}};
}

page::Form adding_form(const PageRequest& page, const FormFields& sent) {
  page::Form form;
  form.name = "add";
  form.heading = "accounts.add";
  form.action = "/accounts";
  form.button = "action.add_account";
  form.fields = {{FormField::Kind::text, "name", {}, sent.text("name"), true, {}},
                 {FormField::Kind::email, "email", {}, sent.text("email"), true, {}},
                 role_field(page, sent.text("role")),
                 owner_field(page, sent.text("owner"))};
  return form;
}

page::Table account_table(const PageRequest& page,
                          const std::vector<service::AccountView>& accounts) {
  page::Table table{
      "accounts.title",
      {"form.email", "form.name", "form.role", "form.owner", "field.status", "column.seen"},
      {},
      "accounts.nothing"};
  for (const service::AccountView& account : accounts) {
    table.rows.push_back(
        {{account.email, account.name, page::code_label(page.language, "role", account.role),
          account.owner, page::code_label(page.language, "account-state", account.state),
          account.signed_in_at ? time_words(page, *account.signed_in_at) : std::string()},
         account_path(account.id),
         {}});
  }
  return table;
}

void show_link(const Context& context, page::WorkPage& shown, const service::Invited& invitation) {
  shown.notice = "notice.invited";
  shown.secrets = {
      {"accounts.link", public_url(context) + service::invitation_path(invitation.key)}};
}

Response show_list(Context& context, const service::Invited* invitation,
                   std::vector<page::FormError> errors) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto accounts = context.registry.accounts().list(context.caller);
  if (!accounts) return page_error(context, accounts.error());
  page::WorkPage shown;
  shown.title = "accounts.title";
  shown.errors = std::move(errors);
  if (invitation != nullptr) show_link(context, shown, *invitation);
  shown.tables = {account_table(*page, *accounts)};
  shown.forms = {adding_form(*page, invitation == nullptr ? context.fields : FormFields())};
  shown.links = {{"account.title", "/account"}, {"tokens.title", "/tokens"}};
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

page::Form act_form(const std::string& id, const char* act, const char* words, bool grave) {
  page::Form form;
  form.name = act;
  form.action = account_path(id);
  form.button = words;
  form.hidden = {{"act", act}};
  form.grave = grave;
  return form;
}

std::vector<page::Form> forms_of(const PageRequest& page, const service::AccountView& account) {
  std::vector<page::Form> forms;
  const Role role = model::role_named(account.role).value_or(Role::anonymous);
  const bool self = page.caller().actor == service::actor_of_account(account.id);
  if (self) return forms;
  if (service::may_give_access(page.caller(), role, account.owner)) {
    page::Form change = act_form(account.id, "change", "action.change", false);
    change.heading = "account.change";
    change.fields = {{FormField::Kind::text, "name", {}, account.name, true, {}},
                     role_field(page, account.role),
                     owner_field(page, account.owner)};
    forms.push_back(std::move(change));
    const bool suspended = account.state == "suspended";
    forms.push_back(suspended ? act_form(account.id, "resume", "action.resume", false)
                              : act_form(account.id, "suspend", "action.suspend", true));
    if (account.state == "invited")
      forms.push_back(act_form(account.id, "invite", "action.invite", false));
    if (account.identity)
      forms.push_back(act_form(account.id, "unlink", "action.unlink_identity", true));
    forms.push_back(act_form(account.id, "end-sessions", "action.end_sessions", true));
    forms.push_back(act_form(account.id, "remove", "action.remove", true));
  }
  if (page.caller().role == Role::secretariat) {
    page::Form recover = act_form(account.id, "recover", "action.recover", false);
    recover.heading = "account.recover";
    recover.fields = {{FormField::Kind::text, "note", {}, {}, true, {}}};
    forms.push_back(std::move(recover));
  }
  return forms;
}

Response show_one(Context& context, const service::Invited* invitation,
                  std::vector<page::FormError> errors) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const std::string& id = context.part("id");
  const auto account = context.registry.accounts().read(context.caller, id);
  if (!account) return page_error(context, account.error());
  page::WorkPage shown;
  shown.title = "account.one";
  shown.errors = std::move(errors);
  if (account->recovering) shown.notice = "notice.recovering";
  if (invitation != nullptr) show_link(context, shown, *invitation);
  shown.facts = {
      {"form.name", account->name},
      {"form.email", account->email},
      {"form.role", page::code_label(page->language, "role", account->role)},
      {"form.owner", account->owner},
      {"field.status", page::code_label(page->language, "account-state", account->state)}};
  show_identity(*account, shown);
  const auto sessions = context.registry.sessions().list(context.caller, id);
  if (sessions) shown.tables = {session_table(*page, *sessions, account_path(id))};
  shown.forms = forms_of(*page, *account);
  shown.links = {{"accounts.title", "/accounts"}};
  if (context.caller.role == Role::secretariat)
    shown.links.emplace_back("quarantine.title", account_path(id) + "/quarantine");
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

service::AccountChange change_in(const FormFields& fields, const std::string& act) {
  service::AccountChange change;
  if (act == "change") {
    change.name = fields.text("name");
    change.role = fields.text("role");
    change.owner = fields.text("owner");
  } else {
    change.suspended = act == "suspend";
  }
  return change;
}

// What a form about one account asks for; an invitation where that is what comes of it.
base::Result<std::optional<service::Invited>> act_on(Context& context, const std::string& act) {
  service::Accounts& accounts = context.registry.accounts();
  const service::Origin origin = context.origin();
  const std::string& id = context.part("id");
  if (act == "change" || act == "suspend" || act == "resume") {
    CYBERDIR_TRY(accounts.change(origin, id, change_in(context.fields, act)));
  } else if (act == "remove") {
    CYBERDIR_TRY(accounts.remove(origin, id));
  } else if (act == "unlink") {
    CYBERDIR_TRY(accounts.unlink(origin, id));
  } else if (act == "end-sessions") {
    CYBERDIR_TRY(context.registry.sessions().end_all(origin, id));
  } else if (act == "end-session") {
    CYBERDIR_TRY(context.registry.sessions().end(origin, id, context.fields.text("session")));
  } else if (act == "invite") {
    CYBERDIR_ASSIGN(invited, accounts.invite(origin, id));
    return std::optional(std::move(invited));
  } else if (act == "recover") {
    CYBERDIR_ASSIGN(recovery, accounts.recover(origin, id, context.fields.text("note")));
    return std::move(recovery.invitation);
  } else {
    return base::fail(base::ErrorCode::malformed, "the form does not say what to do");
  }
  return std::optional<service::Invited>();
}

base::Error not_signed_in() {
  return base::fail(base::ErrorCode::unauthenticated, "sign in first");
}

}  // namespace

Response page_accounts(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show_list(context, nullptr, {});
}

Response send_accounts(Context& context) {
  if (!context.session) return page_error(context, not_signed_in());
  const FormFields& sent = context.fields;
  const auto made = context.registry.accounts().add(
      context.origin(),
      {sent.text("email"), sent.text("name"), sent.text("role"), sent.text("owner")});
  if (made) return show_list(context, &made->invitation, {});
  if (!is_shown_in_form(made.error())) return page_error(context, made.error());
  return show_list(context, nullptr, form_errors(made.error(), "add"));
}

Response page_one_account(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show_one(context, nullptr, {});
}

Response send_one_account(Context& context) {
  if (!context.session) return page_error(context, not_signed_in());
  const std::string act = context.fields.text("act");
  const auto done = act_on(context, act);
  if (!done) {
    if (!is_shown_in_form(done.error())) return page_error(context, done.error());
    return show_one(context, nullptr, form_errors(done.error(), act));
  }
  if (*done) return show_one(context, &**done, {});
  return see_other(context, act == "remove" ? "/accounts" : account_path(context.part("id")));
}

}  // namespace cyberdir::http
