// An element of XML with all that it holds, for formats whose records are elements.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/xml_parser.h"
#include "model/json.h"

namespace cyberdir::importers {

/// An element. Names in no namespace are their local name, those of the namespace of `xml` begin
/// with `xml:`, others are written {namespace}name. White space around its text is left out, and
/// where text stands between elements, its pieces are one.
struct XmlTree {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;
  std::vector<XmlTree> children;
  std::uint64_t line = 0;

  /// An element without what it holds. Pointers to schemas are left out.
  [[nodiscard]] static XmlTree of(const codec::XmlElement& element, std::uint64_t line);

  /// The value of an attribute without white space around it; empty where there is none.
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
  /// The first element of that name in it, or null.
  [[nodiscard]] const XmlTree* child(std::string_view name) const;
  /// True where it has no attributes but those named.
  [[nodiscard]] bool has_only(std::initializer_list<std::string_view> names) const;

  /// As JsonML (jsonml.org): [name, {attributes}, text, elements …]. What is empty is left out.
  [[nodiscard]] model::Json json_ml() const;
};

/// The name of an element or attribute as XmlTree has it.
[[nodiscard]] std::string full_name(std::string_view name, std::string_view name_space);

}  // namespace cyberdir::importers
