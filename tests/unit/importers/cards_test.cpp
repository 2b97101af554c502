// Contact cards, as phones and mail programs write them and as we do ourselves.
#include <algorithm>
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "codec/card_reader.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "support/entry_generator.h"
#include "tests/unit/importers/import_file.h"

namespace cyberdir::importers {
namespace {

using codec::CardProperty;
using codec::Record;
using model::Json;
using test::has_finding;
using test::import_text;
using test::ImportedFile;

const Importer& vcard() { return *find_importer("vcard"); }

Record card_of_lines(const std::string& lines, const std::string& version = "3.0") {
  auto file =
      import_text(vcard(), "BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + lines + "END:VCARD\r\n");
  EXPECT_TRUE(file.result);
  EXPECT_EQ(file.records.size(), 1U);
  return file.records.empty() ? Record{} : std::move(file.records.front());
}

Json extension(const Record& record, const std::string& name) {
  return record.entry.extensions.value("x-vcard-" + name, Json());
}

std::string original_name(const Record& record) {
  return record.entry.body.value(Json::json_pointer("/name/original"), std::string());
}

std::string channels(const Record& record) {
  std::string text;
  for (const Json& channel : record.entry.body.value("channels", Json::array())) {
    if (!text.empty()) text += ' ';
    text += channel["kind"].get<std::string>() + channel["value"].get<std::string>();
  }
  return text;
}

// A source that makes its bytes: many of them, and never all at once.
class Repeated final : public base::ByteSource {
 public:
  Repeated(std::string before, std::string piece, std::uint64_t times)
      : before_(std::move(before)), piece_(std::move(piece)), times_(times) {}
  base::Result<std::size_t> read(std::span<char> buffer) override {
    std::string_view from = before_;
    if (given_ == before_.size()) {
      if (times_ == 0) return std::size_t{0};
      --times_;
      from = before_ = piece_;
      given_ = 0;
    }
    const std::size_t count = from.copy(buffer.data(), buffer.size(), given_);
    given_ += count;
    return count;
  }

 private:
  std::string before_;
  std::string piece_;
  std::uint64_t times_;
  std::size_t given_ = 0;
};

// ---- syntax

TEST(Vcard, FoldedAtAnyOctetAndEndedAnyHow) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    std::string text = "BEGIN:VCARD" + end + "VERSION:3.0" + end + "FN:J\xC3" + end + " \xB6rg" +
                       end + "\t M" + end + " " + end + "END:VCARD" + end;
    for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
      const auto file = import_text(vcard(), mark + text);
      ASSERT_TRUE(file.result);
      ASSERT_EQ(file.records.size(), 1U);
      EXPECT_EQ(original_name(file.records[0]), "J\xC3\xB6rg M");
      EXPECT_EQ(file.records[0].line, 1U);
    }
  }
}

TEST(Vcard, ReadsUtf16WithMark) {
  const std::string text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anan\r\nEND:VCARD\r\n";
  for (const bool big : {false, true}) {
    std::string utf16 = big ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : text) (utf16 += big ? '\0' : c) += big ? c : '\0';
    EXPECT_TRUE(vcard().recognises(utf16));
    const auto file = import_text(vcard(), utf16);
    ASSERT_TRUE(file.result);
    ASSERT_EQ(file.records.size(), 1U);
    EXPECT_EQ(original_name(file.records[0]), "Anan");
  }
}

TEST(Vcard, UndoesTheEncodingsOfOldVersions) {
  const struct {
    std::string_view line;
    std::string_view name;
  } kCases[] = {
      {"FN;CHARSET=ISO-8859-1:J\xF6rg", "J\xC3\xB6rg"},
      {"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=B6rg", "J\xC3\xB6rg"},
      {"FN;QUOTED-PRINTABLE;CHARSET=windows-1251:=C0=ED=ED=E0", "\xD0\x90\xD0\xBD\xD0\xBD\xD0\xB0"},
      {"FN;ENCODING=QUOTED-PRINTABLE:a=\r\n b=\r\n=3Dc", "a b=c"},
      {"FN;CHARSET=Shift_JIS:\x8E\x52\x93\x63", "\xE5\xB1\xB1\xE7\x94\xB0"},
      {"FN;CHARSET=no-such-thing:a", ""},
      {"FN;CHARSET=UTF-8:\xFF", ""},
      {"FN:\xFF\xFE", ""},
      {"FN:a\\;b\\,c", "a;b\\,c"},
      {"N:Some\\;one;Anan", "Anan Some;one"},
  };
  for (const auto& test : kCases) {
    const Record record = card_of_lines(std::string(test.line) + "\r\nUID:1\r\n", "2.1");
    const std::string expected = test.line == "FN:a\\;b\\,c" ? "a;b,c" : std::string(test.name);
    EXPECT_EQ(original_name(record), expected) << test.line;
    EXPECT_EQ(has_finding(record, "encoding", "/extensions/x-vcard-fn"), test.name.empty());
  }
  const Record cut = card_of_lines("FN;ENCODING=QUOTED-PRINTABLE:J=C3=B6=\r\n", "2.1");
  EXPECT_EQ(original_name(cut), "J\xC3\xB6=") << "the end of the card is not swallowed";
}

