// The one table from error code to HTTP status, problem type and exit code.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace cyberdir::base {

/// What an error code is called outside. `type` is the last part of the problem type's address.
struct ErrorRow {
  ErrorCode code;
  std::string_view type;
  std::string_view title;
  int http_status;
  int exit_code;
};

/// Every code, in the order of the enumeration.
[[nodiscard]] std::span<const ErrorRow> error_table();

/// The row of a code; total.
[[nodiscard]] const ErrorRow& error_row(ErrorCode code);

}  // namespace cyberdir::base
