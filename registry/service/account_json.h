// Accounts and tokens as JSON, the same for the API and for the command line.
#pragma once

#include "model/json.h"
#include "service/accounts.h"
#include "service/tokens.h"

namespace cyberdir::service {

/// {"id", "email", "name", "role", "owner", "state", "created_at", "signed_in_at", "recovering",
/// "identity": {"issuer", "subject", "linked_at"}}; what has no value is left out.
[[nodiscard]] model::Json account_json(const AccountView& account);

/// {"id", "role", "owner", "scopes", "state", "created_at", "expires_at", "used_at", "revoked_at"}
/// without the secret.
[[nodiscard]] model::Json token_json(const store::TokenRow& token, base::Instant now);

/// {"link", "expires_at"}; `base_url` is what the link begins with.
[[nodiscard]] model::Json invitation_json(const Invited& invitation, const std::string& base_url);

/// {"items", "total", "facets"}, as every list.
[[nodiscard]] model::Json items_json(model::Json items);

}  // namespace cyberdir::service
