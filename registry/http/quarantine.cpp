// /v1/accounts/{id}/quarantine
#include "http/administration.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/object_body.h"
#include "http/problem.h"

namespace cyberdir::http {
namespace {

using service::QuarantineDecision;
using service::QuarantineReport;

base::Result<QuarantineReport> begin(Context& context) {
  CYBERDIR_ASSIGN(body, read_object(context.request, "quarantine"));
  const auto text = body.text("since");
  CYBERDIR_TRY(body.check());
  const auto since = text ? base::parse_rfc3339(*text) : std::nullopt;
  if (!since) {
    base::Error error = base::fail(base::ErrorCode::invalid, "say since when");
    error.findings = {
        {"time", "a time such as 2026-11-22T08:00:00Z", "/since", {}, {}, base::Severity::error}};
    return error;
  }
  return context.registry.quarantine().begin(context.origin(), context.part("id"), *since);
}

base::Result<QuarantineReport> decide(Context& context, QuarantineDecision decision) {
  CYBERDIR_ASSIGN(body, read_object(context.request, "quarantine"));
  service::QuarantineChoice choice;
  choice.entries = body.texts("entries");
  CYBERDIR_TRY(body.check());
  return context.registry.quarantine().decide(context.origin(), context.part("id"), decision,
                                              choice);
}

Response answer(const Context& context, const base::Result<QuarantineReport>& report) {
  if (!report) return problem(context, report.error());
  return administration_answer(context, "quarantine", service::quarantine_json(*report), 200);
}

}  // namespace

Response get_quarantine(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  return answer(context, context.registry.quarantine().report(context.caller, context.part("id")));
}

Response begin_quarantine(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  return answer(context, begin(context));
}

Response revert_quarantine(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  return answer(context, decide(context, QuarantineDecision::revert));
}

Response release_quarantine(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  return answer(context, decide(context, QuarantineDecision::release));
}

}  // namespace cyberdir::http
