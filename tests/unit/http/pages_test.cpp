// The pages of a registry, from request to HTML.
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/error_table.h"
#include "http/field_view.h"
#include "http/handlers.h"
#include "http/page_frame.h"
#include "http/parameters.h"
#include "http/routes.h"
#include "model/kinds.h"
#include "page/assets.h"
#include "page/languages.h"
#include "page/render.h"
#include "tests/support/entry_generator.h"

namespace cyberdir::http {
namespace {

constexpr std::size_t kLargestPage = 30'000;

bool has(const Response& response, std::string_view what) {
  return response.body.find(what) != std::string::npos;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

// A registry with a few entries of Thailand, in a folder of its own.
class Pages : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        std::filesystem::temp_directory_path() / ("cyberdir-pages-" + std::string(test->name()));
    std::filesystem::remove_all(folder_);
    auto opened = service::Registry::open(folder_, clock_, random_);
    ASSERT_TRUE(opened.ok());
    registry_ = std::move(*opened);
    registry_->submissions().set_review(model::Review::none);
    token_ = token({model::Role::manager, "TH", {}, {}});
    reader_ = token({model::Role::reader, "FR", {}, {}});
    put("org-1", R"({"kind":"organisation","meta":{"owner":"TH"},"short_name":"MFA",
        "name":{"en":"Ministry of Foreign Affairs","fr":"Ministère"},"type":"foreign-ministry",
        "country":"TH","extensions":{"x-test-note":{"deep":[1,"<b>"]}}})");
    put("contact-1", R"({"kind":"contact","meta":{"owner":"TH"},"organisation":"org-1",
        "category":"diplomatic","nature":"function","title":{"en":"Duty officer"},
        "channels":[{"kind":"phone","value":"+6621234567"}],"languages":["th"],
        "availability":{"time_zone":"Asia/Bangkok",
          "hours":[{"day":"sunday","open":"20:00","close":"04:00"}]}})");
    put("event-1", R"({"kind":"event","meta":{"owner":"TH"},"title":"A <script> round",
        "type":"meeting","start":"2026-12-01","end":"2026-12-02"})");
  }
  void TearDown() override {
    registry_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::string token(const service::TokenRequest& wanted) {
    model::Caller operator_caller;
    operator_caller.operates = true;
    auto made = registry_->tokens().add({operator_caller, "test", ""}, wanted);
    return made.ok() ? *made : std::string();
  }

  // "/en/search?q=x" as the transport would hand it over; values are not percent-encoded here.
  static Request request(const std::string& address) {
    Request asked;
    asked.method = "GET";
    asked.id = "r1";
    asked.path = address.substr(0, address.find('?'));
    std::string_view query =
        std::string_view(address).substr(std::min(address.size(), asked.path.size() + 1));
    while (!query.empty()) {
      const std::string_view pair = query.substr(0, query.find('&'));
      const auto equals = pair.find('=');
      asked.query.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
      query.remove_prefix(std::min(query.size(), pair.size() + 1));
    }
    asked.headers = {{"accept", "text/html"}};
    return asked;
  }

  Response get(const std::string& address, const std::string& bearer = {},
               const std::string& accept_language = {}) {
    Request asked = request(address);
    if (!bearer.empty()) asked.headers.emplace_back("authorization", "Bearer " + bearer);
    if (!accept_language.empty()) asked.headers.emplace_back("accept-language", accept_language);
    base::StringSource nothing("");
    asked.body = &nothing;
    return answer(*registry_, asked);
  }

  std::string write(Request asked, std::string_view json, int expected) {
    base::StringSource body(json);
    asked.body = &body;
    asked.headers.emplace_back("authorization", "Bearer " + token_);
    const Response response = answer(*registry_, asked);
    EXPECT_EQ(response.status, expected) << response.body;
    return header(response, "ETag");
  }

  std::string put(const std::string& id, std::string_view json) {
    Request asked = request("/v1/entries/" + id);
    asked.method = "PUT";
    asked.headers = {{"if-none-match", "*"}, {"content-type", "application/json"}};
    return write(std::move(asked), json, 201);
  }

  std::string patch(const std::string& id, const std::string& tag, std::string_view json) {
    Request asked = request("/v1/entries/" + id);
    asked.method = "PATCH";
    asked.headers = {{"if-match", tag}, {"content-type", "application/merge-patch+json"}};
    return write(std::move(asked), json, 200);
  }

  void withdraw(const std::string& id, const std::string& tag) {
    Request asked = request("/v1/entries/" + id);
    asked.method = "DELETE";
    asked.headers = {{"if-match", tag}};
    write(std::move(asked), "", 200);
  }

  std::string tag_of(const std::string& id) {
    Request asked = request("/v1/entries/" + id);
    asked.headers = {{"authorization", "Bearer " + token_}};
    return header(answer(*registry_, asked), "ETag");
  }

  // A Sunday, 21:30 in Bangkok.
  base::FixedClock clock_{*base::parse_rfc3339("2026-11-22T14:30:00Z")};
  base::SeededRandom random_{7};
  std::filesystem::path folder_;
  std::unique_ptr<service::Registry> registry_;
  std::string token_;
  std::string reader_;
};