TEST(Vcard, ReadsBase64ThatIsNotIndented) {
  const Record record = card_of_lines(
      "FN:a\r\nKEY;PGP;BASE64:\r\nAAAA\r\nBBBB=\r\n\r\nEMAIL;INTERNET:a@b.example\r\n", "2.1");
  EXPECT_EQ(extension(record, "key")[0]["value"], "data:;base64,AAAABBBB=");
  EXPECT_EQ(channels(record), "emaila@b.example");
}

TEST(Vcard, DropsAPictureAndKeepsItsAddress) {
  Repeated source("BEGIN:VCARD\nVERSION:3.0\nFN:a\nPHOTO:https://a.example/p\nPHOTO;ENCODING=b:",
                  std::string(4096, 'A'), 2000);
  test::KeptRecords kept;
  ASSERT_TRUE(vcard().read(source, kept));
  ASSERT_EQ(kept.records.size(), 1U);
  EXPECT_TRUE(has_finding(kept.records[0], "cut-off", ""));
  const Record whole = card_of_lines("FN:a\r\nPHOTO;VALUE=uri:https://a.example/p\r\nPHOTO:" +
                                     std::string(3'000'000, 'A') + "\r\nEMAIL:a@b.example\r\n");
  EXPECT_TRUE(has_finding(whole, "too-long", "/extensions/x-vcard-photo"));
  EXPECT_EQ(extension(whole, "photo"), Json::array({"https://a.example/p"}));
  EXPECT_EQ(channels(whole), "emaila@b.example");
}

TEST(Vcard, SeveralCardsAndOnesWithoutAnEnd) {
  const auto file = import_text(
      vcard(), "BEGIN:VCARD\nFN:a\nBEGIN:VCARD\nFN:b\nEND:VCARD\n\nx\ny\nBEGIN:VCARD\nFN:c\n");
  ASSERT_TRUE(file.result);
  ASSERT_EQ(file.records.size(), 4U);
  EXPECT_EQ(original_name(file.records[0]), "a");
  EXPECT_TRUE(has_finding(file.records[0], "no-end", ""));
  EXPECT_EQ(original_name(file.records[1]), "b");
  EXPECT_EQ(file.records[1].line, 3U);
  EXPECT_TRUE(has_finding(file.records[2], "outside", ""));
  EXPECT_EQ(file.records[2].entry.kind, nullptr);
  EXPECT_EQ(original_name(file.records[3]), "c");
  EXPECT_TRUE(has_finding(file.records[3], "cut-off", ""));
  EXPECT_FALSE(import_text(vcard(), "x\nBEGIN:VCARD\nEND:VCARD\n").result);
}

TEST(Vcard, ACardWithinACardIsOfTheAgent) {
  const Record record = card_of_lines(
      "FN:a\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:b\r\nEND:VCARD\r\nEMAIL:a@b.example\r\n", "2.1");
  EXPECT_EQ(original_name(record), "a");
  EXPECT_EQ(channels(record), "emaila@b.example");
  EXPECT_TRUE(has_finding(record, "agent", "/extensions/x-vcard-agent"));
}

// ---- what becomes of it

TEST(Cards, AreOfTheKindThatTheySay) {
  const struct {
    std::string_view lines;
    std::string_view kind;
  } kCases[] = {{"FN:a\r\n", "contact"},
                {"FN:a\r\nKIND:individual\r\n", "contact"},
                {"FN:a\r\nKIND:ORG\r\n", "organisation"},
                {"FN:a\r\nX-ABShowAs:COMPANY\r\n", "organisation"},
                {"FN:a\r\nKIND:group\r\n", ""},
                {"FN:a\r\nX-ADDRESSBOOKSERVER-KIND:group\r\n", ""},
                {"FN:a\r\nKIND:location\r\n", ""}};
  for (const auto& test : kCases) {
    const Record record = card_of_lines(std::string(test.lines));
    EXPECT_EQ(record.entry.kind == nullptr ? "" : record.entry.kind->name, test.kind) << test.lines;
    EXPECT_EQ(has_finding(record, "kind", ""), test.kind.empty());
  }
}

