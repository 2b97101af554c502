#include "base/network.h"

#include <algorithm>
#include <array>
#include <optional>

#include <arpa/inet.h>

namespace cyberdir::base {
namespace {

using Bytes4 = std::array<unsigned char, 4>;
using Bytes16 = std::array<unsigned char, 16>;

constexpr std::size_t kLongestText = INET6_ADDRSTRLEN;
constexpr std::size_t kMappedPrefix = 12;  // bytes of ::ffff:0:0/96 (RFC 4291 section 2.5.5.2)

template <typename Bytes>
std::optional<Bytes> parse(int family, std::string_view text) {
  if (text.size() >= kLongestText) return std::nullopt;
  const std::string terminated(text);
  Bytes bytes{};
  if (inet_pton(family, terminated.c_str(), bytes.data()) != 1) return std::nullopt;
  return bytes;
}

template <typename Bytes>
std::string write(int family, const Bytes& bytes) {
  std::array<char, kLongestText> text{};
  return inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr
             ? std::string()
             : std::string(text.data());
}

std::string network_of(Bytes4 bytes) {
  bytes[3] = 0;
  return write(AF_INET, bytes) + "/24";
}

std::string network_of(Bytes16 bytes) {
  constexpr std::size_t kPrefix = 8;
  std::fill(bytes.begin() + kPrefix, bytes.end(), static_cast<unsigned char>(0));
  return write(AF_INET6, bytes) + "/64";
}

bool is_mapped(const Bytes16& bytes) {
  constexpr std::size_t kZeros = 10;
  return std::all_of(bytes.begin(), bytes.begin() + kZeros, [](auto b) { return b == 0; }) &&
         bytes[kZeros] == 0xFF && bytes[kZeros + 1] == 0xFF;
}

}  // namespace

bool is_address(std::string_view text) {
  return parse<Bytes4>(AF_INET, text) || parse<Bytes16>(AF_INET6, text);
}

std::string network_of(std::string_view address) {
  if (const auto v4 = parse<Bytes4>(AF_INET, address)) return network_of(*v4);
  const auto v6 = parse<Bytes16>(AF_INET6, address);
  if (!v6) return {};
  if (!is_mapped(*v6)) return network_of(*v6);
  Bytes4 inner{};
  std::copy(v6->begin() + kMappedPrefix, v6->end(), inner.begin());
  return network_of(inner);
}

}  // namespace cyberdir::base