TEST_F(Pages, StartLeadsToTheLanguageOfTheReader) {
  const Response response = get("/", {}, "pt, ru;q=0.8, fr;q=0.4");
  EXPECT_EQ(response.status, 302);
  EXPECT_EQ(header(response, "Location"), "/ru/");
  EXPECT_EQ(header(response, "Vary"), "Accept-Language");
}

TEST_F(Pages, AreSentWithTheirPolicyAndBelowTheirBound) {
  for (const std::string_view language : page::languages()) {
    for (const char* path : {"", "/search", "/states/TH", "/entries/org-1",
                             "/entries/org-1/history", "/entries/state-th"}) {
      const Response response = get("/" + std::string(language) + path);
      EXPECT_EQ(response.status, 200) << language << path;
      EXPECT_LT(response.body.size(), kLargestPage) << language << path;
      EXPECT_EQ(header(response, "Content-Type"), "text/html; charset=utf-8");
      EXPECT_EQ(header(response, "Content-Language"), language);
      EXPECT_EQ(header(response, "Content-Security-Policy"), page::kContentSecurityPolicy);
      EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer");
      EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
      EXPECT_EQ(header(response, "Cache-Control"), "no-cache");
      EXPECT_FALSE(has(response, "<script>"));
    }
  }
  EXPECT_EQ(header(get("/en", reader_), "Cache-Control"), "private, no-cache");
}

TEST_F(Pages, ContactsAreShownToThoseWhoMaySeeThem) {
  const Response anyone = get("/en/states/TH");
  EXPECT_FALSE(has(anyone, "Duty officer"));
  EXPECT_TRUE(has(anyone, "No contact is published"));
  EXPECT_EQ(get("/en/entries/contact-1").status, 404);
  EXPECT_FALSE(has(get("/en/search?q=duty"), "Duty officer"));

  const Response member = get("/en/states/TH", reader_);
  EXPECT_TRUE(has(member, "Duty officer"));
  EXPECT_TRUE(has(member, "tel:+6621234567"));
  EXPECT_TRUE(has(member, "class=\"now open\""));
  EXPECT_TRUE(has(member, "Now 21:30, Sunday, Bangkok (UTC+7). Office open"));
  EXPECT_TRUE(has(member, "Sunday 20:00–04:00"));
  EXPECT_TRUE(has(get("/en/entries/contact-1", reader_), "Shared within the group"));
}

TEST_F(Pages, WhoAnswersNowIsRenewedForThoseWhoMaySeeTheContact) {
  const Response now = get("/en/entries/contact-1/now", reader_);
  EXPECT_EQ(now.status, 200);
  EXPECT_TRUE(
      has(now, "{\"open\":true,\"words\":\"Now 21:30, Sunday, Bangkok (UTC+7). Office open"));
  EXPECT_EQ(get("/en/entries/contact-1/now").status, 404);
  EXPECT_EQ(get("/en/entries/state-th/now").status, 404);
  EXPECT_TRUE(has(get("/en/states/TH", reader_), "data-now=\"/en/entries/contact-1/now\""));
}

TEST_F(Pages, NothingHasItsReason) {
  EXPECT_TRUE(has(get("/en/search?kind=contact"), "No contact is published"));
  EXPECT_TRUE(has(get("/en/search?q=zebra"), "Nothing matches"));
  EXPECT_TRUE(has(get("/en/states/FR"), "No contact is published"));
}

