// What is written as CSV reads back as the same entry.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "codec/canonical_json.h"
#include "codec/csv.h"
#include "model/kinds.h"
#include "support/entry_generator.h"

namespace cyberdir::codec {
namespace {

using model::Json;
using support::EntryGenerator;

TEST(CsvRoundTrip, EveryKindIsTheSame) {
  for (const model::Kind& kind : model::kinds()) {
    std::string csv = csv_header(kind);
    std::vector<Json> entries;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
      EntryGenerator generator(seed,
                               {.every_field = seed % 3 != 0, .kept_by_registry = seed % 2 == 0});
      entries.push_back(generator.entry(kind));
      append_entry_csv(csv, kind, entries.back());
    }
    base::StringSource source(csv);
    std::size_t at = 0;
    const auto done = read_csv(source, "", [&](const RawRecord& record) {
      EXPECT_TRUE(record.findings.empty());
      EXPECT_EQ(record.row, at + 1);
      EXPECT_EQ(canonical_json(record.json), canonical_json(entries.at(at)));
      ++at;
      return base::Result<void>();
    });
    ASSERT_TRUE(done.ok()) << done.error().detail;
    EXPECT_EQ(at, entries.size());
  }
}

TEST(CsvRoundTrip, NoCellIsAFormula) {
  const model::Kind& kind = *model::find_kind("organisation");
  for (const std::string text : {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1"}) {
    const Json entry = {{"id", "o"}, {"kind", "organisation"}, {"short_name", text}};
    std::string row;
    append_entry_csv(row, kind, entry);
    EXPECT_NE(row.find("'" + text), std::string::npos);
    const std::string csv = csv_header(kind) + row;
    base::StringSource source(csv);
    const auto done = read_csv(source, "", [&](const RawRecord& record) {
      EXPECT_EQ(record.json, entry);
      return base::Result<void>();
    });
    EXPECT_TRUE(done.ok());
  }
}

}  // namespace
}  // namespace cyberdir::codec
