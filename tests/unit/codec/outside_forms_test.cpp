// The forms of other people's tools: what stands where, and what never gets in.
#include <gtest/gtest.h>

#include "base/uuid.h"
#include "codec/canonical_json.h"
#include "codec/forms/output_form.h"

namespace cyberdir::codec {
namespace {

using model::Json;

Json team() {
  return {{"id", "org-harbour"},
          {"kind", "organisation"},
          {"short_name", "Harbour CERT"},
          {"name", {{"en", "Harbour Computer Emergency Response Team"}, {"fr", "CERT du port"}}},
          {"type", "national-csirt"},
          {"country", "TH"},
          {"additional_countries", {"VN"}},
          {"parent", "org-authority"},
          {"websites", {"https://cert.harbour.example"}},
          {"established", "2008-09-08"},
          {"constituency", {{"label", "National"}, {"description", {{"en", "Everyone"}}}}},
          {"memberships",
           {{{"network", "TI"}, {"level", "Accredited"}},
            {{"network", "FIRST"}, {"level", "Full Member"}, {"since", "2025-04-17"}}}},
          {"channels",
           {{{"kind", "email"}, {"value", "old@harbour.example"}, {"suspended", true}},
            {{"kind", "email"}, {"value", "cert@harbour.example"}},
            {{"kind", "phone"}, {"value", "+6625550100"}},
            {{"kind", "mobile"}, {"value", "+66815550100"}},
            {{"kind", "phone-emergency"}, {"value", "+6625550111"}, {"use", "urgent"}}}},
          {"keys",
           {{{"kind", "smime"}, {"fingerprint", std::string(64, 'A')}},
            {{"kind", "openpgp"},
             {"fingerprint", "0123456789ABCDEF0123456789ABCDEF01234567"},
             {"key", "-----BEGIN"}}}},
          {"extensions", {{"x-first-timezone", "UTC+7"}, {"x-ours", "stays"}}},
          {"meta",
           {{"owner", "TH"},
            {"tlp", "TLP:GREEN"},
            {"created_at", "2026-01-02T03:04:05.000006Z"},
            {"modified_at", "2026-11-22T08:00:00Z"}}}};
}

Json company() {
  return {{"id", "org-loom"},         {"kind", "organisation"}, {"short_name", "Loom"},
          {"name", {{"en", "Loom"}}}, {"type", "company"},      {"meta", {{"owner", "TH"}}}};
}

Json event() {
  return {{"id", "event-1"},          {"kind", "event"},       {"title", "Exercise; one"},
          {"type", "exercise"},       {"start", "2026-12-01"}, {"end", "2026-12-02"},
          {"meta", {{"owner", "TH"}}}};
}

std::string written(std::string_view form, const std::vector<Json>& entries) {
  FormContext context;
  context.address = "https://directory.example";
  context.related = [](std::string_view id) -> std::optional<Json> {
    if (id != "org-authority") return std::nullopt;
    return Json{{"short_name", "HA"}, {"name", {{"en", "Harbour Authority"}}}};
  };
  const auto writer = find_output_form(form)->make(context);
  DirectoryHeader header;
  header.registry = "directory.example";
  header.epoch = "e1";
  header.seq = 7;
  header.audience = "public";
  std::string out;
  writer->open(out, header);
  for (const Json& entry : entries) EXPECT_TRUE(writer->entry(out, canonical_json(entry)));
  writer->close(out);
  return out;
}

TEST(OutsideFormsTest, a_team_is_what_clients_of_first_expect) {
  const Json file = Json::parse(written("first", {company(), team(), event()}));
  EXPECT_EQ(file.at("status"), "OK");
  EXPECT_EQ(file.at("status-code"), 200);
  EXPECT_EQ(file.at("total"), 1) << "a company that is no team is none";
  const Json& first = file.at("data").at(0);
  EXPECT_EQ(first.at("id"), "org-harbour");
  EXPECT_EQ(first.at("team"), "Harbour CERT");
  EXPECT_EQ(first.at("team-full"), "Harbour Computer Emergency Response Team");
  EXPECT_EQ(first.at("host"), "Harbour Authority");
  EXPECT_EQ(first.at("membership"), "Full Member");
  EXPECT_EQ(first.at("member-since"), "April 17, 2025");
  EXPECT_EQ(first.at("establishment"), "September 8, 2008");
  EXPECT_EQ(first.at("last-modified"), "Sun, 22 Nov 2026 08:00:00 GMT");
  EXPECT_EQ(first.at("email"), "cert@harbour.example") << "the suspended one is not given away";
  EXPECT_EQ(first.at("phone"), Json({"+6625550100", "+66815550100 (mobile)"}));
  EXPECT_EQ(first.at("phone-emergency"), "+6625550111");
  EXPECT_EQ(first.at("pgp-id"), "0x89ABCDEF01234567");
  EXPECT_EQ(first.at("timezone"), "UTC+7") << "what came from FIRST goes back";
  EXPECT_EQ(first.dump().find("stays"), std::string::npos);
}

TEST(OutsideFormsTest, what_a_team_lacks_is_null) {
  Json bare = company();
  bare["type"] = "vendor-csirt";
  const Json file = Json::parse(written("first", {bare}));
  for (const char* member : {"membership", "host", "country", "email", "website", "pgp-id",
                             "pgp-fingerprint", "pgp-key", "member-since", "last-modified"}) {
    EXPECT_TRUE(file.at("data").at(0).at(member).is_null()) << member;
  }
}

TEST(OutsideFormsTest, a_team_of_first_keeps_its_identifier_there) {
  Json theirs = team();
  theirs["meta"]["source"] = {{"name", "FIRST"}, {"id", "harbour_cert"}};
  EXPECT_EQ(Json::parse(written("first", {theirs})).at("data").at(0).at("id"), "harbour_cert");
  theirs["meta"]["source"]["name"] = "TI";
  EXPECT_EQ(Json::parse(written("first", {theirs})).at("data").at(0).at("id"), "org-harbour");
}

TEST(OutsideFormsTest, global_irt_is_a_list_of_teams) {
  const Json file = Json::parse(written("global-irt", {company(), team()}));
  ASSERT_EQ(file.size(), 1U);
  const Json& first = file.at(0);
  EXPECT_EQ(first.at("short-team-name"), "Harbour CERT");
  EXPECT_EQ(first.at("country-code"), Json({"TH", "VN"}));
  EXPECT_EQ(first.at("country"), "Thailand");
  EXPECT_EQ(first.at("enckeys"), Json({"0x0123456789ABCDEF0123456789ABCDEF01234567"}));
  EXPECT_EQ(first.at("cert-type"), Json({"national"}));
  EXPECT_EQ(first.at("-first-member-type"), "Full Member");
  EXPECT_EQ(first.at("last-modified"), "2026-11-22T08:00:00+00:00");
  EXPECT_EQ(first.at("meta").at("schema_version"), 2);
}

TEST(OutsideFormsTest, misp_knows_an_organisation_by_a_steady_uuid) {
  const Json file = Json::parse(written("misp", {team(), company(), event()}));
  ASSERT_EQ(file.size(), 2U);
  const Json& first = file.at(0).at("Organisation");
  EXPECT_EQ(first.at("name"), "Harbour CERT");
  EXPECT_EQ(first.at("nationality"), "Thailand");
  EXPECT_EQ(file.at(1).at("Organisation").at("nationality"), "Not specified");
  EXPECT_TRUE(base::is_rfc4122_uuid(first.at("uuid").get<std::string>()));
  EXPECT_EQ(first.at("date_created"), "2026-01-02 03:04:05");
  EXPECT_EQ(written("misp", {team()}), written("misp", {team()}));
}

TEST(OutsideFormsTest, long_names_are_cut_between_characters_for_misp) {
  Json long_name = company();
  std::string name;
  for (int i = 0; i < 300; ++i) name += "é";
  long_name["short_name"] = name;
  const Json file = Json::parse(written("misp", {long_name}));
  EXPECT_EQ(file.at(0).at("Organisation").at("name"), name.substr(0, 2 * 255));
}

TEST(OutsideFormsTest, a_marking_stands_once_before_what_it_marks) {
  Json second = team();
  second["id"] = "01890a5d-ac96-774b-bcce-b302099a8057";  // version 7: not for STIX
  Json third = company();
  third["id"] = "5d0f2b86-3e91-4c47-a6d4-127c98e05b33";
  const Json bundle = Json::parse(written("stix", {team(), second, third, event()}));
  EXPECT_EQ(bundle.at("type"), "bundle");
  const Json& objects = bundle.at("objects");
  ASSERT_EQ(objects.size(), 4U);
  EXPECT_EQ(objects.at(0).at("id"), "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb");
  EXPECT_EQ(objects.at(1).at("object_marking_refs"), Json({objects.at(0).at("id")}));
  EXPECT_EQ(objects.at(2).at("object_marking_refs"), Json({objects.at(0).at("id")}));
  EXPECT_FALSE(objects.at(3).contains("object_marking_refs"));
  EXPECT_EQ(objects.at(3).at("id"), "identity--5d0f2b86-3e91-4c47-a6d4-127c98e05b33");
  const std::string id = objects.at(2).at("id");
  EXPECT_TRUE(base::is_rfc4122_uuid(id.substr(std::string("identity--").size()))) << id;
}

TEST(OutsideFormsTest, an_identity_says_who_and_when) {
  const Json bundle = Json::parse(written("stix", {team()}));
  const Json& identity = bundle.at("objects").at(1);
  EXPECT_EQ(identity.at("name"), "Harbour Computer Emergency Response Team");
  EXPECT_EQ(identity.at("identity_class"), "organization");
  EXPECT_EQ(identity.at("sectors"), Json({"government-national"}));
  EXPECT_EQ(identity.at("created"), "2026-01-02T03:04:05.000006Z");
  EXPECT_EQ(identity.at("modified"), "2026-11-22T08:00:00.000Z");
  EXPECT_EQ(identity.at("contact_information"),
            "email: cert@harbour.example\nphone: +6625550100\nmobile: +66815550100\n"
            "phone-emergency: +6625550111");
}

TEST(OutsideFormsTest, an_empty_bundle_is_one) {
  const Json bundle = Json::parse(written("stix", {event()}));
  EXPECT_FALSE(bundle.contains("objects"));
  EXPECT_TRUE(bundle.contains("id"));
}

TEST(OutsideFormsTest, events_make_one_calendar) {
  const std::string calendar = written("ical", {team(), event()});
  EXPECT_TRUE(calendar.starts_with("BEGIN:VCALENDAR\r\n"));
  EXPECT_TRUE(calendar.ends_with("END:VCALENDAR\r\n"));
  EXPECT_NE(calendar.find("SUMMARY:Exercise\\; one\r\n"), std::string::npos);
  EXPECT_EQ(calendar.find("Harbour"), std::string::npos);
}

// What a form cannot carry is said wherever it is chosen.
TEST(OutsideFormsTest, forms_that_carry_some_kinds_say_what_they_lose) {
  for (const OutputForm& form : output_forms()) {
    if (form.kinds.empty()) continue;
    EXPECT_FALSE(form.losses.empty()) << form.name;
    for (const std::string_view loss : form.losses) EXPECT_TRUE(loss.ends_with('.')) << loss;
  }
}

// RFC 9562, appendix A.4.
TEST(UuidTest, version_5_is_that_of_the_standard) {
  constexpr base::UuidBytes kDns = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                    0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
  EXPECT_EQ(base::make_uuid5(kDns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_TRUE(base::is_rfc4122_uuid("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
  EXPECT_FALSE(base::is_rfc4122_uuid("01890a5d-ac96-774b-bcce-b302099a8057"));
  EXPECT_FALSE(base::is_rfc4122_uuid("2ed6657de927568b95e12665a8aea6a2"));
}

}  // namespace
}  // namespace cyberdir::codec
