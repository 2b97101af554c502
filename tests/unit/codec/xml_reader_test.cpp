// What the reader makes of XML that is well-formed: values, findings and their places.
#include "codec/xml_reader.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace cyberdir::codec {
namespace {

using model::Json;

std::string organisation(const std::string& content, const std::string& attributes = " id='o-1'") {
  return "<organisation xmlns='urn:cyberdir:directory:1'" + attributes + ">" + content +
         "</organisation>";
}

RawRecord read(const std::string& xml) {
  auto record = read_entry_xml(xml);
  EXPECT_TRUE(record.ok()) << record.error().detail;
  return record.ok() ? std::move(*record) : RawRecord();
}

std::string codes_of(const RawRecord& record) {
  std::string text;
  for (const auto& each : record.findings) {
    text += (text.empty() ? "" : ", ") + each.code + " " + each.pointer;
    EXPECT_FALSE(each.detail.empty());
    EXPECT_EQ(each.severity, base::Severity::error);
    EXPECT_EQ(each.row, 1U);
    EXPECT_TRUE(each.line.has_value());
  }
  return text;
}

TEST(XmlReader, FieldsMayComeInAnyOrder) {
  const RawRecord record = read(organisation(
      "<websites>https://a.example/</websites><extension name='x-a-b'>[1,{\"c\":null}]</extension>"
      "<name "
      "xml:lang='fr'>B</name><short_name>A</short_name><websites>https://b.example/</websites>"
      "<meta><visibility><field name='*'>group</field></visibility><owner>TH</owner></meta>"
      "<name "
      "xml:lang='en'>C</name><resources><asns>AS64500</asns><asns>AS64501</asns></resources>"));
  EXPECT_EQ(codes_of(record), "");
  EXPECT_EQ(record.json, Json::parse(R"({
    "id": "o-1", "kind": "organisation", "meta": {"owner": "TH", "visibility": {"*": "group"}},
    "short_name": "A", "name": {"en": "C", "fr": "B"}, "resources": {"asns": ["AS64500", "AS64501"]},
    "websites": ["https://a.example/", "https://b.example/"], "extensions": {"x-a-b": [1, {"c": null}]}})"));
}

TEST(XmlReader, TypesAreRead) {
  const auto contact = [](const std::string& content) {
    return read("<contact xmlns='urn:cyberdir:directory:1'>" + content + "</contact>");
  };
  for (const auto& [text, value] : std::vector<std::pair<std::string, bool>>{
           {"true", true}, {"false", false}, {"1", true}, {"0", false}, {" true\n", true}}) {
    const RawRecord record = contact("<public_official>" + text + "</public_official>");
    EXPECT_EQ(record.json.at("public_official"), value);
  }
  for (const auto& [text, value] :
       std::vector<std::pair<std::string, int>>{{"7", 7}, {"-7", -7}, {"+7", 7}, {" 07 ", 7}}) {
    EXPECT_EQ(contact("<call_order>" + text + "</call_order>").json.at("call_order"), value);
  }
  for (const char* wrong :
       {"", "x", "1.0", "1 2", "+-1", "0x1", "9007199254740992", "99999999999999999999"}) {
    const RawRecord record = contact("<call_order>" + std::string(wrong) + "</call_order>");
    EXPECT_EQ(codes_of(record), "type /call_order") << wrong;
    EXPECT_FALSE(record.json.contains("call_order"));
  }
  EXPECT_EQ(codes_of(contact("<public_official>maybe</public_official>")), "type /public_official");
}

TEST(XmlReader, StringsAreKeptExactly) {
  const RawRecord record =
      read(organisation("<short_name> a &lt;<![CDATA[<b>&amp;]]>&#13;&#x1F600;\r\n\t<!-- c --> "
                        "d<?e f?> </short_name>"));
  EXPECT_EQ(codes_of(record), "");
  EXPECT_EQ(record.json.at("short_name"), " a <<b>&amp;\r\xF0\x9F\x98\x80\n\t d ");
  EXPECT_EQ(read(organisation("<short_name>  </short_name>")).json.at("short_name"), "  ");
  EXPECT_EQ(read(organisation("", " id='a&amp;&#38;&lt;b&#10;c'")).json.at("id"), "a&&<b\nc");
}

TEST(XmlReader, FindingsSayWhere) {
  struct Case {
    std::string content;
    const char* findings;
  };
  const Case cases[] = {
      {"<nickname>A</nickname>", "unknown-field /nickname"},
      {"<nickname><short_name>A</short_name></nickname>", "unknown-field /nickname"},
      {"<x:short_name xmlns:x='urn:x'>A</x:short_name>", "unknown-field /short_name"},
      {"<channels><kind>email</kind></channels><channels><kind>fax</kind><colour/></channels>",
       "unknown-field /channels/1/colour"},
      {"<constituency><description xml:lang='en'>A</description><description "
       "xml:lang='en'>B</description></constituency>",
       "duplicate /constituency/description/en"},
      {"<short_name>A</short_name><short_name>B</short_name>", "duplicate /short_name"},
      {"<constituency/><constituency/>", "duplicate /constituency"},
      {"<meta/><meta/>", "duplicate /meta"},
      {"<meta><visibility><field name='*'>public</field><field "
       "name='*'>group</field></visibility></meta>",
       "duplicate /meta/visibility/*"},
      {"<meta><visibility><field>public</field></visibility></meta>",
       "missing-name /meta/visibility"},
      {"<meta><visibility><short_name>public</short_name></visibility></meta>",
       "unknown-field /meta/visibility/short_name"},
      {"<name>A</name>", "missing-language /name"},
      {"<name xml:lang=''>A</name>", "missing-language /name"},
      {"text<short_name>A</short_name>more", "unexpected-text "},
      {"<constituency>text</constituency>", "unexpected-text /constituency"},
      {"<short_name>A<b>C</b></short_name>", "unexpected-text /short_name"},
      {"<short_name lang='en'>A</short_name>", "unknown-field /short_name"},
      {"<short_name xml:lang='en'>A</short_name>", "unknown-field /short_name"},
      {"<websites name='a'>A</websites>", "unknown-field /websites/0"},
      {"<extension>1</extension>", "missing-name /extensions"},
      {"<extension name='x-a~/b'>{</extension>", "malformed-json /extensions/x-a~0~1b"},
      {"<extension name='x-a-b'>1</extension><extension name='x-a-b'>2</extension>",
       "duplicate /extensions/x-a-b"},
      {"<resources><extension name='x-a-b'>1</extension></resources>",
       "unknown-field /resources/extension"},
      {"<id>A</id>", "unknown-field /id"},
      {"<kind>A</kind>", "unknown-field /kind"},
      {"<extensions/>", "unknown-field /extensions"},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(codes_of(read(organisation(each.content))), each.findings) << each.content;
  }
  EXPECT_EQ(codes_of(read(organisation("", " ident='o'"))), "unknown-field ");
  EXPECT_EQ(read(organisation("<short_name>A</short_name><short_name>B</short_name>"))
                .json.at("short_name"),
            "A");
}

TEST(XmlReader, LanguageIsInherited) {
  const RawRecord record = read(organisation(
      "<name>A</name><constituency xml:lang='fr'><description>B</description></constituency>",
      " xml:lang='en'"));
  EXPECT_EQ(codes_of(record), "");
  EXPECT_EQ(record.json.at("name"), Json({{"en", "A"}}));
  EXPECT_EQ(record.json.at("constituency").at("description"), Json({{"fr", "B"}}));
}

TEST(XmlReader, AttributesOfOthersAreLeftAlone) {
  const RawRecord record =
      read(organisation("<short_name xml:space='preserve'>A</short_name>",
                        " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                        "xsi:schemaLocation='urn:cyberdir:directory:1 a.xsd'"));
  EXPECT_EQ(codes_of(record), "");
}

TEST(XmlReader, PlacesAndLines) {
  const std::string xml =
      "<?xml version='1.0'?>\n<d:directory xmlns:d='urn:cyberdir:directory:1' registry='R' "
      "epoch='e' seq='12'\n"
      " as_of='T' audience='public'>\n<d:organisation/>\n<d:contact "
      "id='c'>\n<d:oops/></d:contact>\n"
      "<d:telex "
      "id='t'><d:short_name>A</d:short_name></d:telex>\n<d:organisation/>\n</d:directory>\n";
  base::StringSource source(xml);
  std::vector<RawRecord> records;
  DirectoryHeader header;
  const XmlParts parts{[&](const DirectoryHeader& found) {
                         header = found;
                         return base::Result<void>();
                       },
                       [&](RawRecord record) {
                         records.push_back(std::move(record));
                         return base::Result<void>();
                       }};
  const auto done = read_directory_xml(source, parts);
  ASSERT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(header, (DirectoryHeader{"R", "e", 12, "T", "public"}));
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(records[0].place, "/directory/organisation[1]");
  EXPECT_EQ(records[0].line, 4U);
  EXPECT_EQ(records[1].place, "/directory/contact[1]");
  EXPECT_EQ(records[1].row, 2U);
  ASSERT_EQ(records[1].findings.size(), 1U);
  EXPECT_EQ(records[1].findings[0].line, 6U);
  EXPECT_EQ(records[2].place, "/directory/*[3]");
  EXPECT_EQ(records[2].json, Json({{"kind", "telex"}, {"id", "t"}})) << "its content is skipped";
  EXPECT_EQ(records[3].place, "/directory/organisation[2]");
}

std::string utf16(const std::u16string& text, bool big, bool mark) {
  std::string bytes;
  const auto add = [&](char16_t unit) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xFFU);
    bytes.push_back(big ? high : low);
    bytes.push_back(big ? low : high);
  };
  if (mark) add(0xFEFF);
  for (const char16_t unit : text) add(unit);
  return bytes;
}

TEST(XmlReader, EncodingsAreToldApart) {
  const std::u16string wide =
      u"<?xml version='1.0' encoding='UTF-16'?><organisation xmlns='urn:cyberdir:directory:1'>"
      u"<short_name>\u00E9\u6CF0\U0001F600</short_name></organisation>";
  const std::string expected = "\xC3\xA9\xE6\xB3\xB0\xF0\x9F\x98\x80";
  for (const bool big : {false, true}) {
    for (const bool mark : {false, true}) {
      EXPECT_EQ(read(utf16(wide, big, mark)).json.at("short_name"), expected) << big << mark;
    }
  }
  const std::string body = organisation("<short_name>\xE9</short_name>");
  EXPECT_EQ(read("<?xml version='1.0' encoding=\"ISO-8859-1\"?>" + body).json.at("short_name"),
            "\xC3\xA9");
  const std::string plain = organisation("<short_name>\xC3\xA9</short_name>");
  EXPECT_EQ(read("\xEF\xBB\xBF" + plain).json.at("short_name"), "\xC3\xA9");
  EXPECT_EQ(read("<?xml version='1.0' encoding='utf-8'?>" + plain).json.at("short_name"),
            "\xC3\xA9");
  EXPECT_FALSE(read_entry_xml(body).ok()) << "ISO-8859-1 that does not say so";
}

TEST(XmlReader, ARootThatIsNoEntryIsRefused) {
  EXPECT_FALSE(read_entry_xml("<directory xmlns='urn:cyberdir:directory:1'/>").ok());
  EXPECT_FALSE(read_entry_xml("<organisation/>").ok());
}

TEST(XmlReader, EntriesAreBounded) {
  EXPECT_TRUE(
      read_entry_xml(organisation("<short_name>12345678</short_name>"), {.text_bytes = 11}).ok());
  const auto refused =
      read_entry_xml(organisation("<short_name>12345678</short_name>"), {.text_bytes = 10});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::too_large);
  EXPECT_FALSE(read_entry_xml(organisation("<websites/><websites/>"), {.elements = 2}).ok());
}

TEST(XmlReader, FindingsAreBounded) {
  std::string content;
  for (int i = 0; i < 1000; ++i) content += "<oops/>";
  const RawRecord record = read(organisation(content));
  EXPECT_EQ(record.findings.size(), kMostFindings);
  EXPECT_EQ(record.findings.back().code, "more-findings");
}

}  // namespace
}  // namespace cyberdir::codec
