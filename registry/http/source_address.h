// Where a request comes from.
#pragma once

#include <string>

#include "http/exchange.h"
#include "service/registry.h"

namespace cyberdir::http {

/// The address that a request comes from. TLS ends in a proxy before this server; so where people
/// come over https, the peer is that proxy, and whom it serves is what it added last to
/// X-Forwarded-For. Elsewhere, and where that is no address, it is the peer.
[[nodiscard]] std::string source_address(const Request& request, const service::Settings& settings);

}  // namespace cyberdir::http
