// cyberdir import --url: a file is sent to a server.
#pragma once

#include <istream>
#include <string>

#include "cli/remote.h"

namespace cyberdir::cli {

/// Sends a file to be imported, waits until that has ended, and prints the report: in words, or as
/// JSON. `query` is what the API's parameters say. Returns the exit code.
int import_remote(const Remote& remote, const std::string& query, const std::string& name,
                  std::istream& file, bool json);

}  // namespace cyberdir::cli
