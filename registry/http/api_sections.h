// The contract of the API as a page shows it.
#pragma once

#include <vector>

#include "page/view_model.h"

namespace cyberdir::http {

/// The operations of the OpenAPI description by their tag, in its order. Made once.
[[nodiscard]] const std::vector<page::DocsPage::Section>& api_sections();

}  // namespace cyberdir::http
