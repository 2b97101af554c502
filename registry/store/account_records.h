// What the store keeps of accounts, sessions and invitations, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/instant.h"
#include "base/secret.h"

namespace cyberdir::store {

/// An account; see schema/0002_accounts.sql for what is empty when.
struct AccountRow {
  std::string id;
  std::string email;
  std::string name;
  std::string role;
  std::string owner;
  std::string password;
  base::Secret totp;
  std::int64_t totp_step = 0;
  base::Instant created_at;
  std::optional<base::Instant> signed_in_at;
  std::optional<base::Instant> suspended_at;
  std::optional<base::Instant> removed_at;
};

/// A session; its secret is kept nowhere.
struct SessionRow {
  std::string digest;
  std::string id;
  std::string account;
  std::string kind;  ///< pending, browser, device
  std::string name;  ///< of a device
  std::string source;
  base::Instant created_at;
  base::Instant seen_at;
  std::string issuer = {};   ///< of a pending session: who says who this is; empty for a password
  std::string subject = {};  ///< and what they are called there
};

/// An account as an identity provider knows it (OpenID Connect Core 1.0 section 5.7).
struct IdentityRow {
  std::string issuer;
  std::string subject;
  std::string account;
  base::Instant linked_at;
};

/// A browser that was sent to the provider and is not back yet.
struct IdentityRequestRow {
  std::string state;    ///< digest of what it brings back
  std::string browser;  ///< digest of the cookie that it had
  base::Secret nonce;
  base::Secret verifier;  ///< of PKCE (RFC 7636)
  std::string source;
  base::Instant expires_at;
};

struct InvitationRow {
  std::string digest;
  std::string account;
  base::Secret totp;  ///< what the account's second factor becomes
  base::Instant expires_at;
};

/// The first of the two officers that a recovery takes.
struct RecoveryRow {
  std::string account;
  std::string officer;
  std::string note;
  base::Instant at;
};

/// Attempts without success, since the last success.
struct AttemptRow {
  std::string key;
  std::int64_t failures = 0;
  base::Instant last_at;
};

}  // namespace cyberdir::store
