// /v1/entries/{id}/emergency, /v1/entries/{id}/confirm-urgent, /v1/emergencies
#include <array>

#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/negotiation.h"
#include "http/parameters.h"
#include "http/preconditions.h"
#include "http/problem.h"

namespace cyberdir::http {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

constexpr std::size_t kMostBytes = 64U << 10U;
constexpr std::string_view kEveryState = "any";

Result<model::EmergencyRequest> read_emergency(Context& context) {
  if (content_type(context.request) != kJsonForm.media_type)
    return fail(ErrorCode::unsupported, "an emergency is sent as application/json");
  CYBERDIR_ASSIGN(body, read_body(context.request, kMostBytes));
  CYBERDIR_ASSIGN(tree, codec::read_json(body, {8, kMostBytes + 1}));
  base::Findings findings;
  model::EmergencyRequest request = model::take_emergency(tree, findings);
  if (!base::has_errors(findings)) return request;
  base::Error error = fail(ErrorCode::invalid, "what was sent is not valid; see the findings");
  error.findings = std::move(findings);
  return error;
}

// The state that is asked for: those that wait where none is; empty for all.
Result<std::string> state_parameter(const Request& request) {
  const std::string state(request.parameter("state").value_or("waiting"));
  if (state == kEveryState) return std::string();
  constexpr std::array<std::string_view, 3> kStates = {"waiting", "upheld", "reverted"};
  for (const std::string_view known : kStates) {
    if (state == known) return state;
  }
  return fail(ErrorCode::malformed, "state: there are waiting, upheld, reverted and any");
}

Result<service::EmergencyList> read_list(const Context& context) {
  constexpr std::int64_t kMost = 200;
  constexpr std::int64_t kUsual = 20;
  CYBERDIR_ASSIGN(state, state_parameter(context.request));
  CYBERDIR_ASSIGN(limit, number_parameter(context.request, "limit", 0, kMost, kUsual));
  CYBERDIR_ASSIGN(key, read_cursor(context.request));
  const auto before = key.empty() ? std::optional<std::int64_t>(0) : whole_number(key);
  if (!before) return fail(ErrorCode::malformed, "cursor: it is not one of this query");
  return context.registry.emergencies().list(context.caller, state, *before,
                                             static_cast<std::size_t>(limit));
}

Response decide(Context& context, service::EmergencyDecision decision) {
  if (const auto known = check_write(context); !known)
    return parameter_problem(context, known.error());
  const auto decided =
      context.registry.emergencies().decide(context.origin(), context.part("id"), decision);
  if (!decided) return problem(context, decided.error());
  return object_answer(context, "emergency",
                       codec::canonical_json(service::emergency_json(*decided)));
}

}  // namespace

Response raise_emergency(Context& context) {
  if (const auto known = check_write(context); !known)
    return parameter_problem(context, known.error());
  const auto request = read_emergency(context);
  if (!request) return problem(context, request.error());
  const auto outcome =
      context.registry.emergencies().raise(context.origin(), context.part("id"), *request);
  return outcome ? written_answer(context, *outcome) : problem(context, outcome.error());
}

Response list_emergencies(Context& context) {
  static constexpr std::array<std::string_view, 3> kParameters = {"state", "limit", "cursor"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  const auto list = read_list(context);
  if (!list) return problem(context, list.error());
  Json items = Json::array();
  for (const service::EmergencyView& item : list->items)
    items.push_back(service::emergency_json(item));
  const Json answer = {{"items", std::move(items)},
                       {"total", {{"value", list->total}, {"exact", true}}},
                       {"facets", Json::object()}};
  Response response = object_answer(context, "list", codec::canonical_json(answer));
  if (response.status == 200)
    response.set("Link",
                 page_links(context.request, list->next > 0 ? std::to_string(list->next) : ""));
  return response;
}

Response uphold_emergency(Context& context) {
  return decide(context, service::EmergencyDecision::uphold);
}

Response revert_emergency(Context& context) {
  return decide(context, service::EmergencyDecision::revert);
}

Response confirm_urgent(Context& context) {
  if (const auto known = check_write(context); !known)
    return parameter_problem(context, known.error());
  const auto outcome = context.registry.urgent_review().confirm(
      context.origin(), context.part("id"), precondition_of(context.request));
  return outcome ? written_answer(context, *outcome) : problem(context, outcome.error());
}

}  // namespace cyberdir::http
