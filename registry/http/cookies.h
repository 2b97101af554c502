// Cookies: read from a request, written to an answer (RFC 6265).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "http/exchange.h"
#include "service/registry.h"

namespace cyberdir::http {

/// The cookie of a session, and that by which a browser is known again.
enum class CookieKind : std::uint8_t { session, device };

/// What the request carries under this name; empty where nothing, or not a key of ours. Over TLS
/// the name begins with __Host-, which a browser takes from this very host alone (RFC 6265bis
/// section 4.1.3.2), and no other name is read.
[[nodiscard]] base::Secret cookie_of(const Request& request, const service::Settings& settings,
                                     CookieKind kind);

/// Sets a cookie: for this host, not for scripts, not with requests that other sites make but for
/// links. `max_age` in seconds; without it, until the browser is closed.
void set_cookie(Response& response, const service::Settings& settings, CookieKind kind,
                const base::Secret& value, std::optional<std::int64_t> max_age);
/// Takes a cookie away.
void drop_cookie(Response& response, const service::Settings& settings, CookieKind kind);

}  // namespace cyberdir::http
