#include "service/openid_sign_in.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using Outcome = SignInStep::Outcome;

namespace {

constexpr std::int64_t kLifeMicros = std::int64_t{10} * 60 * 1'000'000;
constexpr std::int64_t kMostOfSource = 200;  // an office behind one address

base::Error no_provider() {
  return fail(ErrorCode::not_found, "this registry has no identity provider to sign in through");
}

SignInStep step_of(Outcome outcome) {
  SignInStep step;
  step.outcome = outcome;
  return step;
}

}  // namespace

void OpenIdSignIn::set_provider(std::unique_ptr<IdentityProvider> provider, Log log) {
  provider_ = std::move(provider);
  log_ = std::move(log);
}

std::string OpenIdSignIn::provider_name() const {
  return provider_ ? provider_->settings().name : std::string();
}

Result<std::string> OpenIdSignIn::begin(const SignInPlace& place, const base::Secret& browser,
                                        std::string_view language) {
  if (!provider_) return no_provider();
  std::string state(language);
  state.append(".").append(base::make_key(random_).reveal());
  const IdentityHandshake handshake{base::Secret(std::move(state)), base::make_key(random_),
                                    base::make_key(random_)};
  // Asked first: what cannot begin is not kept.
  auto url = provider_->authorization_url(handshake);
  if (!url) {
    log_("the identity provider: " + url.error().detail);
    return std::move(url).error();
  }
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    writer.put_identity_request({base::digest_of_key(handshake.state.reveal()),
                                 base::digest_of_key(browser.reveal()),
                                 handshake.nonce,
                                 handshake.verifier,
                                 place.address,
                                 {writer.at().micros + kLifeMicros}},
                                kMostOfSource);
    return {};
  }));
  return url;
}

// What is brought back by another browser ends the sign-in all the same: somebody else has its
// state.
Result<std::optional<store::IdentityRequestRow>> OpenIdSignIn::take_request(
    const base::Secret& browser, const std::string& state) {
  std::optional<store::IdentityRequestRow> request;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    auto taken = writer.take_identity_request(base::digest_of_key(state));
    const bool ours = taken && !browser.empty() && taken->expires_at > clock_.now() &&
                      taken->browser == base::digest_of_key(browser.reveal());
    if (ours) request = std::move(taken);
    return {};
  }));
  return request;
}

// The address that the provider tells beside the token, where it is needed: many put none into a
// token that comes with an access token (Core section 5.4).
Result<std::string> OpenIdSignIn::email_beside(const Identity& identity,
                                               const base::Secret& access_token) {
  bool known = false;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    known = reader.identity_of(identity.issuer, identity.subject).has_value();
    return {};
  }));
  if (known) return std::string();
  CYBERDIR_ASSIGN(told, provider_->told_about(identity.subject, access_token));
  return verified_email(told);
}

Result<Identity> OpenIdSignIn::identity_of(const store::IdentityRequestRow& request,
                                           const ProviderReturn& back) {
  const IdentityProviderSettings& settings = provider_->settings();
  CYBERDIR_ASSIGN(names_itself, provider_->names_itself());
  if (back.issuer.empty() ? names_itself : back.issuer != settings.issuer)
    return fail(ErrorCode::invalid, "the answer does not say that it is the provider's (iss)");
  CYBERDIR_ASSIGN(tokens, provider_->redeem(back.code, request.verifier));
  CYBERDIR_ASSIGN(claims, provider_->signed_claims(tokens.id_token));
  CYBERDIR_ASSIGN(identity,
                  check_id_token(claims, {settings.issuer, settings.client_id, request.nonce,
                                          tokens.access_token, settings.acr, clock_.now()}));
  if (!claims.contains("email")) {
    CYBERDIR_ASSIGN(email, email_beside(identity, tokens.access_token));
    identity.email = std::move(email);
  }
  return std::move(identity);
}

Result<SignInStep> OpenIdSignIn::finish(const SignInPlace& place, const base::Secret& browser,
                                        const ProviderReturn& back) {
  if (!provider_) return no_provider();
  CYBERDIR_ASSIGN(request, take_request(browser, back.state));
  if (!request) return step_of(Outcome::expired);
  if (back.refused || back.code.empty()) return step_of(Outcome::declined);
  auto identity = identity_of(*request, back);
  if (identity) return sign_in_.try_identity(place, *identity);
  log_("the identity provider: " + identity.error().detail);
  const ErrorCode code = identity.error().code;
  if (code == ErrorCode::unavailable) return std::move(identity).error();
  return sign_in_.refuse_untrusted(place);
}

}  // namespace cyberdir::service
