#include "base/public_key.h"

#include <array>
#include <string>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "base/bytes.h"

namespace cyberdir::base {
namespace {

constexpr std::size_t kFewestModulusBits = 2'048;
constexpr std::size_t kMostModulusBits = 8'192;
constexpr std::size_t kMostExponentBytes = 4;
constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kEd25519Bytes = 32;
constexpr int kIsRight = 1;

template <typename T, void (*Free)(T*)>
struct Freer {
  void operator()(T* thing) const { Free(thing); }
};
using Number = std::unique_ptr<BIGNUM, Freer<BIGNUM, BN_free>>;
using ParameterBuilder =
    std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM, OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG, ECDSA_SIG_free>>;

Number number_of(std::string_view bytes) {
  const auto octets = bytes_of(bytes);
  return Number(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
}

EVP_PKEY* key_from(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != kIsRight ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != kIsRight)
    return nullptr;
  return key;
}

// A signature of ECDSA in the form that OpenSSL checks (DER); empty where it is none.
std::string der_of(std::string_view both) {
  if (both.size() != 2 * kCoordinateBytes) return {};
  const Signature signature(ECDSA_SIG_new());
  Number r = number_of(both.substr(0, kCoordinateBytes));
  Number s = number_of(both.substr(kCoordinateBytes));
  if (!signature || ECDSA_SIG_set0(signature.get(), r.release(), s.release()) != kIsRight)
    return {};
  const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
  if (size <= 0) return {};
  std::string der(static_cast<std::size_t>(size), '\0');
  auto* end = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(signature.get(), &end);
  return der;
}

}  // namespace

struct PublicKey::Key {
  explicit Key(EVP_PKEY* taken) : key(taken) {}
  ~Key() { EVP_PKEY_free(key); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  Key(Key&&) = delete;
  Key& operator=(Key&&) = delete;
  EVP_PKEY* key;
};

std::optional<PublicKey> PublicKey::rsa(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() > kMostModulusBits / 8 || exponent.empty() ||
      exponent.size() > kMostExponentBytes)
    return std::nullopt;
  const Number n = number_of(modulus);
  const Number e = number_of(exponent);
  if (!n || !e || BN_num_bits(n.get()) < static_cast<int>(kFewestModulusBits) ||
      BN_is_odd(n.get()) == 0 || BN_is_odd(e.get()) == 0 || BN_is_one(e.get()) != 0)
    return std::nullopt;
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != kIsRight ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != kIsRight)
    return std::nullopt;
  EVP_PKEY* key = key_from("RSA", builder.get());
  if (key == nullptr) return std::nullopt;
  return PublicKey(SignatureAlgorithm::rs256, std::make_shared<const Key>(key));
}

std::optional<PublicKey> PublicKey::p256(std::string_view x, std::string_view y) {
  if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) return std::nullopt;
  std::string point = "\x04";  // uncompressed (SEC 1, section 2.3.3)
  point.append(x).append(y);
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) !=
          kIsRight ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != kIsRight)
    return std::nullopt;
  // OpenSSL refuses a point that is not on the curve.
  EVP_PKEY* key = key_from("EC", builder.get());
  if (key == nullptr) return std::nullopt;
  return PublicKey(SignatureAlgorithm::es256, std::make_shared<const Key>(key));
}

std::optional<PublicKey> PublicKey::ed25519(std::string_view x) {
  if (x.size() != kEd25519Bytes) return std::nullopt;
  EVP_PKEY* key =
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(x).data(), x.size());
  if (key == nullptr) return std::nullopt;
  return PublicKey(SignatureAlgorithm::eddsa, std::make_shared<const Key>(key));
}

bool PublicKey::verifies(std::string_view message, std::string_view signature) const {
  const std::string der =
      algorithm_ == SignatureAlgorithm::es256 ? der_of(signature) : std::string();
  if (algorithm_ == SignatureAlgorithm::es256) {
    if (der.empty()) return false;
    signature = der;
  }
  const DigestContext context(EVP_MD_CTX_new());
  const EVP_MD* digest = algorithm_ == SignatureAlgorithm::eddsa ? nullptr : EVP_sha256();
  if (!context ||
      EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key_->key) != kIsRight)
    return false;
  const auto sealed = bytes_of(signature);
  const auto said = bytes_of(message);
  return EVP_DigestVerify(context.get(), sealed.data(), sealed.size(), said.data(), said.size()) ==
         kIsRight;
}

}  // namespace cyberdir::base
