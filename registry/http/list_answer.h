// Lists as answers: items, total, facets, and Link headers for paging (RFC 8288).
#pragma once

#include "http/context.h"
#include "service/directory.h"

namespace cyberdir::http {

/// Runs a list and answers with it; reads `cursor` and `fields` from the request.
[[nodiscard]] Response list_answer(Context& context, base::Result<service::ListQuery> query);

/// The answer to a parameter that is not known or not right.
[[nodiscard]] Response parameter_problem(const Context& context, const base::Error& error);

/// The address of the request with other values of some parameters; an empty value leaves one out.
[[nodiscard]] std::string address_with(
    const Request& request, const std::vector<std::pair<std::string, std::string>>& changes);

/// The Link header of a page: self, first, and next and prev where there are keys of pages after
/// and before it.
[[nodiscard]] std::string page_links(const Request& request, std::string_view next,
                                     std::string_view previous = {});

/// A cursor: opaque, bound to the query it came from.
[[nodiscard]] std::string make_cursor(const Request& request, std::string_view key);
/// The key in a cursor. Errors: malformed (not one of ours, or of another query).
[[nodiscard]] base::Result<std::string> read_cursor(const Request& request);

}  // namespace cyberdir::http
