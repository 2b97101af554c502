// Where the program gets randomness: an interface, so that tests can repeat themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <random>
#include <span>
#include <string>

#include "base/instant.h"

namespace cyberdir::base {

/// A source of random bytes. Implementations may be called from any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// The system's cryptographic generator (libsodium), fit for salts, tokens and identifiers.
class SystemRandom final : public Random {
 public:
  SystemRandom();
  void fill(std::span<std::uint8_t> bytes) override;
};

/// A sequence for tests that repeats itself as long as one thread asks; never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

/// A version 7 UUID (RFC 9562 section 5.7) in lower case: identifiers in order of their making.
[[nodiscard]] std::string make_uuid7(Instant now, Random& random);

}  // namespace cyberdir::base
