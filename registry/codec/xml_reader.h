// Reading entries from XML from outside: hostile until shown otherwise.
//
// Refused outright, with the line: anything that is not well-formed with namespaces, a document
// type declaration (so there are no entities but the five of XML, and nothing is ever fetched),
// encodings other than UTF-8, UTF-16, ISO-8859-1 and US-ASCII, a root that is not ours, and what
// is beyond the bounds. Memory is bound by the largest entry and time is linear: blanks between
// elements, comments and processing instructions are skipped. Fields may come in any order.
//
// What is well-formed but not as the table of fields asks is a finding of its record:
//   unknown-field    an element or attribute that the table does not have; skipped
//   duplicate        a second value of what has one; the first is kept
//   type             a boolean or integer that is none; skipped
//   missing-language text without xml:lang, of its own or of an element around it; skipped
//   missing-name     an extension or a field of the visibility map without `name`; skipped
//   unexpected-text  text between elements, or elements in a text; skipped
//   malformed-json   an extension that does not hold JSON; skipped
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "codec/directory_header.h"
#include "codec/raw_record.h"

namespace cyberdir::codec {

/// Bounds on what is read.
struct XmlLimits {
  std::size_t depth = 32;               ///< nesting of elements
  std::size_t text_bytes = 1U << 20U;   ///< text and attribute values of one entry
  std::size_t elements = 1U << 18U;     ///< elements of one entry
  std::size_t token_bytes = 1U << 18U;  ///< one tag, comment or CDATA section; blanks outside
};

/// Takes the parts of a file as they are read.
struct XmlParts {
  /// The root's attributes; called once, before any record. May be empty.
  std::function<base::Result<void>(const DirectoryHeader& header)> header;
  TakeRecord record;
};

/// Reads a file of entries. `kind` of a record is the element's name, known or not; the content of
/// an unknown one is skipped. Errors: malformed, too_large, of the source, and of the callbacks.
[[nodiscard]] base::Result<void> read_directory_xml(base::ByteSource& source, const XmlParts& parts,
                                                    XmlLimits limits = {});

/// Reads a document whose root is one entry. Errors: malformed, too_large.
[[nodiscard]] base::Result<RawRecord> read_entry_xml(std::string_view text, XmlLimits limits = {});

}  // namespace cyberdir::codec
