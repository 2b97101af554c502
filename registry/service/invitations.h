// Links by which people set a password and a second factor: the first time, or after a recovery.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/password.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "service/origin.h"
#include "store/store.h"

namespace cyberdir::service {

/// A key that was just made; it is shown once.
struct Invited {
  base::Secret key;
  base::Instant expires_at;
};

/// What a link shows to whoever opens it.
struct Invitation {
  std::string account;
  std::string email;
  std::string name;
  base::Secret totp;
};

/// What they answer.
struct Acceptance {
  base::Secret password;
  base::Secret repeated;
  std::string code;  ///< of the new second factor
};

/// The address of an invitation below that of the registry.
[[nodiscard]] std::string invitation_path(const base::Secret& key);

/// A key is 256 random bits and stored as its digest; it holds for 72 hours and serves once. An
/// account has one at a time. Any thread.
class Invitations {
 public:
  Invitations(store::Store& store, base::Random& random, const base::Clock& clock,
              base::PasswordHasher& hasher)
      : store_(store), random_(random), clock_(clock), hasher_(hasher) {}

  /// Makes one, in place of any before.
  [[nodiscard]] Invited make(store::Writer& writer, const std::string& account);
  /// Errors: not_found (unknown, expired or used: not told which).
  base::Result<Invitation> look(const base::Secret& key);
  /// Sets password and second factor, and ends all sessions of the account. Errors: not_found,
  /// invalid (all findings at once; pointers /password, /repeated, /code).
  base::Result<void> accept(const Origin& origin, const base::Secret& key,
                            const Acceptance& acceptance);

 private:
  store::Store& store_;
  base::Random& random_;
  const base::Clock& clock_;
  base::PasswordHasher& hasher_;
};

}  // namespace cyberdir::service
