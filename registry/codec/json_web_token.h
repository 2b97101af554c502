// Signed tokens (JWS in its compact form, RFC 7515; JWT, RFC 7519) and the keys that check them
// (JWK sets, RFC 7517).
//
// Known are RS256, ES256 and EdDSA with Ed25519. There is no code for `none`, nor for an algorithm
// whose key both sides know (HS256), so that no token can choose them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/public_key.h"
#include "base/result.h"
#include "model/json.h"

namespace cyberdir::codec {

/// One key of a set that can check signatures.
struct NamedKey {
  std::string id;  ///< `kid`; may be empty
  base::PublicKey key;
};

/// Reads a set of keys. What is not for signatures, of another kind or not a key is passed over, as
/// RFC 7517 section 5 asks. Errors: malformed (not a set), too_large (more than 100 keys).
[[nodiscard]] base::Result<std::vector<NamedKey>> read_key_set(std::string_view text);

/// A token that was taken apart and not checked yet: nothing of it may be believed.
struct UncheckedToken {
  base::SignatureAlgorithm algorithm = base::SignatureAlgorithm::rs256;
  std::string key_id;  ///< `kid`; empty where it names none
  std::string signed_part;
  std::string signature;
  model::Json claims;
};

/// Takes a token apart. Errors: malformed (not three parts, not JSON objects, an algorithm that is
/// not known, an extension that must be understood: `crit`), too_large (over 16 KiB).
[[nodiscard]] base::Result<UncheckedToken> read_token(std::string_view compact);

/// Whether a token was signed by one of these keys.
enum class TokenSignature : std::uint8_t {
  right,
  wrong,
  no_key,  ///< none of these is the key it names
};
/// A token that names no key has to be one that only one of the keys fits by its kind.
[[nodiscard]] TokenSignature check_signature(const UncheckedToken& token,
                                             const std::vector<NamedKey>& keys);

}  // namespace cyberdir::codec
