// Text in the encodings of old files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cyberdir::base {

/// The bytes as UTF-8, from the character set of that name (of the IANA's list, in any case).
/// Nothing where there is no such character set here, or the bytes are not of it: no character is
/// ever replaced. Any thread.
[[nodiscard]] std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset);

}  // namespace cyberdir::base
