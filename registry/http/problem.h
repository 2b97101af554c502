// Problem details (RFC 9457): every error leaves in this form.
#pragma once

#include <string>

#include "base/result.h"
#include "http/context.h"
#include "model/json.h"

namespace cyberdir::http {

/// The answer for an error, in the caller's form. `more` (an object) adds members.
[[nodiscard]] Response problem(const Context& context, const base::Error& error,
                               const model::Json& more = model::Json::object());

/// As problem(), for errors that have no code of the table: method-not-allowed, unknown-parameter.
[[nodiscard]] Response problem_of_type(const Context& context, std::string_view type,
                                       std::string_view title, int status, const base::Error& error,
                                       const model::Json& more = model::Json::object());

}  // namespace cyberdir::http
