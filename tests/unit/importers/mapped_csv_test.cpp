// Spreadsheets of others, read by a column map that was guessed or said.
#include "importers/mapped_csv.h"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "codec/csv.h"
#include "importers/column_guess.h"
#include "importers/formats.h"
#include "tests/unit/importers/import_file.h"

namespace cyberdir::importers {
namespace {

using model::Json;

class KeptRows final : public codec::RecordSink {
 public:
  base::Result<void> take(codec::Record record) override {
    records.push_back(std::move(record));
    return {};
  }
  void header(std::string row) override { names = std::move(row); }
  std::string names;
  std::vector<codec::Record> records;
};

ColumnMap map_of(const char* json) {
  auto map = read_column_map(json);
  EXPECT_TRUE(map) << json;
  return map ? *std::move(map) : ColumnMap{};
}

KeptRows read(const ColumnMap& map, std::string_view csv) {
  base::StringSource source(csv);
  KeptRows rows;
  const auto done = read_mapped_csv(source, map, rows);
  EXPECT_TRUE(done) << done.error().detail;
  return rows;
}

std::string to_of(const ColumnGuess& guess, std::string_view header) {
  for (const MappedColumn& column : guess.map.columns) {
    if (column.header == header) return column.to;
  }
  return "none";
}

constexpr const char* kContacts =
    R"({"kind": "contact", "language": "fr", "constants": {"meta.owner": "France"}, "columns": [
      {"header": "Fonction", "to": "title"}, {"header": "Courriel", "to": "channels.email"},
      {"header": "Téléphone", "to": "channels.phone"}, {"header": "Pays", "to": "represents"}]})";

std::string utf16_le(std::string_view utf8, bool mark) {
  std::string out = mark ? "\xFF\xFE" : "";
  for (std::size_t at = 0; at < utf8.size();) {
    const auto c = base::next_code_point(utf8, at);
    out.push_back(static_cast<char>(c & 0xFFU));
    out.push_back(static_cast<char>(c >> 8U));
  }
  return out;
}

TEST(MappedCsv, ReadsASheetAsExcelWritesItInFrance) {
  const auto rows =
      read(map_of(kContacts),
           "\xEF\xBB\xBFListe des points de contact;;;;\r\n;;;;\r\n"
           "Fonction;Courriel;Téléphone;Pays;Remarques\r\n"
           "\"Chef de service\";a@example.org;+33 1 23 45 67 89;Kenya;\"ligne 1\nligne 2\"\r\n"
           ";;;;\r\n"
           "Adjoint;b@example.org;4,41E+11;Atlantide;\r\n");
  ASSERT_EQ(rows.records.size(), 2U);
  const codec::Record& first = rows.records[0];
  EXPECT_EQ(first.row, 1U);
  EXPECT_EQ(first.line, 4U);
  EXPECT_EQ(first.entry.body["title"]["fr"], "Chef de service");
  EXPECT_EQ(first.entry.body["represents"], "KE");
  EXPECT_EQ(first.entry.meta["owner"], "FR");
  EXPECT_EQ(first.entry.body["channels"], Json::parse(R"([{"kind":"email","value":"a@example.org"},
                            {"kind":"phone","value":"+33123456789"}])"));
  EXPECT_EQ(first.entry.extensions["x-csv-Remarques"], "ligne 1\nligne 2");
  const codec::Record& second = rows.records[1];
  EXPECT_EQ(second.row, 2U);
  EXPECT_EQ(second.line, 7U);
  EXPECT_TRUE(test::has_finding(second, "mangled", "/extensions/x-csv-other-columns/Téléphone"));
  EXPECT_TRUE(test::has_finding(second, "state", "/extensions/x-csv-Pays"));
  EXPECT_EQ(second.entry.extensions["x-csv-Pays"], "Atlantide");
  for (const auto& finding : second.findings)
    EXPECT_EQ(finding.detail.find("Atlantide"), std::string::npos);
}

TEST(MappedCsv, ReadsTheSameInEveryEncodingDelimiterAndEndOfLine) {
  const std::string csv = "Fonction\tCourriel\tTéléphone\tPays\nChef\ta@example.org\t\tKenya\n";
  const auto expected = read(map_of(kContacts), csv).records.at(0).entry.to_json();
  EXPECT_EQ(read(map_of(kContacts), utf16_le(csv, true)).records.at(0).entry.to_json(), expected);
  EXPECT_EQ(read(map_of(kContacts), utf16_le(csv, false)).records.at(0).entry.to_json(), expected);
  for (const char delimiter : {',', ';', '|'}) {
    std::string other = csv;
    std::ranges::replace(other, '\t', delimiter);
    EXPECT_EQ(read(map_of(kContacts), other).records.at(0).entry.to_json(), expected);
    std::ranges::replace(other, '\n', '\r');
    EXPECT_EQ(read(map_of(kContacts), other).records.at(0).entry.to_json(), expected);
    EXPECT_EQ(read(map_of(kContacts), std::string("sep=") + delimiter + '\r' + other)
                  .records.at(0)
                  .entry.to_json(),
              expected);
  }
}

