#include "base/uuid.h"

#include <span>
#include <stdexcept>

#include <openssl/evp.h>

#include "base/bytes.h"

namespace cyberdir::base {
namespace {

constexpr std::size_t kSha1Bytes = 20;
constexpr std::size_t kTextLength = 36;

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_hyphen_at(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

}  // namespace

std::string make_uuid5(const UuidBytes& name_space, std::string_view name) {
  std::string named(name_space.begin(), name_space.end());
  named += name;
  std::array<std::uint8_t, kSha1Bytes> digest{};
  if (EVP_Digest(named.data(), named.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1)
    throw std::runtime_error("OpenSSL offers no SHA-1");
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0FU) | 0x50U);
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3FU) | 0x80U);
  std::string text = to_hex(std::span(digest).first<16>());
  for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
  return text;
}

bool is_rfc4122_uuid(std::string_view text) {
  if (text.size() != kTextLength) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_hyphen_at(i) ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  constexpr std::string_view kVariants = "89abAB";
  return text[14] >= '1' && text[14] <= '5' && kVariants.find(text[19]) != std::string_view::npos;
}

}  // namespace cyberdir::base
