#include "http/preconditions.h"

#include <algorithm>

#include "http/negotiation.h"
#include "http/parameters.h"

namespace cyberdir::http {

service::Precondition precondition_of(const Request& request) {
  service::Precondition precondition;
  if (const auto header = request.header("if-match")) {
    precondition.if_match = service::parse_etags(*header, true);
    // `*` names no version: whoever writes says what was read.
    if (*precondition.if_match == std::vector<std::string>{"*"}) precondition.if_match.reset();
  }
  const auto none = request.header("if-none-match");
  precondition.none_must_exist = none && *none == "*";
  return precondition;
}

base::Result<void> check_write(const Context& context) {
  if (context.caller.role == model::Role::anonymous) {
    return base::fail(base::ErrorCode::unauthenticated,
                      "writing needs a token: Authorization: Bearer and the token");
  }
  CYBERDIR_ASSIGN(form, choose_form(context));
  (void)form;
  return check_parameters(context.request, {});
}

base::Result<std::string_view> idempotency_key(const Request& request) {
  constexpr std::size_t kLongestKey = 255;
  const auto key = request.header("idempotency-key");
  if (!key) return std::string_view();
  const bool visible =
      std::all_of(key->begin(), key->end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!visible || key->empty() || key->size() > kLongestKey) {
    return base::fail(base::ErrorCode::malformed,
                      "an Idempotency-Key has 1 to 255 visible ASCII characters");
  }
  return *key;
}

}  // namespace cyberdir::http
