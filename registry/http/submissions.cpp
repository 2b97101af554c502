// /v1/submissions
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
#include "http/submission_answer.h"

namespace cyberdir::http {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;
using model::SubmissionAction;

constexpr std::size_t kMostSubmissionBytes = 4U << 20U;
constexpr std::size_t kMostCommentBytes = 64U << 10U;

Result<Json> read_json_body(Context& context, std::string_view type, std::size_t limit) {
  const std::string said = content_type(context.request);
  if (!said.empty() && said != type)
    return fail(ErrorCode::unsupported, "this is sent as " + std::string(type));
  CYBERDIR_ASSIGN(body, read_body(context.request, limit));
  return codec::read_json(body, {64, limit + 1});
}

// The comment of a step; empty where there is no body.
Result<std::string> read_comment(Context& context) {
  const std::string said = content_type(context.request);
  if (!said.empty() && said != kJsonForm.media_type)
    return fail(ErrorCode::unsupported, "a comment is sent as application/json");
  CYBERDIR_ASSIGN(body, read_body(context.request, kMostCommentBytes));
  if (body.empty()) return std::string();
  CYBERDIR_ASSIGN(tree, codec::read_json(body, {4, kMostCommentBytes}));
  const bool fits = tree.is_object() && tree.size() == tree.count("comment") &&
                    (tree.empty() || tree["comment"].is_string());
  if (!fits) return fail(ErrorCode::malformed, "the body is {\"comment\": \"…\"}, or empty");
  return tree.value("comment", std::string());
}

Result<void> check_signed_in(const Context& context) {
  if (context.caller.role != model::Role::anonymous) return {};
  return fail(ErrorCode::unauthenticated,
              "submissions need a token: Authorization: Bearer and the token");
}

Result<std::vector<model::SubmissionState>> states_parameter(const Request& request) {
  std::vector<model::SubmissionState> states;
  for (const std::string& name : list_parameter(request, "state")) {
    const auto state = model::submission_state_named(name);
    if (!state) {
      return fail(ErrorCode::malformed,
                  "state: there are draft, suggested, submitted, approved, accepted, published, "
                  "returned, withdrawn, rejected and superseded");
    }
    states.push_back(*state);
  }
  return states;
}

Result<service::SubmissionList> read_list(const Context& context) {
  CYBERDIR_ASSIGN(states, states_parameter(context.request));
  constexpr std::int64_t kMost = 200;
  constexpr std::int64_t kUsual = 20;
  CYBERDIR_ASSIGN(limit, number_parameter(context.request, "limit", 0, kMost, kUsual));
  CYBERDIR_ASSIGN(key, read_cursor(context.request));
  const auto before = key.empty() ? std::optional<std::int64_t>(0) : whole_number(key);
  if (!before) return fail(ErrorCode::malformed, "cursor: it is not one of this query");
  return context.registry.submissions().list(context.caller, states, *before,
                                             static_cast<std::size_t>(limit));
}

Response edit(Context& context, service::EditForm form, std::string_view type) {
  if (const auto known = check_write(context); !known)
    return parameter_problem(context, known.error());
  const auto content = read_json_body(context, type, kMostSubmissionBytes);
  if (!content) return problem(context, content.error());
  service::Refusal refusal;
  const auto edited =
      context.registry.submissions().edit(context.origin(), context.part("id"), form, *content,
                                          precondition_of(context.request), refusal);
  return edited ? submission_answer(context, *edited)
                : submission_problem(context, edited.error(), refusal);
}

Response act(Context& context, SubmissionAction action) {
  if (const auto known = check_write(context); !known)
    return parameter_problem(context, known.error());
  const auto comment = read_comment(context);
  if (!comment) return problem(context, comment.error());
  service::Refusal refusal;
  const auto done =
      context.registry.submissions().act(context.origin(), context.part("id"), action, *comment,
                                         precondition_of(context.request), refusal);
  return done ? submission_answer(context, *done)
              : submission_problem(context, done.error(), refusal);
}

}  // namespace

Response list_submissions(Context& context) {
  static constexpr std::array<std::string_view, 3> kParameters = {"state", "limit", "cursor"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  if (const auto known = check_signed_in(context); !known) return problem(context, known.error());
  const auto list = read_list(context);
  if (!list) return problem(context, list.error());
  Json items = Json::array();
  for (const service::VisibleSubmission& item : list->items) items.push_back(item.json());
  const Json answer = {{"items", std::move(items)},
                       {"total", {{"value", list->total}, {"exact", true}}},
                       {"facets", Json::object()}};
  Response response = object_answer(context, "list", codec::canonical_json(answer));
  if (response.status == 200)
    response.set("Link",
                 page_links(context.request, list->next > 0 ? std::to_string(list->next) : ""));
  return response;
}

Response create_submission(Context& context) {
  if (const auto known = check_write(context); !known)
    return parameter_problem(context, known.error());
  const auto key = idempotency_key(context.request);
  if (!key) return problem(context, key.error());
  const auto content = read_json_body(context, kJsonForm.media_type, kMostSubmissionBytes);
  if (!content) return problem(context, content.error());
  const auto made = context.registry.submissions().create(context.origin(), *content, *key);
  if (!made) return problem(context, made.error());
  Response response = submission_answer(context, *made);
  response.status = 201;
  response.set("Location", "/v1/submissions/" + made->id());
  return response;
}

Response get_submission(Context& context) {
  if (const auto known = check_parameters(context.request, {}); !known)
    return parameter_problem(context, known.error());
  if (const auto known = check_signed_in(context); !known) return problem(context, known.error());
  if (const auto form = choose_form(context); !form) return problem(context, form.error());
  const auto found = context.registry.submissions().get(context.caller, context.part("id"));
  return found ? submission_answer(context, *found) : problem(context, found.error());
}

Response put_submission(Context& context) {
  return edit(context, service::EditForm::whole, kJsonForm.media_type);
}

Response patch_submission(Context& context) {
  return edit(context, service::EditForm::merge_patch, "application/merge-patch+json");
}

Response submit_submission(Context& context) { return act(context, SubmissionAction::submit); }
Response approve_submission(Context& context) { return act(context, SubmissionAction::approve); }
Response accept_submission(Context& context) { return act(context, SubmissionAction::accept); }
Response return_submission(Context& context) { return act(context, SubmissionAction::send_back); }
Response reject_submission(Context& context) { return act(context, SubmissionAction::reject); }
Response withdraw_submission(Context& context) { return act(context, SubmissionAction::withdraw); }

}  // namespace cyberdir::http
