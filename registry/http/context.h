// What a handler works with: the registry, the request, who is asking, the parts of the path.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "http/exchange.h"
#include "http/form_fields.h"
#include "http/source_address.h"
#include "model/audience.h"
#include "service/registry.h"
#include "service/sessions.h"

namespace cyberdir::http {

class FormUpload;

/// One request on its way through its handler.
struct Context {
  service::Registry& registry;
  Request& request;
  model::Caller caller;
  std::map<std::string, std::string, std::less<>> path;  ///< parts of the path that the route names
  std::string form;                                      ///< of the suffix: json, xml, … or empty
  std::optional<service::SignedIn> session = {};         ///< of a person who signed in by the pages
  base::Secret cookie = {};  ///< what the browser is known by: a session, or nobody's yet
  bool sets_cookie = false;  ///< `cookie` is new, and the answer gives it to the browser
  FormFields fields = {};    ///< of a page's form; its token was checked
  std::shared_ptr<FormUpload> upload = {};  ///< a form with a file; its fields are `fields`

  [[nodiscard]] const std::string& part(std::string_view name) const {
    return path.find(name)->second;
  }
  /// Where the request comes from.
  [[nodiscard]] std::string address() const { return source_address(request, registry.settings()); }
  [[nodiscard]] service::Origin origin() const { return {caller, "api " + address(), request.id}; }
};

}  // namespace cyberdir::http
