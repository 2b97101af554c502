#include "base/sha256.h"

#include <stdexcept>

#include <openssl/evp.h>

#include "base/bytes.h"

namespace cyberdir::base {
namespace {

// Fetched once: a fetch per digest costs more than the digest of a short value.
const EVP_MD* algorithm() {
  static const EVP_MD* const kMd = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (kMd == nullptr) throw std::runtime_error("OpenSSL offers no SHA-256");
  return kMd;
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(context); }
  void start() const {
    if (EVP_DigestInit_ex2(context, algorithm(), nullptr) != 1) {
      throw std::runtime_error("SHA-256 could not be started");
    }
  }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { context_->start(); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::string_view bytes) {
  if (EVP_DigestUpdate(context_->context, bytes.data(), bytes.size()) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  return *this;
}

Sha256& Sha256::update_part(std::string_view bytes) {
  std::array<char, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) {
    length.at(i) = static_cast<char>(std::uint64_t{bytes.size()} >> (8 * (7 - i)));
  }
  return update({length.data(), length.size()}).update(bytes);
}

Digest Sha256::finish() {
  Digest digest{};
  if (EVP_DigestFinal_ex(context_->context, digest.data(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  context_->start();
  return digest;
}

Digest sha256(std::string_view bytes) {
  thread_local Sha256 hash;
  return hash.update(bytes).finish();
}

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

}  // namespace cyberdir::base
