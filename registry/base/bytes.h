// Bytes as text: hexadecimal and base64url.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cyberdir::base {

/// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

/// Reads hexadecimal of either case; nothing where it is malformed.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

/// base64url without padding (RFC 4648 section 5).
[[nodiscard]] std::string to_base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// The bytes of a string, for functions that take bytes.
[[nodiscard]] inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace cyberdir::base
