#include "http/routes.h"

#include <algorithm>
#include <array>

#include "base/error_table.h"
#include "http/handlers.h"
#include "http/negotiation.h"
#include "http/problem.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

constexpr std::array kRoutes = {
    // reading and writing entries
    Route{"GET", "/v1/entries", search_entries},
    Route{"POST", "/v1/entries", create_entry},
    Route{"GET", "/v1/entries/{id}", get_entry},
    Route{"PUT", "/v1/entries/{id}", put_entry},
    Route{"PATCH", "/v1/entries/{id}", patch_entry},
    Route{"DELETE", "/v1/entries/{id}", withdraw_entry},
    Route{"POST", "/v1/entries/{id}/restore", restore_entry},
    Route{"POST", "/v1/entries/{id}/redact", redact_entry},
    // what was
    Route{"GET", "/v1/entries/{id}/history", list_versions},
    Route{"GET", "/v1/entries/{id}/history/{n}", get_version},
    Route{"GET", "/v1/entries/{id}/diff", compare_versions},
    // States
    Route{"GET", "/v1/states", list_states},
    Route{"GET", "/v1/states/{iso2}", get_state},
    // the whole
    Route{"GET", "/v1/export", export_directory},
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
    // the contract
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
    Route{"GET", "/{language}", page_home, true},
    Route{"GET", "/{language}/search", page_results, true},
    Route{"GET", "/{language}/states/{iso2}", page_state, true},
    Route{"GET", "/{language}/entries/{id}", page_entry, true},
    Route{"GET", "/{language}/entries/{id}/history", page_history, true},
    Route{"GET", "/{language}/entries/{id}/diff", page_diff, true},
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
      const std::string_view name = wanted[i].substr(1, wanted[i].size() - 2);
      if (path[i].empty() || (name == "language" && !page::is_language(path[i]))) return false;
      named.emplace(name, path[i]);
    } else if (wanted[i] != path[i]) {
      return false;
    }
  }
  return true;
}

// The suffix that asks for a form, where the path ends in one.
std::string_view suffix_of(std::string_view path) {
  for (const std::string_view suffix : {"json", "xml", "csv", "ndjson", "vcf"}) {
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
  const bool has_forms = !suffix.empty() && path.starts_with("/v1/");
  if (!has_forms) return look(path);
  context.form = suffix;
  return look(path.substr(0, path.size() - suffix.size() - 1));
}

base::Result<model::Caller> caller_of(service::Registry& registry, const Request& request) {
  const auto header = request.header("authorization");
  if (!header) return model::Caller{};
  constexpr std::string_view kBearer = "bearer ";
  std::string scheme(header->substr(0, kBearer.size()));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (scheme != kBearer)
    return base::fail(base::ErrorCode::unauthenticated,
                      "the scheme is Bearer: Authorization: Bearer and the token");
  return registry.tokens().caller_of(header->substr(kBearer.size()));
}

bool is_for_people(const Request& request) {
  if (request.path.starts_with("/v1/")) return false;
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
  auto caller = caller_of(registry, request);
  if (!caller) return fail_with(caller.error());
  context.caller = std::move(*caller);
  return route->handle(context);
}

}  // namespace cyberdir::http
