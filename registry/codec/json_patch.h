// Changing a JSON tree by a patch: RFC 7396 merge patch and RFC 6902 JSON patch.
#pragma once

#include "base/result.h"
#include "model/json.h"

namespace cyberdir::codec {

/// RFC 7396. Total: any patch is one.
[[nodiscard]] model::Json merge_patch(model::Json target, const model::Json& patch);

/// RFC 6902. Errors: invalid (not a patch, or it names what is not there), conflict (a `test`
/// does not hold). Applied whole or not at all.
[[nodiscard]] base::Result<model::Json> json_patch(const model::Json& target,
                                                   const model::Json& patch);

}  // namespace cyberdir::codec
