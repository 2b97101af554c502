// What each importer makes of single records, hostile ones included.
#include <string>

#include <gtest/gtest.h>

#include "model/validate.h"
#include "tests/unit/importers/import_file.h"

namespace cyberdir::importers {
namespace {

using model::Json;
using test::has_finding;
using test::import_record;
using test::import_text;

// Cards and IATI activities are no records of members; tests of their own are about them.
bool reads_members(const Importer& importer) {
  return importer.source != "vcard" && importer.name != "iati";
}

const Importer& cve() { return *find_importer("cve"); }
const Importer& first() { return *find_importer("first"); }

TEST(CvePartners, ChoosesTheTypeOfWhatIsStated) {
  const struct {
    std::string_view stated;
    std::string_view type;
    bool known;
  } kCases[] = {
      {R"(["Vendor"])", "vendor-csirt", true},
      {R"(["Open Source","Researcher","Vendor"])", "vendor-csirt", true},
      {R"(["Bug Bounty Provider","Researcher"])", "research", true},
      {R"(["Hosted Service","Open Source"])", "company", true},
      {R"(["CERT","Researcher"])", "other", true},
      {R"("Vendors and Projects")", "vendor-csirt", true},
      {R"(["Vendor","Oracle"])", "vendor-csirt", true},
      {R"(["Oracle"])", "other", false},
      {R"([7, {}, null])", "other", false},
      {R"([])", "other", true},
  };
  for (const auto& test : kCases) {
    const auto record =
        import_record(cve(), R"({"shortName":"a","organizationName":"A","CNA":{"type":)" +
                                 std::string(test.stated) + "}}");
    EXPECT_EQ(record.entry.body["type"], test.type) << test.stated;
    EXPECT_EQ(has_finding(record, "type-of-organisation", "/type"), !test.known) << test.stated;
  }
}

TEST(CvePartners, KeepsACountryThatIsNoState) {
  const struct {
    std::string country;
    std::string state;
    bool warned;
  } kCases[] = {{"Thailand", "TH", false}, {"Taiwan", "", true}, {"n/a", "", false},
                {"Congo", "", true},       {"Korea", "", true},  {"South Korea", "KR", false}};
  for (const auto& test : kCases) {
    auto record = import_record(cve(), R"({"shortName":"a","country":")" + test.country + "\"}");
    EXPECT_EQ(record.entry.body.value("country", ""), test.state) << test.country;
    EXPECT_EQ(record.entry.extensions.value("x-cve-country", ""),
              test.state.empty() ? test.country : "");
    EXPECT_EQ(has_finding(record, "state", "/extensions/x-cve-country"), test.warned);
  }
}

TEST(CvePartners, IdentifiesByIdElseByShortName) {
  auto record = import_record(cve(), R"({"shortName":"a b","cnaID":"CNA-2099-0001"})");
  EXPECT_EQ(record.entry.meta["source"]["id"], "CNA-2099-0001");
  EXPECT_EQ(record.entry.meta["source"]["url"],
            "https://www.cve.org/PartnerInformation/ListofPartners/partner/a%20b");
  EXPECT_EQ(record.entry.meta["owner"], "registry");
  record = import_record(cve(), R"({"shortName":"a b"})");
  EXPECT_EQ(record.entry.meta["source"]["id"], "a b");
}

TEST(FirstTeams, ChoosesTheTypeByConstituencyAndTeam) {
  const struct {
    std::string_view members;
    std::string_view type;
  } kCases[] = {
      {R"("constituency":"National")", "national-csirt"},
      {R"("constituency":"Government, National","team-type":"PSIRT")", "national-csirt"},
      {R"("constituency":["Government"])", "government-csirt"},
      {R"("constituency":"Non-governmental")", "other"},
      {R"("constituency":"International")", "other"},
      {R"("constituency":"Industrial sector","team-type":"PSIRT, CSIRT, SOC")", "vendor-csirt"},
      {R"("constituency":"ICT vendor customer base")", "vendor-csirt"},
      {R"("constituency":"Financial sector")", "sector-csirt"},
      {R"("constituency":"Research & Education")", "sector-csirt"},
      {R"("constituency":"Other commercial")", "company"},
      {R"("constituency":",,,")", "other"},
      {R"("constituency":{"a":1},"team-type":[[]])", "other"},
      {R"("team-type":"CSIRT")", "other"},
  };
  for (const auto& test : kCases) {
    const auto record =
        import_record(first(), "{\"team\":\"A\"," + std::string(test.members) + "}");
    EXPECT_EQ(record.entry.body["type"], test.type) << test.members;
  }
}

TEST(FirstTeams, NeverGuessesATelephoneNumber) {
  const struct {
    std::string_view phone;
    std::string_view channels;  // kind and value of each
    std::string_view kept;
  } kCases[] = {
      {R"("+1 202 555 0100")", "phone+12025550100", "null"},
      {R"#(["+12025550100","+12025550101","(fax)"])#", "phone+12025550100 fax+12025550101", "null"},
      {R"#(["+12025550100 (fax)"])#", "fax+12025550100", "null"},
      {R"#("+12025550100, +12025550101 (mobile)")#", "phone+12025550100 mobile+12025550101",
       "null"},
      {R"("+12025550100, ext 5")", "", R"("+12025550100, ext 5")"},
      {R"(["+12025550100","ext 5"])", "phone+12025550100", R"(["ext 5"])"},
      {R"#(["+12025550100","(24x7)"])#", "phone+12025550100", R"#(["+12025550100","(24x7)"])#"},
      {R"(["01 41 44 49 96"])", "", R"(["01 41 44 49 96"])"},
      {R"#(["01 41 44 49 96","(fax)"])#", "", R"#(["01 41 44 49 96","(fax)"])#"},
      {R"#(["(fax)"])#", "", R"#(["(fax)"])#"},
      {R"([12025550100])", "", "[12025550100]"},
      {R"({"a":"+12025550100"})", "", R"({"a":"+12025550100"})"},
      {R"(["+12025550100","+1 202 555-0100"])", "phone+12025550100", "null"},
      {R"([",;,","+12025550100"])", "phone+12025550100", R"([",;,"])"},
  };
  for (const auto& test : kCases) {
    auto record =
        import_record(first(), "{\"team\":\"A\",\"phone\":" + std::string(test.phone) + "}");
    std::string channels;
    for (const Json& channel : record.entry.body["channels"]) {
      if (!channels.empty()) channels += ' ';
      channels += channel["kind"].get<std::string>() + channel["value"].get<std::string>();
    }
    EXPECT_EQ(channels, test.channels) << test.phone;
    EXPECT_EQ(record.entry.extensions.value("x-first-phone", Json()).dump(), test.kept)
        << test.phone;
  }
}

TEST(FirstTeams, SaysThatAnEmergencyTelephoneIsAFax) {
  const auto record = import_record(
      first(),
      R"#({"team":"A","phone":["+12025550101","(fax)"],"phone-emergency":"+12025550101"})#");
  EXPECT_TRUE(has_finding(record, "phone", "/channels"));
}

TEST(FirstTeams, ReadsAnAnswerWithAndWithoutEnvelope) {
  const std::string team = R"({"id":"a","team":"A","team-full":"B"})";
  const auto in_envelope =
      import_text(first(), "  {\"total\":1,\"data\":[" + team + "],\"limit\":null}");
  ASSERT_TRUE(in_envelope.result);
  ASSERT_EQ(in_envelope.records.size(), 1U);
  EXPECT_EQ(in_envelope.records[0].place, "/data/0");
  const auto bare = import_text(first(), "\n\n[" + team + "\n," + team + "]");
  ASSERT_TRUE(bare.result);
  ASSERT_EQ(bare.records.size(), 2U);
  EXPECT_EQ(bare.records[1].place, "/1");
  EXPECT_EQ(bare.records[1].row, 2U);
  EXPECT_EQ(bare.records[1].line, 4U);
  EXPECT_EQ(bare.records[0].entry, in_envelope.records[0].entry);
}

TEST(FirstTeams, TakesKeysOfFullLength) {
  const std::string begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
  const std::string end = "-----END PGP PUBLIC KEY BLOCK-----";
  std::string with_lines = begin + "\\n\\n";
  std::string with_spaces = begin + "  ";
  for (int line = 0; line < 400; ++line) {  // a key of 4096 bits with many signatures
    with_lines += std::string(64, 'A') + "\\n";
    with_spaces += std::string(64, 'A') + ' ';
  }
  const auto key_of = [](const std::string& key) {
    const auto record = import_record(
        first(), R"({"team":"A","pgp-fingerprint":"0123456789ABCDEF0123456789ABCDEF01234567",)"
                 R"("pgp-key":")" +
                     key + "\"}");
    return record.entry.body["keys"][0].value("key", "");
  };
  const std::string key = key_of(with_lines + "=abcd\\n" + end);
  EXPECT_GT(key.size(), 26000U);
  EXPECT_EQ(key, key_of(with_spaces + "=abcd " + end));
}

