// Query parameters: each known one read strictly, unknown ones refused with the nearest name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/context.h"
#include "service/directory.h"

namespace cyberdir::http {

/// Refuses a parameter that is not among `known`, or that stands twice. The error's finding names
/// it and the nearest; its code is `unknown-parameter`.
[[nodiscard]] base::Result<void> check_parameters(const Request& request,
                                                  std::span<const std::string_view> known);

/// The error for a parameter whose value is not right; `sentence` says what is taken.
[[nodiscard]] base::Error bad_parameter(std::string_view name, std::string sentence);

/// The values of a parameter that are separated by commas, without empty ones.
[[nodiscard]] std::vector<std::string> list_parameter(const Request& request,
                                                      std::string_view name);

/// A whole number in decimal digits that 64 bits hold; nothing where the text is something else.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);

/// A whole number within bounds; `otherwise` where it is absent. Errors: malformed.
[[nodiscard]] base::Result<std::int64_t> number_parameter(const Request& request,
                                                          std::string_view name, std::int64_t least,
                                                          std::int64_t most,
                                                          std::int64_t otherwise);

/// `as_of`, where it is given. Errors: malformed.
[[nodiscard]] base::Result<std::optional<service::AsOf>> as_of_parameter(const Request& request);

/// The caller, narrowed by `audience` where that is given. Errors: malformed.
[[nodiscard]] base::Result<model::Caller> audience_parameter(const Context& context);

/// A search as the parameters of lists have it (API and pages alike), but for the cursor. Errors:
/// malformed, each with what is taken.
[[nodiscard]] base::Result<service::ListQuery> list_query(const Request& request);

/// Names of the filters and facets of lists.
[[nodiscard]] std::span<const std::string_view> facet_names();

/// Percent-encodes a value for a query (RFC 3986 section 2.3: all but the unreserved).
[[nodiscard]] std::string encode_query(std::string_view value);

}  // namespace cyberdir::http
