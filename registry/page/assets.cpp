#include "page/assets.h"

#include <cstdint>
#include <string>
#include <vector>

#include "embedded/web.h"

namespace cyberdir::page {
namespace {

// FNV-1a, 64 bits: tells builds apart, proves nothing.
std::string hash(std::string_view bytes) {
  std::uint64_t sum = 0xcbf29ce484222325U;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    sum *= 0x100000001b3U;
  }
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex(16, '0');
  for (std::size_t i = hex.size(); i-- > 0; sum >>= 4U) hex[i] = kDigits[sum & 15U];
  return hex;
}

struct Served {
  std::string_view name;
  std::string_view source;
  std::string_view content_type;
  std::string_view bytes;
  std::string path;
  std::string etag;
};

const std::vector<Served>& served() {
  static const std::vector<Served> all = [] {
    std::vector<Served> list{
        {"cyberdir.css", "css/cyberdir.css", "text/css; charset=utf-8", {}, {}, {}},
        {"now.js", "js/now.js", "text/javascript; charset=utf-8", {}, {}, {}},
        {"upload.js", "js/upload.js", "text/javascript; charset=utf-8", {}, {}, {}},
        {"cyberdir.svg", "icons/cyberdir.svg", "image/svg+xml", {}, {}, {}},
    };
    for (Served& one : list) {
      one.bytes = web::find(one.source).value_or(std::string_view());
      const std::string sum = hash(one.bytes);
      const std::size_t dot = one.name.rfind('.');
      one.path = "/assets/" + std::string(one.name.substr(0, dot)) + "." + sum +
                 std::string(one.name.substr(dot));
      one.etag = "\"" + sum + "\"";
    }
    return list;
  }();
  return all;
}

}  // namespace

std::optional<Asset> find_asset(std::string_view path) {
  for (const Served& one : served()) {
    if (one.path == path) return Asset{one.path, one.bytes, one.content_type, one.etag};
  }
  return std::nullopt;
}

std::string_view asset_path(std::string_view name) {
  for (const Served& one : served()) {
    if (one.name == name) return one.path;
  }
  return {};
}

}  // namespace cyberdir::page