TEST(FirstTeams, SaysNothingOfATypeThatWasNotAskedFor) {
  const auto record = import_record(first(), R"({"id":"a","team":"A","email":"a@b.example"})");
  EXPECT_FALSE(record.entry.body.contains("type"));
  EXPECT_TRUE(has_finding(record, "incomplete", "/type"));
}

TEST(Misp, ReadsEveryWrapping) {
  const Importer& misp = *find_importer("misp");
  const std::string bare =
      R"({"id":"1","name":"A","uuid":"5694da62-6314-4565-9c4d-1298538826bf","local":true})";
  const std::string wrapped = "{\"Organisation\":" + bare + "}";
  const struct {
    std::string text;
    std::string_view place;
  } kForms[] = {{"[" + wrapped + "]", "/0"},
                {wrapped, ""},
                {"{\"response\":[" + wrapped + "]}", "/response/0"},
                {"{\"response\":" + wrapped + "}", "/response"},
                {"[" + bare + "]", "/0"},
                {bare, ""}};
  const auto expected = import_text(misp, kForms[0].text);
  ASSERT_EQ(expected.records.size(), 1U);
  for (const auto& form : kForms) {
    EXPECT_EQ(recognise(form.text), &misp) << form.text;
    const auto file = import_text(misp, form.text);
    ASSERT_TRUE(file.result) << form.text << file.result.error().detail;
    ASSERT_EQ(file.records.size(), 1U) << form.text;
    EXPECT_EQ(file.records[0].entry, expected.records[0].entry) << form.text;
    EXPECT_EQ(file.records[0].place, form.place);
  }
  EXPECT_TRUE(import_text(misp, R"({"response":[]})").result);
}

