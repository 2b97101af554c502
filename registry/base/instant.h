// Instants (microseconds of UTC) and calendar dates, read and written as RFC 3339 has them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cyberdir::base {

/// A moment of UTC, in microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t micros = 0;
  auto operator<=>(const Instant&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14
};

/// RFC 3339 date-time in UTC; the fraction has six digits, or none where it is zero.
[[nodiscard]] std::string to_rfc3339(Instant instant);

/// The date form of HTTP (RFC 9110 section 5.6.7), to the second, rounded down.
[[nodiscard]] std::string to_http_date(Instant instant);

/// Reads an RFC 3339 date-time with any offset, up to nine digits of fraction (cut to six).
/// Nothing where the text is not one or the date does not exist.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

/// True for an RFC 3339 full-date that exists in the calendar.
[[nodiscard]] bool is_full_date(std::string_view text);

/// True for YYYY, YYYY-MM or YYYY-MM-DD that exists in the calendar.
[[nodiscard]] bool is_partial_date(std::string_view text);

/// True for HH:MM, 00:00 to 23:59 (24:00 only where `allow_24`).
[[nodiscard]] bool is_clock_time(std::string_view text, bool allow_24);

}  // namespace cyberdir::base
