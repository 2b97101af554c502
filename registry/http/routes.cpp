#include "http/routes.h"

#include <algorithm>
#include <array>

#include "base/error_table.h"
#include "http/cookies.h"
#include "http/handlers.h"
#include "http/metering.h"
#include "http/multipart.h"
#include "http/negotiation.h"
#include "http/problem.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

constexpr bool kLooksUp = true;

constexpr std::array kRoutes = {
    // reading and writing entries
    Route{"GET", "/v1/entries", search_entries},
    Route{"POST", "/v1/entries", create_entry},
    Route{"GET", "/v1/entries/{id}", get_entry, false, kLooksUp},
    Route{"PUT", "/v1/entries/{id}", put_entry},
    Route{"PATCH", "/v1/entries/{id}", patch_entry},
    Route{"DELETE", "/v1/entries/{id}", withdraw_entry},
    Route{"POST", "/v1/entries/{id}/restore", restore_entry},
    Route{"POST", "/v1/entries/{id}/confirm", confirm_entry},
    Route{"POST", "/v1/entries/{id}/redact", redact_entry},
    Route{"POST", "/v1/entries/{id}/acceptances", answer_acceptance},
    Route{"POST", "/v1/entries/{id}/ask", ask_person},
    // what is done at once and looked at afterwards
    Route{"POST", "/v1/entries/{id}/emergency", raise_emergency},
    Route{"POST", "/v1/entries/{id}/confirm-urgent", confirm_urgent},
    Route{"GET", "/v1/emergencies", list_emergencies},
    Route{"POST", "/v1/emergencies/{id}/uphold", uphold_emergency},
    Route{"POST", "/v1/emergencies/{id}/revert", revert_emergency},
    // what was
    Route{"GET", "/v1/entries/{id}/history", list_versions, false, kLooksUp},
    Route{"GET", "/v1/entries/{id}/history/{n}", get_version, false, kLooksUp},
    Route{"GET", "/v1/entries/{id}/diff", compare_versions, false, kLooksUp},
    // States
    Route{"GET", "/v1/states", list_states},
    Route{"GET", "/v1/states/{iso2}", get_state, false, kLooksUp},
    Route{"GET", "/v1/states/{iso2}/brief", get_brief, false, kLooksUp},
    Route{"GET", "/v1/compare", compare_states},
    // who is calling
    Route{"GET", "/v1/who", get_who},
    // reports over the whole
    Route{"GET", "/v1/differences", list_differences},
    Route{"GET", "/v1/coverage", get_coverage},
    Route{"GET", "/v1/calendar", get_calendar},
    Route{"GET", "/v1/initiatives", list_initiatives},
    Route{"GET", "/v1/programmes", list_programmes},
    // the whole
    Route{"GET", "/v1/export", export_directory},
    // for clients of FIRST's public teams API
    Route{"GET", "/data/v1/teams", list_teams},
    // changes on their way past other eyes
    Route{"GET", "/v1/submissions", list_submissions},
    Route{"POST", "/v1/submissions", create_submission},
    Route{"GET", "/v1/submissions/{id}", get_submission},
    Route{"PUT", "/v1/submissions/{id}", put_submission},
    Route{"PATCH", "/v1/submissions/{id}", patch_submission},
    Route{"POST", "/v1/submissions/{id}/submit", submit_submission},
    Route{"POST", "/v1/submissions/{id}/approve", approve_submission},
    Route{"POST", "/v1/submissions/{id}/accept", accept_submission},
    Route{"POST", "/v1/submissions/{id}/return", return_submission},
    Route{"POST", "/v1/submissions/{id}/reject", reject_submission},
    Route{"POST", "/v1/submissions/{id}/withdraw", withdraw_submission},
    // files that are imported
    Route{"GET", "/v1/imports", list_imports},
    Route{"POST", "/v1/imports", create_import},
    Route{"GET", "/v1/imports/{id}", get_import},
    Route{"GET", "/v1/imports/{id}/failed", get_failed_rows},
    Route{"POST", "/v1/imports/{id}/apply", apply_import},
    // what was done, and what was looked at
    Route{"GET", "/v1/audit", list_audit},
    Route{"GET", "/v1/look-ups", list_look_ups},
    Route{"GET", "/v1/entries/{id}/look-ups", count_look_ups},
    Route{"GET", "/v1/disclosures", list_disclosures},
    Route{"POST", "/v1/disclosures", create_disclosure},
    Route{"POST", "/v1/disclosures/{id}/confirm", confirm_disclosure},
    // accounts and tokens
    Route{"GET", "/v1/accounts", list_accounts},
    Route{"POST", "/v1/accounts", create_account},
    Route{"GET", "/v1/accounts/{id}", get_account},
    Route{"PATCH", "/v1/accounts/{id}", change_account},
    Route{"DELETE", "/v1/accounts/{id}", remove_account},
    Route{"POST", "/v1/accounts/{id}/invitation", invite_account},
    Route{"POST", "/v1/accounts/{id}/recovery", recover_account},
    Route{"GET", "/v1/accounts/{id}/quarantine", get_quarantine},
    Route{"POST", "/v1/accounts/{id}/quarantine", begin_quarantine},
    Route{"POST", "/v1/accounts/{id}/quarantine/revert", revert_quarantine},
    Route{"POST", "/v1/accounts/{id}/quarantine/release", release_quarantine},
    Route{"DELETE", "/v1/accounts/{id}/identity", unlink_account},
    Route{"GET", "/v1/tokens", list_tokens},
    Route{"POST", "/v1/tokens", create_token},
    Route{"DELETE", "/v1/tokens/{id}", revoke_token},
    // the contract
    Route{"GET", "/v1/capabilities", get_capabilities},
    Route{"GET", "/openapi.json", get_openapi},
    Route{"GET", "/schemas/cyberdir.schema.json", get_json_schema},
    Route{"GET", "/schemas/cyberdir-draft.schema.json", get_draft_json_schema},
    Route{"GET", "/schemas/cyberdir.xsd", get_xml_schema},
    Route{"GET", "/problems/{code}", page_problem_type},
    Route{"GET", "/.well-known/api-catalog", get_api_catalog},
    Route{"GET", "/.well-known/security.txt", get_security_txt},
    // how the server is
    Route{"GET", "/healthz", get_health},
    Route{"GET", "/readyz", get_readiness},
    Route{"GET", "/metrics", get_metrics},
    // pages
    Route{"GET", "/", page_start, true},
    Route{"GET", "/docs", page_docs, true},
    Route{"GET", "/assets/{name}", page_asset, true},
    Route{"GET", "/{language}", page_home, true, false, "/v1/states", "order"},
    Route{"GET", "/{language}/search", page_results, true, false, "/v1/entries"},
    Route{"GET", "/{language}/who", page_who, true, false, "/v1/who"},
    Route{"GET", "/{language}/states", page_home, true, false, "/v1/states", "order"},
    Route{"GET", "/{language}/states/{iso2}", page_state, true, false, "/v1/states/{iso2}/brief"},
    Route{"GET", "/{language}/urgent", page_urgent, true, false, "/v1/entries?kind=contact"},
    Route{"GET", "/{language}/entries/{id}.txt", page_contact_text, true, kLooksUp},
    Route{"GET", "/{language}/entries/{id}/now", page_contact_now, true},
    Route{"GET", "/{language}/entries/{id}/keys/{fingerprint}", page_contact_key, true, kLooksUp},
    Route{"GET", "/{language}/entries/{id}", page_entry, true, kLooksUp, "/v1/entries/{id}"},
    Route{"GET", "/{language}/entries/{id}/history", page_history, true, kLooksUp,
          "/v1/entries/{id}/history"},
    Route{"GET", "/{language}/entries/{id}/diff", page_diff, true, kLooksUp,
          "/v1/entries/{id}/diff"},
    Route{"GET", "/{language}/differences", page_differences, true, false, "/v1/differences"},
    Route{"GET", "/{language}/compare", page_compare, true, false, "/v1/compare"},
    Route{"GET", "/{language}/coverage", page_coverage, true, false, "/v1/coverage"},
    Route{"GET", "/{language}/calendar", page_calendar, true, false, "/v1/calendar"},
    Route{"GET", "/{language}/initiatives", page_initiatives, true, false, "/v1/initiatives"},
    Route{"GET", "/{language}/programmes", page_programmes, true, false, "/v1/programmes"},
    Route{"GET", "/{language}/needs-and-offers", page_needs_and_offers, true, false,
          "/v1/entries?kind=need,offer"},
    Route{"GET", "/{language}/about", page_about, true},
    // pages of people who sign in; what is sent to them carries a form's token
    Route{"GET", "/{language}/sign-in", page_sign_in, true},
    Route{"POST", "/{language}/sign-in", send_sign_in, true},
    Route{"GET", "/{language}/sign-in/code", page_code, true},
    Route{"POST", "/{language}/sign-in/code", send_code, true},
    Route{"POST", "/{language}/sign-in/identity", send_identity, true},
    Route{"GET", "/{language}/sign-in/identity", page_identity, true},
    Route{"GET", "/sign-in/identity", page_identity_start, true},
    Route{"POST", "/{language}/sign-out", send_sign_out, true},
    Route{"GET", "/invitation", page_invitation_start, true},
    Route{"GET", "/{language}/invitation", page_invitation, true},
    Route{"POST", "/{language}/invitation", send_invitation, true},
    Route{"GET", "/{language}/account", page_account, true},
    Route{"POST", "/{language}/account", send_account, true},
    Route{"GET", "/{language}/accounts", page_accounts, true},
    Route{"POST", "/{language}/accounts", send_accounts, true},
    Route{"GET", "/{language}/accounts/{id}", page_one_account, true},
    Route{"POST", "/{language}/accounts/{id}", send_one_account, true},
    Route{"GET", "/{language}/accounts/{id}/quarantine", page_quarantine, true},
    Route{"POST", "/{language}/accounts/{id}/quarantine", send_quarantine, true},
    Route{"GET", "/{language}/entries/{id}/emergency", page_emergency, true},
    Route{"POST", "/{language}/entries/{id}/emergency", send_emergency, true},
    Route{"GET", "/{language}/emergencies", page_emergencies, true},
    Route{"POST", "/{language}/emergencies", send_emergencies, true},
    Route{"GET", "/named", page_named_start, true},
    Route{"GET", "/{language}/named", page_named, true},
    Route{"POST", "/{language}/named", send_named, true},
    Route{"GET", "/{language}/tokens", page_tokens, true},
    Route{"POST", "/{language}/tokens", send_tokens, true},
    Route{"GET", "/{language}/audit", page_audit, true},
    Route{"POST", "/{language}/audit", send_audit, true},
    Route{"GET", "/{language}/look-ups", page_look_ups, true},
    // pages on which States work
    Route{"GET", "/{language}/work", page_work, true},
    Route{"POST", "/{language}/work", send_work, true},
    Route{"GET", "/{language}/work/new", page_new_entry, true},
    Route{"POST", "/{language}/work/new", send_new_entry, true},
    Route{"GET", "/{language}/imports", page_imports, true, false, "/v1/imports"},
    Route{"POST", "/{language}/imports", send_imports, true, false, {}, {}, true},
    Route{"GET", "/{language}/imports/{id}", page_import, true, false, "/v1/imports/{id}"},
    Route{"POST", "/{language}/imports/{id}", send_import, true},
    Route{"GET", "/{language}/submissions", page_submissions, true},
    Route{"GET", "/{language}/submissions/{id}", page_submission, true},
    Route{"POST", "/{language}/submissions/{id}", send_submission, true},
    Route{"GET", "/{language}/submissions/{id}/reason", page_reason, true},
    Route{"POST", "/{language}/submissions/{id}/reason", send_reason, true},
    Route{"GET", "/{language}/submissions/{id}/changes/{n}", page_change, true},
    Route{"GET", "/{language}/submissions/{id}/changes/{n}/rebase", page_rebase, true},
    Route{"POST", "/{language}/submissions/{id}/changes/{n}/rebase", send_rebase, true},
    Route{"GET", "/{language}/submissions/{id}/changes/{n}/{place}", page_field, true},
    Route{"POST", "/{language}/submissions/{id}/changes/{n}/{place}", send_field, true},
    Route{"POST", "/{language}/entries/{id}/changes", send_entry_changes, true},
    Route{"POST", "/{language}/entries/{id}/confirm", send_confirm, true},
    Route{"GET", "/{language}/entries/{id}/suggest", page_suggest, true, kLooksUp},
    Route{"GET", "/{language}/entries/{id}/suggest/{place}", page_suggest_place, true, kLooksUp},
    Route{"POST", "/{language}/entries/{id}/suggest/{place}", send_suggest_place, true},
    Route{"GET", "/{language}/entries/{id}/redact", page_redact, true},
    Route{"POST", "/{language}/entries/{id}/redact", send_redact, true},
};

