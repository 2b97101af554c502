// Who does something, from where, on which request.
#pragma once

#include <string>

#include "model/audience.h"

namespace cyberdir::service {

/// Who writes, from where, on which request: what the audit trail records.
struct Origin {
  model::Caller caller;
  std::string source;   ///< "api <address>" or "cli"
  std::string request;  ///< request id; may be empty
  /// All who wrote what is published, a space between two, where those are more than the caller.
  std::string authors = {};
};

}  // namespace cyberdir::service
