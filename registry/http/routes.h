// The index of the server: every route, in the order in which they are tried.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/context.h"

namespace cyberdir::http {

/// A route: what is asked, and who answers. `{name}` in a pattern is one part of the path.
struct Route {
  std::string_view method;
  std::string_view pattern;
  Response (*handle)(Context&);
  bool is_page = false;   ///< for people; not in the contract of the API
  bool looks_up = false;  ///< shows one entry: a look-up of it
  /// Of a page: the route that has the same as data; what the page's address with a suffix gives.
  std::string_view data = {};
  std::string_view layout = {};  ///< a parameter that only arranges the page: data has none
  bool takes_file = false;       ///< its form carries a file
};

/// All routes.
[[nodiscard]] std::span<const Route> routes();

/// Answers one request: finds the route, says who is asking, calls the handler. Thread-safe.
[[nodiscard]] Response answer(service::Registry& registry, Request& request);

}  // namespace cyberdir::http
