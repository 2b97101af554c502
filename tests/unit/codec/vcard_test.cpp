// A contact as a vCard: what it says, what it leaves out, and that it is well formed.
#include "codec/vcard.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace cyberdir::codec {
namespace {

model::Json officer() {
  return model::Json::parse(R"({"kind":"contact","id":"desk-1",
    "meta":{"modified_at":"2026-11-22T14:51:04.123456Z"},
    "category":"diplomatic","also_serves":["policy"],
    "title":{"en":"Duty officer; night, and day","ar":"الضابط المناوب"},
    "name":{"original":"สมชาย ใจดี","romanised":"Somchai Jaidee"},
    "channels":[
      {"kind":"phone","value":"+6621234567","priority":2,"use":"routine"},
      {"kind":"phone-emergency","value":"+6621234568","priority":1,"use":"urgent"},
      {"kind":"fax","value":"+6621234569","suspended":true},
      {"kind":"mobile","value":"+66812345678","use":"urgent","priority":3,
       "urgent_from":"2026-11-23T00:00:00Z"},
      {"kind":"secure","value":"room-1","system":"A \"line\""}],
    "languages":["en","th"],"preferred_language":"th",
    "availability":{"time_zone":"Asia/Bangkok"},"deputy":"desk-2",
    "keys":[{"kind":"openpgp","fingerprint":"60402a5a18b40c9585b44a04a26385972f36ea91",
             "key":"-----BEGIN\nabc,d\n"}]})");
}

CardContext around() {
  CardContext context;
  context.organisation = "Ministry, of Foreign Affairs";
  context.state = "Thailand";
  context.address = "https://directory.example";
  context.now = *base::parse_rfc3339("2026-11-22T15:00:00Z");
  return context;
}

// The card with its folded lines joined again.
std::string unfolded(std::string card) {
  for (auto at = card.find("\r\n "); at != std::string::npos; at = card.find("\r\n ", at))
    card.erase(at, 3);
  return card;
}

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

TEST(VCard, SaysWhoAndWhere) {
  const std::string card = unfolded(vcard(card_of(officer(), around())));
  EXPECT_TRUE(card.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\n"));
  EXPECT_TRUE(card.ends_with("\r\nEND:VCARD\r\n"));
  EXPECT_TRUE(has(
      card, "\r\nFN;ALTID=1:สมชาย ใจดี\r\nFN;ALTID=1;X-CYBERDIR-NAME=romanised:Somchai Jaidee\r\n"));
  EXPECT_TRUE(
      has(card, "\r\nTITLE;LANGUAGE=en;ALTID=1;PREF=1:Duty officer\\; night\\, and day\r\n"));
  EXPECT_TRUE(has(card, "\r\nORG:Ministry\\, of Foreign Affairs\r\n"));
  EXPECT_TRUE(has(card, "\r\nADR:;;;;;;Thailand\r\n"));
  EXPECT_TRUE(has(card, "\r\nCATEGORIES:diplomatic,policy\r\n"));
  EXPECT_TRUE(has(card, "\r\nTZ:Asia/Bangkok\r\n"));
  EXPECT_TRUE(has(card, "\r\nLANG;PREF=2:en\r\nLANG;PREF=1:th\r\n"));
  EXPECT_TRUE(has(card, "\r\nREV:20261122T145104Z\r\n"));
  EXPECT_TRUE(has(card, "RELATED;TYPE=agent:https://directory.example/v1/entries/desk-2.vcf"));
}

TEST(VCard, CallsInTheOrderOfTheEntry) {
  const std::string card = unfolded(vcard(card_of(officer(), around())));
  const auto first = card.find(
      "TEL;VALUE=uri;TYPE=work,voice;PREF=1;X-CYBERDIR-CHANNEL=phone-emergency;"
      "X-CYBERDIR-USE=urgent;X-CYBERDIR-PRIORITY=1;X-CYBERDIR-PLACE=2:tel:+6621234568\r\n");
  const auto second = card.find(
      "TEL;VALUE=uri;TYPE=work,voice;PREF=2;X-CYBERDIR-USE=routine;X-CYBERDIR-PRIORITY=2;"
      "X-CYBERDIR-PLACE=1:tel:+6621234567\r\n");
  ASSERT_NE(first, std::string::npos);
  ASSERT_NE(second, std::string::npos);
  EXPECT_LT(first, second);
  EXPECT_TRUE(has(card, "X-CYBERDIR-SYSTEM=A ^'line^';X-CYBERDIR-PLACE=5:room-1"));
}

TEST(VCard, NeverHoldsWhatMustNotBeCalled) {
  const std::string card = unfolded(vcard(card_of(officer(), around())));
  EXPECT_FALSE(has(card, "+6621234569"));  // suspended
  EXPECT_TRUE(has(card,
                  "TEL;VALUE=uri;TYPE=work,cell;X-CYBERDIR-PRIORITY=3;X-CYBERDIR-PLACE=4"
                  ":tel:+66812345678\r\n"));  // not urgent yet
}

TEST(VCard, CarriesTheKeyAndWhatItIsKnownBy) {
  const std::string card = unfolded(vcard(card_of(officer(), around())));
  EXPECT_TRUE(has(card, "\r\nkey1.KEY;VALUE=text:-----BEGIN\\nabc\\,d\\n\r\n"));
  EXPECT_TRUE(has(card, "\r\nkey1.KEY:openpgp4fpr:60402A5A18B40C9585B44A04A26385972F36EA91\r\n"));
}

TEST(VCard, FoldsAtSeventyFiveOctetsWithinNoCharacter) {
  model::Json entry = officer();
  std::string title;
  for (int i = 0; i < 100; ++i) title += "外é😀a";
  entry["title"] = {{"zh", title}};
  const std::string card = vcard(card_of(entry, around()));
  EXPECT_TRUE(has(unfolded(card), title));
  for (std::size_t at = 0; at < card.size();) {
    const auto end = card.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75U);
    const auto content = static_cast<unsigned char>(card[at] == ' ' ? card[at + 1] : card[at]);
    EXPECT_NE(content & 0xC0U, 0x80U);
    at = end + 2;
  }
}

