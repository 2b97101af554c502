// Entity tags of entries: per version, what the caller sees, and the representation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cyberdir::service {

/// A strong entity tag (RFC 9110 section 8.8.3): `"<version>-<digest>[-<form>]"`. The digest is
/// that of the caller's own view, so the tag changes with what the caller sees.
[[nodiscard]] std::string make_etag(std::int64_t version, std::string_view digest,
                                    std::string_view form);

/// A precondition on a write.
struct Precondition {
  std::optional<std::vector<std::string>> if_match;  ///< entity tags without quotes; "*" for any
  bool none_must_exist = false;                      ///< If-None-Match: *
};

/// Reads the value of If-Match or If-None-Match: tags without quotes. Weak ones are left out where
/// `strong` is wanted.
[[nodiscard]] std::vector<std::string> parse_etags(std::string_view header, bool strong);

/// True where one of the tags names this version and view, in whatever representation.
[[nodiscard]] bool matches(const std::vector<std::string>& tags, std::int64_t version,
                           std::string_view digest);

/// Whether a write to an existing entry may be made, as its precondition has it; `digest` is that
/// of the caller's view. Errors: precondition_required, stale.
[[nodiscard]] base::Result<void> check_precondition(const Precondition& precondition,
                                                    std::int64_t version, std::string_view digest);

/// The version that a tag of ours names.
[[nodiscard]] std::optional<std::int64_t> version_of_tag(std::string_view tag);

}  // namespace cyberdir::service
