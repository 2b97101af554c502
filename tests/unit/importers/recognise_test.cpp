#include <set>
#include <string>

#include <gtest/gtest.h>

#include "importers/outline.h"
#include "tests/unit/importers/import_file.h"

namespace cyberdir::importers {
namespace {

std::string_view recognised(std::string_view head) {
  const Importer* importer = recognise(head);
  return importer == nullptr ? std::string_view() : importer->name;
}

TEST(Importers, AreFoundByTheirNames) {
  std::set<std::string_view> names;
  for (const Importer& importer : importers()) {
    EXPECT_TRUE(names.insert(importer.name).second);
    EXPECT_EQ(find_importer(importer.name), &importer);
    EXPECT_FALSE(importer.title.empty());
    EXPECT_FALSE(importer.source.empty());
  }
  EXPECT_EQ(find_importer("no such format"), nullptr);
  EXPECT_EQ(find_importer(""), nullptr);
}

TEST(Recognise, KnowsAFormatByItsContent) {
  const struct {
    std::string_view head;
    std::string_view name;
  } kCases[] = {
      {R"([{"shortName": "a", "organizationName": "A"}])", "cve"},
      {R"([{"organizationName": "A", "scope": "[{\"", "shortName": "a", "contact": [{"em)", "cve"},
      {"\xEF\xBB\xBF\n [ {\"shortName\" : \"a\", \"cnaID\": 1, \"organizationName\"\n: ", "cve"},
      {R"({"status":"OK","data":[{"id":"a","team":"A","team-full":"B"}]})", "first"},
      {R"#({"data":[{"team":"A","phone":["+1","(fax)"],"membership":"Full)#", "first"},
      {R"#({"data":[{"team":"A","phone":["+1","(fax)"],"membership":"Full"})#", "first"},
      {R"([{"id":"a","team":"A","host":null}])", "first"},
      {"BEGIN:VCARD\r\nVERSION:2.1", "vcard"},
      {"\xEF\xBB\xBF\n begin:vcard\n", "vcard"},
      {R"(["vcard",[["version")", "jcard"},
      {R"( [ [ "vcard" , [)", "jcard"},
      {"<?xml version=\"1.0\"?>\n<vcards xmlns=\"urn:ietf:params:xml:ns:vcard-4.0\">", "xcard"},
      {"BEGIN:VCALENDAR\r\n", ""},
      {"BEGIN:VCARDS\n", ""},
      {R"(["vcards",[]])", ""},
      {R"({"vcard":[]})", ""},
      {"<vcards xmlns=\"urn:example\">", ""},
      // Others' formats, and ours, whatever they say in their values.
      {R"({"format":"cyberdir/1","entries":[{"short_name":"a","name":{"en":"A"}}]})", ""},
      {R"({"format":"cyberdir/1","entries":[{"extensions":{"x":[{"shortName":"a","organizationName":"b"}]}}]})",
       ""},
      {R"({"status":"OK","data":{"id":"a","team":"A","team-full":"B"}})", "first"},
      {R"({"status-code":200,"access":"public","data":[{"team":"A"}]})", "first"},
      {R"({"data":[{"short-team-name":"A","official-team-name":"B","host":"C"}]})", "global-irt"},
      {R"([{"short-team-name":"A","email":"a@b.example"}])", "global-irt"},
      {R"([{"official_name":"A","short_name":"B","classification":{"code":"a)",
       "trusted-introducer"},
      {R"([{"Organisation":{"id":"1","name":"A","uuid":"b"}}])", "misp"},
      {R"({"Organisation":{"id":"1","name":"A","uuid":"b"}})", "misp"},
      {R"({"response":[{"Organisation":{"id":"1","name":"A","nationality":"b"}}]})", "misp"},
      {R"([{"id":"1","name":"A","uuid":"b","local":true}])", "misp"},
      {R"({"id":1,"uuid":"b","name":"A","meta_fields":[]})", "cerebrate"},
      {R"([{"id":1,"uuid":"b","name":"A","nationality":"TH","alignments":[]}])", "cerebrate"},
      {R"([{"email":"a","first_name":"b","last_name":"c","full_name":"b c"}])", "cerebrate"},
      {R"([{"official_name":"A","short_name":"B"}])", ""},
      {R"([{"Organisation":{"shortName":"A","organizationName":"B"}}])", ""},
      {R"({"status-code":200,"access":"public","data":[{"cve":"A","epss":"0.1"}]})", ""},
      {R"({"name":"A","namespace":"b","uuid":"c","metaFields":[{"field":"team"}],"url":"x"})", ""},
      {R"([{"email":"a","first_name":"b","last_name":"c","full_name":"b c","password":"x"}])", ""},
      {R"(["shortName","organizationName"])", ""},
      {R"({"team":"A","team-full":"B"})", "first"},
      {R"({"a/b":{"data":[{"team":"A","team-full":"B"}]}})", ""},
      {R"({"data":"[{\"team\":\"A\",\"team-full\":\"B\"}]"})", ""},
      {"<directory xmlns=\"urn:cyberdir:directory:1\"/>", ""},
      {"", ""},
      {"\"", ""},
      {"\"\\", ""},
      {"]]]][{\"shortName\":1,\"organizationName\":2}]", ""},
      {"{", ""},
  };
  for (const auto& test : kCases) EXPECT_EQ(recognised(test.head), test.name) << test.head;
}

TEST(Recognise, TakesAHeadThatIsCutAnywhere) {
  const std::string text =
      R"({"status":"OK","data":[{"id":"\"a\\","team":"A","team-full":"B","host":"C"}]})";
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto name = recognised(std::string_view(text).substr(0, size));
    EXPECT_TRUE(name.empty() || name == "first") << size;
  }
}

TEST(Recognise, IsNotTiredByHostileHeads) {
  std::string deep(1U << 20U, '[');
  EXPECT_EQ(recognised(deep), "");
  std::string objects;
  while (objects.size() < 1U << 20U) objects += "{\"a\":";
  EXPECT_EQ(recognised(objects), "");
  EXPECT_EQ(recognised("[{\"" + std::string(1U << 20U, 's') + "\":1,\"shortName\":1"), "");
  EXPECT_EQ(recognised(std::string(100, '\0')), "");
}

TEST(Outline, LooksAtTheUpperLevelsOnly) {
  const Outline outline(R"({"a":[{"b":{"c":{"h":1}}}],"d":{"e":{"f":{"g":{"i":1}}}}})");
  EXPECT_TRUE(outline.has("/a"));
  EXPECT_TRUE(outline.has("/a/*/b"));
  EXPECT_TRUE(outline.has("/d/e/f"));
  EXPECT_TRUE(outline.has("/a/*/b/c"));
  EXPECT_TRUE(outline.has("/d/e/f/g"));
  EXPECT_FALSE(outline.has("/a/*/b/c/h"));
  EXPECT_FALSE(outline.has("/d/e/f/g/i"));
  EXPECT_FALSE(outline.has("/c"));
}

}  // namespace
}  // namespace cyberdir::importers
