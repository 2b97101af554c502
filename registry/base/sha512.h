// SHA-512 (FIPS 180-4), for protocols that ask for it; our own digests are SHA-256.
#pragma once

#include <string>
#include <string_view>

namespace cyberdir::base {

/// The digest, 64 bytes.
[[nodiscard]] std::string sha512(std::string_view bytes);

}  // namespace cyberdir::base