TEST(VCard, NothingOfAValueBecomesALineOfItsOwn) {
  model::Json entry = officer();
  entry["title"] = {{"en", "x\r\nTEL:tel:+1"}};
  entry["channels"] = {{{"kind", "web"}, {"value", "https://a.example/\r\nTEL:tel:+2"}}};
  const std::string card = unfolded(vcard(card_of(entry, around())));
  EXPECT_FALSE(has(card, "\r\nTEL"));
}

TEST(JCard, IsOneArrayOfTheSameProperties) {
  const model::Json card = model::Json::parse(jcard(card_of(officer(), around())));
  EXPECT_EQ(card[0], "vcard");
  EXPECT_EQ(card[1][0], model::Json::parse(R"(["version",{},"text","4.0"])"));
  const auto stands = [&](const char* property) {
    return std::ranges::find(card[1], model::Json::parse(property)) != card[1].end();
  };
  EXPECT_TRUE(stands(
      R"(["title",{"language":"en","altid":"1","pref":"1"},"text","Duty officer; night, and day"])"));
  EXPECT_TRUE(stands(R"(["adr",{},"text",["","","","","","","Thailand"]])"));
  EXPECT_TRUE(stands(R"(["categories",{},"text","diplomatic","policy"])"));
  EXPECT_TRUE(stands(R"(["rev",{},"timestamp","2026-11-22T14:51:04Z"])"));
  EXPECT_TRUE(stands(R"(["lang",{"pref":"1"},"language-tag","th"])"));
  EXPECT_TRUE(stands(
      R"(["key",{"group":"key1"},"uri","openpgp4fpr:60402A5A18B40C9585B44A04A26385972F36EA91"])"));
}

TEST(XCard, IsAnElementOfTheSameProperties) {
  const std::string card = xcard(card_of(officer(), around()));
  EXPECT_TRUE(card.starts_with("<vcard><kind><text>individual</text></kind>"));
  EXPECT_TRUE(has(card,
                  "<tel><parameters><type><text>work</text><text>voice</text></type><pref>"
                  "<integer>1</integer></pref>"));
  EXPECT_TRUE(has(card, "<country>Thailand</country></adr>"));
  EXPECT_TRUE(has(card, "<rev><timestamp>20261122T145104Z</timestamp></rev>"));
  EXPECT_TRUE(has(card, "<group name=\"key1\"><key><text>-----BEGIN\nabc,d\n</text></key>"));
  EXPECT_TRUE(card.ends_with("</vcard>"));
}

TEST(VCard, ABriefCardSpeaksOneLanguage) {
  CardContext brief = around();
  brief.brief = true;
  brief.language = "ar";
  const std::string card = unfolded(vcard(card_of(officer(), brief)));
  EXPECT_TRUE(has(card, "TITLE;LANGUAGE=ar:الضابط المناوب"));
  EXPECT_FALSE(has(card, "LANGUAGE=en"));
  EXPECT_FALSE(has(card, "KEY"));
  EXPECT_FALSE(has(card, "+66812345678"));
  EXPECT_TRUE(has(card, "URL:https://directory.example/ar/entries/desk-1"));
}

TEST(VCard, WithoutATitleTheIdStands) {
  const model::Json entry = {{"kind", "contact"}, {"id", "desk-1"}};
  EXPECT_TRUE(has(vcard(card_of(entry, around())), "\r\nFN:desk-1\r\n"));
}

}  // namespace
}  // namespace cyberdir::codec
