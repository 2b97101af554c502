// What accounts and tokens answer alike.
#pragma once

#include "http/context.h"
#include "model/json.h"

namespace cyberdir::http {

/// What every operation asks first: a caller, a form that there is, no parameter. Errors:
/// unauthenticated, not_acceptable, malformed.
[[nodiscard]] base::Result<void> check_administration(const Context& context);

/// Answers with an object that no cache keeps; `root` names it in XML.
[[nodiscard]] Response administration_answer(const Context& context, std::string_view root,
                                             const model::Json& object, int status);

/// 204: it was done, and there is nothing to show.
[[nodiscard]] Response done_answer();

}  // namespace cyberdir::http
