// A streaming XML 1.0 parser that is safe on hostile input: libxml2 behind bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stream.h"

namespace cyberdir::codec {

/// The namespace of the prefix `xml`.
inline constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
/// The namespace of attributes that point to schemas.
inline constexpr std::string_view kSchemaInstanceNamespace =
    "http://www.w3.org/2001/XMLSchema-instance";

/// An attribute, with references resolved. Namespace declarations are not among them.
struct XmlAttribute {
  std::string_view name;  ///< local name
  std::string_view name_space;
  std::string value;
};

/// A start tag; valid during the call.
struct XmlElement {
  std::string_view name;  ///< local name
  std::string_view name_space;
  std::span<const XmlAttribute> attributes;
};

/// Takes the events of a document. An error ends the parsing and is passed on.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual base::Result<void> start(const XmlElement& element, std::uint64_t line) = 0;
  virtual base::Result<void> end() = 0;
  /// Text, CDATA and resolved references, in pieces of any size.
  virtual base::Result<void> text(std::string_view piece) = 0;
};

/// What bounds the parser itself. The handler bounds what it keeps.
struct XmlParserLimits {
  std::size_t depth = 32;
  std::size_t token_bytes = 1U << 18U;  ///< input without any event
};

/// Parses a document; `bytes` are UTF-8, UTF-16, US-ASCII or ISO-8859-1. Errors: malformed (each
/// says the line; a document type declaration is one), too_large, unsupported, of the source and
/// of the handler.
[[nodiscard]] base::Result<void> parse_xml(base::ByteSource& bytes, XmlHandler& handler,
                                           XmlParserLimits limits = {});

}  // namespace cyberdir::codec
