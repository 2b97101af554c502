#include "base/random.h"

#include <array>
#include <stdexcept>

#include <sodium.h>

#include "base/bytes.h"

namespace cyberdir::base {

SystemRandom::SystemRandom() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
  const std::lock_guard lock(mutex_);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
}

std::string make_uuid7(Instant now, Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  const auto millis = static_cast<std::uint64_t>(now.micros / 1000);
  for (std::size_t i = 0; i < 6; ++i) {
    bytes.at(i) = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
  }
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x70U);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  std::string text = to_hex(bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
  return text;
}

}  // namespace cyberdir::base
