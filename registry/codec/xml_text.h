// Characters of XML: what is written as it is and what as a reference.
#pragma once

#include <string>
#include <string_view>

namespace cyberdir::codec {

/// Appends text as content of an element, so that a parser gives back the same characters. What
/// XML 1.0 cannot hold becomes U+FFFD. Wants UTF-8.
void append_xml_text(std::string& out, std::string_view text);

/// Appends text as value of an attribute, without the quotes (which are double).
void append_xml_attribute(std::string& out, std::string_view text);

/// Appends canonical JSON text as content of an element: as append_xml_text, but U+FFFE and U+FFFF
/// (the only characters of such a text that XML lacks) become JSON escapes.
void append_xml_json(std::string& out, std::string_view canonical_json);

/// True for a name without colon that XML namespaces allow (of ASCII letters, digits, `_ - .`:
/// what our own names are made of; others are written in another way).
[[nodiscard]] bool is_xml_name(std::string_view name);

}  // namespace cyberdir::codec
