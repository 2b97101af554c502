// What an ID token has to say before it is believed (OpenID Connect Core 1.0 section 3.1.3.7).
#pragma once

#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/json.h"

namespace cyberdir::service {

/// What we asked for and hold, against which a token is checked.
struct ExpectedToken {
  std::string issuer;
  std::string client_id;
  base::Secret nonce;
  base::Secret access_token;  ///< that came with it; empty where none did
  std::string acr;            ///< what the operator counts as two factors; empty for none
  base::Instant now;
};

/// Whom a provider says this is.
struct Identity {
  std::string issuer;
  std::string subject;
  std::string email;           ///< in lower case; empty where the provider has not verified one
  bool second_factor = false;  ///< the provider asked for one
};

/// Checks the claims of a token whose signature is right: iss, aud and azp, exp, iat and nbf (with
/// a minute for clocks that differ, and none older than ten minutes), nonce, at_hash where it has
/// one, sub. Errors: invalid, with what is wrong, in words for the log that hold no value of the
/// token.
[[nodiscard]] base::Result<Identity> check_id_token(const model::Json& claims,
                                                    const ExpectedToken& expected);

/// The address in claims that say that it was verified, in lower case; else empty.
[[nodiscard]] std::string verified_email(const model::Json& claims);

}  // namespace cyberdir::service
