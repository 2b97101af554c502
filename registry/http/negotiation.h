// Which representation a caller gets: by suffix, else by Accept (RFC 9110 section 12.5.1).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/context.h"
#include "service/workflow.h"

namespace cyberdir::http {

/// A form that a resource has: its suffix and its media type.
struct Form {
  std::string_view suffix;
  std::string_view media_type;
};

inline constexpr Form kJsonForm{"json", "application/json"};
inline constexpr Form kXmlForm{"xml", "application/xml"};
inline constexpr Form kEntryForms[] = {kJsonForm, kXmlForm};

/// The form to answer in; the first of `forms` where nothing is asked. Errors: not_acceptable, with
/// a sentence that names what there is.
[[nodiscard]] base::Result<Form> choose_form(const Context& context,
                                             std::span<const Form> forms = kEntryForms);

/// How well an Accept header takes a media type: its quality, 0 where it does not.
[[nodiscard]] double quality_of(std::string_view accept, std::string_view media_type);

/// True where the caller would have problem details as XML.
[[nodiscard]] bool wants_xml(const Context& context);

/// The media type of the body: lower case, without parameters; empty where it is not said.
[[nodiscard]] std::string content_type(const Request& request);

/// Reads a request's body into memory, at most `limit` bytes. Errors: too_large, malformed.
[[nodiscard]] base::Result<std::string> read_body(Request& request, std::size_t limit);

/// Reads the body as an entry, in JSON or XML as Content-Type says. Errors: unsupported (with the
/// types that are read), malformed, too_large.
[[nodiscard]] base::Result<service::Submitted> read_entry(Request& request);

}  // namespace cyberdir::http