TEST(Misp, KnowsTheCountriesOfItsOwnList) {
  const struct {
    std::string_view stated;
    std::string_view state;
    bool warned;
  } kCases[] = {
      {"Georgia", "GE", false},     {"Congo", "CG", false}, {"Antigua & Deps", "AG", false},
      {"Korea South", "KR", false}, {"Kosovo", "", true},   {"International", "", false},
      {"Not specified", "", false}};
  for (const auto& test : kCases) {
    const auto record = import_record(*find_importer("misp"), R"({"name":"A","nationality":")" +
                                                                  std::string(test.stated) + "\"}");
    EXPECT_EQ(record.entry.body.value("country", ""), test.state) << test.stated;
    EXPECT_EQ(has_finding(record, "state", "/extensions/x-misp-nationality"), test.warned);
  }
}

TEST(FreeContacts, AreReadWholeOrNotAtAll) {
  const struct {
    std::string_view stated;
    std::size_t channels;
  } kCases[] = {{"cert@a.example", 1},
                {"cert@a.example; +66 2 555 0100\\nhttps://a.example/x", 3},
                {"cert@a.example or call", 0},
                {"Mali Example <mali@a.example>", 0},
                {"http://a.example", 0}};
  for (const auto& test : kCases) {
    const auto record = import_record(
        *find_importer("misp"), R"({"name":"A","contacts":")" + std::string(test.stated) + "\"}");
    EXPECT_EQ(record.entry.body.value("channels", Json::array()).size(), test.channels);
    // What may name persons is kept for the owner's eyes.
    EXPECT_EQ(record.entry.extensions.contains("x-misp-contacts"), test.channels == 0);
    EXPECT_EQ(record.entry.meta.contains("visibility"), test.channels == 0) << test.stated;
  }
}

TEST(Cerebrate, TellsPersonsFromOrganisations) {
  const auto file =
      import_text(*find_importer("cerebrate"),
                  R"([{"name":"A","uuid":"x"},{"first_name":"B","email":"b@a.example"}])");
  ASSERT_EQ(file.records.size(), 2U);
  EXPECT_EQ(file.records[0].entry.kind->name, "organisation");
  const auto& person = file.records[1].entry;
  EXPECT_EQ(person.kind->name, "contact");
  EXPECT_EQ(person.body["nature"], "person");
  EXPECT_EQ(person.body["channels"][0]["personal"], true);
  EXPECT_EQ(person.meta["visibility"]["extensions"], "owner");
}

TEST(Cerebrate, LeavesTheFieldsOfUnknownPacksAlone) {
  const auto record = import_record(
      *find_importer("cerebrate"),
      R"({"name":"A","meta_fields":[{"field":"email","value":"a@b.example","template_name":"Ours"},
          {"field":"email","value":"c@d.example","template_uuid":"other","template_name":"FIRST Directory"}]})");
  EXPECT_FALSE(record.entry.body.contains("channels"));
  EXPECT_EQ(record.entry.extensions["x-cerebrate-meta_fields"].size(), 2U);
}