using Parts = std::vector<std::string_view>;

Parts parts_of(std::string_view path) {
  Parts parts;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
  }
  if (!parts.empty() && parts.back().empty()) parts.pop_back();
  return parts;
}

bool matches(std::string_view pattern, const Parts& path,
             std::map<std::string, std::string, std::less<>>& named) {
  const Parts wanted = parts_of(pattern);
  if (wanted.size() != path.size()) return false;
  named.clear();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{')) {
      const auto end = wanted[i].find('}');
      const std::string_view name = wanted[i].substr(1, end - 1);
      const std::string_view suffix = wanted[i].substr(end + 1);
      if (!path[i].ends_with(suffix)) return false;
      const std::string_view value = path[i].substr(0, path[i].size() - suffix.size());
      if (value.empty() || (name == "language" && !page::is_language(value))) return false;
      named.emplace(name, value);
    } else if (wanted[i] != path[i]) {
      return false;
    }
  }
  return true;
}

// The path of a page's data: the pattern with the parts of the page's path in their places. What
// its query says is added to the request's own, less what only arranges the page.
std::string data_path(Context& context, const Route& page) {
  const auto& parts = context.path;
  std::string_view pattern = page.data;
  std::erase_if(context.request.query,
                [&](const auto& parameter) { return parameter.first == page.layout; });
  const auto query = pattern.find('?');
  if (query != std::string_view::npos) {
    const std::string_view said = pattern.substr(query + 1);
    const auto equals = said.find('=');
    context.request.query.emplace_back(said.substr(0, equals), said.substr(equals + 1));
    pattern = pattern.substr(0, query);
  }
  std::string path;
  for (const std::string_view part : parts_of(pattern)) {
    path += '/';
    path += part.starts_with('{') ? parts.find(part.substr(1, part.size() - 2))->second
                                  : std::string(part);
  }
  return path;
}

