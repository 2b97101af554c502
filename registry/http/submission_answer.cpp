#include "http/submission_answer.h"

#include "codec/canonical_json.h"
#include "http/entry_answer.h"
#include "http/negotiation.h"
#include "http/problem.h"

namespace cyberdir::http {

Response submission_answer(const Context& context, const service::VisibleSubmission& submission) {
  Response response =
      object_answer(context, "submission", codec::canonical_json(submission.json()));
  const auto form = choose_form(context);
  if (!form) return response;
  const std::string_view suffix = form->suffix == "json" ? std::string_view() : form->suffix;
  response.set("ETag", service::make_etag(submission.revision(), submission.digest(), suffix));
  return response;
}

Response submitted_answer(const Context& context, const std::string& id) {
  const auto submission = context.registry.submissions().get(context.caller, id);
  if (!submission) return problem(context, submission.error());
  Response response = submission_answer(context, *submission);
  if (response.status != 200) return response;
  response.status = 202;
  response.set("Location", "/v1/submissions/" + id);
  return response;
}

Response submission_problem(const Context& context, const base::Error& error,
                            const service::Refusal& refusal) {
  model::Json more = model::Json::object();
  if (refusal.state) {
    more["state"] = std::string(model::name_of(*refusal.state));
    more["possible"] = model::Json::array();
    for (const model::SubmissionAction action : refusal.possible)
      more["possible"].push_back(std::string(model::name_of(action)));
  }
  if (!refusal.conflicts.empty()) more["conflicts"] = service::conflicts_json(refusal.conflicts);
  return problem(context, error, more);
}

}  // namespace cyberdir::http
