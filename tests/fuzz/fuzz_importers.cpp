// Any bytes, as a file of each foreign format: no crash, and no entry that its table refuses.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/stream.h"
#include "importers/formats.h"
#include "importers/importer.h"
#include "model/validate.h"

namespace {

using namespace cyberdir;  // NOLINT(google-build-using-namespace)

class CheckedRecords final : public codec::RecordSink {
 public:
  base::Result<void> take(codec::Record record) override {
    base::Findings findings;
    model::validate(record.entry, model::Profile::draft, findings);
    if (base::has_errors(findings)) std::abort();
    if (record.entry.kind == nullptr && !base::has_errors(record.findings)) std::abort();
    return {};
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)importers::recognise(bytes);
  (void)importers::choose_format({}, bytes, {});  // says what an unknown file was nearest to
  for (const importers::Importer& importer : importers::importers()) {
    base::StringSource source(bytes);
    CheckedRecords records;
    (void)importer.read(source, records);
  }
  return 0;
}
