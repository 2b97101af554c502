// What people are told of a file that no format takes.
#include "importers/formats.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/file_signs.h"
#include "importers/importer.h"

namespace cyberdir::importers {
namespace {

using std::string_view_literals::operator""sv;
using testing::HasSubstr;

std::string refusal(std::string_view head) {
  const auto format = choose_format({}, head, {});
  EXPECT_FALSE(format) << head << " is " << format->name;
  return format ? std::string() : format.error().detail;
}

TEST(UnknownFile, SaysWhatItWasNearestTo) {
  EXPECT_THAT(refusal(R"([{"team":"A","country":"TH"}])"),
              HasSubstr("it is nearest to FIRST public teams API (JSON) (first): it has team and "
                        "country, but not team-full, membership, member-since or host"));
  EXPECT_THAT(refusal(R"([{"shortName":"A","country":"TH"}])"),
              HasSubstr("(cve): it has shortName and country, but not organizationName"));
  EXPECT_THAT(refusal(R"({"data":[{"country-code":"TH","enckeys":[]}]})"),
              HasSubstr("(global-irt): it has country-code and enckeys, but not short-team-name or "
                        "official-team-name"));
  EXPECT_THAT(refusal(R"([{"official_name":"A","phones":[],"emails":[]}])"),
              HasSubstr("(trusted-introducer): it has official_name, phones and emails, but not "
                        "short_name, nor classification"));
  EXPECT_THAT(refusal(R"([{"Organisation":{"uuid":"A","sector":"b"}}])"),
              HasSubstr("(misp): it has uuid and sector, but not name"));
  EXPECT_THAT(refusal(R"([{"name":"A","uuid":"b","url":"c","namespace":"d"}])"),
              HasSubstr("(cerebrate): it has name, uuid and url; it also has namespace, which that "
                        "format has not"));
}

TEST(UnknownFile, SaysWhatFormatsThereAre) {
  const std::string sentence = refusal(R"({"a":1})");
  EXPECT_THAT(sentence, HasSubstr("our own says \"format\": \"cyberdir/1\""));
  for (const Importer& importer : importers())
    EXPECT_THAT(sentence, HasSubstr(std::string(importer.name)));
  EXPECT_THAT(refusal(""), HasSubstr("the file is empty"));
  EXPECT_THAT(refusal("good morning"), HasSubstr("it looks like none of them"));
}

TEST(UnknownFile, SaysWhichXmlItIs) {
  EXPECT_THAT(
      refusal("<?xml version=\"1.0\"?><!-- a -->\n<feed xmlns='http://www.w3.org/2005/Atom'>"),
      HasSubstr("XML with the root feed of the namespace http://www.w3.org/2005/Atom"));
  EXPECT_EQ(
      root_in_words("<!DOCTYPE a [ <!ENTITY b \"c>\"> ]><x:a xmlns=\"u:1\" xmlns:x=\"u:2\"/>"),
      "the root a of the namespace u:2");
  EXPECT_EQ(root_in_words("<a/>"), "the root a of no namespace");
  EXPECT_EQ(root_in_words("<a"), "the root a of no namespace");
  EXPECT_EQ(root_in_words("<!-- a"), "no root element in its beginning");
  EXPECT_EQ(root_in_words("<a\x01\xFF xmlns=\"b\xFF\">"), "the root a?? of the namespace b?");
  EXPECT_LT(root_in_words("<" + std::string(100000, 'a')).size(), 200U);
}

TEST(UnknownFile, SaysWhatToDoWithWhatIsNoText) {
  const struct {
    std::string_view head;
    std::string_view advice;
  } kCases[] = {
      {"PK\x03\x04\x14\0\x06\0xl/workbook.xml,id"sv,
       "a spreadsheet of Excel: save it as CSV UTF-8"},
      {"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet"sv,
       "a spreadsheet of LibreOffice"},
      {"PK\x03\x04 word/document.xml"sv, "a document of Word"},
      {"PK\x03\x04 teams.json"sv, "a ZIP archive: unpack it"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1,id"sv, "an older Office"},
      {"\x1F\x8B\x08"sv, "compressed with gzip"},
      {"%PDF-1.7"sv, "a PDF"},
      {"<!DOCTYPE html><html>"sv, "a web page"},
      {"<!-- a --><HTML lang='en'>"sv, "a web page"},
      {"id,name\0"sv, "bytes that are zero"},
      {"\x89PNG\r\n"sv, "a picture"},
  };
  for (const auto& test : kCases) {
    const auto advice = advice_for_container(test.head);
    ASSERT_TRUE(advice) << test.advice;
    EXPECT_THAT(*advice, HasSubstr(std::string(test.advice)));
    EXPECT_THAT(refusal(test.head), HasSubstr(std::string(test.advice)));
  }
  for (const std::string_view text :
       {"id,name\na,b"sv, "{\"a\":1}"sv, "<directory/>"sv, "\xFF\xFEi\0d\0,\0"sv, ""sv})
    EXPECT_FALSE(advice_for_container(text)) << text;
}

TEST(UnknownFile, OfAnyBytesIsRefusedOrTaken) {
  const std::string text = "<?xml [<!DOCTYPE a [{\"data\":[{\"team\":\"PK\x03\x04";
  for (std::size_t from = 0; from < text.size(); ++from) {
    for (std::size_t to = from; to <= text.size(); ++to)
      (void)choose_format({}, std::string_view(text).substr(from, to - from), {});
  }
  (void)choose_format({}, std::string(1U << 20U, '<'), {});
  (void)choose_format({}, "<a " + std::string(1U << 20U, 'x') + "xmlns", {});
}

}  // namespace
}  // namespace cyberdir::importers
