#include "page/qr_code.h"

#include <memory>

#include <qrencode.h>

namespace cyberdir::page {
namespace {

constexpr std::size_t kMostBytes = 700;  // finer codes are not read from a screen or from print
constexpr int kQuietZone = 4;            // modules, as the standard asks

}  // namespace

std::optional<QrCode> qr_code(const std::string& text) {
  if (text.empty() || text.size() > kMostBytes) return std::nullopt;
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_L),
      &QRcode_free);
  if (!code) return std::nullopt;
  const int width = code->width;
  const auto is_dark = [&](int x, int y) { return (code->data[y * width + x] & 1U) != 0; };
  QrCode drawn;
  const std::string side = std::to_string(width + 2 * kQuietZone);
  drawn.view_box = "0 0 " + side + " " + side;
  for (int y = 0; y < width; ++y) {
    for (int x = 0; x < width; ++x) {
      if (!is_dark(x, y)) continue;
      const int start = x;
      while (x < width && is_dark(x, y)) ++x;
      drawn.path += "M" + std::to_string(start + kQuietZone) + " " +
                    std::to_string(y + kQuietZone) + ".5h" + std::to_string(x - start);
    }
  }
  return drawn;
}

}  // namespace cyberdir::page
