#include "http/object_body.h"

#include <algorithm>

#include "codec/json_reader.h"
#include "codec/object_xml.h"
#include "http/negotiation.h"

namespace cyberdir::http {

const model::Json* ObjectBody::take(std::string_view name) {
  taken_.emplace_back(name);
  const auto found = object_.find(name);
  return found == object_.end() ? nullptr : &*found;
}

void ObjectBody::refuse(std::string_view name, const char* sentence) {
  findings_.push_back({"type", sentence, "/" + std::string(name), {}, {}, base::Severity::error});
}

std::optional<std::string> ObjectBody::text(std::string_view name) {
  const model::Json* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  refuse(name, "this is a string");
  return std::nullopt;
}

std::optional<bool> ObjectBody::flag(std::string_view name) {
  const model::Json* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  if (*value == "true" || *value == "false") return *value == "true";
  refuse(name, "this is true or false");
  return std::nullopt;
}

std::vector<std::string> ObjectBody::texts(std::string_view name) {
  const model::Json* value = take(name);
  if (value == nullptr) return {};
  const bool strings =
      value->is_array() && std::all_of(value->begin(), value->end(),
                                       [](const model::Json& one) { return one.is_string(); });
  if (strings) return value->get<std::vector<std::string>>();
  refuse(name, "this is a list of strings");
  return {};
}

base::Result<void> ObjectBody::check() const {
  base::Findings findings = findings_;
  for (auto member = object_.begin(); member != object_.end(); ++member) {
    if (std::find(taken_.begin(), taken_.end(), member.key()) != taken_.end()) continue;
    findings.push_back({"unknown-member",
                        "there is no such member here",
                        "/" + member.key().substr(0, 64),
                        {},
                        {},
                        base::Severity::error});
  }
  if (findings.empty()) return {};
  base::Error error =
      base::fail(base::ErrorCode::invalid, "the body is not as it should be; see the findings");
  error.findings = std::move(findings);
  return error;
}

base::Result<ObjectBody> read_object(Request& request, std::string_view root) {
  constexpr std::size_t kMostBytes = std::size_t{64} * 1024;
  const std::string type = content_type(request);
  const bool xml = type == "application/xml" || type == "text/xml";
  const bool json =
      type.empty() || type == "application/json" || type == "application/merge-patch+json";
  if (!xml && !json) {
    return base::fail(base::ErrorCode::unsupported,
                      "this is sent as application/json or application/xml");
  }
  CYBERDIR_ASSIGN(body, read_body(request, kMostBytes));
  CYBERDIR_ASSIGN(tree, xml ? codec::read_object_xml(body, root) : codec::read_json(body));
  if (!tree.is_object()) return base::fail(base::ErrorCode::malformed, "the body is an object");
  return ObjectBody(std::move(tree));
}

}  // namespace cyberdir::http
