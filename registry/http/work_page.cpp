#include "http/work_page.h"

#include "http/cookies.h"
#include "page/languages.h"
#include "page/render.h"
#include "service/account_rights.h"

namespace cyberdir::http {

using base::ErrorCode;

void need_form_token(Context& context) {
  if (!context.cookie.empty()) return;
  context.cookie = context.registry.sessions().make_form_key();
  context.sets_cookie = true;
}

Response work_answer(const PageRequest& page, const page::WorkPage& shown, int status) {
  Response response = page_answer(page, page::render_work(shown, page.frame));
  response.status = status;
  response.set("Cache-Control", "no-store");
  return response;
}

Response see_other(const Context& context, std::string_view path) {
  Response response;
  response.status = 303;
  response.set("Location", "/" + page_language(context.request) + std::string(path));
  response.set("Cache-Control", "no-store");
  return response;
}

service::SignInPlace sign_in_place(const Context& context) {
  service::Origin origin = context.origin();
  origin.caller = {};
  return {std::move(origin), context.address(),
          cookie_of(context.request, context.registry.settings(), CookieKind::device)};
}

std::vector<page::FormError> form_errors(const base::Error& error, std::string_view form) {
  std::vector<page::FormError> errors;
  for (const base::Finding& finding : error.findings) {
    const std::string field =
        finding.pointer.empty() ? "" : std::string(form) + "-" + finding.pointer.substr(1);
    errors.push_back({finding.code, finding.detail, field});
  }
  if (errors.empty()) {
    const char* code = error.code == ErrorCode::forbidden  ? "forbidden"
                       : error.code == ErrorCode::conflict ? "conflict"
                                                           : "";
    errors.push_back({code, error.detail, {}});
  }
  return errors;
}

bool is_shown_in_form(const base::Error& error) {
  return error.code == ErrorCode::invalid || error.code == ErrorCode::conflict ||
         error.code == ErrorCode::forbidden;
}

std::vector<std::pair<std::string, std::string>> role_choices(
    const PageRequest& page, const std::vector<model::Role>& roles) {
  std::vector<std::pair<std::string, std::string>> choices;
  for (const model::Role role : roles) {
    const bool may = service::may_give_access(page.caller(), role, page.caller().owner);
    const std::string name(model::name_of(role));
    if (may) choices.emplace_back(name, page::code_label(page.language, "role", name));
  }
  return choices;
}

std::string time_words(const PageRequest& page, base::Instant at) {
  return page::date_and_time(page.language, moment_of(at));
}

void show_identity(const service::AccountView& account, page::WorkPage& shown) {
  if (!account.identity) return;
  shown.facts.emplace_back("identity.linked",
                           account.identity->issuer + " — " + account.identity->subject);
}

page::Table session_table(const PageRequest& page,
                          const std::vector<service::SessionLine>& sessions,
                          const std::string& action) {
  page::Table table{"account.sessions",
                    {"column.session", "column.source", "field.created_at", "column.seen"},
                    {},
                    "account.no_session"};
  for (const service::SessionLine& session : sessions) {
    std::string what = page::code_label(page.language, "session", service::name_of(session.kind));
    if (!session.name.empty()) what += " — " + session.name;
    page::Form end;
    end.name = "end-" + session.id;
    end.action = action;
    end.button = "action.end";
    end.hidden = {{"act", "end-session"}, {"session", session.id}};
    end.grave = true;
    table.rows.push_back({{std::move(what), session.source, time_words(page, session.created_at),
                           time_words(page, session.seen_at)},
                          {},
                          {std::move(end)}});
  }
  return table;
}

}  // namespace cyberdir::http
