// Any bytes as XML: no crash, bounded errors, and what was read without findings reads the same
// again when written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "codec/canonical_json.h"
#include "codec/xml_reader.h"
#include "codec/xml_writer.h"
#include "model/kinds.h"

namespace {

using namespace cyberdir;  // NOLINT(google-build-using-namespace)

void require(bool holds) {
  if (!holds) std::abort();
}

void check_error(const base::Error& error) {
  require(error.code != base::ErrorCode::internal);
  require(!error.detail.empty() && error.detail.size() < 1000);
}

void check_record(const codec::RawRecord& record) {
  require(record.row > 0 && record.line.has_value());
  require(record.findings.size() <= codec::kMostFindings);
  if (!record.findings.empty()) return;
  const auto kind = record.json.find("kind");
  require(kind != record.json.end());
  if (model::find_kind(kind->get<std::string>()) == nullptr) return;
  std::string xml;
  codec::append_entry_document(xml, record.json);
  const auto again = codec::read_entry_xml(xml);
  // What grew beyond the bound by being written with references is refused, and nothing else is.
  if (!again.ok()) {
    require(again.error().code == base::ErrorCode::too_large);
    return;
  }
  // Empty objects and lists have no element of their own, so bytes are compared one step on.
  std::string twice;
  codec::append_entry_document(twice, again->json);
  require(twice == xml);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  base::StringSource source(bytes);
  const codec::XmlParts parts{nullptr, [](const codec::RawRecord& record) {
                                check_record(record);
                                return base::Result<void>();
                              }};
  const auto done = codec::read_directory_xml(source, parts);
  if (!done.ok()) check_error(done.error());
  const auto single = codec::read_entry_xml(bytes);
  if (single.ok()) {
    check_record(*single);
  } else {
    check_error(single.error());
  }
  return 0;
}
