#include "importers/outline.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "importers/importer.h"

namespace cyberdir::importers {
namespace {

constexpr std::size_t kLevels = 4;                    // containers whose members are of interest
constexpr std::size_t kNameBytes = 64;                // no name that we look for is longer
constexpr std::string_view kElsewhere = "elsewhere";  // path of what is not of interest

// The content of the string that begins at `at` (behind its quote), escapes as they are; `at`
// moves behind the closing quote. Nothing where the text ends before.
std::optional<std::string_view> skip_string(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  if (at >= text.size()) return std::nullopt;
  return text.substr(begin, at++ - begin);
}

bool is_followed_by_colon(std::string_view text, std::size_t at) {
  at = text.find_first_not_of(" \t\r\n", at);
  return at != std::string_view::npos && text[at] == ':';
}

}  // namespace

Outline::Outline(std::string_view head) {
  head = head.substr(0, kHeadBytes);
  struct Container {
    bool array = false;
    std::string path;
  };
  std::vector<Container> open;
  std::string member;  // path of the member whose value comes next
  const auto path_of_value = [&]() -> std::string {
    if (open.empty()) return {};
    if (open.size() > kLevels) return std::string(kElsewhere);
    return open.back().array ? open.back().path + "/*" : member;
  };
  std::size_t at = 0;
  while (at < head.size()) {
    const char c = head[at++];
    if (c == '{' || c == '[') {
      open.push_back({c == '[', path_of_value()});
    } else if (c == '}' || c == ']') {
      if (open.empty()) return;
      open.pop_back();
    } else if (c == '"') {
      const auto name = skip_string(head, at);
      if (!name) return;
      if (open.empty() || open.back().array || !is_followed_by_colon(head, at)) continue;
      member = kElsewhere;
      if (open.size() > kLevels || name->size() > kNameBytes) continue;
      if (name->find('/') != std::string_view::npos) continue;
      member = open.back().path + '/' + std::string(*name);
      paths_.insert(member);
    }
  }
}

}  // namespace cyberdir::importers
