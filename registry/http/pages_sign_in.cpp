// /{language}/sign-in, …/sign-in/code, …/sign-out
#include <array>

#include "http/cookies.h"
#include "http/handlers.h"
#include "http/sign_in_page.h"
#include "http/work_page.h"

namespace cyberdir::http {
namespace {

using Outcome = service::SignInStep::Outcome;
using page::FormField;

page::WorkPage code_page() {
  page::WorkPage shown;
  shown.title = "code.title";
  page::Form form;
  form.name = "code";
  form.action = "/sign-in/code";
  form.button = "action.sign_in";
  form.fields = {{FormField::Kind::code, "code", {}, {}, true, {}}};
  shown.forms = {std::move(form)};
  shown.links = {{"code.again", "/sign-in"}};
  return shown;
}

}  // namespace

Response page_sign_in(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"done"};
  if (context.session) return see_other(context, "/work");
  need_form_token(context);
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  page::WorkPage shown = sign_in_page(context, {});
  const auto done = context.request.parameter("done");
  if (done == "signed-up") shown.notice = "notice.signed_up";
  if (done == "signed-out") shown.notice = "notice.signed_out";
  return work_answer(*page, shown);
}

Response send_sign_in(Context& context) {
  const std::string email = context.fields.text("email");
  const auto step = context.registry.sign_in().try_password(sign_in_place(context), email,
                                                            context.fields.secret("password"));
  if (!step) return page_error(context, step.error());
  if (step->outcome == Outcome::code_asked) return sign_in_onward(context, *step);
  return sign_in_again(context, sign_in_page(context, email), *step, "sign-in-refused");
}

Response page_code(Context& context) {
  if (context.session) return see_other(context, "/work");
  if (context.cookie.empty()) return see_other(context, "/sign-in");
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  return work_answer(*page, code_page());
}

Response send_code(Context& context) {
  const auto step = context.registry.sign_in().try_code(sign_in_place(context), context.cookie,
                                                        context.fields.text("code"));
  if (!step) return page_error(context, step.error());
  if (step->outcome == Outcome::signed_in) return sign_in_onward(context, *step);
  return sign_in_again(context, code_page(), *step, "code-refused");
}

Response send_sign_out(Context& context) {
  if (context.session) {
    const auto done = context.registry.sign_in().sign_out(context.origin(), *context.session);
    if (!done) return page_error(context, done.error());
  }
  Response response = see_other(context, "/sign-in?done=signed-out");
  drop_cookie(response, context.registry.settings(), CookieKind::session);
  return response;
}

}  // namespace cyberdir::http
