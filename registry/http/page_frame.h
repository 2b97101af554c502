// What all handlers of pages share: the request as a page sees it, and the answer as HTML.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/context.h"
#include "model/json.h"
#include "page/view_model.h"
#include "service/directory.h"

namespace cyberdir::http {

/// A request for a page whose parameters are known and right.
struct PageRequest {
  Context& context;
  std::string language;  ///< of the reader
  page::Frame frame;
  std::optional<service::AsOf> as_of;
  std::optional<store::Moment> moment;  ///< what `as_of` means

  [[nodiscard]] service::Directory& directory() const { return context.registry.directory(); }
  [[nodiscard]] const model::Caller& caller() const { return context.caller; }
  /// The caller for entries of which titles and lines alone are shown: no personal field.
  [[nodiscard]] model::Caller reader_of_titles() const { return model::uncounted(context.caller); }
};

/// Checks the parameters (`as_of` among them, where the page knows it) and makes the frame.
/// Errors: malformed, not_found (no such moment yet).
[[nodiscard]] base::Result<PageRequest> open_page(Context& context,
                                                  std::span<const std::string_view> parameters);

/// Says in the frame who is reading, and gives its forms their token.
void show_reader(const Context& context, page::Frame& frame);

/// The language of the address, else the best by Accept-Language.
[[nodiscard]] std::string page_language(const Request& request);

/// The address of this page without the language, with other values of some parameters; an empty
/// value leaves one out.
[[nodiscard]] std::string page_address(
    const Request& request, const std::vector<std::pair<std::string, std::string>>& changes);

/// The address of an entry's page, and of its forms: "/entries/7Q", "/v1/entries/7Q.json".
[[nodiscard]] std::string entry_address(std::string_view id);
[[nodiscard]] std::string form_address(const PageRequest& page, std::string_view path,
                                       std::string_view form);

/// Answers with a page.
[[nodiscard]] Response html_answer(const Context& context, std::string_view language,
                                   std::string body);
[[nodiscard]] Response page_answer(const PageRequest& page, std::string body);

/// The moment of the view model for one of the registry.
[[nodiscard]] inline page::Moment moment_of(base::Instant instant) {
  return page::Moment(std::chrono::microseconds(instant.micros));
}

/// An entry as a tree; an empty object where it cannot be read.
[[nodiscard]] model::Json tree_of(const service::EntryAnswer& entry);

/// A member that is a string, else an empty one.
[[nodiscard]] std::string string_in(const model::Json& object, std::string_view name);

/// A member, or null.
[[nodiscard]] const model::Json* member(const model::Json& object, std::string_view name);

}  // namespace cyberdir::http
