// What the handlers of pages with forms share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/context.h"
#include "http/page_frame.h"
#include "page/work_view.h"
#include "service/sign_in.h"

namespace cyberdir::http {

/// Makes sure that forms of this page can carry a token, also before anybody signed in: then the
/// browser is given a key that stands for nobody. To be called before open_page().
void need_form_token(Context& context);

/// Answers with a page of facts, lists and forms. It is kept in no cache.
[[nodiscard]] Response work_answer(const PageRequest& page, const page::WorkPage& shown,
                                   int status = 200);

/// Leads the browser on after a form (303), to a path in the reader's language.
[[nodiscard]] Response see_other(const Context& context, std::string_view path);

/// Where an attempt to sign in comes from.
[[nodiscard]] service::SignInPlace sign_in_place(const Context& context);

/// An error as a form shows it, with the fields of `form` that its findings point to.
[[nodiscard]] std::vector<page::FormError> form_errors(const base::Error& error,
                                                       std::string_view form);

/// True where a form that was refused is shown again: its content was wrong, or what it asks for is
/// not possible. Everything else has a page of its own.
[[nodiscard]] bool is_shown_in_form(const base::Error& error);

/// The choices of a form: the roles that the caller may give.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> role_choices(
    const PageRequest& page, const std::vector<model::Role>& roles);

/// A time as people read it.
[[nodiscard]] std::string time_words(const PageRequest& page, base::Instant at);

/// Adds to the facts of a page as whom an identity provider knows an account; nothing where it does
/// not.
void show_identity(const service::AccountView& account, page::WorkPage& shown);

/// Sessions as a table whose rows can be ended by a form that is sent to `action`.
[[nodiscard]] page::Table session_table(const PageRequest& page,
                                        const std::vector<service::SessionLine>& sessions,
                                        const std::string& action);

}  // namespace cyberdir::http
