// Entries and other answers as XML 1.0 (fifth edition), namespace urn:cyberdir:directory:1.
//
// Everything here appends well-formed UTF-8 to a string. Strings of entries are kept exactly: what
// a parser would change (a carriage return; in attributes also tab and line feed) is written as a
// character reference. A character that XML 1.0 cannot hold never stands in a field of a valid
// entry; where one is met all the same, U+FFFD is written. Inside extensions, which hold JSON, it
// is written as a JSON escape and so survives.
#pragma once

#include <string>
#include <string_view>

#include "codec/directory_header.h"
#include "codec/json_view.h"
#include "model/json.h"

namespace cyberdir::codec {

/// The first line of every document.
inline constexpr std::string_view kXmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Appends an entry (its JSON form, as somebody may see it) as the element named by its kind:
/// `id` as attribute, `meta`, the fields in the order of the kind's table, extensions. Members
/// that the table does not have follow as in append_answer_xml. `with_namespace` declares the
/// namespace, as is needed where the entry is the document's root.
void append_entry_xml(std::string& out, const JsonValue& entry, bool with_namespace);
/// The same of a tree, which takes longer.
void append_entry_xml(std::string& out, const model::Json& entry, bool with_namespace);

/// Appends the declaration and the entry as root: a whole document.
void append_entry_document(std::string& out, const JsonValue& entry);
void append_entry_document(std::string& out, const model::Json& entry);

/// The beginning of a file of entries, up to and with the root's start tag.
[[nodiscard]] std::string directory_xml_open(const DirectoryHeader& header);

/// Its end.
[[nodiscard]] std::string_view directory_xml_close();

/// Appends an answer that is not an entry as a whole document. The mapping, for every value:
///   - a member of an object is an element of that name; where the name is not an NCName, it is
///     `<member name="…">`;
///   - an element of an array is `<i>`;
///   - an object that has the shape of an entry (`kind`, `id` and only members that the kind's
///     table knows) is the entry's element: instead of `<i>` in an array, else as only child;
///   - null is an empty element with `nil="true"`; strings, numbers and booleans are text.
/// The root is in our namespace, but `problem` is in that of RFC 9457 appendix B.
void append_answer_xml(std::string& out, std::string_view root_name, const model::Json& answer);

}  // namespace cyberdir::codec
