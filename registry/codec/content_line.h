// Content lines of iCalendar and vCard (RFC 5545 section 3.1, RFC 6350 section 3.2).
#pragma once

#include <string>
#include <string_view>

namespace cyberdir::codec {

/// Appends a line, folded so that none is longer than 75 octets, never within a character, and
/// ended by CR LF. Line breaks and other control characters but the
/// tabulator are dropped.
void append_content_line(std::string& out, std::string_view line);

/// A TEXT value: backslash, comma and semicolon escaped, line breaks as \n (RFC 5545 section
/// 3.3.11, RFC 6350 section 3.4). Other control characters but the tabulator are dropped.
[[nodiscard]] std::string content_text(std::string_view text);

}  // namespace cyberdir::codec
