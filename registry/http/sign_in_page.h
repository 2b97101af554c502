// What the ways of signing in share: the page they begin on, the form again, the end.
#pragma once

#include <string>

#include "http/context.h"
#include "page/work_view.h"
#include "service/sign_in.h"

namespace cyberdir::http {

/// The page for address and password, with a button for the identity provider where there is one.
[[nodiscard]] page::WorkPage sign_in_page(const Context& context, const std::string& email);

/// A page again, with what was wrong. Nothing that differs between accounts is said.
[[nodiscard]] Response sign_in_again(Context& context, page::WorkPage shown,
                                     const service::SignInStep& step, const char* refusal);

/// Leads on with the session of a step that went well: to the form for the code, or into the
/// account.
[[nodiscard]] Response sign_in_onward(const Context& context, const service::SignInStep& step);

}  // namespace cyberdir::http
