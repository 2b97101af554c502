// SHA-256 (FIPS 180-4), one-shot and incremental.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cyberdir::base {

/// A SHA-256 digest, 32 bytes.
using Digest = std::array<std::uint8_t, 32>;

/// Incremental SHA-256. Movable; one thread at a time. finish() may be called once per start.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& update(std::string_view bytes);
  /// Appends the length of `bytes` (8 bytes, big-endian) and the bytes, so that parts cannot run
  /// into one another.
  Sha256& update_part(std::string_view bytes);
  /// Ends the digest and starts a new one.
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

[[nodiscard]] Digest sha256(std::string_view bytes);
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The bytes of a digest as a string, for storing.
[[nodiscard]] inline std::string_view view_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace cyberdir::base