TEST(GlobalIrt, TakesCountriesAsTextOrListAndNamesThatAgree) {
  const struct {
    std::string_view members;
    std::string_view country;
    std::size_t further;
    std::string_view finding;
  } kCases[] = {
      {R"("country-code":"LU","country":"Luxembourg")", "LU", 0, ""},
      {R"("country-code":["LU","BE"],"country":"Belgium")", "LU", 1, ""},
      {R"("country":"Luxembourg")", "LU", 0, ""},
      {R"("country-code":"LU","country":"France")", "LU", 0, "other-value"},
      {R"("country":"Utopia")", "", 0, "state"},
  };
  for (const auto& test : kCases) {
    const auto record =
        import_record(*find_importer("global-irt"),
                      R"({"short-team-name":"A",)" + std::string(test.members) + "}");
    EXPECT_EQ(record.entry.body.value("country", ""), test.country) << test.members;
    EXPECT_EQ(record.entry.body.value("additional_countries", Json::array()).size(), test.further);
    EXPECT_EQ(has_finding(record, test.finding, "/extensions/x-global-irt-country"),
              !test.finding.empty());
  }
}

TEST(Importers, RefuseWhatIsNotTheirFormat) {
  for (const Importer& importer : importers()) {
    for (const std::string_view text :
         {"", "   ", "{}", "null", "7", "\"text\"", "[", "[{]", "{\"data\":{}}", "{\"data\":null}",
          "[{\"a\":1,\"a\":2}]", "[\"\xFF\"]", "[1e999]"}) {
      const auto file = import_text(importer, text);
      ASSERT_FALSE(file.result) << importer.name << ' ' << text;
      EXPECT_EQ(file.result.error().code, base::ErrorCode::malformed) << text;
    }
  }
  EXPECT_FALSE(import_text(cve(), R"({"data":[]})").result);
}

TEST(Importers, StopWhereTheSinkDoes) {
  class Full final : public codec::RecordSink {
   public:
    base::Result<void> take(codec::Record /*record*/) override {
      return base::fail(base::ErrorCode::too_large, "enough");
    }
  } full;
  base::StringSource source(R"([{"team":"A"},{"team":"B"}])");
  const auto result = first().read(source, full);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, base::ErrorCode::too_large);
}

TEST(Importers, StopWhereTheSourceDoes) {
  class Broken final : public base::ByteSource {
   public:
    base::Result<std::size_t> read(std::span<char> buffer) override {
      if (given_) return base::fail(base::ErrorCode::unavailable, "the line went dead");
      given_ = true;
      buffer[0] = '[';
      return std::size_t{1};
    }

   private:
    bool given_ = false;
  };
  for (const Importer& importer : importers()) {
    Broken source;
    test::KeptRecords kept;
    const auto result = importer.read(source, kept);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::ErrorCode::unavailable);
  }
}

TEST(Importers, SayWhatADraftLacks) {
  for (const Importer& importer : importers()) {
    if (!reads_members(importer)) continue;
    // Identified in every format, and named by no short name in any.
    const auto record = import_record(
        importer, R"({"id":"a","cnaID":"a","uuid":"5694da62-6314-4565-9c4d-1298538826bf",
                      "official-team-name":"A","official_name":"A"})");
    EXPECT_TRUE(has_finding(record, "incomplete", "/short_name")) << importer.name;
    EXPECT_FALSE(base::has_errors(record.findings));
    const auto nothing = import_record(importer, R"({"country":"TH","x":null})");
    EXPECT_TRUE(has_finding(nothing, "unidentified", ""));
    EXPECT_TRUE(base::has_errors(nothing.findings));
    const auto no_object = import_record(importer, "[[]]");
    EXPECT_EQ(no_object.entry.kind, nullptr);
    EXPECT_TRUE(has_finding(no_object, "type", ""));
    EXPECT_TRUE(base::has_errors(no_object.findings));
  }
}

TEST(Importers, KeepOddNamesOfMembersInOneExtension) {
  const auto record = import_record(
      first(), R"({"team":"A","a b":1,"":2,"x/y":{"z":[null,"",{}]},"other-members":3,"plain":4})");
  const Json expected = {{"x-first-plain", 4},
                         {"x-first-other-members", {{"a b", 1}, {"", 2}, {"other-members", 3}}}};
  EXPECT_EQ(record.entry.extensions, expected);
}

