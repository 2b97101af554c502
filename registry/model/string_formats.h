// The forms of strings that the tables name: one check and one sentence each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/field.h"

namespace cyberdir::model {

/// RFC 5322 addr-spec as mail systems take it (dot-atom or quoted string, RFC 6531 for letters).
[[nodiscard]] bool is_addr_spec(std::string_view text);

/// E.164: a plus and 6 to 15 digits, the first not zero.
[[nodiscard]] bool is_e164(std::string_view text);

/// An http or https address (RFC 3986) with a host, without user information.
[[nodiscard]] bool is_web_address(std::string_view text, bool only_https);

/// A language tag (BCP 47): well-formed, and with a two-letter language that exists.
[[nodiscard]] bool is_language_tag(std::string_view text);

/// Upper-case hexadecimal without separators where the text is 40 or 64 hexadecimal digits,
/// in whatever grouping; nothing where it is not.
[[nodiscard]] std::optional<std::string> normalised_fingerprint(std::string_view text);

/// A decimal number as text: sign, digits, point, digits; at most 64 characters.
[[nodiscard]] bool is_decimal(std::string_view text);

/// The sentence for a string that is not of the format; nothing where it is.
/// `channel_kind` is the sibling `kind`, for Format::channel.
[[nodiscard]] std::optional<std::string> format_problem(Format format, std::string_view text,
                                                        std::string_view channel_kind);

}  // namespace cyberdir::model