TEST(Cards, NeverGuessANumber) {
  const struct {
    std::string_view line;
    std::string_view channel;
  } kCases[] = {{"TEL:+66 2 123 4567", "phone+6621234567"},
                {"TEL;TYPE=WORK,FAX:+66-2-123-4567", "fax+6621234567"},
                {"TEL;TYPE=cell:+66812345678", "mobile+66812345678"},
                {"TEL;VALUE=uri:tel:+66-2-123-4567", "phone+6621234567"},
                {"TEL;VALUE=uri:tel:+6621234567;ext=5", ""},
                {"TEL:02 123 4567", ""},
                {"TEL:0066 2 123 4567", ""},
                {"TEL:+66 (0) 2 123 4567", ""}};
  for (const auto& test : kCases) {
    const Record record = card_of_lines("FN:a\r\n" + std::string(test.line) + "\r\n", "4.0");
    EXPECT_EQ(channels(record), test.channel) << test.line;
    EXPECT_EQ(has_finding(record, "phone", "/extensions/x-vcard-tel"), test.channel.empty());
    EXPECT_EQ(extension(record, "tel").is_null(), !test.channel.empty());
  }
}

TEST(Cards, CallInTheOrderThatIsPreferred) {
  EXPECT_EQ(
      channels(card_of_lines("FN:a\r\nTEL:+6621234567\r\nEMAIL;TYPE=INTERNET,pref:a@b.example\r\n"
                             "TEL;PREF=2:+6621234568\r\n")),
      "emaila@b.example phone+6621234568 phone+6621234567");
}

TEST(Cards, KeepGroupsLabelsAndWhatHasNoField) {
  const Record record = card_of_lines(
      "FN:a\r\nitem1.TEL:+6621234567\r\nitem1.X-ABLabel:Night desk\r\nNOTE:two\\nlines\r\n"
      "X-SKYPE;TYPE=home:a\r\nORG:Centre;Unit\r\n");
  EXPECT_EQ(channels(record), "phone+6621234567");
  EXPECT_EQ(extension(record, "tel")[0]["group"], "item1");
  EXPECT_EQ(extension(record, "x-ablabel")[0], (Json{{"value", "Night desk"}, {"group", "item1"}}));
  EXPECT_EQ(extension(record, "note"), Json::array({"two\nlines"}));
  EXPECT_EQ(extension(record, "x-skype")[0]["parameters"]["type"], Json::array({"home"}));
  EXPECT_EQ(extension(record, "org")[0]["value"], (Json{"Centre", "Unit"}));
  EXPECT_TRUE(has_finding(record, "incomplete", "/organisation"));
  EXPECT_TRUE(has_finding(record, "incomplete", "/nature"));
}

TEST(Cards, AreFoundAgainByTheirUid) {
  const Record record = card_of_lines("FN:a\r\nUID:urn:uuid:1\r\nREV:20260402T212840Z\r\n");
  EXPECT_EQ(
      record.entry.meta,
      (Json{{"owner", "registry"},
            {"source",
             {{"name", "vcard"}, {"id", "urn:uuid:1"}, {"modified", "2026-04-02T21:28:40Z"}}}}));
  EXPECT_TRUE(record.entry.id.empty());
  const Record same_id = card_of_lines("FN:a\r\nUID:desk-1\r\n");
  EXPECT_TRUE(same_id.entry.id.empty()) << "an id alone does not make it a card of ours";
}

// ---- hostile

TEST(Cards, AFileThatIsCutAnywhereSaysWhere) {
  const std::string text =
      "BEGIN:VCARD\r\nVERSION:4.0\r\nFN;LANGUAGE=fr:\xC3\x89quipe de nuit, qui est toujours"
      " joignable et m\r\n \xC3\xAAme plus\r\nTEL;VALUE=uri;TYPE=\"work,voice\":tel:+6621234567"
      "\r\nNOTE;ENCODING=QUOTED-PRINTABLE:a=\r\n=C3=89\r\nEMAIL:a@b.example\r\nEND:VCARD\r\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto file = import_text(vcard(), text.substr(0, size));
    if (size < 11) {
      EXPECT_FALSE(file.result) << size;
      continue;
    }
    ASSERT_TRUE(file.result) << size;
    ASSERT_EQ(file.records.size(), 1U) << size;
    const Record& record = file.records[0];
    const bool whole = size >= text.size() - 2;
    EXPECT_EQ(has_finding(record, "cut-off", ""), !whole) << size;
    const std::string calls = channels(record);
    EXPECT_TRUE(calls.empty() || calls == "phone+6621234567" ||
                calls == "phone+6621234567 emaila@b.example")
        << size << ": what is cut is not called: " << calls;
    EXPECT_TRUE(extension(record, "unread").dump().find("END") == std::string::npos) << size;
  }
}

