#include "service/etag.h"

#include <charconv>

namespace cyberdir::service {
namespace {
constexpr std::size_t kDigits = 24;
constexpr std::size_t kMostTags = 64;

std::string stem(std::int64_t version, std::string_view digest) {
  return std::to_string(version) + "-" + std::string(digest.substr(0, kDigits));
}
}  // namespace

std::string make_etag(std::int64_t version, std::string_view digest, std::string_view form) {
  return "\"" + stem(version, digest) + (form.empty() ? "" : "-") + std::string(form) + "\"";
}

std::vector<std::string> parse_etags(std::string_view header, bool strong) {
  std::vector<std::string> tags;
  while (tags.size() < kMostTags) {
    const auto from = header.find_first_not_of(" \t,");
    if (from == std::string_view::npos) return tags;
    header.remove_prefix(from);
    if (header.front() == '*') {
      tags.emplace_back("*");
      header.remove_prefix(1);
      continue;
    }
    const bool weak = header.starts_with("W/");
    if (weak) header.remove_prefix(2);
    if (!header.starts_with('"')) return tags;
    const auto end = header.find('"', 1);
    if (end == std::string_view::npos) return tags;
    if (!weak || !strong) tags.emplace_back(header.substr(1, end - 1));
    header.remove_prefix(end + 1);
  }
  return tags;
}

bool matches(const std::vector<std::string>& tags, std::int64_t version, std::string_view digest) {
  const std::string wanted = stem(version, digest);
  for (const std::string& tag : tags) {
    if (tag == "*" || tag == wanted || tag.starts_with(wanted + "-")) return true;
  }
  return false;
}

base::Result<void> check_precondition(const Precondition& precondition, std::int64_t version,
                                      std::string_view digest) {
  using base::ErrorCode;
  if (precondition.none_must_exist)
    return base::fail(ErrorCode::stale, "there is an entry of this id already");
  if (!precondition.if_match) {
    return base::fail(ErrorCode::precondition_required,
                      "send If-Match with the ETag of the version that you are changing");
  }
  if (!matches(*precondition.if_match, version, digest)) {
    return base::fail(
        ErrorCode::stale,
        "the entry has changed since the version that you are changing; read it again");
  }
  return {};
}

std::optional<std::int64_t> version_of_tag(std::string_view tag) {
  std::int64_t version = 0;
  const auto result = std::from_chars(tag.data(), tag.data() + tag.size(), version);
  if (result.ec != std::errc() || result.ptr == tag.data() + tag.size() || *result.ptr != '-')
    return std::nullopt;
  return version;
}

}  // namespace cyberdir::service
