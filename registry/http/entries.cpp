// /v1/entries
#include <algorithm>
#include <array>

#include "codec/json_reader.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/preconditions.h"
#include "http/problem.h"
#include "http/submission_answer.h"
#include "service/answer_json.h"

namespace cyberdir::http {
namespace {

constexpr std::size_t kMostEntryBytes = 1U << 20U;

base::Result<void> check_id(const Context& context) {
  if (model::is_entry_id(context.part("id"))) return {};
  return base::fail(base::ErrorCode::not_found,
                    "there is no entry of this id, or none that you may see");
}

Response write_answer(const Context& context, const base::Result<service::WriteOutcome>& outcome,
                      const service::Staleness& staleness) {
  if (outcome && !outcome->submission.empty())
    return submitted_answer(context, outcome->submission);
  if (outcome) return written_answer(context, *outcome);
  model::Json more = model::Json::object();
  if (outcome.error().code == base::ErrorCode::stale && staleness.current_version > 0) {
    more["current_version"] = staleness.current_version;
    if (staleness.base_version) more["base_version"] = *staleness.base_version;
    more["conflicts"] = model::Json::array();
    for (const model::Conflict& conflict : staleness.conflicts)
      more["conflicts"].push_back(service::conflict_json(conflict));
  }
  Response response = problem(context, outcome.error(), more);
  if (outcome.error().code == base::ErrorCode::gone && context.path.contains("id")) {
    response.set("Link",
                 "</v1/entries/" + context.part("id") + "/history>; rel=\"version-history\"");
  }
  return response;
}

base::Result<model::Json> read_patch(Context& context, service::PatchForm& form) {
  const std::string type = content_type(context.request);
  if (type == "application/json-patch+json") {
    form = service::PatchForm::json;
  } else if (type == "application/merge-patch+json") {
    form = service::PatchForm::merge;
  } else {
    return base::fail(
        base::ErrorCode::unsupported,
        "a patch is sent as application/merge-patch+json or application/json-patch+json");
  }
  CYBERDIR_ASSIGN(body, read_body(context.request, kMostEntryBytes));
  return codec::read_json(body, {64, kMostEntryBytes + 1});
}

base::Result<service::RedactionRequest> read_redaction(Context& context) {
  if (content_type(context.request) != "application/json")
    return base::fail(base::ErrorCode::unsupported,
                      "what is to be erased is sent as application/json");
  CYBERDIR_ASSIGN(body, read_body(context.request, kMostEntryBytes));
  CYBERDIR_ASSIGN(tree, codec::read_json(body, {64, kMostEntryBytes + 1}));
  return service::parse_redaction(tree);
}

}  // namespace

Response search_entries(Context& context) {
  static constexpr std::array<std::string_view, 20> kParameters = {
      "q",        "kind",   "state",  "region",        "category",      "network", "theme",
      "language", "stage",  "owner",  "updated_since", "as_of",         "fields",  "sort",
      "limit",    "cursor", "facets", "declared",      "available_now", "proven"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  return list_answer(context, list_query(context.request));
}

Response create_entry(Context& context) {
  if (const auto allowed = check_write(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto key = idempotency_key(context.request);
  if (!key) return problem(context, key.error());
  auto tree = read_entry(context.request);
  if (!tree) return problem(context, tree.error());
  return write_answer(
      context, context.registry.workflow().create(context.origin(), std::move(*tree), *key), {});
}

Response get_entry(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"as_of", "audience"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  const auto as_of = as_of_parameter(context.request);
  if (!as_of) return problem(context, as_of.error());
  const auto caller = audience_parameter(context);
  if (!caller) return problem(context, caller.error());
  const auto entry = context.registry.directory().read(*caller, context.part("id"), *as_of);
  if (entry) return entry_answer(context, *entry);
  Response response = problem(context, entry.error());
  if (entry.error().code == base::ErrorCode::gone) {
    response.set("Link",
                 "</v1/entries/" + context.part("id") + "/history>; rel=\"version-history\"");
  }
  return response;
}

Response put_entry(Context& context) {
  if (const auto allowed = check_write(context); !allowed)
    return parameter_problem(context, allowed.error());
  const service::Precondition precondition = precondition_of(context.request);
  auto tree = read_entry(context.request);
  if (!tree) return problem(context, tree.error());
  service::Staleness staleness;
  const auto outcome = context.registry.workflow().replace(
      context.origin(), context.part("id"), std::move(*tree), precondition, staleness);
  return write_answer(context, outcome, staleness);
}

Response patch_entry(Context& context) {
  if (const auto allowed = check_write(context); !allowed)
    return parameter_problem(context, allowed.error());
  if (const auto valid = check_id(context); !valid) return problem(context, valid.error());
  service::PatchForm form = service::PatchForm::merge;
  const auto patch = read_patch(context, form);
  if (!patch) return problem(context, patch.error());
  service::Staleness staleness;
  const auto outcome =
      context.registry.workflow().patch(context.origin(), context.part("id"), form, *patch,
                                        precondition_of(context.request), staleness);
  return write_answer(context, outcome, staleness);
}

Response withdraw_entry(Context& context) {
  if (const auto allowed = check_write(context); !allowed)
    return parameter_problem(context, allowed.error());
  service::Staleness staleness;
  const auto outcome = context.registry.workflow().withdraw(
      context.origin(), context.part("id"), precondition_of(context.request), staleness);
  return write_answer(context, outcome, staleness);
}

Response restore_entry(Context& context) {
  if (const auto allowed = check_write(context); !allowed)
    return parameter_problem(context, allowed.error());
  service::Staleness staleness;
  const auto outcome = context.registry.workflow().restore(
      context.origin(), context.part("id"), precondition_of(context.request), staleness);
  return write_answer(context, outcome, staleness);
}

Response confirm_entry(Context& context) {
  if (const auto allowed = check_write(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto outcome = context.registry.confirmations().confirm(
      context.origin(), context.part("id"), precondition_of(context.request));
  return outcome ? written_answer(context, *outcome) : problem(context, outcome.error());
}

Response redact_entry(Context& context) {
  if (const auto allowed = check_write(context); !allowed)
    return parameter_problem(context, allowed.error());
  if (const auto valid = check_id(context); !valid) return problem(context, valid.error());
  const auto request = read_redaction(context);
  if (!request) return problem(context, request.error());
  service::Staleness staleness;
  const auto outcome = context.registry.erasure().redact(
      context.origin(), context.part("id"), *request, precondition_of(context.request), staleness);
  return write_answer(context, outcome, staleness);
}

}  // namespace cyberdir::http