TEST(Cards, EveryCutOfTheOtherSyntaxesIsRefused) {
  const std::string json = R"([["vcard",[["version",{},"text","4.0"],["fn",{},"text","a"]]]])";
  for (std::size_t size = 0; size < json.size(); ++size)
    EXPECT_FALSE(import_text(*find_importer("jcard"), json.substr(0, size)).result) << size;
  const std::string xml =
      "<vcards xmlns=\"urn:ietf:params:xml:ns:vcard-4.0\"><vcard><fn><text>a</text></fn></vcard>"
      "</vcards>";
  for (std::size_t size = 0; size < xml.size(); ++size)
    EXPECT_FALSE(import_text(*find_importer("xcard"), xml.substr(0, size)).result) << size;
  EXPECT_TRUE(import_text(*find_importer("jcard"), json).result);
  EXPECT_TRUE(import_text(*find_importer("xcard"), xml).result);
}

TEST(Cards, AreNotTiredByHostileFiles) {
  const struct {
    const char* what;
    std::string before;
    std::string piece;
    std::uint64_t times;
  } kCases[] = {
      {"a line without end", "BEGIN:VCARD\nNOTE:", std::string(1U << 16U, 'x'), 16'384},
      {"folded lines", "BEGIN:VCARD\nNOTE:", "\n x", 1'000'000},
      {"folded lines without a head", "BEGIN:VCARD\nNOTE", "\n x", 1'000'000},
      {"soft line breaks", "BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:", "=\n", 1'000'000},
      {"parameters", "BEGIN:VCARD\nTEL", ";X=1", 1'000'000},
      {"values of a parameter", "BEGIN:VCARD\nTEL;TYPE=", "a,", 1'000'000},
      {"groups", "BEGIN:VCARD\n", "a.", 1'000'000},
      {"properties", "BEGIN:VCARD\n", "TEL:1\n", 1'000'000},
      {"keys of ours", "BEGIN:VCARD\nX-CYBERDIR-KIND:contact\nUID:a\n", "key.KEY:1\n", 1'000'000},
      {"cards within cards", "BEGIN:VCARD\nAGENT:\n", "BEGIN:VCARD\n", 1'000'000},
      {"bad UTF-8", "BEGIN:VCARD\nFN:", "\xC3\xFF\n\xFF", 1'000'000},
  };
  for (const auto& test : kCases) {
    Repeated source(test.before, test.piece, test.times);
    test::KeptRecords kept;
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(vcard().read(source, kept)) << test.what;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(seconds.count(), 20.0) << test.what << ": it takes as long as it is";
    ASSERT_EQ(kept.records.size(), 1U) << test.what;
    base::Findings findings;
    model::validate(kept.records[0].entry, model::Profile::draft, findings);
    EXPECT_FALSE(base::has_errors(findings)) << test.what;
    EXPECT_LT(kept.records[0].entry.to_json().dump().size(), 4U << 20U) << test.what;
    EXPECT_LE(kept.records[0].findings.size(), 150U) << test.what;
  }
}

// ---- out and in again

std::string plain(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (text[i] != '\x7F') out += text[i] == '\r' ? '\n' : text[i];
  }
  return out;
}

Json plain_texts(Json value) {
  if (value.is_string()) return plain(value.get<std::string>());
  if (value.is_structured()) {
    for (Json& member : value) member = plain_texts(std::move(member));
  }
  return value;
}

// The entry without what the forms declare that they lose.
Json but_for_losses(Json entry) {
  base::Findings none;
  entry = model::take_entry(plain_texts(std::move(entry)), none).to_json();
  entry.erase("extensions");
  if (entry.contains("channels")) {
    Json kept = Json::array();
    for (Json& channel : entry["channels"]) {
      const bool suspended = channel.value("suspended", false);
      channel.erase("suspended");
      if (!suspended) kept.push_back(std::move(channel));
    }
    entry.erase("channels");
    if (!kept.empty()) entry["channels"] = std::move(kept);
  }
  return entry;
}