// Every value that a member may be, each in the place of every member that the formats have.
TEST(Importers, TakeAnythingAnywhere) {
  const std::string long_text(200000, 'x');
  std::string deep;
  for (int i = 0; i < 25; ++i) deep += "[{\"a\":";
  deep += "1";
  for (int i = 0; i < 25; ++i) deep += "}]";
  std::string many = "[";
  for (int i = 0; i < 5000; ++i) {
    many += "\"a@b.example\",{\"email\":\"+1202555" + std::to_string(i) + "\"},";
  }
  many += "0]";
  const std::string values[] = {
      "null",
      "true",
      "false",
      "0",
      "-1.5e300",
      "9007199254740991",
      R"("")",
      R"("   ")",
      R"("x")",
      R"("\u0000\u001f")",
      R"("\u202e\ufffe")",
      "\"" + long_text + "\"",
      "[]",
      "{}",
      "[null]",
      R"([[],{},"",0,[["+12025550100"]]])",
      R"({"a":{"b":[]}})",
      R"([{"role":1,"url":2,"label":[],"emailAddr":{},"email":[1],"contact":{},"form":"x","webForm":7}])",
      R"([{"usage":["fax",1],"number":"+12025550100","timezone":{}},{"number":7},{"address":"a@b.example","usage":{}}])",
      R"({"types":[1,"National"],"asns":[64500,"AS",-1],"domains":["*.a.example",""],"ipranges":["192.0.2.0/999"],"countries":[{"code":"AT"},7]})",
      R"({"code":[],"name":"A","since":"2020","source-name":{},"FIRST Directory":{"email":{"a":1},"country":["TH","XX"]}})",
      R"([{"template_name":"FIRST Directory","field":"phone","value":{"a":[]}},{"template_uuid":"a89c80d0-7019-422a-b45b-fe59532886c7","field":"team","value":7}])",
      R"({"role":"x","roles":[{}],"type":{"a":1},"email":{"emailAddr":"a@b.example"}})",
      deep,
      many};
  const char* members[] = {// of all formats; those of the others stay in extensions
                           "shortName",
                           "cnaID",
                           "organizationName",
                           "scope",
                           "contact",
                           "disclosurePolicy",
                           "securityAdvisories",
                           "resources",
                           "CNA",
                           "country",
                           "id",
                           "team",
                           "team-full",
                           "membership",
                           "team-type",
                           "host",
                           "establishment",
                           "address",
                           "country-other",
                           "website",
                           "email",
                           "phone",
                           "phone-emergency",
                           "fax",
                           "timezone",
                           "pgp-id",
                           "pgp-fingerprint",
                           "pgp-key",
                           "constituency",
                           "constituency-description",
                           "member-since",
                           "last-modified",
                           "short-team-name",
                           "official-team-name",
                           "postal-address",
                           "country-code",
                           "additional-country-code",
                           "phone-numbers",
                           "enckeys",
                           "constituency-code",
                           "-first-member-type",
                           "cert-type",
                           "source-name",
                           "meta",
                           "team-members",
                           "official_name",
                           "short_name",
                           "established",
                           "postal_address",
                           "classification",
                           "pgp_keys",
                           "phones",
                           "emails",
                           "business_hours_timezone",
                           "Organisation",
                           "uuid",
                           "name",
                           "nationality",
                           "restricted_to_domain",
                           "contacts",
                           "created_by_email",
                           "url",
                           "meta_fields",
                           "alignments",
                           "modified",
                           "first_name",
                           "last_name",
                           "full_name",
                           "position",
                           "alternate_emails"};
  for (const Importer& importer : importers()) {
    if (!reads_members(importer)) continue;
    for (const std::string& value : values) {
      for (const char* member : members) {
        const std::string alone = "{\"" + std::string(member) + "\":" + value + "}";
        const auto file = import_text(importer, "[" + alone + "]");
        ASSERT_TRUE(file.result) << member << ' ' << value.substr(0, 80);
        ASSERT_EQ(file.records.size(), 1U);
        base::Findings findings;
        model::validate(file.records[0].entry, model::Profile::draft, findings);
        for (const base::Finding& finding : findings) {
          EXPECT_EQ(finding.severity, base::Severity::warning)
              << member << ' ' << value.substr(0, 80) << ": " << finding.pointer << ' '
              << finding.detail;
        }
      }
    }
  }
}

}  // namespace
}  // namespace cyberdir::importers
