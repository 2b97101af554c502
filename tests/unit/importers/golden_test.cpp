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
  const std::string sample = std::string(CYBERDIR_TESTS_DIR) + "/golden/importers/" + GetParam();
  const std::string base = sample.substr(0, sample.rfind('.'));
  const std::string text = read_file(sample);
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

// Formats whose files end in a bracket: what is cut off is told from what is whole.
class JsonImporterGolden : public ImporterGolden {};

// A file cut off anywhere is refused with its place, and whatever stands before it is no crash.
TEST_P(JsonImporterGolden, RefusesAFileThatIsCutOff) {
  const std::string text =
      read_file(std::string(CYBERDIR_TESTS_DIR) + "/golden/importers/" + GetParam());
  const Importer* importer = recognise(text);
  ASSERT_NE(importer, nullptr);
  const std::size_t whole = text.find_last_not_of(" \n") + 1;
  for (std::size_t size = 0; size < whole; ++size) {
    const std::string_view part = std::string_view(text).substr(0, size);
    const Importer* recognised = recognise(part);
    EXPECT_TRUE(recognised == nullptr || recognised == importer) << size;
    const auto file = test::import_text(*importer, part);
    ASSERT_FALSE(file.result) << size;
    EXPECT_EQ(file.result.error().code, base::ErrorCode::malformed) << size;
    if (size > 0) {
      EXPECT_NE(file.result.error().detail.find("line "), std::string::npos)
          << size << file.result.error().detail;
    }
  }
}

TEST_P(JsonImporterGolden, IsNoOtherFormat) {
  const std::string text =
      read_file(std::string(CYBERDIR_TESTS_DIR) + "/golden/importers/" + GetParam());
  std::size_t takers = 0;
  for (const Importer& importer : importers()) takers += importer.recognises(text) ? 1U : 0U;
  EXPECT_EQ(takers, 1U);
  // The beginning tells it, wherever that is cut.
  const Importer* whole = recognise(text);
  EXPECT_NE(whole, nullptr);
  EXPECT_EQ(recognise(std::string_view(text).substr(0, text.size() * 2 / 3)), whole);
}

INSTANTIATE_TEST_SUITE_P(Json, JsonImporterGolden,
                         testing::Values("cve_partners.json", "first_teams.json",
                                         "first_restricted.json", "first_single.json",
                                         "global_irt.json", "trusted_introducer.json",
                                         "misp_organisations.json", "cerebrate.json"));
INSTANTIATE_TEST_SUITE_P(Json, ImporterGolden,
                         testing::Values("cve_partners.json", "first_teams.json",
                                         "first_restricted.json", "first_single.json",
                                         "global_irt.json", "trusted_introducer.json",
                                         "misp_organisations.json", "cerebrate.json"));
INSTANTIATE_TEST_SUITE_P(Others, ImporterGolden,
                         testing::Values("cards.vcf", "iati_1_04.xml", "iati_2_03.xml"));

}  // namespace
}  // namespace cyberdir::importers
