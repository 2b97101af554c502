// Tokens of tools: who a bearer is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/audience.h"
#include "service/last_use.h"
#include "service/networks.h"
#include "service/origin.h"
#include "store/store.h"

namespace cyberdir::service {

struct TokenRequest {
  model::Role role = model::Role::reader;
  std::string owner;
  std::vector<std::string> scopes;
  std::optional<base::Instant> expires_at;
};

/// A token that was just made; its secret is shown once.
struct NewToken {
  store::TokenRow row;
  base::Secret secret;
};

/// Makes, lists, revokes and recognises tokens. A token is 256 random bits; the store keeps its
/// SHA-256 alone, so a copy of the store lets nobody in.
class Tokens {
 public:
  Tokens(store::Store& store, base::Random& random, const base::Clock& clock, Networks& networks,
         LastUse& last_use)
      : store_(store), random_(random), clock_(clock), networks_(networks), last_use_(last_use) {}

  /// Errors: invalid (the owner does not fit the role; a scope is no word), forbidden.
  base::Result<NewToken> make(const Origin& origin, const TokenRequest& request);
  /// As make(), for those who want the token alone.
  base::Result<std::string> add(const Origin& origin, const TokenRequest& request);
  /// Those that the caller gives access to, revoked and expired ones too. Errors: forbidden.
  base::Result<std::vector<store::TokenRow>> list(const model::Caller& caller);
  /// Errors: not_found (none that the caller may revoke).
  base::Result<void> revoke(const Origin& origin, const std::string& id);

  /// Who sends this token. Errors: unauthenticated (unknown, expired or revoked: not told which).
  base::Result<model::Caller> caller_of(std::string_view token);

 private:
  store::Store& store_;
  base::Random& random_;
  const base::Clock& clock_;
  Networks& networks_;
  LastUse& last_use_;
};

}  // namespace cyberdir::service
