// Tokens of tools: who a bearer is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "model/audience.h"
#include "service/workflow.h"
#include "store/store.h"

namespace cyberdir::service {

struct TokenRequest {
  model::Role role = model::Role::reader;
  std::string owner;
  std::vector<std::string> scopes;
  std::optional<base::Instant> expires_at;
};

/// Makes, lists, revokes and recognises tokens. A token is 256 random bits; the store keeps its
/// SHA-256 alone, so a copy of the store lets nobody in.
class Tokens {
 public:
  Tokens(store::Store& store, base::Random& random, const base::Clock& clock)
      : store_(store), random_(random), clock_(clock) {}

  /// The token itself, shown once. Errors: invalid (the owner does not fit the role).
  base::Result<std::string> add(const Origin& origin, const TokenRequest& request);
  base::Result<std::vector<store::TokenRow>> list();
  /// Errors: not_found.
  base::Result<void> revoke(const Origin& origin, const std::string& id);

  /// Who sends this token. Errors: unauthenticated (unknown, expired or revoked: not told which).
  base::Result<model::Caller> caller_of(std::string_view token);

 private:
  store::Store& store_;
  base::Random& random_;
  const base::Clock& clock_;
};

}  // namespace cyberdir::service
