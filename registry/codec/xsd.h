// The XML Schema (XSD 1.0) of our XML form, made from the tables of fields.
#pragma once

#include <string>

namespace cyberdir::codec {

/// One document that imports nothing, so that it works offline as it is. It holds a file
/// (`<directory>`) and a single entry to the tables: element names, their order as written by
/// xml_writer, how often they stand, and the form of values. No field is required: what an
/// audience may not see is absent. That a text names its language is not asked for (XSD cannot
/// without importing the xml namespace); the reader of our XML asks for it.
[[nodiscard]] std::string xml_schema();

}  // namespace cyberdir::codec
