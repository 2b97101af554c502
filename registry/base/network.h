// The network that an address is in, for what is counted by neighbourhood.
#pragma once

#include <string>
#include <string_view>

namespace cyberdir::base {

/// True for an IPv4 or IPv6 address in text, without a zone.
[[nodiscard]] bool is_address(std::string_view text);

/// The /24 of an IPv4 address (also where it is written as IPv4-mapped IPv6), the /64 of an IPv6
/// address, each with its length; empty where the text is no address.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace cyberdir::base
