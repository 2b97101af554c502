// The body of a request that is a small object: its members read strictly, all findings at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/exchange.h"
#include "model/json.h"

namespace cyberdir::http {

/// Members are taken by name; check() then refuses what was not right and what nobody took.
class ObjectBody {
 public:
  explicit ObjectBody(model::Json object) : object_(std::move(object)) {}

  /// A string; nothing where it is absent.
  [[nodiscard]] std::optional<std::string> text(std::string_view name);
  /// true or false; in XML these words.
  [[nodiscard]] std::optional<bool> flag(std::string_view name);
  /// An array of strings; empty where it is absent.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name);
  /// Errors: invalid, with a finding for each member that is not as it should be or not known.
  [[nodiscard]] base::Result<void> check() const;

 private:
  [[nodiscard]] const model::Json* take(std::string_view name);
  void refuse(std::string_view name, const char* sentence);

  model::Json object_;
  std::vector<std::string> taken_;
  base::Findings findings_;
};

/// Reads at most 64 KiB as JSON or XML, as Content-Type says; `root` is the element's name in XML.
/// Errors: unsupported, malformed, too_large.
[[nodiscard]] base::Result<ObjectBody> read_object(Request& request, std::string_view root);

}  // namespace cyberdir::http
