#include "service/import_options.h"

#include <charconv>

#include "model/states.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;

std::optional<OnError> on_error_named(std::string_view name) {
  if (name == "abort") return OnError::abort;
  if (name == "skip") return OnError::skip;
  return std::nullopt;
}

std::optional<ImportMode> import_mode_named(std::string_view name) {
  if (name == "merge") return ImportMode::merge;
  if (name == "replace") return ImportMode::replace;
  return std::nullopt;
}

Result<ReplaceScope> parse_replace_scope(std::string_view text) {
  constexpr std::string_view kState = "state:";
  constexpr std::string_view kSource = "source:";
  ReplaceScope scope;
  if (text.starts_with(kState)) scope.state = text.substr(kState.size());
  if (text.starts_with(kSource)) scope.source = text.substr(kSource.size());
  const bool sound =
      scope.state.empty() ? !scope.source.empty() : model::is_state_code(scope.state);
  if (sound) return scope;
  return fail(ErrorCode::malformed,
              "scope: it is state: and the code of a State, such as state:IN, or source: and the "
              "name of a directory, such as source:FIRST");
}

Result<void> check_import_options(const ImportOptions& options) {
  const bool scoped = !options.scope.state.empty() || !options.scope.source.empty();
  if (options.mode == ImportMode::replace && !scoped) {
    return fail(ErrorCode::malformed,
                "scope: replace mode ends entries that the file does not have; say of which State "
                "or source, such as state:IN");
  }
  if (options.mode == ImportMode::merge && (scoped || options.max_withdraw > 0)) {
    return fail(ErrorCode::malformed,
                "scope and max_withdraw belong to the mode replace; say mode=replace, or leave "
                "them out");
  }
  return {};
}

Result<void> add_decision(ImportOptions& options, std::string_view text) {
  const std::size_t colon = text.find(':');
  std::uint64_t row = 0;
  if (colon != std::string_view::npos && colon + 1 < text.size()) {
    const auto read = std::from_chars(text.data(), text.data() + colon, row);
    if (read.ec == std::errc() && read.ptr == text.data() + colon && row > 0) {
      options.decisions[row] = text.substr(colon + 1);
      return {};
    }
  }
  return fail(ErrorCode::malformed,
              "decide: it is the number of a row, a colon, and new, skip or the id of an entry, "
              "such as 12:new");
}

}  // namespace cyberdir::service
