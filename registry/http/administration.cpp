#include "http/administration.h"

#include "codec/canonical_json.h"
#include "http/entry_answer.h"
#include "http/negotiation.h"
#include "http/parameters.h"

namespace cyberdir::http {

base::Result<void> check_administration(const Context& context) {
  if (context.caller.role == model::Role::anonymous) {
    return base::fail(base::ErrorCode::unauthenticated,
                      "this is for those who manage accounts and tokens: sign in, or send a token");
  }
  CYBERDIR_TRY(choose_form(context));
  return check_parameters(context.request, {});
}

Response administration_answer(const Context& context, std::string_view root,
                               const model::Json& object, int status) {
  Response response = object_answer(context, root, codec::canonical_json(object));
  response.status = status;
  response.set("Cache-Control", "no-store");
  return response;
}

Response done_answer() {
  Response response;
  response.status = 204;
  response.set("Cache-Control", "no-store");
  return response;
}

}  // namespace cyberdir::http
