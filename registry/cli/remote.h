// A registry on a server, for commands with --url.
#pragma once

#include <istream>
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

/// A request with JSON. `if_match` is the tag of what is changed, as an answer had it, or empty.
struct Call {
  std::string method;
  std::string path_and_query;
  model::Json body;  ///< null for none
  std::string if_match;
  /// A file that is sent as the body instead, as it is read; not owned.
  std::istream* file = nullptr;
};

/// What was answered.
struct Called {
  model::Json body;
  std::string etag;
  std::string next;  ///< path and query of the next page, from Link; empty where there is none
};

/// Sends a request. Errors: unavailable (no answer), or what the server's problem details say, with
/// their findings.
[[nodiscard]] base::Result<Called> send(const Remote& remote, const Call& call);

}  // namespace cyberdir::cli
