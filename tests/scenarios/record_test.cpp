// What is done is on record, what is looked at is counted, and nobody is sent persons without end:
// by the API and the pages, as everybody.
#include <algorithm>

#include <gtest/gtest.h>

#include "base/utc_day.h"
#include "support/browser.h"
#include "support/signed_up.h"
#include "support/temporary_registry.h"

namespace cyberdir {
namespace {

using model::Json;
using model::Role;
using support::Browser;
using support::Person;
using support::Reply;

constexpr std::string_view kCanary = "zqxcanary";
constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

Json contact(const std::string& id, bool person) {
  Json entry = {{"id", id},
                {"kind", "contact"},
                {"meta", {{"owner", "IN"}}},
                {"organisation", "org-1"},
                {"category", "technical"},
                {"nature", person ? "person" : "function"},
                {"title", {{"en", "Desk of " + std::string(kCanary)}}},
                {"channels", {{{"kind", "email"}, {"value", id + "@x.example"}}}},
                {"availability", {{"always", true}}},
                {"languages", {"en"}}};
  if (person) entry["name"] = {{"romanised", "Jo Doe"}};
  return entry;
}

class Record : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import({{{"id", "org-1"},
                            {"kind", "organisation"},
                            {"meta", {{"owner", "IN"}}},
                            {"short_name", "Org"},
                            {"name", {{"en", "Organisation"}}},
                            {"type", "national-csirt"},
                            {"country", "IN"}},
                           contact("desk", false),
                           contact("person-1", true),
                           contact("person-2", true),
                           contact("person-3", true)});
  }
  void forward(std::int64_t micros) {
    registry_.clock().set({registry_.clock().now().micros + micros});
  }
  void limit_records(std::int64_t below_manager, std::int64_t networks) {
    registry_->personal_quota().set_limits({below_manager, 2'000, networks});
  }
  Browser signed_in(const Person& person) {
    Browser browser(registry_);
    browser.set_cookie("cyberdir", std::string(support::signed_in(*registry_, person).reveal()));
    forward(kMinute);  // a code serves once
    return browser;
  }
  Person officer(const std::string& name) {
    return support::sign_up(*registry_, name + "@registry.example", "secretariat", "");
  }
  std::string last_action() {
    return registry_.get("/v1/audit?limit=1", auditor_).json()["items"][0]["action"];
  }
  Json look_ups(const std::string& token) {
    return registry_.get("/v1/look-ups?limit=200", token).json()["items"];
  }

  support::TemporaryRegistry registry_;
  std::string auditor_ = registry_.token(Role::administrator, "");
  std::string reader_ = registry_.token(Role::reader, "FR");
  std::string manager_ = registry_.token(Role::manager, "FR");
};

// ---- the trail

TEST_F(Record, EachRoleReadsItsRowsOfTheTrail) {
  EXPECT_EQ(registry_.get("/v1/audit").status, 401);
  EXPECT_EQ(registry_.get("/v1/audit").header("WWW-Authenticate").substr(0, 6), "Bearer");
  for (const Role role : {Role::reader, Role::editor})
    EXPECT_EQ(registry_.get("/v1/audit", registry_.token(role, "IN")).status, 403);
  for (const std::string& token :
       {registry_.token(Role::manager, "IN"), registry_.token(Role::secretariat, ""), auditor_}) {
    const Reply reply = registry_.get("/v1/audit", token);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Cache-Control"), "no-store");
    EXPECT_TRUE(has(reply.header("Link"), "rel=\"self\""));
    EXPECT_TRUE(reply.json()["total"]["exact"]);
  }
}

TEST_F(Record, TheTrailIsPagedAndHasFourForms) {
  const Reply first = registry_.get("/v1/audit?limit=2", auditor_);
  const std::string link = first.header("Link");
  const auto next = link.find(">; rel=\"next\"");
  ASSERT_NE(next, std::string::npos) << link;
  const auto from = link.rfind('<', next);
  const Reply second = registry_.get(link.substr(from + 1, next - from - 1), auditor_);
  EXPECT_EQ(second.json()["items"][0]["n"].get<int>(),
            first.json()["items"][1]["n"].get<int>() - 1);
  EXPECT_TRUE(has(registry_.get("/v1/audit.xml", auditor_).body, "<action>token-add</action>"));
  const Reply lines = registry_.get("/v1/audit.ndjson?limit=2", auditor_);
  EXPECT_EQ(std::count(lines.body.begin(), lines.body.end(), '\n'), 2);
  EXPECT_TRUE(has(lines.header("Link"), "rel=\"next\""));
  EXPECT_TRUE(registry_.get("/v1/audit.csv", auditor_).body.starts_with("n,at,actor,"));
  EXPECT_EQ(registry_.get("/v1/audit.vcf", auditor_).status, 406);
  const Reply wrong = registry_.get("/v1/audit?acter=x", auditor_);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_TRUE(has(wrong.body, "actor"));
  EXPECT_EQ(registry_.get("/v1/audit?since=soon", auditor_).status, 400);
  EXPECT_EQ(registry_.get("/v1/audit?cursor=" + std::string("AAAA"), auditor_).status, 400);
}

TEST_F(Record, ExportsAreOnRecordBeforeTheyLeave) {
  EXPECT_EQ(registry_.get("/v1/export?format=xml&kind=organisation").status, 200);
  const Json row = registry_.get("/v1/audit?limit=1", auditor_).json()["items"][0];
  EXPECT_EQ(row["action"], "export");
  EXPECT_TRUE(has(row["subject"], "audience=public format=xml kind=organisation"));
  EXPECT_EQ(row["source"], "api 192.0.2.1");
  EXPECT_EQ(row["request"], "request-of-the-test");
  EXPECT_FALSE(row.contains("actor"));
  const auto total = registry_.get("/v1/audit?limit=0", auditor_).json()["total"]["value"];
  EXPECT_EQ(registry_.ask("HEAD", "/v1/export").status, 200);
  EXPECT_EQ(registry_.get("/v1/export?audience=full", manager_).status, 403);
  EXPECT_EQ(registry_.get("/v1/audit?limit=0", auditor_).json()["total"]["value"], total)
      << "nothing left";
}

TEST_F(Record, WhoMayNotExportWhatStatesShareGetsNothingRatherThanLess) {
  const auto asks = [&](const std::string& token) {
    return registry_.get("/v1/export?format=ndjson&audience=states", token);
  };
  EXPECT_EQ(asks("").status, 401);
  for (const Role role : {Role::reader, Role::editor})
    EXPECT_EQ(asks(registry_.token(role, "FR")).status, 403);
  EXPECT_TRUE(has(asks(reader_).body, "scope bulk"));
  EXPECT_EQ(asks(auditor_).status, 403);
  EXPECT_EQ(asks(registry_.token(Role::administrator, "", {"bulk"})).status, 403);
  EXPECT_EQ(asks(registry_.token(Role::manager, "org-1")).status, 403) << "it stands for no State";
  for (const std::string& token : {manager_, registry_.token(Role::secretariat, ""),
                                   registry_.token(Role::reader, "FR", {"bulk"}),
                                   registry_.token(Role::editor, "FR", {"bulk"})})
    EXPECT_TRUE(has(asks(token).body, kCanary));
  Browser person = signed_in(support::sign_up(*registry_, "r@fr.example", "reader", "FR"));
  EXPECT_EQ(person.ask("GET", "/v1/export?audience=states").status, 403);
  EXPECT_EQ(person.ask("GET", "/v1/export").status, 200);
}

TEST_F(Record, NothingOfContentOrOfQueriesIsInTheRecord) {
  registry_.get("/v1/entries?q=" + std::string(kCanary), reader_);
  registry_.get("/v1/entries/person-1", reader_);
  registry_.get("/en/search?q=" + std::string(kCanary), reader_);
  registry_.get("/v1/export?audience=states", manager_);
  const std::string editor = registry_.token(Role::editor, "IN");
  const Reply read = registry_.get("/v1/entries/desk", editor);
  registry_.ask(
      "PATCH", "/v1/entries/desk", editor,
      R"({"meta":{"change_note":")" + std::string(kCanary) + R"(2"}})",
      {{"if-match", read.header("ETag")}, {"content-type", "application/merge-patch+json"}});
  for (const std::string& token : {auditor_, registry_.token(Role::secretariat, ""),
                                   registry_.token(Role::manager, "IN"), manager_}) {
    for (const char* address :
         {"/v1/audit?limit=200", "/v1/audit.csv?limit=200", "/v1/audit.xml", "/v1/look-ups",
          "/v1/entries/person-1/look-ups", "/v1/entries/desk/look-ups.xml", "/v1/disclosures"}) {
      EXPECT_FALSE(has(registry_.get(address, token).body, kCanary)) << address;
      EXPECT_FALSE(has(registry_.get(address, token).body, "Doe")) << address;
    }
  }
}

TEST_F(Record, TheAddressBehindAProxyIsTheOneThatItNames) {
  const auto export_from = [&](const std::string& forwarded) {
    registry_.ask("GET", "/v1/export?kind=event", {}, {}, {{"x-forwarded-for", forwarded}});
    return registry_.get("/v1/audit?limit=1", auditor_).json()["items"][0]["source"];
  };
  EXPECT_EQ(export_from("203.0.113.5"), "api 192.0.2.1") << "anybody can say so";
  registry_->settings().public_url = "https://registry.example";
  EXPECT_EQ(export_from("198.51.100.1, 203.0.113.5"), "api 203.0.113.5");
  EXPECT_EQ(export_from("nonsense"), "api 192.0.2.1");
}

// ---- look-ups

TEST_F(Record, ReadingOneEntryIsALookUp) {
  for (const char* address :
       {"/v1/entries/person-1", "/v1/entries/person-1.xml", "/v1/entries/person-1/history",
        "/v1/entries/person-1/history/1", "/v1/entries/person-1/diff?from=1&to=1",
        "/en/entries/person-1", "/en/entries/person-1/history"})
    ASSERT_EQ(registry_.get(address, reader_).status, 200) << address;
  const Json counted = look_ups(manager_);
  ASSERT_EQ(counted.size(), 1U);
  EXPECT_EQ(counted[0]["entry"], "person-1");
  EXPECT_EQ(counted[0]["day"], "2026-11-22");
  EXPECT_EQ(counted[0]["count"], 7);
  EXPECT_TRUE(counted[0]["actor"].get<std::string>().starts_with("token:"));
}

TEST_F(Record, WhatShowsNoEntryIsNoLookUp) {
  registry_.get("/v1/entries?q=desk", reader_);
  registry_.get("/v1/entries/nothing", reader_);
  registry_.ask("HEAD", "/v1/entries/desk", reader_);
  const std::string tag = registry_.get("/v1/entries/desk", reader_).header("ETag");
  registry_.ask("GET", "/v1/entries/desk", reader_, {}, {{"if-none-match", tag}});
  registry_.get("/v1/entries/desk?as_of=nonsense", reader_);
  ASSERT_EQ(look_ups(manager_).size(), 1U);
  EXPECT_EQ(look_ups(manager_)[0]["count"], 1);
}

TEST_F(Record, PeoplesLookUpsAreTheirOwnManagersAlone) {
  registry_.get("/v1/entries/desk", reader_);
  EXPECT_EQ(look_ups(manager_).size(), 1U);
  EXPECT_TRUE(look_ups(registry_.token(Role::manager, "IN")).empty());
  EXPECT_EQ(registry_.get("/v1/look-ups").status, 401);
  for (const std::string& token : {reader_, auditor_, registry_.token(Role::secretariat, "")})
    EXPECT_EQ(registry_.get("/v1/look-ups", token).status, 403);
  EXPECT_EQ(registry_.get("/v1/look-ups?entry=person-1", manager_).json()["total"]["value"], 0);
  EXPECT_EQ(registry_.get("/v1/look-ups?until=2026-11-21", manager_).json()["total"]["value"], 0);
  EXPECT_EQ(registry_.get("/v1/look-ups?since=2026-11-22", manager_).json()["total"]["value"], 1);
  EXPECT_EQ(registry_.get("/v1/look-ups?since=22-11-2026", manager_).status, 400);
}

TEST_F(Record, AnOwnerIsToldCountsByClassAWeekLate) {
  const std::string editor = registry_.token(Role::editor, "IN");
  for (int i = 0; i < 5; ++i) registry_.get("/v1/entries/desk", reader_);
  for (int i = 0; i < 4; ++i)
    registry_.get("/v1/entries/desk", registry_.token(Role::reader, "BR"));
  ASSERT_TRUE(registry_->look_ups().write().ok());
  EXPECT_TRUE(registry_.get("/v1/entries/desk/look-ups", editor).json()["weeks"].empty());
  registry_.clock().set(base::start_of_day(*base::day_of_date("2026-11-30")));
  const Json weeks = registry_.get("/v1/entries/desk/look-ups", editor).json()["weeks"];
  ASSERT_EQ(weeks.size(), 1U);
  EXPECT_EQ(weeks[0]["from"], "2026-11-16");
  EXPECT_EQ(weeks[0]["to"], "2026-11-22");
  for (const Json& of_class : weeks[0]["counts"]) {
    if (of_class["class"] == "states") {
      EXPECT_EQ(of_class["count"], 9);
    } else {
      EXPECT_EQ(of_class["fewer_than"], 5) << of_class.dump();
    }
  }
  EXPECT_FALSE(has(weeks.dump(), "FR"));
  EXPECT_EQ(registry_.get("/v1/entries/desk/look-ups", reader_).status, 403);
  EXPECT_EQ(registry_.get("/v1/entries/desk/look-ups", auditor_).status, 404) << "it sees none";
  EXPECT_EQ(registry_.get("/v1/entries/desk/look-ups").status, 401);
}

// ---- disclosures

TEST_F(Record, TwoOfficersDiscloseWhoLooked) {
  registry_.get("/v1/entries/desk", reader_);
  registry_.get("/v1/entries/desk", registry_.token(Role::reader, "IN"));
  const std::string body =
      R"({"entry":"desk","from":"2026-11-01","until":"2026-11-22","note":"NV 7/2026"})";
  const std::vector<std::pair<std::string, std::string>> json = {
      {"content-type", "application/json"}};
  EXPECT_EQ(registry_.ask("POST", "/v1/disclosures", {}, body, json).status, 401);
  for (const std::string& token : {manager_, auditor_, registry_.token(Role::secretariat, "")})
    EXPECT_EQ(registry_.ask("POST", "/v1/disclosures", token, body, json).status, 403);

  Browser first = signed_in(officer("ada"));
  first.open("/en/audit");
  const auto with_token = [](Browser& browser) {
    return std::vector<std::pair<std::string, std::string>>{{"content-type", "application/json"},
                                                            {"x-csrf-token", browser.form_token()}};
  };
  const Reply wrong =
      first.ask("POST", "/v1/disclosures",
                R"({"entry":"no","from":"2026-12-01","until":"x","note":""})", with_token(first));
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(wrong.json()["errors"].size(), 3U) << wrong.body;
  const Reply asked = first.ask("POST", "/v1/disclosures", body, with_token(first));
  ASSERT_EQ(asked.status, 201) << asked.body;
  EXPECT_EQ(last_action(), "disclosure-ask");
  const std::string confirm =
      "/v1/disclosures/" + asked.json()["id"].get<std::string>() + "/confirm";
  EXPECT_EQ(first.ask("POST", confirm, {}, with_token(first)).status, 409) << "by the same officer";

  Browser second = signed_in(officer("bob"));
  second.open("/en/audit");
  const Reply disclosed = second.ask("POST", confirm, {}, with_token(second));
  ASSERT_EQ(disclosed.status, 200) << disclosed.body;
  const Json told = disclosed.json()["look_ups"];
  ASSERT_EQ(told.size(), 1U) << "without what the owner's own people read";
  EXPECT_EQ(told[0], (Json{{"reader", "FR"}, {"day", "2026-11-22"}, {"count", 1}}));
  EXPECT_FALSE(has(disclosed.body, "token:")) << "by State, not by person";
  EXPECT_EQ(last_action(), "disclosure-confirm");
  EXPECT_EQ(second.ask("POST", confirm, {}, with_token(second)).status, 409) << "it is given once";
  const Json owners =
      registry_.get("/v1/audit?subject=desk", registry_.token(Role::manager, "IN")).json()["items"];
  ASSERT_GE(owners.size(), 2U) << "the owner's manager sees that it was";
  EXPECT_EQ(owners[0]["action"], "disclosure-confirm");
  EXPECT_EQ(owners[0]["on_behalf"], "secretariat");
  EXPECT_FALSE(owners[0].contains("actor"));
}

TEST_F(Record, ADisclosureThatNobodyConfirmsExpires) {
  Browser first = signed_in(officer("ada"));
  first.open("/en/audit");
  const Reply made =
      first.ask("POST", "/v1/disclosures",
                R"({"entry":"desk","from":"2026-11-01","until":"2026-11-22","note":"NV 7"})",
                {{"content-type", "application/json"}, {"x-csrf-token", first.form_token()}});
  ASSERT_EQ(made.status, 201);
  forward(72 * 60 * kMinute);
  Browser second = signed_in(officer("bob"));
  second.open("/en/audit");
  const Reply late =
      second.ask("POST", "/v1/disclosures/" + made.json()["id"].get<std::string>() + "/confirm", {},
                 {{"x-csrf-token", second.form_token()}});
  EXPECT_EQ(late.status, 409);
  EXPECT_TRUE(has(second.ask("GET", "/v1/disclosures").body, "\"state\":\"expired\""));
}

// ---- pages

TEST_F(Record, ThePageOfTheTrailIsForThoseWhoReadIt) {
  EXPECT_TRUE(has(Browser(registry_).open("/en/audit").body, "Sign in"));
  Browser reader = signed_in(support::sign_up(*registry_, "r@fr.example", "reader", "FR"));
  EXPECT_EQ(reader.open("/en/audit").status, 403);
  Browser manager = signed_in(support::sign_up(*registry_, "m@in.example", "manager", "IN"));
  EXPECT_TRUE(has(manager.open("/en/account").body, "href=\"/en/audit\""));
  const Reply page = manager.open("/en/audit");
  EXPECT_TRUE(has(page.body, "Signed in"));
  EXPECT_TRUE(has(page.body, "Import"));
  EXPECT_FALSE(has(page.body, "Disclose who looked")) << "that is the secretariat's";
  EXPECT_TRUE(has(page.body, "method=\"get\""));
  const Reply some = manager.open("/en/audit?action=sign-in&actor=&subject=&since=&until=");
  EXPECT_TRUE(has(some.body, "Signed in"));
  EXPECT_FALSE(has(some.body, "Import"));
  EXPECT_TRUE(has(manager.open("/en/audit?limit=1").body, "cursor="));
  EXPECT_TRUE(has(manager.open("/fr/audit").body, "Connexion"));
}

TEST_F(Record, OfficersDiscloseOnThePage) {
  registry_.get("/v1/entries/desk", reader_);
  Browser first = signed_in(officer("ada"));
  EXPECT_TRUE(has(first.open("/en/audit").body, "Disclose who looked an entry up"));
  const Reply wrong = first.send("/en/audit", {{"act", "ask"},
                                               {"entry", "nothing"},
                                               {"from", "2026-11-01"},
                                               {"until", "2026-11-22"},
                                               {"note", "NV 7"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(has(wrong.body, "href=\"#ask-entry\""));
  first.open("/en/audit");
  const Reply asked = first.send("/en/audit", {{"act", "ask"},
                                               {"entry", "desk"},
                                               {"from", "2026-11-01"},
                                               {"until", "2026-11-22"},
                                               {"note", "NV 7"}});
  EXPECT_TRUE(has(asked.body, "Waits for another officer"));
  EXPECT_FALSE(has(asked.body, "Confirm and show")) << "not for whoever asked";
  Browser second = signed_in(officer("bob"));
  const Reply waiting = second.open("/en/audit");
  ASSERT_TRUE(has(waiting.body, "Confirm and show"));
  const auto id = waiting.body.find("name=\"id\" value=\"");
  ASSERT_NE(id, std::string::npos);
  const Reply disclosed = second.post("/en/audit", {{"csrf", second.form_token()},
                                                    {"act", "confirm"},
                                                    {"id", waiting.body.substr(id + 17, 36)}});
  EXPECT_EQ(disclosed.status, 200);
  EXPECT_TRUE(has(disclosed.body, "Who looked the entry up"));
  EXPECT_TRUE(has(disclosed.body, "<bdi>FR</bdi>"));
}

TEST_F(Record, LookUpsHaveAPage) {
  Browser manager = signed_in(support::sign_up(*registry_, "m@fr.example", "manager", "FR"));
  registry_.get("/v1/entries/desk", reader_);
  EXPECT_TRUE(has(manager.open("/en/look-ups").body, "href=\"/en/entries/desk\""));
  EXPECT_EQ(manager.open("/en/look-ups?entry=desk").status, 200) << "it is somebody else's";
  Browser editor = signed_in(support::sign_up(*registry_, "e@in.example", "editor", "IN"));
  EXPECT_TRUE(has(editor.open("/en/account").body, "href=\"/en/look-ups\""));
  forward(14 * 24 * 60 * kMinute);
  Browser later = signed_in(support::sign_up(*registry_, "e2@in.example", "editor", "IN"));
  const Reply weeks = later.open("/en/look-ups?entry=desk");
  EXPECT_TRUE(has(weeks.body, "Fewer than 5"));
  EXPECT_FALSE(has(weeks.body, "What your people looked up"));
  Browser administrator =
      signed_in(support::sign_up(*registry_, "a@x.example", "administrator", ""));
  EXPECT_EQ(administrator.open("/en/look-ups").status, 403);
}

// ---- the quota

TEST_F(Record, ADaysPersonalRecordsEnd) {
  limit_records(2, 1);
  EXPECT_EQ(registry_.get("/v1/entries/person-1", reader_).status, 200);
  EXPECT_EQ(registry_.get("/v1/entries/person-2.xml", reader_).status, 200);
  const Reply spent = registry_.get("/v1/entries/person-3", reader_);
  EXPECT_EQ(spent.status, 429);
  EXPECT_EQ(spent.json()["type"], "/problems/quota");
  EXPECT_EQ(spent.header("Retry-After"), std::to_string(16 * 3'600));
  EXPECT_FALSE(has(spent.body, "Doe"));
  EXPECT_FALSE(has(spent.body, kCanary));
  for (const char* page : {"/en/entries/person-3", "/en/states/IN"}) {
    const Reply refused = registry_.ask("GET", page, reader_, {}, {{"accept", "text/html"}});
    EXPECT_EQ(refused.status, 429) << page;
    EXPECT_EQ(refused.header("Retry-After"), std::to_string(16 * 3'600));
    EXPECT_FALSE(has(refused.body, "Doe"));
  }
  EXPECT_EQ(registry_.get("/v1/entries?kind=contact", reader_).status, 429);
  EXPECT_EQ(registry_.get("/v1/entries/person-1", manager_).status, 200) << "another caller";
  forward(16 * 60 * kMinute);
  EXPECT_EQ(registry_.get("/v1/entries/person-3", reader_).status, 200);
}

TEST_F(Record, WhatNamesNobodyGoesOn) {
  limit_records(1, 1);
  const std::string tag = registry_.get("/v1/entries/person-1", reader_).header("ETag");
  EXPECT_EQ(registry_.get("/v1/entries/person-1", reader_).status, 429);
  for (const char* address :
       {"/v1/entries/desk", "/v1/entries/org-1", "/v1/entries?kind=organisation",
        "/v1/entries?kind=contact&fields=title,meta", "/v1/entries?kind=contact&limit=0",
        "/v1/entries/person-1/history", "/v1/entries/person-1?audience=public", "/en",
        "/en/search?kind=contact", "/en/entries/desk", "/v1/export"}) {
    const int status = registry_.get(address, reader_).status;
    EXPECT_TRUE(status == 200 || status == 404) << address << ": " << status;
  }
  EXPECT_EQ(registry_.ask("HEAD", "/v1/entries/person-1", reader_).status, 200);
  EXPECT_EQ(
      registry_.ask("GET", "/v1/entries/person-1", reader_, {}, {{"if-none-match", tag}}).status,
      304);
}

TEST_F(Record, WritingOnesOwnEntryGoesOn) {
  limit_records(1, 1);
  Browser editor = signed_in(support::sign_up(*registry_, "e@in.example", "editor", "IN"));
  EXPECT_EQ(editor.open("/en/entries/person-1").status, 200);
  EXPECT_EQ(editor.open("/en/entries/person-1").status, 429);
  const Reply home = editor.open("/en/work");
  EXPECT_EQ(home.status, 200);
  const Reply draft = editor.ask(
      "POST", "/v1/submissions",
      R"({"reason":"x","changes":[{"entry":"person-2","base_version":1,"patch":{"call_order":1}}]})",
      {{"content-type", "application/json"}, {"x-csrf-token", editor.form_token()}});
  ASSERT_EQ(draft.status, 201) << draft.body;
  const std::string page = "/en/submissions/" + draft.json()["id"].get<std::string>();
  for (const char* rest : {"", "/changes/1", "/changes/1/name", "/changes/1/organisation"})
    EXPECT_EQ(editor.open(page + rest).status, 200) << rest;
  Browser stranger = signed_in(support::sign_up(*registry_, "r@fr.example", "reader", "FR"));
  EXPECT_EQ(stranger.open("/en/entries/person-1/suggest").status, 200);
  EXPECT_EQ(stranger.open("/en/entries/person-2/suggest").status, 429)
      << "a way of reading what is somebody else's";
}

TEST_F(Record, PagingThroughASearchIsBoundedToo) {
  limit_records(2, 1);
  EXPECT_EQ(registry_.get("/v1/entries?kind=contact", reader_).status, 429) << "three in one page";
  std::string next = "/v1/entries?kind=contact&limit=1";
  int persons = 0;
  while (!next.empty()) {
    const Reply page = registry_.get(next, reader_);
    if (page.status != 200) {
      EXPECT_EQ(page.status, 429);
      break;
    }
    persons += has(page.body, "Doe") ? 1 : 0;
    const std::string link = page.header("Link");
    const auto end = link.find(">; rel=\"next\"");
    ASSERT_NE(end, std::string::npos) << "it never ended";
    const auto begin = link.rfind('<', end) + 1;
    next = link.substr(begin, end - begin);
  }
  EXPECT_EQ(persons, 2);
}

TEST_F(Record, APageThatNamesOnePersonCountsOnce) {
  limit_records(3, 1);
  for (const char* page : {"/en/entries/person-1", "/en/entries/person-1/history",
                           "/en/entries/person-2", "/v1/entries/person-3/diff?from=1&to=1"})
    EXPECT_EQ(registry_.get(page, reader_).status, 200) << page;
  EXPECT_EQ(registry_.get("/en/entries/person-1", reader_).status, 429);
}

TEST_F(Record, AnonymousCallersOfOneNetworkShareAQuota) {
  Json open = contact("open-person", true);
  open["meta"]["visibility"] = {{"*", "public"}};
  registry_.must_import({open});
  limit_records(100, 2);
  EXPECT_EQ(registry_.get("/v1/entries/open-person").status, 200);
  EXPECT_EQ(registry_.get("/v1/entries/open-person").status, 200);
  EXPECT_EQ(registry_.get("/v1/entries/open-person").status, 429);
  EXPECT_EQ(registry_.get("/v1/entries/open-person", reader_).status, 200);
  registry_->settings().public_url = "https://registry.example";
  const auto from = [&](const char* address) {
    return registry_.ask("GET", "/v1/entries/open-person", {}, {}, {{"x-forwarded-for", address}})
        .status;
  };
  EXPECT_EQ(from("192.0.2.200"), 429) << "of the same network";
  EXPECT_EQ(from("198.51.100.1"), 200);
}

TEST_F(Record, ExportsAreOnRecordAndNotCounted) {
  limit_records(1, 1);
  const std::string bulk = registry_.token(Role::reader, "FR", {"bulk"});
  for (int i = 0; i < 3; ++i) {
    const Reply all = registry_.get("/v1/export?format=ndjson&audience=states", bulk);
    EXPECT_EQ(all.status, 200);
    EXPECT_TRUE(has(all.body, "Doe"));
  }
  EXPECT_EQ(registry_.get("/v1/entries/person-1", bulk).status, 200);
}

}  // namespace
}  // namespace cyberdir
