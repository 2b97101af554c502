// The layers: an include points only to what its layer may know.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

using Layers = std::set<std::string>;

// What each layer may include, itself apart.
const std::map<std::string, Layers>& arrows() {
  static const std::map<std::string, Layers> kArrows = {
      {"base", {}},
      {"model", {"base"}},
      {"codec", {"base", "model"}},
      {"store", {"base", "model", "codec"}},
      {"service", {"base", "model", "codec", "store"}},
      {"sync", {"base", "model", "codec", "store", "service"}},
      {"page", {"service", "base", "model"}},
      {"mail", {"base", "model", "store", "service", "page"}},
      {"http", {"base", "model", "codec", "store", "service", "sync", "page", "importers"}},
      {"cli",
       {"base", "model", "codec", "store", "service", "sync", "page", "mail", "http", "importers"}},
      {"importers", {"base", "model", "codec"}},
  };
  return kArrows;
}

std::vector<std::string> own_includes(const fs::path& file) {
  std::vector<std::string> includes;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with("#include \"")) continue;
    const auto end = line.find('"', 10);
    includes.push_back(line.substr(10, end - 10));
  }
  return includes;
}

// What is wrong with the includes of the files below a folder of one layer.
std::vector<std::string> wrong_arrows(const fs::path& folder, const std::string& layer) {
  std::vector<std::string> wrong;
  const Layers& allowed = arrows().at(layer);
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    const auto extension = file.path().extension();
    if (extension != ".h" && extension != ".cpp") continue;
    for (const std::string& include : own_includes(file.path())) {
      const std::string target = include.substr(0, include.find('/'));
      if (target == "embedded" || target == layer || allowed.contains(target)) continue;
      wrong.push_back(file.path().string() + " includes " + include);
    }
  }
  return wrong;
}

TEST(Layers, AnIncludePointsDown) {
  const fs::path root = CYBERDIR_SOURCE_DIR;
  std::size_t seen = 0;
  for (const auto& [layer, allowed] : arrows()) {
    const fs::path folder = layer == "importers" ? root / layer : root / "registry" / layer;
    if (!fs::exists(folder)) continue;  // a layer of a later issue
    ++seen;
    for (const std::string& sentence : wrong_arrows(folder, layer)) ADD_FAILURE() << sentence;
  }
  EXPECT_GE(seen, 9U);
}

TEST(Layers, EveryFolderIsALayer) {
  for (const auto& folder : fs::directory_iterator(fs::path(CYBERDIR_SOURCE_DIR) / "registry")) {
    if (!folder.is_directory()) continue;
    const std::string name = folder.path().filename();
    EXPECT_TRUE(arrows().contains(name) || name == "sample") << name << " is no layer";
  }
}

TEST(Layers, AWrongArrowIsSeen) {
  const fs::path folder = fs::path(testing::TempDir()) / "layers" / "base";
  fs::create_directories(folder);
  std::ofstream(folder / "wrong.cpp") << "#include \"http/routes.h\"\n";
  EXPECT_EQ(wrong_arrows(folder, "base").size(), 1U);
  fs::remove_all(folder.parent_path());
}

}  // namespace
