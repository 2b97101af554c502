#include "base/sha512.h"

#include <sodium.h>

#include "base/bytes.h"

namespace cyberdir::base {

std::string sha512(std::string_view bytes) {
  std::string digest(crypto_hash_sha512_BYTES, '\0');
  const auto octets = bytes_of(bytes);
  crypto_hash_sha512(reinterpret_cast<unsigned char*>(digest.data()), octets.data(), octets.size());
  return digest;
}

}  // namespace cyberdir::base
