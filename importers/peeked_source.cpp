#include "importers/peeked_source.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace cyberdir::importers {

using base::Result;

Result<std::string_view> PeekedSource::head(std::size_t count) {
  while (head_.size() < count) {
    const std::size_t before = head_.size();
    head_.resize(count);
    auto got = source_.read({head_.data() + before, count - before});
    if (!got) return std::move(got).error();
    head_.resize(before + *got);
    if (*got == 0) break;
  }
  return std::string_view(head_);
}

Result<std::size_t> PeekedSource::read(std::span<char> buffer) {
  if (given_ < head_.size()) {
    const std::size_t count = std::min(buffer.size(), head_.size() - given_);
    std::memcpy(buffer.data(), head_.data() + given_, count);
    given_ += count;
    return count;
  }
  return source_.read(buffer);
}

}  // namespace cyberdir::importers