bool is_of_api(std::string_view path) {
  return path.starts_with("/v1/") || path.starts_with("/data/v1/");
}

// The suffix that asks for a form, where the path ends in one.
std::string_view suffix_of(std::string_view path) {
  for (const std::string_view suffix : {"json", "xml", "csv", "ndjson", "vcf", "ics"}) {
    if (path.size() > suffix.size() + 1 && path.ends_with(suffix) &&
        path[path.size() - suffix.size() - 1] == '.')
      return suffix;
  }
  return {};
}

// The route for a request; where only the method is wrong, `allowed` has those that there are.
const Route* find_route(Context& context, std::string& allowed) {
  const std::string_view method = context.request.method == "HEAD"
                                      ? std::string_view("GET")
                                      : std::string_view(context.request.method);
  const auto look = [&](std::string_view path) -> const Route* {
    const Parts parts = parts_of(path);
    for (const Route& route : kRoutes) {
      if (!matches(route.pattern, parts, context.path)) continue;
      if (route.method == method) return &route;
      allowed += (allowed.empty() ? "" : ", ") + std::string(route.method) +
                 (route.method == "GET" ? ", HEAD" : "");
    }
    return nullptr;
  };
  const std::string_view path = context.request.path;
  const std::string_view suffix = suffix_of(path);
  if (suffix.empty()) return look(path);
  const std::string_view stem = path.substr(0, path.size() - suffix.size() - 1);
  if (is_of_api(path)) {
    context.form = suffix;
    return look(stem);
  }
  const Route* page = look(stem);
  if (page == nullptr || page->data.empty()) return look(path);
  context.form = suffix;
  return look(data_path(context, *page));
}

