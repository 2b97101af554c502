// A file whose beginning is looked at before it is read.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"

namespace cyberdir::importers {

/// A source whose first bytes can be looked at before it is read. Does not own the other.
class PeekedSource final : public base::ByteSource {
 public:
  explicit PeekedSource(base::ByteSource& source) : source_(source) {}
  /// Up to `count` first bytes. Errors: of the source.
  base::Result<std::string_view> head(std::size_t count);
  base::Result<std::size_t> read(std::span<char> buffer) override;

 private:
  base::ByteSource& source_;
  std::string head_;
  std::size_t given_ = 0;
};

}  // namespace cyberdir::importers
