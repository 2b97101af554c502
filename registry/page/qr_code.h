// A text as a QR code (ISO/IEC 18004), drawn as the path of an SVG picture.
#pragma once

#include <optional>
#include <string>

namespace cyberdir::page {

struct QrCode {
  std::string view_box;  // "0 0 45 45": modules with the quiet zone around them
  std::string path;      // the dark modules: a line of width 1 for each run
};

// Nothing where the text is empty or does not fit into a code that a telephone still reads. Any
// thread.
[[nodiscard]] std::optional<QrCode> qr_code(const std::string& text);

}  // namespace cyberdir::page