using ReadCards = base::Result<void> (*)(base::ByteSource&, const codec::TakeCard&,
                                         const codec::CardLimits&);

// Parameters have no order.
std::vector<CardProperty> in_order(std::vector<CardProperty> card) {
  for (CardProperty& property : card)
    std::ranges::sort(property.parameters, {}, &codec::CardParameter::name);
  return card;
}

std::vector<CardProperty> read_again(ReadCards read, const std::string& text) {
  base::StringSource source(text);
  std::vector<CardProperty> properties;
  const auto done = read(source,
                         [&](codec::ReadCard card) {
                           EXPECT_TRUE(card.findings.empty());
                           properties = std::move(card.properties);
                           return base::Result<void>();
                         },
                         {});
  EXPECT_TRUE(done) << (done ? "" : done.error().detail) << text;
  return properties;
}

class CardRoundTrip : public testing::TestWithParam<std::uint64_t> {};

TEST_P(CardRoundTrip, ACardOfOursIsTheSameEntryInEverySyntax) {
  support::GeneratorOptions options;
  options.every_field = GetParam() % 2 == 1;
  support::EntryGenerator generator(GetParam(), options);
  codec::CardContext around;
  around.organisation = "Ministry; of <Foreign> Affairs";
  around.state = "Thailand";
  around.address = "https://directory.example";
  for (const std::string_view kind : codec::kKindsWithCard) {
    for (int i = 0; i < 100; ++i) {
      const Json entry = generator.entry(*model::find_kind(kind));
      const auto card = codec::card_of(entry, around);
      const std::string texts[] = {
          codec::vcard(card), "[" + codec::jcard(card) + "]",
          "<vcards xmlns=\"urn:ietf:params:xml:ns:vcard-4.0\">" + codec::xcard(card) + "</vcards>"};
      const char* names[] = {"vcard", "jcard", "xcard"};
      const ReadCards readers[] = {codec::read_vcards, codec::read_jcards, codec::read_xcards};
      for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_TRUE(in_order(read_again(readers[k], texts[k])) == in_order(card))
            << names[k] << '\n'
            << texts[k];
        const Importer* importer = recognise(texts[k]);
        ASSERT_NE(importer, nullptr);
        EXPECT_EQ(importer->name, names[k]);
        const ImportedFile file = import_text(*importer, texts[k]);
        ASSERT_TRUE(file.result);
        ASSERT_EQ(file.records.size(), 1U);
        EXPECT_EQ(file.records[0].entry.to_json().dump(1), but_for_losses(entry).dump(1))
            << texts[0];
        if (testing::Test::HasFailure()) return;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CardRoundTrip, testing::Values(1, 2, 3, 4));

TEST(OwnCard, WithholdsWhatItsReaderWasNotShown) {
  const Json entry = {
      {"kind", "organisation"},
      {"id", "org-1"},
      {"short_name", "A"},
      {"channels", {{{"kind", "email"}, {"value", "a@b.example"}, {"suspended", true}}}},
      {"meta", {{"owner", "TH"}, {"redacted", {"/resources"}}}}};
  const auto file = import_text(vcard(), codec::vcard(codec::card_of(entry, {})));
  ASSERT_EQ(file.records.size(), 1U);
  EXPECT_EQ(file.records[0].entry.id, "org-1");
  EXPECT_EQ(file.records[0].entry.owner(), "TH");
  EXPECT_EQ(file.records[0].withheld,
            (std::vector<std::string>{"/channels", "/extensions", "/resources"}));
}

TEST(OwnCard, AValueThatIsNoneIsKeptAside) {
  const Record record = card_of_lines(
      "X-CYBERDIR-KIND:contact\r\nUID:desk-1\r\nX-CYBERDIR-META-OWNER:???\r\n"
      "X-CYBERDIR-LEVEL:emperor\r\nX-CYBERDIR-CALL-ORDER:first\r\nX-CYBERDIR-NO-SUCH:x\r\n",
      "4.0");
  EXPECT_EQ(record.entry.id, "desk-1");
  EXPECT_EQ(record.entry.owner(), "registry");
  EXPECT_EQ(extension(record, "field-level"), "emperor");
  EXPECT_TRUE(has_finding(record, "value", "/extensions/x-vcard-field-level"));
  EXPECT_EQ(extension(record, "x-cyberdir-call-order"), Json::array({"first"}));
  EXPECT_EQ(extension(record, "x-cyberdir-no-such"), Json::array({"x"}));
}

}  // namespace
}  // namespace cyberdir::importers
