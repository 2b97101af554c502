// Tokens of tools: who a bearer is.
#pragma once

#include <map>
#include <mutex>
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
  std::vector<std::string> networks_of(store::Reader& reader, const std::string& state);

  store::Store& store_;
  base::Random& random_;
  const base::Clock& clock_;

  // Networks of States, as of a sequence number: read anew after any change.
  std::mutex networks_mutex_;
  std::int64_t networks_seq_ = -1;
  std::map<std::string, std::vector<std::string>, std::less<>> networks_;
};

}  // namespace cyberdir::service