TEST_F(Pages, SearchFiltersAreLinksThatAddAndRemove) {
  const Response all = get("/en/search?q=ministry");
  EXPECT_TRUE(has(all, "<mark>Ministry</mark> of Foreign Affairs"));
  EXPECT_TRUE(has(all, "href=\"/en/search?q=ministry&amp;kind=organisation\""));
  const Response some = get("/en/search?q=ministry&kind=organisation,event");
  EXPECT_TRUE(has(some, "href=\"/en/search?q=ministry&amp;kind=event\""));
  EXPECT_TRUE(has(some, "name=\"kind\" value=\"organisation,event\""));
  EXPECT_TRUE(has(some, "href=\"/v1/entries.json?q=ministry&amp;kind=organisation%2Cevent\""));
}

TEST_F(Pages, ListsGoOnAfterTheirLastLine) {
  const Response first = get("/en/search?kind=state&limit=3");
  const auto at = first.body.find("cursor=");
  ASSERT_NE(at, std::string::npos);
  const std::string cursor = first.body.substr(at, first.body.find('"', at) - at);
  const Response second = get("/en/search?kind=state&limit=3&" + cursor);
  EXPECT_EQ(second.status, 200);
  EXPECT_TRUE(has(first, "href=\"/en/states/AD\""));
  EXPECT_FALSE(has(second, "href=\"/en/states/AD\""));
  // The other languages begin anew: a cursor belongs to its address.
  EXPECT_FALSE(has(second, "href=\"/fr/search?kind=state&amp;limit=3&amp;cursor"));
  EXPECT_EQ(get("/fr/search?kind=state&limit=3&" + cursor).status, 400);
}

TEST_F(Pages, WrongParametersAreRefused) {
  const Response unknown = get("/fr/search?kinds=event");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_TRUE(has(unknown, "Ce paramètre n’existe pas"));
  for (const char* address :
       {"/en?x=1", "/en/search?kind=nothing", "/en/search?limit=x", "/en/states/TH?as_of=soon",
        "/en/entries/org-1?version=0", "/en/entries/org-1/diff?from=x", "/docs?x=1",
        "/en?as_of=x&as_of=y"}) {
    EXPECT_EQ(get(address).status, 400) << address;
  }
}

TEST_F(Pages, WhatIsNotThereIsNotFound) {
  for (const char* address :
       {"/en/entries/none", "/en/states/ZZ", "/en/entries/none/history", "/en/entries/none/diff",
        "/en/none", "/xx", "/problems/none", "/assets/none.css", "/en/entries/org-1?version=9",
        "/en/entries/<script>", "/en?as_of=seq:999999"}) {
    const Response response = get(address);
    EXPECT_EQ(response.status, 404) << address;
    EXPECT_EQ(header(response, "Cache-Control"), "no-store");
    EXPECT_TRUE(has(response, "r1")) << address;
    EXPECT_FALSE(has(response, "<script>")) << address;
  }
}

TEST_F(Pages, StatesHaveOneAddress) {
  const Response response = get("/en/states/th?as_of=2027-01-01");
  EXPECT_EQ(response.status, 308);
  EXPECT_EQ(header(response, "Location"), "/en/states/TH?as_of=2027-01-01");
}

TEST_F(Pages, WithdrawnEntriesLeadToTheirHistory) {
  withdraw("event-1", tag_of("event-1"));
  const Response gone = get("/en/entries/event-1");
  EXPECT_EQ(gone.status, 410);
  EXPECT_TRUE(has(gone, "href=\"/en/entries/event-1/history\""));
  const Response history = get("/en/entries/event-1/history");
  EXPECT_EQ(history.status, 200);
  EXPECT_TRUE(has(history, "A &lt;script&gt; round"));
  EXPECT_TRUE(has(history, "Withdrawn"));
  EXPECT_EQ(get("/en/entries/event-1?as_of=seq:198").status, 200) << "the last before it";
}

