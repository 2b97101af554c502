// What is written as XML reads back as the same entry, for every kind, every field and hard text.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "codec/canonical_json.h"
#include "codec/xml_reader.h"
#include "codec/xml_writer.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "support/entry_generator.h"

namespace cyberdir::codec {
namespace {

using model::Json;
using support::EntryGenerator;

constexpr std::uint64_t kSeeds = 60;

std::string text_of(const base::Findings& findings) {
  std::string text;
  for (const auto& each : findings) {
    text += each.code + " " + each.pointer + ": " + each.detail + "\n";
  }
  return text;
}

TEST(XmlRoundTrip, GeneratedEntriesAreValid) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    EntryGenerator generator(seed, {.every_field = seed % 2 == 0});
    for (const model::Kind& kind : model::kinds()) {
      const Json json = generator.entry(kind);
      base::Findings findings;
      const model::Entry entry = model::take_entry(json, findings);
      model::validate(entry, model::Profile::publish, findings);
      EXPECT_TRUE(findings.empty())
          << kind.name << " " << text_of(findings) << canonical_json(json);
      EXPECT_EQ(canonical_json(entry.to_json()), canonical_json(json));
    }
  }
}

TEST(XmlRoundTrip, OneEntryIsTheSame) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    EntryGenerator generator(seed,
                             {.every_field = seed % 3 != 0, .kept_by_registry = seed % 2 == 0});
    for (const model::Kind& kind : model::kinds()) {
      const Json entry = generator.entry(kind);
      std::string xml;
      append_entry_document(xml, entry);
      auto record = read_entry_xml(xml);
      ASSERT_TRUE(record.ok()) << record.error().detail << "\n" << xml;
      EXPECT_TRUE(record->findings.empty()) << text_of(record->findings) << xml;
      EXPECT_EQ(canonical_json(record->json), canonical_json(entry)) << xml;
    }
  }
}

TEST(XmlRoundTrip, FileIsTheSame) {
  EntryGenerator generator(7);
  const DirectoryHeader header{"Registry <\"&\n>", "e1", 42, "2026-11-22T08:00:00.000001Z",
                               "public"};
  std::string xml = directory_xml_open(header);
  std::vector<Json> entries;
  for (int i = 0; i < 50; ++i) {
    for (const model::Kind& kind : model::kinds()) {
      entries.push_back(generator.entry(kind));
      append_entry_xml(xml, entries.back(), false);
    }
  }
  xml += directory_xml_close();
  base::StringSource source(xml);
  std::size_t at = 0;
  DirectoryHeader read;
  const XmlParts parts{[&](const DirectoryHeader& found) {
                         read = found;
                         return base::Result<void>();
                       },
                       [&](const RawRecord& record) {
                         EXPECT_EQ(record.row, at + 1);
                         EXPECT_EQ(canonical_json(record.json), canonical_json(entries.at(at)));
                         ++at;
                         return base::Result<void>();
                       }};
  const auto done = read_directory_xml(source, parts);
  ASSERT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(at, entries.size());
  EXPECT_EQ(read, header);
}

TEST(XmlRoundTrip, EveryCharacterOfXmlSurvives) {
  std::string text;
  const auto add = [&](char32_t c) {
    if (c < 0x80) {
      text.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      text.push_back(static_cast<char>(0xC0U | (c >> 6U)));
      text.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    } else {
      text.push_back(static_cast<char>(0xE0U | (c >> 12U)));
      text.push_back(static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)));
      text.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    }
  };
  for (const char32_t c : {0x9U, 0xAU, 0xDU}) add(c);
  for (char32_t c = 0x20; c < 0xFFFE; ++c) {
    if (c < 0xD800 || c > 0xDFFF) add(c);
  }
  const Json entry = {{"kind", "organisation"}, {"id", "o"}, {"short_name", text}};
  std::string xml;
  append_entry_document(xml, entry);
  auto record = read_entry_xml(xml);
  ASSERT_TRUE(record.ok()) << record.error().detail;
  EXPECT_EQ(record->json.at("short_name").get<std::string>(), text);
}

TEST(XmlRoundTrip, CharactersThatXmlLacksSurviveInExtensions) {
  const Json entry = {
      {"kind", "organisation"},
      {"id", "o"},
      {"extensions", {{"x-a-b", {{std::string("\0\x01\xEF\xBF\xBE", 5), "\xEF\xBF\xBF\x1F"}}}}}};
  std::string xml;
  append_entry_document(xml, entry);
  EXPECT_EQ(xml.find("\xEF\xBF\xBE"), std::string::npos);
  auto record = read_entry_xml(xml);
  ASSERT_TRUE(record.ok()) << record.error().detail;
  EXPECT_EQ(canonical_json(record->json), canonical_json(entry));
}

TEST(XmlRoundTrip, WritingIsTheSameEachTime) {
  EntryGenerator first(3);
  EntryGenerator second(3);
  for (const model::Kind& kind : model::kinds()) {
    std::string a;
    std::string b;
    append_entry_xml(a, first.entry(kind), true);
    append_entry_xml(b, second.entry(kind), true);
    EXPECT_EQ(a, b);
  }
}

}  // namespace
}  // namespace cyberdir::codec
