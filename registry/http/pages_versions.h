// Versions of an entry as lines.
#pragma once

#include <string>
#include <vector>

#include "http/page_frame.h"

namespace cyberdir::http {

/// `owner` is the entry's, so that its own changes are told from those of others.
[[nodiscard]] std::vector<page::VersionLine> version_lines(
    const std::vector<service::HistoryItem>& items, const std::string& owner);

}  // namespace cyberdir::http