TEST_F(Pages, DifferencesAreShownByField) {
  patch("org-1", tag_of("org-1"), R"({"type":"embassy","name":{"fr":"Le ministère"}})");
  const Response diff = get("/en/entries/org-1/diff?from=1&to=2");
  EXPECT_EQ(diff.status, 200);
  EXPECT_TRUE(has(diff, "2 changes"));
  EXPECT_TRUE(has(diff, "<del><span>Ministry of foreign affairs</span></del>"));
  EXPECT_TRUE(has(diff, "<ins><span>Embassy</span></ins>"));
  EXPECT_TRUE(has(diff, "lang=\"fr\">Le ministère"));
  EXPECT_TRUE(has(get("/en/entries/org-1/diff"), "Difference between versions 1 and 2"));
  EXPECT_TRUE(has(get("/en/entries/org-1?version=1"), "the newest is version 2"));
}

TEST_F(Pages, ThePastIsShownAsItWas) {
  patch("org-1", tag_of("org-1"), R"({"name":{"en":"Renamed"}})");
  const std::string seq = header(get("/en?as_of=2027-01-01"), "X-Cyberdir-Seq");
  const std::string before = "as_of=seq:" + std::to_string(std::stoll(seq) - 1);
  const Response past = get("/en/entries/org-1?" + before);
  EXPECT_TRUE(has(past, "Ministry of Foreign Affairs"));
  EXPECT_FALSE(has(past, "Renamed"));
  EXPECT_TRUE(has(past, "href=\"/en/entries/org-1\""));
  EXPECT_FALSE(header(past, "Memento-Datetime").empty());
  EXPECT_TRUE(has(get("/en/states/TH?" + before), "Ministry of Foreign Affairs"));
  EXPECT_TRUE(has(get("/en/states/TH"), "Renamed"));
}

TEST_F(Pages, ProblemTypesAndDocumentationFollowTheReadersLanguage) {
  for (const base::ErrorRow& row : base::error_table()) {
    const Response page = get("/problems/" + std::string(row.type), {}, "es");
    EXPECT_EQ(page.status, 200) << row.type;
    EXPECT_EQ(header(page, "Content-Language"), "es");
    EXPECT_TRUE(has(get("/docs"), "href=\"/problems/" + std::string(row.type) + "\""));
  }
  EXPECT_EQ(get("/problems/method-not-allowed").status, 200);
  EXPECT_EQ(get("/problems/unknown-parameter").status, 200);
  EXPECT_TRUE(has(get("/docs"), "href=\"/openapi.json\""));
}

TEST_F(Pages, AssetsMayBeKeptForEver) {
  const std::string path(page::asset_path("cyberdir.css"));
  const Response response = get(path);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(response.body, page::find_asset(path)->bytes);
}

// Every value that a table allows can be shown, and no text of it acts.
TEST_F(Pages, EveryFieldOfEveryKindCanBeShown) {
  Request asked = request("/en/entries/x");
  Context context{*registry_, asked, {}, {}, {}};
  const auto page = open_page(context, {});
  ASSERT_TRUE(page.ok());
  Names names(*page);
  const FieldView view(names, page->language);
  support::EntryGenerator generator(11);
  for (const model::Kind& kind : model::kinds()) {
    for (int round = 0; round < 10; ++round) {
      const model::Json entry = generator.entry(kind);
      page::EntryPage shown;
      shown.kind = kind.name;
      shown.title = title_of(entry, "ar");
      shown.fields = view.fields(kind.fields, entry);
      if (const model::Json* more = member(entry, "extensions")) {
        shown.fields.push_back({"extensions", FieldView::plain(*more), {}});
      }
      EXPECT_FALSE(shown.title.value.empty()) << kind.name;
      const std::string html = page::render_entry(shown, page->frame);
      EXPECT_EQ(html.find("<script>"), std::string::npos) << kind.name;
      for (const page::Field& field : shown.fields) {
        EXPECT_NE(html.find(page::field_label("en", field.name)), std::string::npos) << field.name;
      }
    }
  }
}

// A contact with all that its card shows, and with what an urgent caller must not be given.
constexpr std::string_view kOfficer =
    R"({"kind":"contact","meta":{"owner":"TH","visibility":{"*":"public"}},
    "organisation":"org-1","category":"technical","nature":"function",
    "title":{"th":"เจ้าหน้าที่เวร"},
    "channels":[{"kind":"phone","value":"+6620000001","use":"urgent"},
      {"kind":"mobile","value":"+6620000002","use":"urgent","personal":true},
      {"kind":"fax","value":"+6620000003","use":"urgent","suspended":true},
      {"kind":"phone","value":"+6620000004","use":"routine"}],
    "languages":["th"],"availability":{"always":true,"time_zone":"Asia/Bangkok"},
    "acknowledge_within_hours":2,"deputy":"contact-1",
    "keys":[{"kind":"openpgp","fingerprint":"60402A5A18B40C9585B44A04A26385972F36EA91",
      "key":"-----BEGIN PGP PUBLIC KEY BLOCK-----"}]})";

