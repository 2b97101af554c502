// Style sheet and icon of the pages, built into the program.
#pragma once

#include <optional>
#include <string_view>

namespace cyberdir::page {

// Views live as long as the program. The path holds a hash of the bytes, so an answer may be
// cached for ever ("public, max-age=31536000, immutable").
struct Asset {
  std::string_view path;  // "/assets/cyberdir.<hash>.css"
  std::string_view bytes;
  std::string_view content_type;  // "text/css; charset=utf-8"
  std::string_view etag;          // with its quotes
};

// The asset at this path; none where the path is unknown or its hash is another build's.
[[nodiscard]] std::optional<Asset> find_asset(std::string_view path);

// The path of an asset by its plain name ("cyberdir.css", "cyberdir.svg"); empty where there is
// none of that name.
[[nodiscard]] std::string_view asset_path(std::string_view name);

}  // namespace cyberdir::page
