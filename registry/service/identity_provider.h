// An identity provider that people sign in through, as its client sees it (OpenID Connect Core 1.0,
// OpenID Connect Discovery 1.0, RFC 6749 with PKCE as in RFC 7636).
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/web_client.h"
#include "codec/json_web_token.h"
#include "model/json.h"

namespace cyberdir::service {

/// What an operator sets of a provider.
struct IdentityProviderSettings {
  std::string issuer;  ///< as its tokens have it; see base::is_trustworthy_url()
  std::string client_id;
  base::Secret client_secret;  ///< empty for a client that has none
  std::string name;            ///< what people know the provider by
  std::string acr;             ///< the value of `acr` that stands for two factors; empty for none
  std::string return_url;      ///< where it sends people back to, registered there
};

/// What one sign-in is known by on its way.
struct IdentityHandshake {
  base::Secret state;
  base::Secret nonce;
  base::Secret verifier;  ///< 43 characters of base64url
};

/// What a code is redeemed for.
struct IssuedTokens {
  std::string id_token;
  base::Secret access_token;
};

/// Asks the provider with bounded size, time and number at once. Its own description is kept for an
/// hour, its keys likewise; a token that names a key we do not have makes us read them again, once
/// a minute at most. Errors of all: unavailable (not reached, or too many at once), malformed (an
/// answer that is not what it should be), too_large. Any thread.
class IdentityProvider {
 public:
  IdentityProvider(IdentityProviderSettings settings, base::WebClient& web,
                   const base::Clock& clock)
      : settings_(std::move(settings)), web_(web), clock_(clock) {}

  [[nodiscard]] const IdentityProviderSettings& settings() const { return settings_; }

  /// Where to send a browser.
  base::Result<std::string> authorization_url(const IdentityHandshake& handshake);
  /// True where an answer that does not say whose it is must be refused (RFC 9207 section 2.4).
  base::Result<bool> names_itself();
  base::Result<IssuedTokens> redeem(const std::string& code, const base::Secret& verifier);
  /// The claims of a token that the provider signed. Errors: also invalid (it did not).
  base::Result<model::Json> signed_claims(const std::string& id_token);
  /// What the provider tells about a subject beside the token; an empty object where it does not.
  /// Errors: also invalid (it is about somebody else).
  base::Result<model::Json> told_about(const std::string& subject,
                                       const base::Secret& access_token);

 private:
  /// Its own description (Discovery section 3), as far as we use it.
  struct Description {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string userinfo_endpoint;
    std::string jwks_uri;
    bool secret_in_body = false;
    bool names_itself = false;
    bool takes_claims = false;
  };
  [[nodiscard]] base::Result<Description> read_description(const model::Json& document) const;
  base::Result<Description> description();
  base::Result<std::vector<codec::NamedKey>> keys(bool again);
  base::Result<base::WebAnswer> ask(const base::WebQuestion& question);
  base::Result<model::Json> ask_for_object(const base::WebQuestion& question);

  static constexpr std::ptrdiff_t kAtOnce = 8;
  IdentityProviderSettings settings_;
  base::WebClient& web_;
  const base::Clock& clock_;
  std::counting_semaphore<kAtOnce> free_{kAtOnce};
  std::mutex mutex_;
  std::optional<Description> description_;
  base::Instant described_at_;
  std::vector<codec::NamedKey> keys_;
  std::optional<base::Instant> keys_at_;
};

}  // namespace cyberdir::service
