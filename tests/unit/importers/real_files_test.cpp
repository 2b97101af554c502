// What organisations really publish, where the folder of such files is given.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "model/validate.h"
#include "tests/unit/importers/import_file.h"

namespace cyberdir::importers {
namespace {

struct RealFile {
  const char* path;
  const char* format;
  std::size_t records;
};

class RealFiles : public testing::TestWithParam<RealFile> {};

TEST_P(RealFiles, AreReadWithoutErrors) {
  const char* folder = std::getenv("CYBERDIR_DATA");
  if (folder == nullptr) GTEST_SKIP() << "CYBERDIR_DATA names no folder with real files";
  const std::filesystem::path path = std::filesystem::path(folder) / GetParam().path;
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "there is no " << path;
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  const std::string text = std::move(bytes).str();

  const Importer* importer = recognise(std::string_view(text).substr(0, kHeadBytes));
  ASSERT_NE(importer, nullptr);
  EXPECT_EQ(importer->name, GetParam().format);
  const auto file = test::import_text(*importer, text);
  ASSERT_TRUE(file.result) << file.result.error().detail;
  EXPECT_EQ(file.records.size(), GetParam().records);

  std::set<std::string> sources;
  for (const codec::Record& record : file.records) {
    EXPECT_FALSE(base::has_errors(record.findings)) << record.place;
    EXPECT_TRUE(sources.insert(record.entry.meta.at("source").at("id").get<std::string>()).second);
    base::Findings findings;
    model::validate(record.entry, model::Profile::publish, findings);
    for (const base::Finding& finding : findings) {
      // What the reading said already is missing.
      if (finding.code == "required" && test::has_finding(record, "incomplete", finding.pointer))
        continue;
      ADD_FAILURE() << record.place << finding.pointer << ": " << finding.detail;
    }
  }

  const auto again = test::import_text(*importer, text);
  ASSERT_EQ(again.records.size(), file.records.size());
  for (std::size_t i = 0; i < file.records.size(); ++i) {
    EXPECT_EQ(again.records[i].entry, file.records[i].entry);
  }
}

INSTANTIATE_TEST_SUITE_P(Published, RealFiles,
                         testing::Values(RealFile{"cve/CNAsList.json", "cve", 412},
                                         RealFile{"first/teams-q-EY.trimmed.json", "first", 5},
                                         RealFile{"iati/activity-example-2.03.xml", "iati", 1}),
                         [](const auto& file) { return std::string(file.param.format); });

// Formats of others that look alike are not taken for ours.
TEST(RealFiles, OfOtherFormatsAreNotTaken) {
  const char* folder = std::getenv("CYBERDIR_DATA");
  if (folder == nullptr) GTEST_SKIP() << "CYBERDIR_DATA names no folder with real files";
  for (const char* name : {"global-irt", "trusted-introducer", "cerebrate", "misp"}) {
    const std::filesystem::path path = std::filesystem::path(folder) / name;
    if (!std::filesystem::exists(path)) continue;
    for (const auto& item : std::filesystem::recursive_directory_iterator(path)) {
      if (!item.is_regular_file()) continue;
      std::ifstream stream(item.path(), std::ios::binary);
      std::string head(kHeadBytes, '\0');
      stream.read(head.data(), static_cast<std::streamsize>(head.size()));
      head.resize(static_cast<std::size_t>(stream.gcount()));
      EXPECT_EQ(recognise(head), nullptr) << item.path();
    }
  }
}

}  // namespace
}  // namespace cyberdir::importers
