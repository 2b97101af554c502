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

// Formats whose records are JSON objects.
const std::string_view kOfJson[] = {"cve", "first"};

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
  for (const std::string_view name : kOfJson) {
    const Importer& importer = *find_importer(name);
    const auto record = import_record(importer, R"({"id":"a","cnaID":"a","scope":"b"})");
    EXPECT_TRUE(has_finding(record, "incomplete", "/short_name"));
    EXPECT_TRUE(has_finding(record, "incomplete", "/name"));
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
      R"({"role":"x","roles":[{}],"type":{"a":1},"email":{"emailAddr":"a@b.example"}})",
      deep,
      many};
  const char* members[] = {// both formats; those of the other stay in extensions
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
                           "last-modified"};
  for (const std::string_view name : kOfJson) {
    const Importer& importer = *find_importer(name);
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
