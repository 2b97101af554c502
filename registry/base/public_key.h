// Public keys of others, and what they signed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace cyberdir::base {

/// What a signature is made with, by its name in RFC 7518 section 3.1 and RFC 8037 section 3.1.
/// There is no other: nothing is accepted unsigned, or under a secret that both sides know.
enum class SignatureAlgorithm : std::uint8_t {
  rs256,  ///< RSASSA-PKCS1-v1_5 with SHA-256
  es256,  ///< ECDSA on P-256 with SHA-256; the signature is both numbers, 64 bytes
  eddsa,  ///< Ed25519
};

/// A public key for one algorithm. Copies share the key. Any thread.
class PublicKey {
 public:
  /// Numbers are bytes, most significant first. Nothing where they are no key, or one too weak or
  /// too costly to check: RSA has 2048 to 8192 bits and an odd exponent of 3 to 2^32.
  [[nodiscard]] static std::optional<PublicKey> rsa(std::string_view modulus,
                                                    std::string_view exponent);
  /// A point of P-256, 32 bytes each.
  [[nodiscard]] static std::optional<PublicKey> p256(std::string_view x, std::string_view y);
  /// 32 bytes.
  [[nodiscard]] static std::optional<PublicKey> ed25519(std::string_view x);

  [[nodiscard]] SignatureAlgorithm algorithm() const { return algorithm_; }
  /// True where the holder of the private key signed exactly these bytes.
  [[nodiscard]] bool verifies(std::string_view message, std::string_view signature) const;

 private:
  struct Key;
  PublicKey(SignatureAlgorithm algorithm, std::shared_ptr<const Key> key)
      : algorithm_(algorithm), key_(std::move(key)) {}

  SignatureAlgorithm algorithm_;
  std::shared_ptr<const Key> key_;
};

}  // namespace cyberdir::base
