// Reading a text with an importer, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/stream.h"
#include "importers/importer.h"

namespace cyberdir::importers::test {

/// Keeps every record.
class KeptRecords final : public codec::RecordSink {
 public:
  base::Result<void> take(codec::Record record) override {
    records.push_back(std::move(record));
    return {};
  }
  std::vector<codec::Record> records;
};

struct ImportedFile {
  base::Result<void> result;
  std::vector<codec::Record> records;
};

inline ImportedFile import_text(const Importer& importer, std::string_view text) {
  base::StringSource source(text);
  KeptRecords kept;
  auto result = importer.read(source, kept);
  return {std::move(result), std::move(kept.records)};
}

/// The one record of a file that holds `record` alone, in the array that the format wants.
inline codec::Record import_record(const Importer& importer, const std::string& record) {
  auto file = import_text(importer, "[" + record + "]");
  return file.records.empty() ? codec::Record{} : std::move(file.records.front());
}

/// True where the record has a finding of that code at that place.
inline bool has_finding(const codec::Record& record, std::string_view code,
                        std::string_view pointer) {
  for (const base::Finding& finding : record.findings) {
    if (finding.code == code && finding.pointer == pointer) return true;
  }
  return false;
}

}  // namespace cyberdir::importers::test
