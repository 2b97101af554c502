#include "base/secret.h"

#include <sodium.h>

namespace cyberdir::base {

void Secret::wipe() {
  if (text_.empty()) return;
  sodium_memzero(text_.data(), text_.size());
  text_.clear();
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace cyberdir::base
