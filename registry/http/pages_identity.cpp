// /{language}/sign-in/identity and /sign-in/identity: to an identity provider, and back
#include <array>

#include "http/handlers.h"
#include "http/parameters.h"
#include "http/sign_in_page.h"
#include "http/work_page.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using Outcome = service::SignInStep::Outcome;

// What we read of what a provider appends to the address; there may be more, which is for others.
constexpr std::array<std::string_view, 4> kRead = {"code", "error", "iss", "state"};

std::string parameter(const Context& context, std::string_view name) {
  return std::string(context.request.parameter(name).value_or(std::string_view()));
}

// A provider that cannot be reached is no reason to leave people without the form for passwords.
Response unreachable(Context& context, const base::Error& error) {
  constexpr int kUnavailable = 503;
  if (error.code == base::ErrorCode::not_found) return page_error(context, error);
  need_form_token(context);
  const auto page = open_page(context, kRead);
  if (!page) return page_error(context, page.error());
  page::WorkPage shown = sign_in_page(context, {});
  shown.errors = {{"identity-unreachable", {}, {}}};
  Response response = work_answer(*page, shown, kUnavailable);
  response.set("Retry-After", "60");
  return response;
}

}  // namespace

// A redirection after a form would be stopped by browsers that hold it to form-action (CSP 3
// section 6.4.1 leaves it open): the answer is a page that leads on.
Response send_identity(Context& context) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto url =
      context.registry.openid().begin(sign_in_place(context), context.cookie, page->language);
  if (!url) return unreachable(context, url.error());
  page::WorkPage shown;
  shown.title = "identity.title";
  shown.intro = "identity.intro";
  shown.onward = {"identity.onward", *url};
  Response response = work_answer(*page, shown);
  response.set("Refresh", "0; url=" + *url);
  return response;
}

// The one address that is registered with the provider. The state begins with the language in which
// the sign-in was begun.
Response page_identity_start(Context& context) {
  std::string query;
  for (const std::string_view name : kRead) {
    const std::string value = parameter(context, name);
    if (!value.empty())
      query += (query.empty() ? "?" : "&") + std::string(name) + "=" + encode_query(value);
  }
  const std::string state = parameter(context, "state");
  const std::string language = state.substr(0, state.find('.'));
  Response response = see_other(context, "/sign-in/identity" + query);
  if (page::is_language(language))
    response.set("Location", "/" + language + "/sign-in/identity" + query);
  response.set("Vary", "Accept-Language");
  return response;
}

Response page_identity(Context& context) {
  if (context.session) return see_other(context, "/work");
  const service::ProviderReturn back{parameter(context, "state"), parameter(context, "code"),
                                     parameter(context, "iss"),
                                     context.request.parameter("error").has_value()};
  const auto step = context.registry.openid().finish(sign_in_place(context), context.cookie, back);
  if (!step) return unreachable(context, step.error());
  const bool well = step->outcome == Outcome::signed_in || step->outcome == Outcome::code_asked;
  if (well) return sign_in_onward(context, *step);
  need_form_token(context);
  return sign_in_again(context, sign_in_page(context, {}), *step, "identity-refused");
}

}  // namespace cyberdir::http
