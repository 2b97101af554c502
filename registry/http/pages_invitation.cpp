// /invitation and /{language}/invitation
#include <array>

#include "base/totp.h"
#include "http/handlers.h"
#include "http/parameters.h"
#include "http/work_page.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using page::FormField;

constexpr int kRefused = 422;

page::WorkPage invitation_page(const PageRequest& page, const service::Invitation& invitation,
                               const base::Secret& key) {
  page::WorkPage shown;
  shown.title = "invitation.title";
  shown.intro = "invitation.intro";
  shown.facts = {{"form.name", invitation.name}, {"form.email", invitation.email}};
  const std::string issuer(page::words(page.language, "frame.name"));
  shown.secrets = {
      {"invitation.secret", base::to_base32(invitation.totp.reveal())},
      {"invitation.address",
       "otpauth://totp/" + base::otpauth_label(issuer, invitation.email, invitation.totp)}};
  page::Form form;
  form.name = "invitation";
  form.action = "/invitation";
  form.button = "action.accept";
  form.hidden = {{"key", std::string(key.reveal())}};
  form.fields = {{FormField::Kind::new_password, "password", "new_password", {}, true, {}},
                 {FormField::Kind::new_password, "repeated", {}, {}, true, {}},
                 {FormField::Kind::code, "code", {}, {}, true, {}}};
  shown.forms = {std::move(form)};
  return shown;
}

Response show(Context& context, const base::Secret& key, std::vector<page::FormError> errors) {
  static constexpr std::array<std::string_view, 1> kParameters = {"key"};
  auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const auto invitation = context.registry.invitations().look(key);
  if (!invitation) return page_error(context, invitation.error());
  page::WorkPage shown = invitation_page(*page, *invitation, key);
  shown.errors = std::move(errors);
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

}  // namespace

Response page_invitation_start(Context& context) {
  const std::string key(context.request.parameter("key").value_or(std::string_view()));
  Response response = see_other(context, "/invitation?key=" + encode_query(key));
  response.set("Vary", "Accept-Language");
  return response;
}

Response page_invitation(Context& context) {
  need_form_token(context);
  return show(
      context,
      base::Secret(std::string(context.request.parameter("key").value_or(std::string_view()))), {});
}

Response send_invitation(Context& context) {
  const base::Secret key = context.fields.secret("key");
  const service::Acceptance acceptance{context.fields.secret("password"),
                                       context.fields.secret("repeated"),
                                       context.fields.text("code")};
  const auto done = context.registry.invitations().accept(context.origin(), key, acceptance);
  if (done) return see_other(context, "/sign-in?done=signed-up");
  if (!is_shown_in_form(done.error())) return page_error(context, done.error());
  return show(context, key, form_errors(done.error(), "invitation"));
}

}  // namespace cyberdir::http
