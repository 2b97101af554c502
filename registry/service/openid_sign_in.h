// Signing in through an identity provider: sent there, and back (OpenID Connect Core 1.0
// section 3.1).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "service/id_token.h"
#include "service/identity_provider.h"
#include "service/sign_in.h"
#include "store/store.h"

namespace cyberdir::service {

/// What a browser brings back from the provider, as it came.
struct ProviderReturn {
  std::string state;
  std::string code;
  std::string issuer;    ///< RFC 9207; empty where absent
  bool refused = false;  ///< it brings an error instead of a code
};

/// State, nonce and verifier of a sign-in are kept in the store for ten minutes, bound to the
/// cookie of the browser, and serve once. Any thread.
class OpenIdSignIn {
 public:
  /// Takes a line for the operator: why a sign-in was not believed. It holds nothing secret.
  using Log = std::function<void(std::string_view)>;

  OpenIdSignIn(store::Store& store, base::Random& random, const base::Clock& clock, SignIn& sign_in)
      : store_(store), random_(random), clock_(clock), sign_in_(sign_in) {}

  /// To be set before the registry is used by several threads.
  void set_provider(std::unique_ptr<IdentityProvider> provider, Log log);
  /// What the provider is called on the button; empty where there is none.
  [[nodiscard]] std::string provider_name() const;

  /// Where to send the browser that has this cookie. The state begins with `language` and a full
  /// stop. Errors: not_found (no provider), those of IdentityProvider and of the store.
  base::Result<std::string> begin(const SignInPlace& place, const base::Secret& browser,
                                  std::string_view language);
  /// What comes of a browser's return. Outcomes: those of SignIn::try_identity(); expired (no
  /// sign-in of this browser), declined (the provider does not say who this is), untrusted (what it
  /// says is not believed; the log has the reason). Errors: not_found (no provider), unavailable,
  /// of the store.
  base::Result<SignInStep> finish(const SignInPlace& place, const base::Secret& browser,
                                  const ProviderReturn& back);

 private:
  base::Result<std::optional<store::IdentityRequestRow>> take_request(const base::Secret& browser,
                                                                      const std::string& state);
  base::Result<Identity> identity_of(const store::IdentityRequestRow& request,
                                     const ProviderReturn& back);
  base::Result<std::string> email_beside(const Identity& identity,
                                         const base::Secret& access_token);

  store::Store& store_;
  base::Random& random_;
  const base::Clock& clock_;
  SignIn& sign_in_;
  std::unique_ptr<IdentityProvider> provider_;
  Log log_;
};

}  // namespace cyberdir::service
