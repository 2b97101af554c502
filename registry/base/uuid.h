// UUIDs made from names (RFC 9562 section 5.5): the same name, the same UUID.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace cyberdir::base {

/// The 16 bytes of a UUID, in the order in which they are written.
using UuidBytes = std::array<std::uint8_t, 16>;

/// UUID version 5, in lower case with hyphens: SHA-1 over the name space and the name. It
/// identifies and protects nothing. Any thread.
[[nodiscard]] std::string make_uuid5(const UuidBytes& name_space, std::string_view name);

/// True for the form of RFC 9562 with a version from 1 to 5, which is what RFC 4122 knows.
[[nodiscard]] bool is_rfc4122_uuid(std::string_view text);

}  // namespace cyberdir::base
