// Fuzz target: forms that carry a file. The first byte says in pieces of which size they arrive;
// however that is, what is read is the same.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "http/multipart.h"

namespace {

class InPieces final : public cyberdir::base::ByteSource {
 public:
  InPieces(std::string_view bytes, std::size_t most) : rest_(bytes), most_(most) {}
  cyberdir::base::Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min({buffer.size(), rest_.size(), most_});
    std::copy_n(rest_.data(), count, buffer.data());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
  std::size_t most_;
};

// The name of the file and its content, or which error there is.
std::string taken(std::string_view body, std::size_t piece) {
  cyberdir::http::Request request;
  request.headers = {{"content-type", "multipart/form-data; boundary=x"}};
  InPieces source(body, piece);
  request.body = &source;
  const auto upload = cyberdir::http::FormUpload::open(request);
  if (!upload) return upload.error().detail;
  std::string text = (*upload)->file_name() + '\n' + (*upload)->fields().text("csrf") + '\n';
  std::string buffer(piece, '\0');
  while (true) {
    const auto count = (*upload)->read(buffer);
    if (!count) return count.error().detail;
    if (*count == 0) return text;
    text.append(buffer, 0, *count);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t piece = std::size_t{data[0]} + 1;
  if (taken(body, piece) != taken(body, 100'000)) std::abort();
  return 0;
}
