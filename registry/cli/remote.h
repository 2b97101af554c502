// A registry on a server, for look-ups with --url.
#pragma once

#include <string>

#include "base/result.h"
#include "model/json.h"

namespace cyberdir::cli {

/// Where to ask, and as whom.
struct Remote {
  std::string url;         ///< of the server, without a path
  std::string token_file;  ///< may be empty
};

/// GET of a path with its query; the answer's JSON. Errors: unavailable (no answer), or what the
/// server's problem details say.
[[nodiscard]] base::Result<model::Json> fetch(const Remote& remote,
                                              const std::string& path_and_query);

}  // namespace cyberdir::cli
