// What a file is that none of the formats can be: told from its first bytes, for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cyberdir::importers {

/// What a file is that holds its data in a form which is not read here (a spreadsheet, an archive,
/// a document, a web page), and what to do instead; nothing where it may be text that is read.
[[nodiscard]] std::optional<std::string> advice_for_container(std::string_view head);

/// The root element of an XML text that may be cut anywhere, as "the root feed of the namespace
/// http://www.w3.org/2005/Atom". What a text says is shortened to what can be shown.
[[nodiscard]] std::string root_in_words(std::string_view text);

}  // namespace cyberdir::importers
