// One-time codes by time (TOTP, RFC 6238): SHA-1, 30 seconds, six digits, as every app has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/random.h"
#include "base/secret.h"

namespace cyberdir::base {

/// A new shared secret of 160 bits (RFC 4226 section 4, R6), as bytes.
[[nodiscard]] Secret make_totp_secret(Random& random);

/// The step that an instant belongs to: 30 seconds since the epoch, from 0.
[[nodiscard]] std::int64_t totp_step_at(Instant now);

/// The code of a step: six digits. `secret` has at least one byte.
[[nodiscard]] std::string totp_code(const Secret& secret, std::int64_t step);

/// The step whose code this is: that of `now`, the one before or the one after, and later than
/// `last_used`, so that a code serves once (RFC 6238 section 5.2). Nothing where it is none of
/// them. Spaces in the code do not count. Takes the same time for every wrong code.
[[nodiscard]] std::optional<std::int64_t> totp_step_of(const Secret& secret, std::string_view code,
                                                       Instant now, std::int64_t last_used);

/// Bytes in base32 without padding (RFC 4648 section 6), as apps take a secret by hand.
[[nodiscard]] std::string to_base32(std::string_view bytes);

/// What an app takes after `otpauth://totp/`: label and parameters, percent-encoded.
[[nodiscard]] std::string otpauth_label(std::string_view issuer, std::string_view account,
                                        const Secret& secret);

}  // namespace cyberdir::base
