// What a handler works with: the registry, the request, who is asking, the parts of the path.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/exchange.h"
#include "model/audience.h"
#include "service/registry.h"

namespace cyberdir::http {

/// One request on its way through its handler.
struct Context {
  service::Registry& registry;
  Request& request;
  model::Caller caller;
  std::map<std::string, std::string, std::less<>> path;  ///< parts of the path that the route names
  std::string form;                                      ///< of the suffix: json, xml, … or empty

  [[nodiscard]] const std::string& part(std::string_view name) const {
    return path.find(name)->second;
  }
  [[nodiscard]] service::Origin origin() const {
    return {caller, "api " + request.remote, request.id};
  }
};

}  // namespace cyberdir::http
