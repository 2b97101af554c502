// People with accounts, for tests: invited, signed up, and with an app that shows their codes.
#pragma once

#include <memory>
#include <string>

#include "base/password.h"
#include "base/secret.h"
#include "service/registry.h"

namespace cyberdir::support {

/// Hashes cheaply and counts what it is asked to check.
class CountingHasher final : public base::PasswordHasher {
 public:
  base::Result<std::string> hash(const base::Secret& password) override;
  [[nodiscard]] bool matches(const std::string& hash, const base::Secret& password) override;
  [[nodiscard]] std::string decoy() const override { return hasher_.decoy(); }
  [[nodiscard]] int checked() const { return checked_; }

 private:
  base::Argon2idHasher hasher_{{1, std::size_t{8} * 1024}};
  int checked_ = 0;
};

/// A hasher that costs next to nothing.
[[nodiscard]] std::unique_ptr<base::PasswordHasher> cheap_hasher();

inline constexpr std::string_view kGoodPassword = "plum gravel oscar tide";

/// Somebody who signed up.
struct Person {
  std::string id;
  std::string email;
  base::Secret totp;

  /// What the app shows now.
  [[nodiscard]] std::string code(base::Instant now) const;
};

/// Makes an account as the operator and accepts its invitation; throws where that fails.
Person sign_up(service::Registry& registry, const std::string& email, const std::string& role,
               const std::string& owner);

/// The secret of a session that this person signed in to; throws where that fails. The code of one
/// half minute serves once: the clock has to move between two calls for one person.
base::Secret signed_in(service::Registry& registry, const Person& person,
                       const std::string& address = "192.0.2.1");

}  // namespace cyberdir::support