base::Result<model::Caller> caller_by_token(service::Registry& registry,
                                            std::string_view authorization) {
  constexpr std::string_view kBearer = "bearer ";
  std::string scheme(authorization.substr(0, kBearer.size()));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (scheme != kBearer)
    return base::fail(base::ErrorCode::unauthenticated,
                      "the scheme is Bearer: Authorization: Bearer and the token");
  return registry.tokens().caller_of(authorization.substr(kBearer.size()));
}

// Says who is asking: by token, else by the session of a cookie. A cookie that stands for nobody,
// or not any more, is as none.
base::Result<void> identify(Context& context) {
  if (const auto header = context.request.header("authorization")) {
    CYBERDIR_ASSIGN(caller, caller_by_token(context.registry, *header));
    context.caller = std::move(caller);
    return {};
  }
  context.cookie = cookie_of(context.request, context.registry.settings(), CookieKind::session);
  if (context.cookie.empty()) return {};
  CYBERDIR_ASSIGN(session, context.registry.sessions().recognise(context.cookie.reveal()));
  if (session) context.caller = session->caller;
  context.session = std::move(session);
  return {};
}

// A browser sends its cookie whoever made it send the request. What changes anything therefore
// carries a token that only our own pages know: in a form's field, or in a header of the API.
base::Result<void> check_form_token(Context& context, const Route& route) {
  if (route.method == "GET") return {};
  std::string sent;
  if (route.takes_file) {
    CYBERDIR_ASSIGN(upload, FormUpload::open(context.request));
    context.upload = std::move(upload);
    context.fields = context.upload->fields();
    sent = context.fields.text("csrf");
  } else if (route.is_page) {
    CYBERDIR_ASSIGN(fields, read_form(context.request));
    context.fields = std::move(fields);
    sent = context.fields.text("csrf");
  } else if (context.session) {
    sent = context.request.header("x-csrf-token").value_or(std::string_view());
  } else {
    return {};
  }
  const bool ours =
      !context.cookie.empty() &&
      base::equal_in_constant_time(sent, service::csrf_token_of(context.cookie.reveal()));
  if (ours) return {};
  return base::fail(base::ErrorCode::forbidden,
                    "this did not come from a page that is open here; open the page again and send "
                    "it once more (programs: header X-CSRF-Token)");
}

