// /data/v1/teams: teams for clients of the public teams API of FIRST (https://api.first.org)
#include "service/teams.h"

#include <algorithm>

#include "codec/canonical_json.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/negotiation.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "model/states.h"

namespace cyberdir::http {
namespace {

using base::Result;
using model::Json;

constexpr std::array<Form, 1> kForms = {kJsonForm};
constexpr std::array<std::string_view, 10> kParameters = {
    "q", "country", "team", "limit", "offset", "fields", "sort", "envelope", "pretty", "scope"};
// As that API documents them.
constexpr std::int64_t kMostTeams = 10'000;
constexpr std::int64_t kDefaultTeams = 100;
constexpr std::int64_t kMostOffset = 10'000'000;
constexpr std::size_t kMostWords = 256;

Result<std::string> words_parameter(const Request& request, std::string_view name) {
  std::string words(request.parameter(name).value_or(std::string_view()));
  if (words.size() > kMostWords) return bad_parameter(name, "it has 256 bytes at most");
  return words;
}

Result<bool> switch_parameter(const Request& request, std::string_view name, bool otherwise) {
  const auto text = request.parameter(name);
  if (!text) return otherwise;
  if (*text == "true" || *text == "1") return true;
  if (*text == "false" || *text == "0") return false;
  return bad_parameter(name, "it is true, false, 1 or 0");
}

Result<std::string> country_parameter(const Request& request) {
  std::string country(request.parameter("country").value_or(std::string_view()));
  if (country.empty()) return country;
  std::ranges::transform(country, country.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  if (!model::is_state_code(country))
    return bad_parameter("country", "it is the code of a State, such as IN");
  return country;
}

Result<service::TeamQuery> query_of(const Request& request) {
  service::TeamQuery query;
  CYBERDIR_ASSIGN(words, words_parameter(request, "q"));
  query.words = words;
  CYBERDIR_ASSIGN(team, words_parameter(request, "team"));
  query.team = team;
  CYBERDIR_ASSIGN(country, country_parameter(request));
  query.country = country;
  for (const std::string& name : list_parameter(request, "sort")) {
    const bool descending = name.starts_with('-');
    service::TeamOrder order{name.substr(descending ? 1 : 0), descending};
    if (!service::is_team_order(order.member))
      return bad_parameter("sort", "it lists members of teams, with - before one to turn it round");
    query.order.push_back(std::move(order));
  }
  CYBERDIR_ASSIGN(limit, number_parameter(request, "limit", 0, kMostTeams, kDefaultTeams));
  CYBERDIR_ASSIGN(offset, number_parameter(request, "offset", 0, kMostOffset, 0));
  query.limit = static_cast<std::size_t>(limit);
  query.offset = static_cast<std::size_t>(offset);
  const auto scope = request.parameter("scope");
  if (scope && *scope != "public") return bad_parameter("scope", "there is public alone");
  return query;
}

// Those members alone; null where a team has none of that name.
Json chosen(Json team, const std::vector<std::string>& fields) {
  if (fields.empty()) return team;
  Json kept = Json::object();
  for (const std::string& field : fields) {
    const auto found = team.find(field);
    kept[field] = found == team.end() ? Json() : std::move(*found);
  }
  return kept;
}

Result<std::string> answer_to(Context& context) {
  const Request& request = context.request;
  CYBERDIR_ASSIGN(query, query_of(request));
  CYBERDIR_ASSIGN(envelope, switch_parameter(request, "envelope", true));
  CYBERDIR_ASSIGN(pretty, switch_parameter(request, "pretty", false));
  CYBERDIR_ASSIGN(list, service::teams_of(context.registry.directory(), context.caller, query));
  const auto fields = list_parameter(request, "fields");
  Json data = Json::array();
  for (Json& team : list.teams) data.push_back(chosen(std::move(team), fields));
  Json answer = std::move(data);
  if (envelope) {
    Json whole = {{"status", "OK"},        {"status-code", 200},  {"version", "1.0"},
                  {"access", "public"},    {"total", list.total}, {"limit", query.limit},
                  {"offset", query.offset}};
    whole["data"] = std::move(answer);
    answer = std::move(whole);
  }
  return pretty ? answer.dump(4) + "\n" : codec::canonical_json(answer);
}

}  // namespace

Response list_teams(Context& context) {
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  if (const auto form = choose_form(context, kForms); !form) return problem(context, form.error());
  auto answer = answer_to(context);
  if (!answer) return problem(context, answer.error());
  Response response;
  set_common(context, response);
  response.set("Content-Type", kJsonForm.media_type);
  response.body = *std::move(answer);
  return response;
}

}  // namespace cyberdir::http
