// Any bytes as a foreign CSV, by the map that is guessed for it: no crash, bounded errors, and a
// guess that is a map.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "importers/column_guess.h"
#include "importers/mapped_csv.h"

namespace {

using namespace cyberdir;  // NOLINT(google-build-using-namespace)

void require(bool holds) {
  if (!holds) std::abort();
}

class CheckedRecords final : public codec::RecordSink {
 public:
  base::Result<void> take(codec::Record record) override {
    require(record.row > 0 && record.line.has_value() && !record.original.empty());
    require(record.entry.kind != nullptr);
    return {};
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto guess = importers::guess_columns(bytes, "", "");
  if (!guess) {
    require(!guess.error().detail.empty());
    return 0;
  }
  base::StringSource source(bytes);
  CheckedRecords records;
  const auto done = importers::read_mapped_csv(source, guess->map, records);
  if (!done) require(!done.error().detail.empty() && done.error().detail.size() < 1000);
  return 0;
}