// What differs by who is signed in differs by cookie.
void mention_cookie(Response& response) {
  for (auto& [name, value] : response.headers) {
    if (name == "Vary" && value.ends_with("Authorization")) value += ", Cookie";
  }
}

Response handle(Context& context, const Route& route) {
  const auto fail_with = [&](const base::Error& error) {
    return route.is_page ? page_error(context, error) : problem(context, error);
  };
  if (const auto done = check_form_token(context, route); !done) return fail_with(done.error());
  if (route.method == "GET") context.caller.persons_shown = std::make_shared<model::PersonsShown>();
  return metered(context, route, route.handle(context));
}

bool is_for_people(const Request& request) {
  if (is_of_api(request.path)) return false;
  const auto accept = request.header("accept");
  return accept && quality_of(*accept, "text/html") > quality_of(*accept, "application/json");
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Response answer(service::Registry& registry, Request& request) {
  Context context{registry, request, {}, {}, {}};
  std::string allowed;
  const Route* route = find_route(context, allowed);
  const auto fail_with = [&](const base::Error& error) {
    return is_for_people(request) ? page_error(context, error) : problem(context, error);
  };
  if (route == nullptr && !allowed.empty()) {
    Response response =
        problem_of_type(context, "method-not-allowed", "That method is not for this address", 405,
                        base::fail(base::ErrorCode::malformed, "this address takes " + allowed));
    response.set("Allow", allowed);
    return response;
  }
  if (route == nullptr)
    return fail_with(base::fail(base::ErrorCode::not_found, "there is nothing at this address"));
  if (const auto known = identify(context); !known) return fail_with(known.error());
  Response response = handle(context, *route);
  mention_cookie(response);
  return response;
}

}  // namespace cyberdir::http
