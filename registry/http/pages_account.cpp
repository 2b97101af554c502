// /{language}/account: the account of whoever is signed in, and where they are signed in.
#include <array>

#include "http/cookies.h"
#include "http/handlers.h"
#include "http/work_page.h"
#include "page/languages.h"
#include "service/account_rights.h"

namespace cyberdir::http {
namespace {

constexpr int kRefused = 422;

page::Form button(std::string name, std::string act, std::string words, bool grave) {
  page::Form form;
  form.name = std::move(name);
  form.action = "/account";
  form.button = std::move(words);
  form.hidden = {{"act", std::move(act)}};
  form.grave = grave;
  return form;
}

page::Form device_form() {
  page::Form form = button("device", "keep-device", "action.keep_device", false);
  form.heading = "account.device";
  form.fields = {{page::FormField::Kind::text, "name", "device", {}, true, {}}};
  return form;
}

Response show(Context& context, std::vector<page::FormError> errors) {
  static constexpr std::array<std::string_view, 1> kParameters = {"done"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const service::SignedIn& who = *context.session;
  const auto sessions = context.registry.sessions().list(context.caller, who.account);
  if (!sessions) return page_error(context, sessions.error());
  const auto account = context.registry.accounts().read(context.caller, who.account);
  if (!account) return page_error(context, account.error());
  page::WorkPage shown;
  shown.title = "account.title";
  shown.errors = std::move(errors);
  shown.facts = {
      {"form.name", who.name},
      {"form.email", who.email},
      {"form.role", page::code_label(page->language, "role", model::name_of(who.caller.role))}};
  if (!who.caller.owner.empty()) shown.facts.emplace_back("form.owner", who.caller.owner);
  show_identity(*account, shown);
  shown.tables = {session_table(*page, *sessions, "/account")};
  shown.forms = {button("everywhere", "end-sessions", "action.sign_out_everywhere", true)};
  const bool may_keep = who.kind == service::SessionKind::browser && !who.caller.owner.empty();
  if (may_keep) shown.forms.push_back(device_form());
  if (service::gives_access(context.caller)) {
    shown.links = {
        {"accounts.title", "/accounts"}, {"tokens.title", "/tokens"}, {"audit.title", "/audit"}};
  }
  if (context.caller.role == model::Role::editor || context.caller.role == model::Role::manager)
    shown.links.emplace_back("look_ups.title", "/look-ups");
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

Response keep_device(Context& context) {
  const auto secret = context.registry.sessions().keep_device(context.origin(), *context.session,
                                                              context.fields.text("name"));
  if (!secret) {
    if (!is_shown_in_form(secret.error())) return page_error(context, secret.error());
    return show(context, form_errors(secret.error(), "device"));
  }
  const service::SessionLife life = service::life_of(service::SessionKind::device);
  Response response = see_other(context, "/account");
  set_cookie(response, context.registry.settings(), CookieKind::session, *secret,
             life.absolute / 1'000'000);
  return response;
}

}  // namespace

Response page_account(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show(context, {});
}

Response send_account(Context& context) {
  if (!context.session)
    return page_error(context, base::fail(base::ErrorCode::unauthenticated, "sign in first"));
  const std::string act = context.fields.text("act");
  const std::string account = context.session->account;
  if (act == "keep-device") return keep_device(context);
  const auto done =
      act == "end-session"    ? context.registry.sessions().end(context.origin(), account,
                                                                context.fields.text("session"))
      : act == "end-sessions" ? context.registry.sessions().end_all(context.origin(), account)
                              : base::Result<void>(base::fail(base::ErrorCode::malformed,
                                                              "the form does not say what to do"));
  if (!done) return page_error(context, done.error());
  return see_other(context, "/account");
}

}  // namespace cyberdir::http
