#include "support/fake_provider.h"

#include <array>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include "base/bytes.h"

namespace cyberdir::support {

using base::SignatureAlgorithm;
using model::Json;

namespace {

EVP_PKEY* key_of(const std::shared_ptr<void>& key) { return static_cast<EVP_PKEY*>(key.get()); }

void require(bool holds) {
  if (!holds) throw std::runtime_error("OpenSSL failed in a test");
}

EVP_PKEY* make_key(SignatureAlgorithm algorithm) {
  constexpr std::size_t kBits = 2'048;
  switch (algorithm) {
    case SignatureAlgorithm::rs256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kBits);
    case SignatureAlgorithm::es256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case SignatureAlgorithm::eddsa:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  }
  return nullptr;
}

std::string number_of(EVP_PKEY* key, const char* name, std::size_t pad = 0) {
  BIGNUM* number = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  std::string bytes(std::max(pad, static_cast<std::size_t>(BN_num_bytes(number))), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()),
               static_cast<int>(bytes.size()));
  BN_free(number);
  return base::to_base64url(bytes);
}

// ECDSA of OpenSSL is DER; JWS has both numbers side by side.
std::string both_numbers(const std::string& der) {
  constexpr int kBytes = 32;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  require(signature != nullptr);
  std::string both(std::size_t{2} * kBytes, '\0');
  auto* into = reinterpret_cast<unsigned char*>(both.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), into, kBytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), into + kBytes, kBytes);
  ECDSA_SIG_free(signature);
  return both;
}

}  // namespace

SigningKey::SigningKey(SignatureAlgorithm algorithm)
    : algorithm_(algorithm),
      key_(make_key(algorithm), [](void* key) { EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); }) {
  require(key_ != nullptr);
}

std::string_view SigningKey::algorithm_name() const {
  constexpr std::array<std::string_view, 3> kNames = {"RS256", "ES256", "EdDSA"};
  return kNames.at(static_cast<std::size_t>(algorithm_));
}

Json SigningKey::jwk(const std::string& kid) const {
  constexpr std::size_t kCoordinate = 32;
  EVP_PKEY* key = key_of(key_);
  Json jwk = {{"kid", kid}, {"use", "sig"}, {"alg", algorithm_name()}};
  if (algorithm_ == SignatureAlgorithm::rs256) {
    jwk.update({{"kty", "RSA"},
                {"n", number_of(key, OSSL_PKEY_PARAM_RSA_N)},
                {"e", number_of(key, OSSL_PKEY_PARAM_RSA_E)}});
  } else if (algorithm_ == SignatureAlgorithm::es256) {
    jwk.update({{"kty", "EC"},
                {"crv", "P-256"},
                {"x", number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, kCoordinate)},
                {"y", number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinate)}});
  } else {
    std::array<unsigned char, kCoordinate> raw{};
    std::size_t size = raw.size();
    require(EVP_PKEY_get_raw_public_key(key, raw.data(), &size) == 1);
    jwk.update(
        {{"kty", "OKP"},
         {"crv", "Ed25519"},
         {"x", base::to_base64url({reinterpret_cast<const char*>(raw.data()), raw.size()})}});
  }
  return jwk;
}

std::string SigningKey::sign(const std::string& message) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const EVP_MD* digest = algorithm_ == SignatureAlgorithm::eddsa ? nullptr : EVP_sha256();
  require(EVP_DigestSignInit(context, nullptr, digest, nullptr, key_of(key_)) == 1);
  const auto bytes = base::bytes_of(message);
  std::size_t size = 0;
  require(EVP_DigestSign(context, nullptr, &size, bytes.data(), bytes.size()) == 1);
  std::string signature(size, '\0');
  require(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                         bytes.data(), bytes.size()) == 1);
  EVP_MD_CTX_free(context);
  signature.resize(size);
  return algorithm_ == SignatureAlgorithm::es256 ? both_numbers(signature) : signature;
}

std::string SigningKey::pem() const {
  BIO* out = BIO_new(BIO_s_mem());
  require(PEM_write_bio_PUBKEY(out, key_of(key_)) == 1);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out, &bytes);
  std::string text(bytes, static_cast<std::size_t>(size));
  BIO_free(out);
  return text;
}

std::string compact_token(const Json& head, const Json& claims,
                          const std::function<std::string(const std::string&)>& sign) {
  const std::string both =
      base::to_base64url(head.dump()) + "." + base::to_base64url(claims.dump());
  return both + "." + base::to_base64url(sign(both));
}

std::string signed_token(const SigningKey& key, const std::string& kid, const Json& claims) {
  return compact_token({{"alg", key.algorithm_name()}, {"kid", kid}}, claims,
                       [&](const std::string& message) { return key.sign(message); });
}

std::string hmac_sha256(const std::string& secret, const std::string& message) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), base::bytes_of(message).data(),
       message.size(), bytes.data(), &size);
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

FakeProvider::FakeProvider()
    : description({{"issuer", kIssuer},
                   {"authorization_endpoint", "https://id.example/authorize"},
                   {"token_endpoint", "https://id.example/token"},
                   {"userinfo_endpoint", "https://id.example/userinfo"},
                   {"jwks_uri", "https://id.example/keys"}}),
      keys({{"keys", Json::array()}}) {}

base::Result<base::WebAnswer> FakeProvider::ask(const base::WebQuestion& question) {
  questions.push_back(question);
  if (!reachable) return base::fail(base::ErrorCode::unavailable, "there is no way to it");
  if (question.url == "https://id.example/.well-known/openid-configuration")
    return base::WebAnswer{200, description.dump()};
  if (question.url == "https://id.example/keys") {
    ++keys_read;
    return base::WebAnswer{200, keys.dump()};
  }
  if (question.url == "https://id.example/userinfo") return base::WebAnswer{200, userinfo.dump()};
  if (token_answer.empty())
    return base::WebAnswer{400, R"({"error":"invalid_grant","error_description":"gone"})"};
  return base::WebAnswer{200, token_answer};
}

}  // namespace cyberdir::support
