// The fields of a form that a page sent (application/x-www-form-urlencoded).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "http/exchange.h"

namespace cyberdir::http {

/// What somebody filled in. Values may be secrets: they have no way out but by their name.
class FormFields {
 public:
  FormFields() = default;
  explicit FormFields(std::vector<std::pair<std::string, base::Secret>> fields)
      : fields_(std::move(fields)) {}

  /// The first value of a name, without spaces around it; empty where there is none.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// All values of a name, in order, without spaces around them.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  /// True where the form sent something under this name, were it empty.
  [[nodiscard]] bool has(std::string_view name) const;
  /// What follows `prefix` in the names that begin with it, in order.
  [[nodiscard]] std::vector<std::string> names(std::string_view prefix) const;
  [[nodiscard]] bool empty() const { return fields_.empty(); }
  /// The first value of a name as it was typed.
  [[nodiscard]] base::Secret secret(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, base::Secret>> fields_;
};

/// Reads a form of at most 256 KiB and 1000 fields. Errors: unsupported (another type), malformed
/// (not UTF-8, or a NUL), too_large.
[[nodiscard]] base::Result<FormFields> read_form(Request& request);

}  // namespace cyberdir::http
