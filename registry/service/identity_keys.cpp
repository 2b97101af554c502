#include "service/identity_keys.h"

#include <algorithm>

#include "base/unicode.h"
#include "model/states.h"
#include "model/string_formats.h"
#include "service/index.h"

namespace cyberdir::service {

using model::Json;

namespace {

const Json& list_in(const Json& entry, const char* name) {
  static const Json kNone = Json::array();
  const auto found = entry.find(name);
  return found != entry.end() && found->is_array() ? *found : kNone;
}

std::string text_in(const Json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void add(std::vector<std::string>& keys, const char* prefix, const std::string& value) {
  if (value.empty()) return;
  std::string key = prefix + value;
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
}

// The host of an address of the web that names nothing but a host; without www.
std::string domain_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  const std::size_t end = url.find('/');
  if (end != std::string_view::npos && end + 1 != url.size()) return {};
  std::string host;
  for (const char c : url.substr(0, end))
    host.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
  if (host.starts_with("www.")) host.erase(0, 4);
  return host.find_first_of("?#@") == std::string::npos ? host : std::string();
}

void add_exact(const Json& entry, const model::Kind& kind, IdentityKeys& keys) {
  for (const char* list : {"channels", "enquiries"}) {
    for (const Json& channel : list_in(entry, list)) {
      if (text_in(channel, "kind") == "email")
        add(keys.exact, "mail:", reach_of(text_in(channel, "value")));
    }
  }
  for (const Json& key : list_in(entry, "keys")) {
    const auto print = model::normalised_fingerprint(text_in(key, "fingerprint"));
    if (print) add(keys.exact, "key:", *print);
  }
  if (kind.name == "organisation") {
    for (const Json& site : list_in(entry, "websites")) {
      if (site.is_string())
        add(keys.exact, "domain:", domain_of(site.get_ref<const std::string&>()));
    }
  }
  add(keys.exact, "iati:", text_in(entry, "iati_identifier"));
}

void add_likely(const Json& value, const std::string& state, IdentityKeys& keys) {
  if (value.is_object()) {
    for (const Json& text : value) add_likely(text, state, keys);
  } else if (value.is_string()) {
    const std::string folded = base::fold_for_search(value.get_ref<const std::string&>());
    if (!folded.empty()) add(keys.likely, "name:", folded + '\n' + state);
  }
}

}  // namespace

IdentityKeys identity_keys(const Json& entry, const model::Kind& kind) {
  IdentityKeys keys;
  add_exact(entry, kind, keys);
  if (kind.name == "state") return keys;
  const std::string state = model::state_of(entry);
  for (const char* name : {"name", "short_name", "title"}) {
    const auto found = entry.find(name);
    const bool person = kind.name == "contact" && std::string_view(name) == "name";
    if (found != entry.end() && !person) add_likely(*found, state, keys);
  }
  return keys;
}

}  // namespace cyberdir::service
