#include "base/secret.h"

#include <array>

#include <sodium.h>

#include "base/bytes.h"
#include "base/sha256.h"

namespace cyberdir::base {

void Secret::wipe() {
  if (text_.empty()) return;
  sodium_memzero(text_.data(), text_.size());
  text_.clear();
}

Secret make_key(Random& random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  Secret key(to_base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

std::string digest_of_key(std::string_view key) { return std::string(view_of(sha256(key))); }

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace cyberdir::base
