// A finding: one thing that is wrong, or worth saying, about one place in an input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cyberdir::base {

/// How much a finding weighs: an error stops the write, a warning does not.
enum class Severity : std::uint8_t { error, warning };

/// One finding, as RFC 9457 problem details and import reports list it in `errors[]`.
/// `code` is language-free and stable; `detail` is a sentence that says what to do.
struct Finding {
  std::string code;
  std::string detail;
  std::string pointer;                ///< RFC 6901, within the entry; empty for the whole of it
  std::optional<std::uint64_t> row;   ///< record of the file, from 1
  std::optional<std::uint64_t> line;  ///< line of the file, from 1
  Severity severity = Severity::error;
};

using Findings = std::vector<Finding>;

/// True where at least one finding is an error.
[[nodiscard]] inline bool has_errors(const Findings& findings) {
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::error) return true;
  }
  return false;
}

}  // namespace cyberdir::base
