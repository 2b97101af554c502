// What an answer shows is counted where it leaves.
#pragma once

#include "http/context.h"
#include "http/routes.h"

namespace cyberdir::http {

/// Counts the personal records that an answer holds against its caller's quota, and the look-up
/// where the route shows one entry. Where the quota does not reach, the refusal (429 with
/// Retry-After) is the answer. Only what is sent counts: 200 to GET, not 304, not HEAD. An export
/// is recorded, not counted.
[[nodiscard]] Response metered(Context& context, const Route& route, Response response);

}  // namespace cyberdir::http
