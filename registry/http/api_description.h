// The description of the API as it is served: api-spec/openapi.yaml with the schemas of entries,
// which the tables of fields give, in it.
#pragma once

#include <string>

namespace cyberdir::http {

/// OpenAPI 3.1 as JSON, in the order of the YAML, complete in itself: no reference leads out of it.
[[nodiscard]] const std::string& api_description();

}  // namespace cyberdir::http
