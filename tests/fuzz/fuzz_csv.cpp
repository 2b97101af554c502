// Any bytes as CSV: no crash, bounded errors, and what was read without findings reads the same
// again when written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "codec/csv.h"
#include "model/kinds.h"

namespace {

using namespace cyberdir;  // NOLINT(google-build-using-namespace)

void require(bool holds) {
  if (!holds) std::abort();
}

void check_record(const codec::RawRecord& record) {
  require(record.row > 0 && record.line.has_value());
  require(record.findings.size() <= codec::kMostFindings);
  const auto kind_name = record.json.find("kind");
  if (!record.findings.empty() || kind_name == record.json.end()) return;
  const model::Kind* kind = model::find_kind(kind_name->get<std::string>());
  if (kind == nullptr) return;
  std::string row;
  codec::append_entry_csv(row, *kind, record.json);
  const std::string csv = codec::csv_header(*kind) + row;
  base::StringSource source(csv);
  std::string twice;
  const auto done = codec::read_csv(source, "",
                                    [&](const codec::RawRecord& again) {
                                      require(again.findings.empty());
                                      codec::append_entry_csv(twice, *kind, again.json);
                                      return base::Result<void>();
                                    },
                                    {.row_bytes = 64U << 20U});
  require(done.ok());
  require(twice == row);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  base::StringSource source(bytes);
  const auto done = codec::read_csv(source, "contact", [](const codec::RawRecord& record) {
    check_record(record);
    return base::Result<void>();
  });
  if (!done.ok()) {
    require(done.error().code != base::ErrorCode::internal);
    require(!done.error().detail.empty() && done.error().detail.size() < 1000);
  }
  return 0;
}
