// Text as foreign directories write it: dates in English, telephone numbers with notes, armour
// that lost its line ends. What is not certain is not read: no function here guesses.
//
// All functions take any bytes of UTF-8, keep no state and throw nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cyberdir::importers {

/// Without white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// A number that begins with + as E.164 has it, without the spaces, dots, hyphens, slashes and
/// parentheses that people write. Nothing for national numbers, for numbers with an
/// optional trunk prefix `(0)` or an extension: what to dial is not certain then.
[[nodiscard]] std::optional<std::string> to_e164(std::string_view text);

/// A telephone number and what is said about it, in lower case: "+1 202 555 0100 (fax)",
/// "Fax: +1 202 555 0100". Either may be empty.
struct StatedPhone {
  std::string number;
  std::string note;
};
[[nodiscard]] StatedPhone read_phone(std::string_view text);

/// A calendar date as YYYY, YYYY-MM or YYYY-MM-DD: from that form, from an RFC 3339 date-time (its
/// date as stated), or from English ("April 17, 2025", "17 Apr 2025", "April 2025").
[[nodiscard]] std::optional<std::string> to_partial_date(std::string_view text);

/// An instant as RFC 3339 in UTC: from that form, or from the form of mail and HTTP
/// ("Thu, 02 Apr 2026 21:28:40 GMT"; the weekday is not looked at).
[[nodiscard]] std::optional<std::string> to_instant(std::string_view text);

/// A fingerprint of 40 or 64 hexadecimal digits in upper case, without spaces, colons and 0x.
[[nodiscard]] std::optional<std::string> to_fingerprint(std::string_view text);

/// The code of the State that a country's name or code means, those for exercises too. Nothing
/// where it is none, or where foreign directories use the name for more than one place (Congo,
/// Georgia).
[[nodiscard]] std::optional<std::string> to_state(std::string_view text);

/// An OpenPGP public key block (RFC 9580 section 6.2) with its lines as they should be, where they
/// were joined by spaces or have ends of another system. Nothing where it is not one.
[[nodiscard]] std::optional<std::string> to_armour(std::string_view text);

/// Percent-encodes all but the unreserved characters of RFC 3986.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace cyberdir::importers