TEST(MappedCsv, TakesALegacyEncodingOnlyWhereItIsSaid) {
  const std::string csv =
      "Fonction;Courriel;T\xE9l\xE9phone;Pays\nD\xE9l\xE9gu\xE9;a@example.org;;Kenya\n";
  ColumnMap map = map_of(kContacts);
  base::StringSource source(csv);
  KeptRows rows;
  const auto refused = read_mapped_csv(source, map, rows);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("CSV UTF-8"), std::string::npos);
  EXPECT_NE(refused.error().detail.find("line 1"), std::string::npos);
  map.encoding = "windows-1252";
  EXPECT_EQ(read(map, csv).records.at(0).entry.body["title"]["fr"], "Délégué");
}

TEST(MappedCsv, GivesBackRowsThatReadTheSameWhenTheyAreSentAgain) {
  const auto once = read(map_of(kContacts),
                         "Fonction;Courriel;Téléphone;Pays\n'=Chef;a@example.org;;Kenya\n;;12;\n");
  ASSERT_EQ(once.records.size(), 2U);
  EXPECT_TRUE(test::has_finding(once.records[1], "unidentified", ""));
  const auto with_findings = [](std::string row, const std::string& text) {
    return row.insert(row.size() - 2, "," + text);
  };
  std::string again = with_findings(once.names, std::string(codec::kFindingsColumn));
  for (const auto& record : once.records) again += with_findings(record.original, "mend this");
  const auto twice = read(map_of(kContacts), again);
  ASSERT_EQ(twice.records.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(twice.records[i].entry.to_json(), once.records[i].entry.to_json());
    EXPECT_EQ(twice.records[i].original, once.records[i].original);
  }
  EXPECT_EQ(twice.names, once.names);
}

TEST(MappedCsv, JoinsTheColumnsOfOneFieldAndNeverPairsByGuess) {
  const auto map = map_of(R"({"kind": "programme", "language": "en", "columns": [
      {"header": "Title", "to": "title"}, {"header": "Who", "to": "beneficiaries.state"},
      {"header": "Share", "to": "beneficiaries.share"}, {"header": "Id", "to": "source.id"}]})");
  const auto rows =
      read(map, "Title,Who,Share,Id\nA,Kenya;France,\"60;40,5\",7\nB,Kenya;France,60,8\n");
  ASSERT_EQ(rows.records.size(), 2U);
  EXPECT_EQ(rows.records[0].entry.body["beneficiaries"],
            Json::parse(R"([{"state":"KE","share":"60"},{"state":"FR","share":"40.5"}])"));
  EXPECT_EQ(rows.records[0].entry.meta["source"], Json::parse(R"({"name":"csv","id":"7"})"));
  EXPECT_FALSE(rows.records[1].entry.body.contains("beneficiaries"));
  EXPECT_TRUE(test::has_finding(rows.records[1], "unpaired", "/extensions/x-csv-Who"));
}

TEST(MappedCsv, ReadsOnlyDatesThatAreCertain) {
  const char* json = R"({"kind": "programme", "language": "en", "columns": [
      {"header": "Title", "to": "title"}, {"header": "Start", "to": "start"}]})";
  const std::string csv =
      "Title,Start\nA,25/12/2026\nB,2026/03/04\nC,03/04/2026\nD,46000\nE,12.12.2026\n";
  ColumnMap map = map_of(json);
  auto rows = read(map, csv);
  EXPECT_EQ(rows.records.at(0).entry.body["start"], "2026-12-25");
  EXPECT_EQ(rows.records.at(1).entry.body["start"], "2026-03-04");
  EXPECT_TRUE(test::has_finding(rows.records.at(2), "date", "/extensions/x-csv-Start"));
  EXPECT_TRUE(test::has_finding(rows.records.at(3), "date", "/extensions/x-csv-Start"));
  EXPECT_EQ(rows.records.at(4).entry.body["start"], "2026-12-12");
  map.style.date_order = DateOrder::dmy;
  EXPECT_EQ(read(map, csv).records.at(2).entry.body["start"], "2026-04-03");
}

TEST(MappedCsv, SaysAllColumnsThatTheFileLacks) {
  base::StringSource source("Fonction,Courriel\nChef,a@example.org\n");
  KeptRows rows;
  const auto refused = read_mapped_csv(source, map_of(kContacts), rows);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().findings.size(), 2U);
}

