// How the registry is reached from outside: what links that leave it begin with.
#pragma once

#include <string>

#include "http/context.h"

namespace cyberdir::http {

/// As the operator set it, else as this request named it; without a slash at the end.
[[nodiscard]] inline std::string public_url(const Context& context) {
  const std::string& set = context.registry.settings().public_url;
  if (!set.empty()) return set;
  const auto host = context.request.header("host");
  return host ? "http://" + std::string(*host) : std::string();
}

}  // namespace cyberdir::http
