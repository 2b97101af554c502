// The samples of each format, against the entries and findings that they are known to make.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/importers/import_file.h"

namespace cyberdir::importers {
namespace {

using model::Json;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

// A record as one line: where it stood, the entry, and code and place of each finding.
std::string line_of(const codec::Record& record) {
  Json findings = Json::array();
  for (const base::Finding& finding : record.findings) {
    EXPECT_EQ(finding.row, record.row);
    EXPECT_GE(finding.line, record.line);
    EXPECT_FALSE(finding.detail.empty());
    const bool error = finding.severity == base::Severity::error;
    findings.push_back((error ? "error " : "warning ") + finding.code + ' ' + finding.pointer);
  }
  Json line = {{"row", record.row},
               {"line", record.line.value_or(0)},
               {"place", record.place},
               {"findings", std::move(findings)}};
  if (record.entry.kind != nullptr) line["entry"] = record.entry.to_json();
  return line.dump() + '\n';
}

class ImporterGolden : public testing::TestWithParam<const char*> {};

TEST_P(ImporterGolden, MakesTheKnownEntries) {
  const std::string base = std::string(CYBERDIR_TESTS_DIR) + "/golden/importers/" + GetParam();
  std::string text = read_file(base + ".json");
  if (text.empty()) text = read_file(base + ".xml");
  ASSERT_FALSE(text.empty());
  const Importer* importer = recognise(text);
  ASSERT_NE(importer, nullptr);
  const auto file = test::import_text(*importer, text);
  ASSERT_TRUE(file.result) << file.result.error().detail;

  std::string made;
  for (const codec::Record& record : file.records) made += line_of(record);
  const std::string golden = base + ".ndjson";
  if (std::getenv("CYBERDIR_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(golden, std::ios::binary) << made;
  }
  EXPECT_EQ(made, read_file(golden)) << "CYBERDIR_UPDATE_GOLDEN=1 writes the golden file again";
}

INSTANTIATE_TEST_SUITE_P(Formats, ImporterGolden,
                         testing::Values("cve_partners", "first_teams", "iati_1_04", "iati_2_03"));

}  // namespace
}  // namespace cyberdir::importers