TEST(MappedCsv, IsReadOrRefusedWhereverTheFileIsCut) {
  const std::string csv =
      "sep=;\r\nFonction;Courriel;Téléphone;Pays\r\n\"Chef; \"\"1\"\"\";a@example.org;;Кения\r\n";
  const ColumnMap map = map_of(kContacts);
  for (const std::string& whole : {csv, utf16_le(csv, true)}) {
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      base::StringSource source(std::string_view(whole).substr(0, size));
      KeptRows rows;
      const auto done = read_mapped_csv(source, map, rows);
      EXPECT_TRUE(done || !done.error().detail.empty());
      (void)guess_columns(std::string_view(whole).substr(0, size), "", "");
    }
  }
}

TEST(ColumnMaps, AreReadStrictlyAndWrittenAsTheyWere) {
  const ColumnMap map = map_of(kContacts);
  EXPECT_EQ(to_json(*column_map_of(to_json(map))), to_json(map));
  const auto wrong = read_column_map(
      R"({"kind": "contact", "langauge": "fr", "encoding": "ebcdic", "date_order": "myd",
          "columns": [{"header": "A", "to": "titel"}, {"header": "A", "to": "title"},
                      {"header": "B", "to": "title"}, {"to": "kind", "nth": 0}]})");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, base::ErrorCode::invalid);
  std::set<std::string> pointers;
  for (const auto& finding : wrong.error().findings) pointers.insert(finding.pointer);
  EXPECT_EQ(pointers,
            (std::set<std::string>{"/langauge", "/encoding", "/date_order", "/columns/0/to",
                                   "/columns/1/header", "/columns/2/to", "/columns/3/header",
                                   "/columns/3/nth", "/columns/3/to"}));
}

struct Sheet {
  const char* header;
  const char* title;
  const char* mail;
  const char* country;
};

TEST(GuessedColumns, AreKnownInSixLanguages) {
  for (const Sheet& sheet :
       {Sheet{"State;Position;E-mail;Telephone", "Position", "E-mail", "State"},
        Sheet{"État;Fonction;Courriel;Téléphone", "Fonction", "Courriel", "État"},
        Sheet{"País;Cargo;Correo electrónico;Teléfono", "Cargo", "Correo electrónico", "País"},
        Sheet{"Страна;Должность;Эл. почта;Телефон", "Должность", "Эл. почта", "Страна"},
        Sheet{"国家;职务;电子邮件;电话", "职务", "电子邮件", "国家"},
        Sheet{"الدولة;المنصب;البريد الإلكتروني;الهاتف", "المنصب", "البريد الإلكتروني", "الدولة"}}) {
    const std::string csv = std::string(sheet.header) + "\nKenya;x;a@example.org;+254 20 1234567\n";
    const auto guess = guess_columns(csv, "", "");
    ASSERT_TRUE(guess) << sheet.header;
    EXPECT_EQ(guess->map.kind->name, "contact") << sheet.header;
    EXPECT_EQ(to_of(*guess, sheet.title), "title");
    EXPECT_EQ(to_of(*guess, sheet.mail), "channels.email");
    EXPECT_EQ(to_of(*guess, sheet.country), "represents");
    EXPECT_TRUE(column_map_of(to_json(*guess))) << "a guess is a map";
  }
}

TEST(GuessedColumns, LeaveAloneWhatIsNotCertain) {
  const auto guess = guess_columns(
      "Register of teams\n\nNo;Agency;POC;Email;x1;Zzz\n1;Team "
      "A;Jo;a@example.org;https://a.example;1\n"
      "2;Team B;Al;none;https://b.example;2\n3;Team C;Ed;unknown;https://c.example;3\n",
      "organisation", "");
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->header, 1U);
  EXPECT_EQ(to_of(*guess, "Agency"), "name");
  EXPECT_EQ(to_of(*guess, "POC"), "extensions");
  EXPECT_EQ(to_of(*guess, "Email"), "extensions") << "most cells are no addresses";
  EXPECT_EQ(to_of(*guess, "x1"), "websites") << "all cells are addresses of the web";
  EXPECT_EQ(to_of(*guess, "Zzz"), "extensions");
}

TEST(ChosenFormat, OfForeignColumnsIsRefusedWithAdviceUntilAMapIsThere) {
  const std::string csv = "Fonction,Courriel,Téléphone,Pays\nChef,a@example.org,,Kenya\n";
  const auto refused = choose_format(FormatOptions{}, csv + "name\n");
  ASSERT_FALSE(refused);
  FormatOptions options;
  options.columns = map_of(kContacts);
  EXPECT_TRUE(choose_format(options, csv));
  EXPECT_TRUE(choose_format(FormatOptions{}, "id,kind,meta.owner,short_name\n"));
}

}  // namespace
}  // namespace cyberdir::importers
