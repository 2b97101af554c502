// What requests that write have in common: who may ask at all, and on which condition.
#pragma once

#include <string_view>

#include "base/result.h"
#include "http/context.h"
#include "service/etag.h"

namespace cyberdir::http {

/// If-Match and If-None-Match. `*` in If-Match names no version and counts as absent.
[[nodiscard]] service::Precondition precondition_of(const Request& request);

/// What is asked of every write before its body is read: a caller, an answer that it takes, and no
/// parameter. Errors: unauthenticated, not_acceptable, malformed.
[[nodiscard]] base::Result<void> check_write(const Context& context);

/// The Idempotency-Key: visible ASCII, 1 to 255 characters; empty where the header is absent.
/// Errors: malformed.
[[nodiscard]] base::Result<std::string_view> idempotency_key(const Request& request);

}  // namespace cyberdir::http
