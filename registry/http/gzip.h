// gzip (RFC 1952), both ways.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <zlib.h>

#include "base/stream.h"

namespace cyberdir::http {

/// Decompresses what another source gives. Members that follow one another are one content;
/// checksums are verified. Errors: malformed (not gzip, damaged, cut), too_large (over `most`, or a
/// bomb: over a MiB and more than 200 times its compressed size), and those of the other source.
class InflatedSource final : public base::ByteSource {
 public:
  InflatedSource(base::ByteSource& compressed, std::uint64_t most);
  ~InflatedSource() override;
  InflatedSource(const InflatedSource&) = delete;
  InflatedSource& operator=(const InflatedSource&) = delete;
  InflatedSource(InflatedSource&&) = delete;
  InflatedSource& operator=(InflatedSource&&) = delete;

  base::Result<std::size_t> read(std::span<char> buffer) override;

 private:
  base::Result<std::size_t> inflate_some(std::span<char> buffer);

  base::ByteSource& compressed_;
  std::uint64_t most_;
  std::uint64_t in_ = 0;
  std::uint64_t out_ = 0;
  z_stream stream_{};
  bool between_members_ = false;
  bool ended_ = false;
  std::optional<base::Error> error_;
  std::array<char, 16384> input_;
};

/// The text as one gzip member.
[[nodiscard]] std::string gzip(std::string_view text);

}  // namespace cyberdir::http
