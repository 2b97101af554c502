#include "http/sign_in_page.h"

#include <array>

#include "http/cookies.h"
#include "http/handlers.h"
#include "http/work_page.h"

namespace cyberdir::http {
namespace {

using Outcome = service::SignInStep::Outcome;
using page::FormField;

constexpr int kRefused = 422;
constexpr int kTooMany = 429;
constexpr std::int64_t kDeviceSeconds = std::int64_t{180} * 24 * 3'600;

// The key of what is said of an outcome.
const char* words_of(Outcome outcome, const char* refusal) {
  switch (outcome) {
    case Outcome::wait:
      return "sign-in-wait";
    case Outcome::expired:
      return "sign-in-expired";
    case Outcome::declined:
      return "identity-declined";
    case Outcome::untrusted:
      return "identity-untrusted";
    default:
      return refusal;
  }
}

}  // namespace

page::WorkPage sign_in_page(const Context& context, const std::string& email) {
  page::WorkPage shown;
  shown.title = "sign_in.title";
  shown.intro = "sign_in.intro";
  page::Form form;
  form.name = "sign-in";
  form.action = "/sign-in";
  form.button = "action.next";
  form.fields = {{FormField::Kind::email, "email", {}, email, true, {}},
                 {FormField::Kind::password, "password", {}, {}, true, {}}};
  shown.forms = {std::move(form)};
  const std::string provider = context.registry.openid().provider_name();
  if (provider.empty()) return shown;
  page::Form identity;
  identity.name = "identity";
  identity.heading = "identity.heading";
  identity.action = "/sign-in/identity";
  identity.button = "action.sign_in_with";
  identity.about = provider;
  shown.forms.push_back(std::move(identity));
  return shown;
}

Response sign_in_again(Context& context, page::WorkPage shown, const service::SignInStep& step,
                       const char* refusal) {
  static constexpr std::array<std::string_view, 4> kOfProvider = {"code", "error", "iss", "state"};
  const auto page = open_page(context, kOfProvider);
  if (!page) return page_error(context, page.error());
  const bool waits = step.outcome == Outcome::wait;
  shown.errors = {{words_of(step.outcome, refusal), {}, {}}};
  Response response = work_answer(*page, shown, waits ? kTooMany : kRefused);
  if (waits) response.set("Retry-After", std::to_string(step.wait_seconds));
  return response;
}

Response sign_in_onward(const Context& context, const service::SignInStep& step) {
  const bool whole = step.outcome == Outcome::signed_in;
  Response response = see_other(context, whole ? "/work" : "/sign-in/code");
  const service::Settings& settings = context.registry.settings();
  set_cookie(response, settings, CookieKind::session, step.session, {});
  if (whole) set_cookie(response, settings, CookieKind::device, step.device, kDeviceSeconds);
  return response;
}

}  // namespace cyberdir::http
