// Any bytes as vCard, jCard and xCard: no crash, bounded cards, and each can be written in every
// syntax.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "codec/card_reader.h"

namespace {

using namespace cyberdir;  // NOLINT(google-build-using-namespace)

void require(bool holds) {
  if (!holds) std::abort();
}

base::Result<void> check(codec::ReadCard card) {
  const codec::CardLimits limits;
  require(card.row > 0 && card.properties.size() <= limits.properties);
  std::size_t bytes = 0;
  for (const codec::CardProperty& property : card.properties) {
    require(!property.name.empty() && property.name != "VERSION");
    for (const std::string& value : property.values) bytes += value.size();
  }
  require(bytes <= limits.card_bytes);
  (void)codec::jcard(card.properties);
  (void)codec::xcard(card.properties);
  (void)codec::vcard(card.properties);
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto read : {codec::read_vcards, codec::read_jcards, codec::read_xcards}) {
    base::StringSource source(bytes);
    const auto done = read(source, check, {});
    if (done.ok()) continue;
    require(done.error().code != base::ErrorCode::internal);
    require(!done.error().detail.empty() && done.error().detail.size() < 1000);
  }
  return 0;
}
