// Any bytes as a set of keys and a token: no crash, and nothing is believed that no key signed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "codec/json_web_token.h"
#include "service/id_token.h"

namespace {

using namespace cyberdir;  // NOLINT(google-build-using-namespace)

void require(bool holds) {
  if (!holds) std::abort();
}

service::ExpectedToken expected() {
  return {"https://id.example",
          "registry",
          base::Secret(std::string("nonce")),
          base::Secret(std::string("access")),
          "mfa",
          {1'800'000'000'000'000}};
}

}  // namespace

// The input is a set of keys, a line break, and a token; of neither has the fuzzer a private key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto line = bytes.find('\n');
  const auto keys = codec::read_key_set(bytes.substr(0, line));
  if (!keys.ok()) require(keys.error().code != base::ErrorCode::internal);
  const auto token = codec::read_token(line == std::string_view::npos ? std::string_view()
                                                                      : bytes.substr(line + 1));
  if (!token.ok()) {
    require(token.error().code != base::ErrorCode::internal);
    return 0;
  }
  if (keys.ok()) (void)codec::check_signature(*token, *keys);
  const auto identity = service::check_id_token(token->claims, expected());
  if (!identity.ok()) return 0;
  require(!identity->subject.empty() && identity->subject.size() <= 255);
  require(identity->email.size() <= 254);
  return 0;
}
