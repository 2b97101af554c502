// What organisations really publish, where the folder of such files is given.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

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
    if (const auto id = record.entry.meta.at("source").find("id");
        id != record.entry.meta.at("source").end()) {
      EXPECT_TRUE(sources.insert(id->get<std::string>()).second);
    }
    const bool complete = std::ranges::none_of(
        record.findings, [](const auto& finding) { return finding.code == "incomplete"; });
    base::Findings findings;
    model::validate(record.entry, complete ? model::Profile::publish : model::Profile::draft,
                    findings);
    for (const base::Finding& finding : findings) {
      if (!complete && finding.severity == base::Severity::warning) continue;
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

TEST_P(RealFiles, AreRefusedWhereTheyAreCutOff) {
  const char* folder = std::getenv("CYBERDIR_DATA");
  if (folder == nullptr) GTEST_SKIP() << "CYBERDIR_DATA names no folder with real files";
  const std::filesystem::path path = std::filesystem::path(folder) / GetParam().path;
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "there is no " << path;
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  const std::string text = std::move(bytes).str();
  const Importer& importer = *find_importer(GetParam().format);
  const std::size_t whole = text.find_last_not_of(" \r\n") + 1;
  for (std::size_t size = 0; size < whole; size += 1024) {
    const auto file = test::import_text(importer, std::string_view(text).substr(0, size));
    ASSERT_FALSE(file.result) << size;
    EXPECT_EQ(file.result.error().code, base::ErrorCode::malformed) << size;
    EXPECT_FALSE(file.result.error().detail.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Published, RealFiles,
    testing::Values(
        RealFile{"cve/CNAsList.json", "cve", 412},
        RealFile{"first/teams-q-EY.trimmed.json", "first", 5},
        RealFile{"iati/activity-example-2.03.xml", "iati", 1},
        RealFile{"global-irt/teams-circl-v1.json", "global-irt", 1},
        RealFile{"global-irt/singleTeam-schema-v2.json", "global-irt", 1},
        RealFile{"global-irt/teams-list-envelope.json", "global-irt", 1},
        RealFile{"global-irt/teams-list-no-envelope.json", "global-irt", 1},
        RealFile{"trusted-introducer/teams.json", "trusted-introducer", 4},
        RealFile{"misp/organisation-example.json", "misp", 1},
        RealFile{"cerebrate/organisation-view-response.reconstructed.json", "cerebrate", 1},
        RealFile{"cerebrate/organisation-add-request.json", "cerebrate", 1},
        RealFile{"cerebrate/individual-view-response.reconstructed.json", "cerebrate", 1},
        RealFile{"cerebrate/individual-add-request.json", "cerebrate", 1}),
    [](const auto& file) {
      std::string name = file.param.path;
      std::ranges::replace_if(
          name, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')); }, '_');
      return name;
    });

// What lies beside them, and looks alike, is not taken for one of them.
TEST(RealFiles, OfOtherFormatsAreNotTaken) {
  const char* folder = std::getenv("CYBERDIR_DATA");
  if (folder == nullptr) GTEST_SKIP() << "CYBERDIR_DATA names no folder with real files";
  for (const char* name :
       {"global-irt/cert-types.json", "cerebrate/meta_fields",
        "cerebrate/inbox-user-registration-request.json", "misp/organisation-fields.json",
        "trusted-introducer/teams.json.license"}) {
    const std::filesystem::path path = std::filesystem::path(folder) / name;
    if (!std::filesystem::exists(path)) continue;
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(path)) {
      for (const auto& item : std::filesystem::directory_iterator(path))
        files.push_back(item.path());
    } else {
      files.push_back(path);
    }
    for (const auto& file : files) {
      std::ifstream stream(file, std::ios::binary);
      std::string head(kHeadBytes, '\0');
      stream.read(head.data(), static_cast<std::streamsize>(head.size()));
      head.resize(static_cast<std::size_t>(stream.gcount()));
      EXPECT_EQ(recognise(head), nullptr) << file;
    }
  }
}

}  // namespace
}  // namespace cyberdir::importers
