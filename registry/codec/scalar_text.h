// Numbers, truth values and names as they stand in text from outside.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cyberdir::codec {

/// True where there is nothing but XML white space.
[[nodiscard]] bool is_blank(std::string_view text);

/// The text without XML white space around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// An integer as XSD writes it, within 2^53 - 1; blanks around it do not count.
[[nodiscard]] std::optional<std::int64_t> integer_of(std::string_view text);

/// A boolean as XSD writes it: true, false, 1, 0; blanks around it do not count.
[[nodiscard]] std::optional<bool> boolean_of(std::string_view text);

/// A name from outside, cut at a character so that a finding may repeat it.
[[nodiscard]] std::string short_name(std::string_view name);

}  // namespace cyberdir::codec
