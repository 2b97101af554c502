// For which States the directory has contacts: a tile for each State, by regional group.
#include <algorithm>
#include <string>
#include <vector>

#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

using Tile = CoveragePage::Tile;

const char* class_of(const Tile& tile) {
  if (tile.diplomatic && tile.technical) return "both";
  if (tile.contacts > 0) return "some";
  return "none";
}

// What the colour of a tile says, in words.
const char* words_of(const Tile& tile) {
  if (tile.diplomatic && tile.technical) return "coverage.both";
  if (tile.diplomatic) return "coverage.diplomatic_only";
  if (tile.technical) return "coverage.technical_only";
  return tile.contacts > 0 ? "coverage.other_only" : "coverage.none";
}

void put_tile(const Document& document, Dictionary& group, const Tile& tile) {
  Dictionary& line = *group.AddSectionDictionary("TILE");
  line.SetValue("URL", document.url("/states/" + percent_encode(tile.state.iso2)));
  line.SetValue("CODE", tile.state.iso2);
  line.SetValue("CLASS", class_of(tile));
  line.SetValue("WORDS", document.language().words(words_of(tile)));
  document.set_text(line, tile.state.name);
}

void put_row(Document& document, const std::string& name, const CoveragePage::Group& group) {
  const Language& language = document.language();
  Dictionary& row = *document.body().AddSectionDictionary("ROW");
  row.SetValue("NAME", name);
  row.SetValue("STATES", language.number(group.tiles.size()));
  row.SetValue("WITH_CONTACT", language.number(group.with_contact));
  row.SetValue("DIPLOMATIC", language.number(group.diplomatic));
  row.SetValue("TECHNICAL", language.number(group.technical));
}

}  // namespace

std::string render_coverage(const CoveragePage& page, const Frame& frame) {
  Document document(frame, "coverage.tpl");
  const Language& language = document.language();
  document.set_title(language.words("coverage.title"));
  for (const CoveragePage::Group& group : page.groups) {
    const std::string name = group.name.empty() ? language.words("home.no_group")
                                                : document.label("regional-group", group.name);
    Dictionary& section = *document.body().AddSectionDictionary("GROUP");
    section.SetValue("NAME", name);
    std::vector<Tile> tiles = group.tiles;
    std::sort(tiles.begin(), tiles.end(), [&](const Tile& a, const Tile& b) {
      return language.before(a.state.name.value, b.state.name.value);
    });
    for (const Tile& tile : tiles) put_tile(document, section, tile);
    put_row(document, name, group);
  }
  document.put_forms(page.json_path, page.xml_path);
  return document.finish();
}

std::string render_about(const Frame& frame) {
  Document document(frame, "about.tpl");
  document.set_title(document.language().words("about.title"));
  return document.finish();
}

}  // namespace cyberdir::page
