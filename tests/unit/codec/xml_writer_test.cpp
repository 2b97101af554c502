// The XML form, byte for byte.
#include "codec/xml_writer.h"

#include <string>

#include <gtest/gtest.h>

namespace cyberdir::codec {
namespace {

using model::Json;

std::string entry_xml(const char* json, bool with_namespace = false) {
  std::string xml;
  append_entry_xml(xml, Json::parse(json), with_namespace);
  return xml;
}

std::string answer_xml(std::string_view root, const char* json) {
  std::string xml;
  append_answer_xml(xml, root, Json::parse(json));
  return xml.substr(kXmlDeclaration.size());
}

TEST(XmlWriter, FieldsComeInTheOrderOfTheTable) {
  EXPECT_EQ(
      entry_xml(
          R"({"id": "o-1", "kind": "organisation", "websites": ["https://a.example/", "https://b.example/"],
                          "name": {"fr": "B", "en": "A"}, "short_name": "S",
                          "meta": {"visibility": {"*": "public", "keys": "group"}, "owner": "TH", "version": 3},
                          "extensions": {"x-a-b": {"c": [1, null]}}})"),
      "<organisation id=\"o-1\"><meta><owner>TH</owner><visibility><field name=\"*\">public</field>"
      "<field "
      "name=\"keys\">group</field></visibility><version>3</version></meta><short_name>S</"
      "short_name>"
      "<name xml:lang=\"en\">A</name><name "
      "xml:lang=\"fr\">B</name><websites>https://a.example/</websites>"
      "<websites>https://b.example/</websites><extension "
      "name=\"x-a-b\">{\"c\":[1,null]}</extension>"
      "</organisation>");
  EXPECT_EQ(entry_xml(R"({"id": "o", "kind": "organisation"})", true),
            "<organisation xmlns=\"urn:cyberdir:directory:1\" id=\"o\"></organisation>");
}

TEST(XmlWriter, WhatAParserWouldChangeIsEscaped) {
  EXPECT_EQ(
      entry_xml(R"({"kind": "organisation", "id": "a\"<&\t\n\r", "short_name": "\t\n\r]]>&<\"'"})"),
      "<organisation "
      "id=\"a&quot;&lt;&amp;&#9;&#10;&#13;\"><short_name>\t\n&#13;]]&gt;&amp;&lt;\"'</short_name>"
      "</organisation>");
  EXPECT_EQ(
      entry_xml(
          R"({"kind": "organisation", "id": "o", "short_name": "a\u0001\uFFFE\uFFFFb\uFFFD"})"),
      "<organisation id=\"o\"><short_name>a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
      "b\xEF\xBF\xBD</short_name></organisation>");
}

TEST(XmlWriter, WhatTheTableLacksIsNotLost) {
  EXPECT_EQ(
      entry_xml(
          R"({"kind": "organisation", "id": "o", "short_name": "S", "score": 1.5, "a b": true, "name": "N"})"),
      "<organisation id=\"o\"><short_name>S</short_name><name>N</name><member name=\"a "
      "b\">true</member>"
      "<score>1.5</score></organisation>");
  EXPECT_EQ(entry_xml(R"({"kind": "telex", "id": "o"})"),
            "<entry id=\"o\"><kind>telex</kind></entry>");
}

TEST(XmlWriter, HeaderIsOfAttributes) {
  EXPECT_EQ(directory_xml_open({}),
            std::string(kXmlDeclaration) + "<directory xmlns=\"urn:cyberdir:directory:1\">\n");
  EXPECT_EQ(directory_xml_open({"A \"B\"", "e", 7, "2026-11-22T08:00:00Z", "public"}),
            std::string(kXmlDeclaration) +
                "<directory xmlns=\"urn:cyberdir:directory:1\" registry=\"A &quot;B&quot;\" "
                "epoch=\"e\" seq=\"7\" "
                "as_of=\"2026-11-22T08:00:00Z\" audience=\"public\">\n");
}

TEST(XmlWriter, ListsHoldEntries) {
  EXPECT_EQ(
      answer_xml("list", R"({"items": [{"id": "o", "kind": "organisation", "short_name": "S"}],
                                   "total": {"value": 1, "exact": true},
                                   "facets": {"state": [{"value": "TH", "count": 1, "exact": true}]}})"),
      "<list "
      "xmlns=\"urn:cyberdir:directory:1\"><facets><state><i><count>1</count><exact>true</exact>"
      "<value>TH</value></i></state></facets><items><organisation "
      "id=\"o\"><short_name>S</short_name>"
      "</organisation></items><total><exact>true</exact><value>1</value></total></list>\n");
  EXPECT_EQ(
      answer_xml("changes", R"({"items": [{"seq": 1, "op": "put", "id": "o", "kind": "organisation",
                                      "entry": {"id": "o", "kind": "organisation"}}]})"),
      "<changes xmlns=\"urn:cyberdir:directory:1\"><items><i><entry><organisation "
      "id=\"o\"></organisation></entry>"
      "<id>o</id><kind>organisation</kind><op>put</op><seq>1</seq></i></items></changes>\n");
}

TEST(XmlWriter, ProblemsAreThoseOfRfc9457) {
  EXPECT_EQ(
      answer_xml(
          "problem",
          R"({"type": "urn:x", "status": 422, "errors": [{"code": "c", "row": 1}, {"code": "<"}]})"),
      "<problem "
      "xmlns=\"urn:ietf:rfc:7807\"><errors><i><code>c</code><row>1</row></i><i><code>&lt;</code></"
      "i></errors>"
      "<status>422</status><type>urn:x</type></problem>\n");
}

TEST(XmlWriter, AnyJsonIsWellFormed) {
  EXPECT_EQ(answer_xml("diff", R"({"": null, "1": [[], {}, ""], "/name/en": {"a": false}})"),
            "<diff xmlns=\"urn:cyberdir:directory:1\"><member name=\"\" nil=\"true\"/><member "
            "name=\"/name/en\">"
            "<a>false</a></member><member name=\"1\"><i></i><i></i><i></i></member></diff>\n");
}

}  // namespace
}  // namespace cyberdir::codec
