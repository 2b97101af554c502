// IATI activities: single elements, whole files, hostile ones, and there and back again.
#include "codec/forms/iati.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <libxml/xmlschemas.h>

#include "codec/canonical_json.h"
#include "codec/forms/iati_grammar.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "support/entry_generator.h"
#include "tests/unit/importers/import_file.h"

namespace cyberdir::importers {
namespace {

using model::Json;
using test::has_finding;

const Importer& iati() { return *find_importer("iati"); }

std::string sample(const std::string& name) {
  std::ifstream file(std::string(CYBERDIR_TESTS_DIR) + "/golden/importers/" + name,
                     std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

codec::Record activity(const std::string& content, const std::string& attributes = {}) {
  auto file = test::import_text(iati(), "<iati-activity" + attributes +
                                            "><iati-identifier>A-1</iati-identifier>" + content +
                                            "</iati-activity>");
  EXPECT_TRUE(file.result) << file.result.error().detail;
  EXPECT_EQ(file.records.size(), 1U);
  return file.records.empty() ? codec::Record{} : std::move(file.records.front());
}

std::string exported(const Json& entry, const codec::RelatedEntry& related = {}) {
  const codec::FormContext context{nullptr, {}, {}, related};
  const auto writer = codec::make_iati_writer(context);
  std::string out;
  writer->open(out, {});
  EXPECT_TRUE(writer->entry(out, codec::canonical_json(entry)));
  writer->close(out);
  return out;
}

TEST(Iati, IsRecognisedByItsRoot) {
  const std::string root = "<iati-activities version=\"2.03\"><iati-activity/>";
  std::string utf16 = "\xFF\xFE";
  for (const char c : root) utf16 += {c, '\0'};
  for (const std::string& head :
       {root, std::string("<iati-activity xml:lang=\"en\">"), "\xEF\xBB\xBF" + root,
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!-- <directory> -->\n<?p i?>" + root,
        "<?xml version='1.0' encoding='utf-8'?>" + root + "\xE2\x82", utf16}) {
    const Importer* importer = recognise(head);
    ASSERT_NE(importer, nullptr) << head;
    EXPECT_EQ(importer->name, "iati");
  }
  for (const std::string_view head :
       {"<iati-organisations version=\"2.03\"/>", "<directory><iati-activities/></directory>",
        "<x:iati-activities xmlns:x=\"urn:x\"/>", "<!DOCTYPE x><iati-activities/>",
        "iati-activities"}) {
    EXPECT_EQ(recognise(head), nullptr) << head;
  }
}

TEST(Iati, ReadsOlderEncodings) {
  const auto file = test::import_text(
      iati(),
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><iati-activity xml:lang=\"fr\"><title>"
      "D\xE9part</title></iati-activity>");
  ASSERT_TRUE(file.result);
  EXPECT_EQ(file.records.at(0).entry.body["title"]["fr"], "Départ");
}

TEST(Iati, MoneyIsNeverRounded) {
  const auto record = activity(
      "<budget><period-start iso-date='2020-01-01'/><period-end iso-date='2020-12-31'/>"
      "<value value-date='2020-01-01'>123456789012345678.10</value></budget>",
      " default-currency='JPY'");
  EXPECT_EQ(record.entry.body["budgets"],
            Json::parse(R"([{"amount":"123456789012345678.10","currency":"JPY",
                             "from":"2020-01-01","to":"2020-12-31"}])"));
  EXPECT_FALSE(record.entry.extensions.contains("x-iati-budget"));
}

TEST(Iati, WhatIsNoNumberIsKeptWithItsPlace) {
  auto file =
      test::import_text(iati(),
                        "<iati-activities>\n<iati-activity/>\n<iati-activity>\n<budget>\n"
                        "<value>1,000</value>\n</budget></iati-activity></iati-activities>");
  ASSERT_EQ(file.records.size(), 2U);
  const codec::Record& record = file.records[1];
  EXPECT_EQ(record.place, "/iati-activities/iati-activity[2]");
  ASSERT_TRUE(has_finding(record, "decimal", "/extensions/x-iati-budget/0"));
  const auto finding = std::ranges::find(record.findings, "decimal", &base::Finding::code);
  EXPECT_EQ(finding->line, 5U);
  EXPECT_EQ(finding->row, 2U);
  EXPECT_NE(finding->detail.find("/iati-activities/iati-activity[2]/budget[1]/value"),
            std::string::npos);
  EXPECT_FALSE(record.entry.body.contains("budgets"));
  EXPECT_EQ(record.entry.extensions["x-iati-budget"],
            Json::parse(R"([["budget",["value","1,000"]]])"));
}

TEST(Iati, ACountryThatIsNoStateBenefitsNobody) {
  const auto record = activity(
      "<recipient-country code='TW' percentage='40'/>"
      "<recipient-country code='fj' percentage='60.0'>Fiji</recipient-country>"
      "<recipient-country code='KE'>Uganda</recipient-country>");
  EXPECT_EQ(record.entry.body["beneficiaries"],
            Json::parse(R"([{"state":"FJ","share":"60.0"},{"state":"KE"}])"));
  EXPECT_TRUE(has_finding(record, "state", "/extensions/x-iati-recipient-country/0"));
  EXPECT_EQ(record.entry.extensions["x-iati-recipient-country"].size(), 2U);
}

TEST(Iati, TextsHaveTheLanguageThatIsNearest) {
  const auto record = activity(
      "<title xml:lang='fr'><narrative>un</narrative>"
      "<narrative xml:lang='es'>uno</narrative></title>"
      "<title>one</title><title xml:lang='not a language'>?</title>",
      " xml:lang='en'");
  EXPECT_EQ(record.entry.body["title"],
            Json::parse(R"({"fr":"un","es":"uno","en":"one","und":"?"})"));
  EXPECT_TRUE(has_finding(record, "language", "/extensions/x-iati-title/0"));
}

TEST(Iati, AnEndBeforeTheStartIsNotUsed) {
  const auto record = activity(
      "<activity-date type='2' iso-date='2020-05-01Z'/>"
      "<activity-date type='end-actual' iso-date='2019-05-01'/>");
  EXPECT_EQ(record.entry.body["start"], "2020-05-01");
  EXPECT_FALSE(record.entry.body.contains("end"));
  EXPECT_TRUE(
      std::ranges::any_of(record.findings, [](const auto& f) { return f.code == "order"; }));
}

TEST(Iati, AnActivityThatIsTooLargeIsCounted) {
  std::string many;
  for (int i = 0; i < 10000; ++i)
    many += "<transaction ref='" + std::to_string(i) + "'><value>1</value></transaction>";
  const auto record = activity(many + "<sector code='1'/><title>T</title>");
  EXPECT_TRUE(has_finding(record, "too-large", "/extensions/x-iati-transaction"));
  EXPECT_EQ(record.entry.body["title"]["und"], "T");
  EXPECT_TRUE(record.entry.extensions.contains("x-iati-sector"));
  EXPECT_LT(record.entry.to_json().dump().size(), 600'000U);
  const auto text = activity("<title>" + std::string(2U << 20U, 'x') + "</title>");
  EXPECT_TRUE(has_finding(text, "too-large", "/extensions/x-iati-title"));
}

TEST(Iati, AFileCutAnywhereIsRefused) {
  for (const char* name : {"iati_1_04.xml", "iati_2_03.xml"}) {
    const std::string text = sample(name);
    ASSERT_GT(text.size(), 2000U);
    for (std::size_t size = 0; size < text.rfind("</iati-activities>"); size += 64) {
      const auto file = test::import_text(iati(), std::string_view(text).substr(0, size));
      ASSERT_FALSE(file.result) << size;
      EXPECT_EQ(file.result.error().code, base::ErrorCode::malformed);
    }
  }
}

TEST(Iati, TakesAnythingAnywhere) {
  const char* names[] = {"iati-identifier",
                         "title",
                         "description",
                         "participating-org",
                         "activity-status",
                         "activity-date",
                         "contact-info",
                         "activity-scope",
                         "recipient-country",
                         "recipient-region",
                         "budget",
                         "activity-website",
                         "document-link",
                         "result",
                         "reporting-org",
                         "activity-attributes",
                         "iati-activity",
                         "other-elements",
                         "x:y"};
  const std::string contents[] = {
      "",
      "text",
      "<narrative/>",
      "<narrative xml:lang=''>a</narrative>",
      "<value>-1</value>",
      "<value currency='x' value-date='y'>0</value><period-start iso-date='2021-01-01'/>"
      "<period-end iso-date='2020-01-01'/>",
      "<email>a@b.example</email><email>a@b.example</email><telephone>+6625550100</telephone>"
      "<telephone>+66 2 555 0100</telephone><website>https://a.example</website>",
      "<title><narrative>t</narrative></title><category code='A12'/>",
      "<a><b><c/></b></a>text"};
  for (const char* name : names) {
    for (const std::string& content : contents) {
      for (const char* attributes :
           {"", " code='1'", " code='KE' percentage='x'", " type='1' iso-date='2020-01-01'",
            " type='4' iso-date='0000-01-01'", " role='1'", " role='Implementing' ref=' '",
            " url='http://a.example' format='text/html'", " xml:lang='zz-'"}) {
        const std::string one =
            "<" + std::string(name) + attributes + ">" + content + "</" + name + ">";
        const auto record = activity(one + one, " xmlns:x='urn:x' last-updated-datetime='soon'");
        base::Findings findings;
        model::validate(record.entry, model::Profile::draft, findings);
        for (const base::Finding& finding : findings)
          EXPECT_EQ(finding.severity, base::Severity::warning) << one << ' ' << finding.pointer;
      }
    }
  }
}

// ---- out

TEST(IatiOut, WritesWhatItReadAgain) {
  const auto first = test::import_text(iati(), sample("iati_2_03.xml"));
  ASSERT_EQ(first.records.size(), 1U);
  Json entry = first.records[0].entry.to_json();
  entry["meta"]["modified_at"] = entry["meta"]["source"]["modified"];
  const std::string file = exported(entry);
  const auto second = test::import_text(iati(), file);
  ASSERT_EQ(second.records.size(), 1U) << file;
  model::Entry expected = first.records[0].entry;
  expected.extensions.erase("x-iati-other-members");  // of other namespaces
  expected.extensions.erase("x-iati-title");          // a second title in the same language
  EXPECT_EQ(expected.to_json(), second.records[0].entry.to_json()) << file;
}

TEST(IatiOut, AnOldActivityGoesOutAsANewOne) {
  const auto first = test::import_text(iati(), sample("iati_1_04.xml"));
  const std::string file = exported(first.records.at(0).entry.to_json());
  EXPECT_NE(
      file.find("<reporting-org ref=\"XX-EX-1001\" type=\"10\"><narrative>Agency for Example"),
      std::string::npos)
      << file;
  EXPECT_EQ(file.find("vocabulary=\"DAC\""), std::string::npos);
  const auto second = test::import_text(iati(), file);
  ASSERT_EQ(second.records.size(), 1U);
  EXPECT_EQ(second.records[0].entry.meta["source"]["id"], "XX-EX-1001-CERT-KE");
  Json expected = first.records[0].entry.body;
  expected.erase("results");
  EXPECT_EQ(second.records[0].entry.body, expected);
}

// A programme that lacks one of the things that every activity has.
TEST(IatiOut, LeavesOutWhatIsNoActivity) {
  const auto first = test::import_text(iati(), sample("iati_2_03.xml"));
  const Json whole = first.records.at(0).entry.to_json();
  ASSERT_NE(exported(whole).find("<iati-activity "), std::string::npos);
  for (const char* field : {"iati_identifier", "title", "summary", "stage"}) {
    Json entry = whole;
    entry.erase(field);
    EXPECT_EQ(exported(entry).find("<iati-activity "), std::string::npos) << field;
  }
  Json entry = whole;
  entry["extensions"].erase("x-iati-reporting-org");
  entry["lead"] = "org-1";
  EXPECT_EQ(exported(entry).find("<iati-activity "), std::string::npos);
  const Json lead = {{"name", {{"en", "Lead"}}},
                     {"type", "foreign-ministry"},
                     {"extensions", {{"x-iati-ref", "XX-GOV-1"}}}};
  const auto related = [&](std::string_view id) {
    return id == "org-1" ? std::optional(lead) : std::nullopt;
  };
  EXPECT_NE(
      exported(entry, related)
          .find("<reporting-org ref=\"XX-GOV-1\" type=\"10\"><narrative xml:lang=\"en\">Lead"),
      std::string::npos);
}

TEST(IatiOut, KeptElementsFollowTheStandard) {
  const struct {
    const char* element;
    bool allowed;
  } kCases[] = {
      {R"(["sector",{"code":"1","percentage":"50"}])", true},
      {R"(["sector",{"code":"1","percentage":"half"}])", false},
      {R"(["sector",{"vocabulary":"1"}])", false},
      {R"(["sector",{"code":"1","colour":"x"}])", false},
      {R"(["sector",{"code":"1"},"text"])", false},
      {R"(["narrative","text"])", true},
      {R"(["no-such-element"])", false},
      {R"(["result",{"type":"1"},["title",["narrative","a"]]])", false},
      {R"(["result",{"type":"1"},["title",["narrative","a"]],["indicator",{"measure":"1"},["title",["narrative","b"]]]])",
       true},
      {R"(["result",{"type":"1"},["indicator",{"measure":"1"},["title",["narrative","b"]]],["title",["narrative","a"]]])",
       false},
      {R"({"a":1})", false},
      {R"([])", false},
      {R"(["sector",7])", false},
      {R"(["sector",{"code":7}])", false},
      {R"("sector")", false},
  };
  for (const auto& test : kCases)
    EXPECT_EQ(codec::is_iati_element(Json::parse(test.element)), test.allowed) << test.element;
}

// ---- there and back again

// A text without white space around it, as it is read.
std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}

Json trimmed_texts(const Json& text) {
  Json kept = Json::object();
  for (const auto& [language, words] : text.items()) {
    if (!trimmed(words).empty()) kept[language] = trimmed(words);
  }
  return kept;
}

// What the form says it carries of a programme.
Json carried(const Json& entry) {
  Json body = Json::object();
  for (const char* field : {"title", "summary"}) body[field] = trimmed_texts(entry[field]);
  for (const char* field : {"stage", "iati_identifier"}) body[field] = entry[field];
  body["iati_identifier"] = trimmed(entry["iati_identifier"]);
  if (entry.contains("scope") && entry["scope"] != "bilateral") body["scope"] = entry["scope"];
  for (const char* field : {"start", "end"}) {
    if (entry.contains(field) && codec::is_xsd_date(entry[field].get<std::string>()))
      body[field] = entry[field];
  }
  for (const char* field : {"funders", "implementers", "websites"}) {
    for (const Json& each : entry.value(field, Json::array())) {
      const std::string text = trimmed(each);
      if (text.empty() || (std::string_view(field) == "websites" && !codec::is_xsd_uri(text)))
        continue;
      Json& list = body[field];
      if (std::ranges::find(list, Json(text)) == list.end()) list.push_back(text);
    }
  }
  for (const Json& each : entry.value("beneficiaries", Json::array())) {
    Json beneficiary = {{"state", each["state"]}};
    if (each.contains("share") && codec::is_xsd_decimal(each["share"].get<std::string>()))
      beneficiary["share"] = each["share"];
    body["beneficiaries"].push_back(beneficiary);
  }
  for (const Json& each : entry.value("budgets", Json::array())) {
    Json budget = each;
    if (!budget.contains("from") || !budget.contains("to") || !budget.contains("currency"))
      continue;
    std::string from = budget["from"];
    if (from.size() < 10) from += std::string("0000-01-01").substr(from.size());
    std::string to = budget["to"];
    if (to.size() == 4) to += "-12";
    for (int day = 31; to.size() == 7 && day > 27; --day) {
      const std::string whole = to + "-" + std::to_string(day);
      if (codec::is_xsd_date(whole)) to = whole;
    }
    budget["from"] = from;
    budget["to"] = to;
    body["budgets"].push_back(budget);
  }
  for (const std::string_view kind : {"phone", "email", "web"}) {
    for (const Json& each : entry.value("enquiries", Json::array())) {
      std::string of = each["kind"];
      if (of == "mobile" || of == "phone-emergency") of = "phone";
      if (of != kind || each.value("suspended", false)) continue;
      if (kind == "web" && !codec::is_xsd_uri(each["value"].get<std::string>())) continue;
      Json channel = {{"kind", of}, {"value", each["value"]}};
      Json& list = body["enquiries"];
      if (std::ranges::find(list, channel) == list.end()) list.push_back(channel);
    }
  }
  return body;
}

// A programme with what every activity must have, and anything else.
Json whole_programme(support::EntryGenerator& generator, int i) {
  Json entry = generator.entry(*model::find_kind("programme"));
  entry["iati_identifier"] = "XX-EX-" + std::to_string(i) + generator.text();
  entry["summary"]["en"] = "What it is: " + generator.text();
  entry["title"]["en"] = "Its name: " + generator.text();
  entry["start"] = "0001-02-03";
  entry["funders"].push_back("A funder");
  entry["extensions"]["x-iati-reporting-org"] =
      Json::parse(R"([["reporting-org",{"ref":"XX-EX","type":"10"},["narrative","Reporter"]]])");
  return entry;
}

// The standard's own schema, where CYBERDIR_DATA has it.
class Schema {
 public:
  explicit Schema(const std::string& path)
      : parser_(xmlSchemaNewParserCtxt(path.c_str()), &xmlSchemaFreeParserCtxt),
        schema_(xmlSchemaParse(parser_.get()), &xmlSchemaFree) {}
  [[nodiscard]] bool accepts(const std::string& file) const {
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
        xmlReadMemory(file.data(), static_cast<int>(file.size()), nullptr, nullptr,
                      XML_PARSE_NONET),
        &xmlFreeDoc);
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> validity(
        xmlSchemaNewValidCtxt(schema_.get()), &xmlSchemaFreeValidCtxt);
    return document && validity && xmlSchemaValidateDoc(validity.get(), document.get()) == 0;
  }

 private:
  std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser_;
  std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema_;
};

class IatiRoundTrip : public testing::TestWithParam<std::uint64_t> {};

TEST_P(IatiRoundTrip, LosesOnlyWhatIsDeclared) {
  support::GeneratorOptions options;
  options.every_field = GetParam() % 2 == 1;
  support::EntryGenerator generator(GetParam(), options);
  for (int i = 0; i < 40; ++i) {
    const Json entry = whole_programme(generator, i);
    const std::string file = exported(entry);
    const auto again = test::import_text(iati(), file);
    ASSERT_TRUE(again.result) << again.result.error().detail << file;
    ASSERT_EQ(again.records.size(), 1U) << file;
    EXPECT_EQ(carried(entry), again.records[0].entry.body) << file;
    EXPECT_EQ(again.records[0].entry.extensions["x-iati-reporting-org"],
              entry["extensions"]["x-iati-reporting-org"]);
    // And what came back goes out as the same bytes.
    Json second = again.records[0].entry.to_json();
    second["meta"]["modified_at"] = entry["meta"].value("modified_at", "");
    EXPECT_EQ(exported(second), file);
  }
}

TEST_P(IatiRoundTrip, IsValidByTheStandard) {
  const char* folder = std::getenv("CYBERDIR_DATA");
  if (folder == nullptr) GTEST_SKIP() << "CYBERDIR_DATA names no folder with IATI's schema";
  const std::string path = std::string(folder) + "/iati/iati-activities-schema.xsd";
  if (!std::ifstream(path)) GTEST_SKIP() << "there is no " << path;
  const Schema schema(path);
  support::EntryGenerator generator(GetParam());
  for (int i = 0; i < 60; ++i) {
    const std::string file = exported(whole_programme(generator, i));
    ASSERT_NE(file.find("<iati-identifier>"), std::string::npos);
    EXPECT_TRUE(schema.accepts(file)) << file;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, IatiRoundTrip, testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace cyberdir::importers
