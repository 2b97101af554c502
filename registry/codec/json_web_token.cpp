#include "codec/json_web_token.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/bytes.h"
#include "codec/json_reader.h"

namespace cyberdir::codec {

using base::ErrorCode;
using base::fail;
using base::PublicKey;
using base::Result;
using base::SignatureAlgorithm;
using model::Json;

namespace {

constexpr std::size_t kMostTokenBytes = std::size_t{16} << 10U;
constexpr std::size_t kMostKeys = 100;
constexpr std::size_t kMostDepth = 16;

constexpr std::array<std::pair<std::string_view, SignatureAlgorithm>, 3> kAlgorithms = {{
    {"RS256", SignatureAlgorithm::rs256},
    {"ES256", SignatureAlgorithm::es256},
    {"EdDSA", SignatureAlgorithm::eddsa},
}};

std::optional<SignatureAlgorithm> algorithm_named(std::string_view name) {
  for (const auto& [known, algorithm] : kAlgorithms) {
    if (known == name) return algorithm;
  }
  return std::nullopt;
}

std::string_view name_of(SignatureAlgorithm algorithm) {
  for (const auto& [name, known] : kAlgorithms) {
    if (known == algorithm) return name;
  }
  return {};
}

// A member that is a string, else empty.
std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// A member in base64url, as bytes; empty where it is not that.
std::string bytes_of(const Json& object, const char* name) {
  return base::from_base64url(text_of(object, name)).value_or(std::string());
}

std::optional<PublicKey> key_of(const Json& jwk) {
  const std::string type = text_of(jwk, "kty");
  const std::string curve = text_of(jwk, "crv");
  if (type == "RSA") return PublicKey::rsa(bytes_of(jwk, "n"), bytes_of(jwk, "e"));
  if (type == "EC" && curve == "P-256")
    return PublicKey::p256(bytes_of(jwk, "x"), bytes_of(jwk, "y"));
  if (type == "OKP" && curve == "Ed25519") return PublicKey::ed25519(bytes_of(jwk, "x"));
  return std::nullopt;
}

// What the key says of its own use (RFC 7517 sections 4.2 to 4.4) allows to check with it.
bool is_for_checking(const Json& jwk, SignatureAlgorithm algorithm) {
  if (jwk.contains("use") && text_of(jwk, "use") != "sig") return false;
  if (jwk.contains("alg") && text_of(jwk, "alg") != name_of(algorithm)) return false;
  const auto operations = jwk.find("key_ops");
  if (operations == jwk.end()) return true;
  return operations->is_array() &&
         std::find(operations->begin(), operations->end(), "verify") != operations->end();
}

Result<Json> read_object(std::string_view text, const char* what) {
  CYBERDIR_ASSIGN(json, read_json(text, {kMostDepth}));
  if (!json.is_object())
    return fail(ErrorCode::malformed, std::string(what) + " is not a JSON object");
  return std::move(json);
}

Result<Json> read_part(std::string_view part, const char* what) {
  const auto text = base::from_base64url(part);
  if (!text) return fail(ErrorCode::malformed, std::string(what) + " is not base64url");
  return read_object(*text, what);
}

}  // namespace

Result<std::vector<NamedKey>> read_key_set(std::string_view text) {
  CYBERDIR_ASSIGN(set, read_object(text, "the set of keys"));
  const auto list = set.find("keys");
  if (list == set.end() || !list->is_array())
    return fail(ErrorCode::malformed, "the set of keys has no list of keys");
  if (list->size() > kMostKeys) return fail(ErrorCode::too_large, "the set has too many keys");
  std::vector<NamedKey> keys;
  for (const Json& jwk : *list) {
    if (!jwk.is_object()) continue;
    auto key = key_of(jwk);
    if (key && is_for_checking(jwk, key->algorithm()))
      keys.push_back({text_of(jwk, "kid"), std::move(*key)});
  }
  return keys;
}

Result<UncheckedToken> read_token(std::string_view compact) {
  if (compact.size() > kMostTokenBytes)
    return fail(ErrorCode::too_large, "the token has more than 16 KiB");
  const auto first = compact.find('.');
  const auto second = compact.find('.', first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos)
    return fail(ErrorCode::malformed, "a signed token has three parts");
  CYBERDIR_ASSIGN(header, read_part(compact.substr(0, first), "the head of the token"));
  if (header.contains("crit"))
    return fail(ErrorCode::malformed, "the token wants an extension understood that is not known");
  const auto algorithm = algorithm_named(text_of(header, "alg"));
  if (!algorithm)
    return fail(ErrorCode::malformed, "the token is not signed by RS256, ES256 or EdDSA");
  CYBERDIR_ASSIGN(claims, read_part(compact.substr(first + 1, second - first - 1), "the token"));
  auto signature = base::from_base64url(compact.substr(second + 1));
  if (!signature) return fail(ErrorCode::malformed, "the signature is not base64url");
  return UncheckedToken{*algorithm, text_of(header, "kid"), std::string(compact.substr(0, second)),
                        std::move(*signature), std::move(claims)};
}

TokenSignature check_signature(const UncheckedToken& token, const std::vector<NamedKey>& keys) {
  const NamedKey* found = nullptr;
  for (const NamedKey& each : keys) {
    const bool fits = each.key.algorithm() == token.algorithm &&
                      (token.key_id.empty() || each.id == token.key_id);
    if (!fits) continue;
    if (found != nullptr) return TokenSignature::wrong;  // it does not say which
    found = &each;
  }
  if (found == nullptr) return TokenSignature::no_key;
  return found->key.verifies(token.signed_part, token.signature) ? TokenSignature::right
                                                                 : TokenSignature::wrong;
}

}  // namespace cyberdir::codec
