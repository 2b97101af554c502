#include "service/account_json.h"

#include <sstream>

namespace cyberdir::service {

using model::Json;

Json account_json(const AccountView& account) {
  Json json = {{"id", account.id},       {"email", account.email},
               {"name", account.name},   {"role", account.role},
               {"state", account.state}, {"created_at", base::to_rfc3339(account.created_at)}};
  if (!account.owner.empty()) json["owner"] = account.owner;
  if (account.signed_in_at) json["signed_in_at"] = base::to_rfc3339(*account.signed_in_at);
  if (account.recovering) json["recovering"] = true;
  if (account.identity) {
    json["identity"] = {{"issuer", account.identity->issuer},
                        {"subject", account.identity->subject},
                        {"linked_at", base::to_rfc3339(account.identity->linked_at)}};
  }
  return json;
}

Json token_json(const store::TokenRow& token, base::Instant now) {
  const bool expired = token.expires_at && *token.expires_at <= now;
  const char* state = token.revoked_at ? "revoked" : expired ? "expired" : "valid";
  Json json = {{"id", token.id},
               {"role", token.role},
               {"state", state},
               {"created_at", base::to_rfc3339(token.created_at)}};
  if (!token.owner.empty()) json["owner"] = token.owner;
  Json scopes = Json::array();
  std::istringstream words(token.scopes);
  for (std::string word; words >> word;) scopes.push_back(word);
  if (!scopes.empty()) json["scopes"] = std::move(scopes);
  if (token.expires_at) json["expires_at"] = base::to_rfc3339(*token.expires_at);
  if (token.used_at) json["used_at"] = base::to_rfc3339(*token.used_at);
  if (token.revoked_at) json["revoked_at"] = base::to_rfc3339(*token.revoked_at);
  return json;
}

Json invitation_json(const Invited& invitation, const std::string& base_url) {
  return {{"link", base_url + invitation_path(invitation.key)},
          {"expires_at", base::to_rfc3339(invitation.expires_at)}};
}

Json items_json(Json items) {
  const auto count = items.size();
  return {{"items", std::move(items)},
          {"total", {{"value", count}, {"exact", true}}},
          {"facets", model::Json::object()}};
}

}  // namespace cyberdir::service
