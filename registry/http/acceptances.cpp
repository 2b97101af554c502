// /v1/entries/{id}/acceptances, /v1/entries/{id}/ask
#include "http/administration.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/object_body.h"
#include "http/preconditions.h"
#include "http/problem.h"

namespace cyberdir::http {
namespace {

base::Result<service::WriteOutcome> answer(Context& context) {
  CYBERDIR_ASSIGN(body, read_object(context.request, "acceptance"));
  const auto as = body.text("as");
  const auto accept = body.flag("accept");
  CYBERDIR_TRY(body.check());
  if (!as || !accept) {
    base::Error error =
        base::fail(base::ErrorCode::invalid, "the body is {\"as\": \"…\", \"accept\": true}");
    const auto add = [&](const char* sentence, const char* pointer) {
      error.findings.push_back({"required", sentence, pointer, {}, {}, base::Severity::error});
    };
    if (!as) add("say for whom: a State's code or an organisation's id", "/as");
    if (!accept) add("say whether they agree to be named", "/accept");
    return error;
  }
  return context.registry.acceptances().answer(context.origin(), context.part("id"), *as, *accept);
}

}  // namespace

Response answer_acceptance(Context& context) {
  if (const auto known = check_write(context); !known)
    return parameter_problem(context, known.error());
  const auto outcome = answer(context);
  return outcome ? written_answer(context, *outcome) : problem(context, outcome.error());
}

Response ask_person(Context& context) {
  if (const auto known = check_write(context); !known)
    return parameter_problem(context, known.error());
  const auto asked = context.registry.acceptances().ask(context.origin(), context.part("id"));
  return asked ? done_answer() : problem(context, asked.error());
}

}  // namespace cyberdir::http
