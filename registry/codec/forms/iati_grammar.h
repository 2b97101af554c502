// Which elements IATI 2.03 allows within an activity, for those that were kept from another file.
#pragma once

#include <string_view>

#include "model/json.h"

namespace cyberdir::codec {

/// True where `element`, in JsonML, is one that may stand in an iati-activity of IATI 2.03, with
/// all that it holds: names, order, required parts and the types of values, as the standard's
/// schema has them. Elements and attributes of other namespaces are not allowed here.
[[nodiscard]] bool is_iati_element(const model::Json& element);

/// Appends an element that is_iati_element() allows.
void append_iati_element(std::string& out, const model::Json& element);

/// xsd:date, xsd:decimal and xsd:anyURI, as any processor of schemas takes them.
[[nodiscard]] bool is_xsd_date(std::string_view text);
[[nodiscard]] bool is_xsd_decimal(std::string_view text);
[[nodiscard]] bool is_xsd_uri(std::string_view text);

// ---- reading JsonML; all functions take any JSON

/// The value of an attribute; empty where there is none.
[[nodiscard]] std::string_view attribute_of(const model::Json& element, std::string_view name);
/// The first element of that name in an element, or null.
[[nodiscard]] const model::Json* child_of(const model::Json& element, std::string_view name);
/// The first text in an element; empty where there is none.
[[nodiscard]] std::string_view text_of(const model::Json& element);

}  // namespace cyberdir::codec
