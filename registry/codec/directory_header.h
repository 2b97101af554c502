// What a file of entries says about itself, in every format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cyberdir::codec {

/// The value of the member `format` of our JSON and NDJSON files.
inline constexpr std::string_view kDirectoryFormat = "cyberdir/1";

/// The namespace of our XML.
inline constexpr std::string_view kDirectoryNamespace = "urn:cyberdir:directory:1";

/// The head of a file: members of the top JSON object, attributes of the XML root. All of them may
/// be absent in a file that is imported; an empty string is absent.
struct DirectoryHeader {
  std::string registry;              ///< who made it
  std::string epoch;                 ///< history that `seq` counts in
  std::optional<std::uint64_t> seq;  ///< place in the feed at which the file was made
  std::string as_of;                 ///< commit time of `seq`, RFC 3339 in UTC
  std::string audience;              ///< for whom it was made

  bool operator==(const DirectoryHeader&) const = default;
};

}  // namespace cyberdir::codec
