// /v1/tokens
#include "http/administration.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/object_body.h"
#include "http/problem.h"
#include "service/account_json.h"

namespace cyberdir::http {
namespace {

base::Error finding(const char* code, const char* sentence, const char* pointer) {
  base::Error error =
      base::fail(base::ErrorCode::invalid, "the body is not as it should be; see the findings");
  error.findings.push_back({code, sentence, pointer, {}, {}, base::Severity::error});
  return error;
}

base::Result<service::NewToken> make(Context& context) {
  CYBERDIR_ASSIGN(body, read_object(context.request, "token"));
  const auto role = model::role_named(body.text("role").value_or(""));
  service::TokenRequest request;
  request.owner = body.text("owner").value_or("");
  request.scopes = body.texts("scopes");
  const auto expires = body.text("expires_at");
  CYBERDIR_TRY(body.check());
  if (!role || *role == model::Role::anonymous) {
    return finding("role", "the role is reader, editor, manager, secretariat or administrator",
                   "/role");
  }
  request.role = *role;
  if (expires) {
    request.expires_at = base::parse_rfc3339(*expires);
    if (!request.expires_at)
      return finding("date", "this is a time such as 2027-01-31T12:00:00Z", "/expires_at");
  }
  return context.registry.tokens().make(context.origin(), request);
}

}  // namespace

Response list_tokens(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto tokens = context.registry.tokens().list(context.caller);
  if (!tokens) return problem(context, tokens.error());
  model::Json items = model::Json::array();
  for (const store::TokenRow& token : *tokens)
    items.push_back(service::token_json(token, context.registry.clock().now()));
  return administration_answer(context, "list", service::items_json(std::move(items)), 200);
}

Response create_token(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto made = make(context);
  if (!made) return problem(context, made.error());
  model::Json shown = service::token_json(made->row, context.registry.clock().now());
  shown["token"] = std::string(made->secret.reveal());
  return administration_answer(context, "token", shown, 201);
}

Response revoke_token(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto done = context.registry.tokens().revoke(context.origin(), context.part("id"));
  if (!done) return problem(context, done.error());
  return done_answer();
}

}  // namespace cyberdir::http
