// The JSON tree used for bodies of entries.
#pragma once

#include <nlohmann/json.hpp>

namespace cyberdir::model {

/// A JSON value; members of objects are kept in the order of their bytes.
using Json = nlohmann::json;

}  // namespace cyberdir::model
