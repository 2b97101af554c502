// A small object that is sent as XML: what append_answer_xml() writes, the other way round.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/json.h"

namespace cyberdir::codec {

/// Reads a document of our namespace as an object: a member for each element below the root, its
/// text as a string, or an array of strings where it has `<i>` elements. Nothing deeper. Errors:
/// malformed (with the line), too_large (more than 64 members or elements).
[[nodiscard]] base::Result<model::Json> read_object_xml(std::string_view text,
                                                        std::string_view root);

}  // namespace cyberdir::codec