TEST_F(Pages, ContactIsACardWithFormsToTakeAway) {
  put("officer", kOfficer);
  const Response card = get("/en/entries/officer");
  ASSERT_EQ(card.status, 200) << card.body;
  EXPECT_TRUE(has(card, "lang=\"th\">เจ้าหน้าที่เวร"));
  EXPECT_TRUE(has(card, "<span class=\"tongue\">Thai</span>"));
  EXPECT_TRUE(has(card, "<bdi lang=\"th\">ไทย</bdi> (Thai)"));
  EXPECT_TRUE(has(card, "within 2 hours"));
  EXPECT_TRUE(has(card, "6040 2A5A 18B4"));
  EXPECT_TRUE(has(card, "<svg"));
  EXPECT_FALSE(has(card, "style="));
  EXPECT_TRUE(has(card, "href=\"/v1/entries/officer.vcf\""));
  EXPECT_TRUE(has(card, "href=\"/en/entries/officer.txt\""));
  const Response key = get("/en/entries/officer/keys/60402A5A18B40C9585B44A04A26385972F36EA91");
  EXPECT_EQ(key.body, "-----BEGIN PGP PUBLIC KEY BLOCK-----");
  EXPECT_EQ(get("/en/entries/officer/keys/00").status, 404);
}

TEST_F(Pages, ContactAsTextFitsALine) {
  put("officer", kOfficer);
  for (const std::string_view language : page::languages()) {
    const Response text = get("/" + std::string(language) + "/entries/officer.txt");
    EXPECT_EQ(header(text, "Content-Type"), "text/plain; charset=utf-8");
    EXPECT_TRUE(has(text, "+6620000001")) << text.body;
    EXPECT_FALSE(has(text, "\u2066"));
    EXPECT_FALSE(has(text, "–"));
  }
  EXPECT_EQ(get("/en/entries/org-1.txt").status, 404);
  EXPECT_EQ(get("/en/entries/contact-1.txt").status, 404);  // of which the public sees nothing
}

TEST_F(Pages, CardIsServedToThoseWhoSeeTheContact) {
  EXPECT_EQ(get("/v1/entries/contact-1.vcf").status, 404);
  const Response card = get("/v1/entries/contact-1.vcf", reader_);
  EXPECT_EQ(header(card, "Content-Type"), "text/vcard; charset=utf-8");
  EXPECT_TRUE(has(card, "ORG:Ministry of Foreign Affairs\r\n"));
  EXPECT_EQ(get("/v1/entries/event-1.vcf").status, 406);
}

TEST_F(Pages, UrgentPageGivesWhatAnUrgentCallerMayUse) {
  put("officer", kOfficer);
  const Response page = get("/en/urgent");
  EXPECT_TRUE(has(page, "+6620000001"));
  EXPECT_FALSE(has(page, "+6620000002"));   // of a person
  EXPECT_FALSE(has(page, "+6620000003"));   // suspended
  EXPECT_FALSE(has(page, "+6620000004"));   // routine
  EXPECT_FALSE(has(page, "Duty officer"));  // not public
  EXPECT_LT(page.body.size(), 15'000U);
  EXPECT_FALSE(has(get("/en/urgent?state=FR"), "+6620000001"));
  EXPECT_EQ(get("/en/urgent?state=nowhere").status, 400);
}

TEST_F(Pages, HomeListsStatesByRegionOrByName) {
  EXPECT_TRUE(has(get("/en/"), "id=\"g1\""));
  const Response by_name = get("/en/?order=name");
  EXPECT_FALSE(has(by_name, "id=\"g1\""));
  EXPECT_LT(by_name.body.find(">Afghanistan<"), by_name.body.find(">Zimbabwe<"));
  EXPECT_TRUE(has(by_name, "action=\"/en/who\""));
  EXPECT_EQ(get("/en/?order=size").status, 400);
}

}  // namespace
}  // namespace cyberdir::http
