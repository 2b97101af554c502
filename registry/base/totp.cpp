#include "base/totp.h"

#include <array>
#include <stdexcept>

#include <liboath/oath.h>

namespace cyberdir::base {
namespace {

constexpr unsigned kDigits = 6;
constexpr std::int64_t kStepMicros = std::int64_t{30} * 1'000'000;
constexpr std::size_t kSecretBytes = 20;

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kHex[byte >> 4U];
    encoded += kHex[byte & 15U];
  }
  return encoded;
}

}  // namespace

Secret make_totp_secret(Random& random) {
  std::array<std::uint8_t, kSecretBytes> bytes{};
  random.fill(bytes);
  return Secret(std::string(bytes.begin(), bytes.end()));
}

std::int64_t totp_step_at(Instant now) { return now.micros / kStepMicros; }

std::string totp_code(const Secret& secret, std::int64_t step) {
  static const bool kReady = oath_init() == OATH_OK;
  std::array<char, kDigits + 1> code{};
  const std::string_view bytes = secret.reveal();
  const int made =
      !kReady ? OATH_CRYPTO_ERROR
              : oath_hotp_generate(bytes.data(), bytes.size(), static_cast<std::uint64_t>(step),
                                   kDigits, false, OATH_HOTP_DYNAMIC_TRUNCATION, code.data());
  if (made != OATH_OK) throw std::runtime_error("liboath could not make a code");
  return code.data();
}

std::optional<std::int64_t> totp_step_of(const Secret& secret, std::string_view code, Instant now,
                                         std::int64_t last_used) {
  std::string digits;
  for (const char c : code) {
    if (c != ' ') digits += c;
  }
  std::optional<std::int64_t> found;
  const std::int64_t present = totp_step_at(now);
  for (const std::int64_t step : {present - 1, present, present + 1}) {
    if (equal_in_constant_time(totp_code(secret, step), digits) && step > last_used) found = step;
  }
  return found;
}

std::string to_base32(std::string_view bytes) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = (held << 8U | static_cast<unsigned char>(c)) & 0xFFFU;
    for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[held >> (bits - 5) & 31U];
  }
  if (bits > 0) text += kAlphabet[held << (5 - bits) & 31U];
  return text;
}

std::string otpauth_label(std::string_view issuer, std::string_view account, const Secret& secret) {
  return percent_encode(issuer) + ":" + percent_encode(account) +
         "?secret=" + to_base32(secret.reveal()) + "&issuer=" + percent_encode(issuer) +
         "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace cyberdir::base
