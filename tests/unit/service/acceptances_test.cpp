// Who is named agrees to it themselves; the owner cannot say it for them.
#include "service/acceptances.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/browser.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Json;
using model::Role;
using support::Reply;
using support::TemporaryRegistry;

Json organisation(const std::string& id, const std::string& owner) {
  return {{"id", id},         {"kind", "organisation"}, {"meta", {{"owner", owner}}},
          {"short_name", id}, {"name", {{"en", id}}},   {"type", "national-csirt"},
          {"country", owner}};
}

class AcceptancesTest : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import({organisation("lead", "IN"),
                           organisation("partner", "TH"),
                           {{"id", "prog"},
                            {"kind", "programme"},
                            {"meta", {{"owner", "IN"}}},
                            {"title", {{"en", "Programme"}}},
                            {"lead", "lead"},
                            {"scope", "regional"},
                            {"themes", {"norms"}},
                            {"stage", "active"},
                            {"partners", {{{"ref", "partner"}}}},
                            {"states", {{{"state", "KE"}, {"accepted", true}}}},
                            {"beneficiaries", {{{"state", "TH"}, {"share", "10"}}}}},
                           {{"id", "person"},
                            {"kind", "contact"},
                            {"meta", {{"owner", "IN"}}},
                            {"organisation", "lead"},
                            {"category", "technical"},
                            {"nature", "person"},
                            {"title", {{"en", "Officer"}}},
                            {"name", {{"original", "canary-name"}}},
                            {"channels",
                             {{{"kind", "email"}, {"value", "desk@x.example"}},
                              {{"kind", "email"}, {"value", "own@x.example"}, {"personal", true}}}},
                            {"languages", {"fr"}},
                            {"availability", {{"always", true}}}}});
    for (const auto& [who, role, owner] : {std::tuple("editor", Role::editor, "IN"),
                                           std::tuple("manager of TH", Role::manager, "TH"),
                                           std::tuple("reader of TH", Role::reader, "TH"),
                                           std::tuple("editor of KE", Role::editor, "KE"),
                                           std::tuple("secretariat", Role::secretariat, "")})
      tokens_[who] = registry_.token(role, owner);
  }
  Reply answer(const std::string& who, const std::string& as, bool accept) {
    return registry_.ask("POST", "/v1/entries/prog/acceptances", tokens_[who],
                         Json({{"as", as}, {"accept", accept}}).dump(),
                         {{"content-type", "application/json"}});
  }
  Json seen(const std::string& id = "prog") {
    return registry_.get("/v1/entries/" + id, tokens_["editor"]).json();
  }
  std::vector<store::MailRow> mails() {
    std::vector<store::MailRow> rows;
    EXPECT_TRUE(registry_->store().read([&](store::Reader& reader) -> base::Result<void> {
      rows = reader.mail(store::kForever, 100);
      return {};
    }));
    return rows;
  }
  int ask(const std::string& who) {
    return registry_.ask("POST", "/v1/entries/person/ask", tokens_[who]).status;
  }
  std::string link() {
    return "/en/named?key=" + Json::parse(mails().front().data)["key"].get<std::string>();
  }

  TemporaryRegistry registry_;
  std::map<std::string, std::string> tokens_;
};

TEST_F(AcceptancesTest, AreSaidByTheOneWhoIsNamed) {
  struct Row {
    const char* who;
    const char* as;
    int status;
  };
  const Row rows[] = {{"", "TH", 401},
                      {"editor", "TH", 403},
                      {"reader of TH", "TH", 403},
                      {"editor of KE", "TH", 403},
                      {"secretariat", "TH", 403},
                      {"editor", "partner", 403},
                      {"manager of TH", "lead", 403},
                      {"editor", "IN", 422},
                      {"manager of TH", "TH", 200},
                      {"manager of TH", "partner", 200}};
  for (const Row& row : rows)
    EXPECT_EQ(answer(row.who, row.as, true).status, row.status) << row.who << row.as;
  EXPECT_EQ(seen()["beneficiaries"][0]["accepted"], true);
  EXPECT_EQ(seen()["partners"][0]["accepted"], true);
  const Json newest = registry_.get("/v1/entries/prog/history").json()["items"][0];
  EXPECT_EQ(newest["operation"], "acceptance");
  EXPECT_EQ(newest["by"], "TH");
  EXPECT_TRUE(registry_.integrity_findings().empty());
}

TEST_F(AcceptancesTest, CanBeTakenBackAndAreNewsOnce) {
  ASSERT_EQ(answer("manager of TH", "TH", true).status, 200);
  const auto version = seen()["meta"]["version"];
  EXPECT_EQ(answer("manager of TH", "TH", true).status, 200);
  EXPECT_EQ(seen()["meta"]["version"], version);
  EXPECT_EQ(answer("manager of TH", "TH", false).status, 200);
  EXPECT_FALSE(seen()["beneficiaries"][0].contains("accepted"));
}

TEST_F(AcceptancesTest, AnOwnersWriteDoesNotSetThem) {
  ASSERT_EQ(answer("manager of TH", "TH", true).status, 200);
  const Reply read = registry_.get("/v1/entries/prog", tokens_["editor"]);
  Json entry = read.json();
  entry["beneficiaries"] = {{{"state", "XA"}, {"accepted", true}},
                            {{"state", "TH"}, {"share", "30"}, {"accepted", false}}};
  entry["partners"][0]["accepted"] = true;
  const Reply put =
      registry_.ask("PUT", "/v1/entries/prog", tokens_["editor"], entry.dump(),
                    {{"content-type", "application/json"}, {"if-match", read.header("etag")}});
  ASSERT_EQ(put.status, 200) << put.body;
  const Json now = seen();
  EXPECT_FALSE(now["beneficiaries"][0].contains("accepted"));
  EXPECT_EQ(now["beneficiaries"][1]["accepted"], true);
  EXPECT_EQ(now["beneficiaries"][1]["share"], "30");
  EXPECT_FALSE(now["partners"][0].contains("accepted"));
  EXPECT_EQ(now["states"][0]["accepted"], true);  // as the operator's file gave it
}

TEST_F(AcceptancesTest, TheOperatorsFilesSayThem) {
  Json entry = seen();
  entry["beneficiaries"][0]["accepted"] = true;
  entry["states"][0].erase("accepted");
  registry_.must_import({entry});
  EXPECT_EQ(seen()["beneficiaries"][0]["accepted"], true);
  EXPECT_FALSE(seen()["states"][0].contains("accepted"));
  const std::string file = registry_.export_bytes("json");
  const auto again = registry_.import("json", file);
  EXPECT_EQ(again.summary.update, 0U);
}

TEST_F(AcceptancesTest, OfWhatIsNotSeenAreNotSaid) {
  Json entry = seen();
  entry["meta"]["visibility"] = {{"beneficiaries", "owner"}};
  registry_.must_import({entry});
  EXPECT_EQ(answer("manager of TH", "TH", true).status, 422);
  entry["meta"]["visibility"] = {{"*", "owner"}};
  registry_.must_import({entry});
  EXPECT_EQ(answer("manager of TH", "TH", true).status, 404);
}

TEST_F(AcceptancesTest, TheBodyIsReadStrictly) {
  for (const char* body : {"{}", R"({"as":"TH"})", R"({"as":7,"accept":true})",
                           R"({"as":"TH","accept":"yes"})", R"({"as":"TH","accept":true,"x":1})"}) {
    EXPECT_EQ(registry_
                  .ask("POST", "/v1/entries/prog/acceptances", tokens_["manager of TH"], body,
                       {{"content-type", "application/json"}})
                  .status,
              422)
        << body;
  }
}

// ---- persons

TEST_F(AcceptancesTest, APersonIsAskedByMailAndAnswersOnAPage) {
  EXPECT_EQ(ask(""), 401);
  EXPECT_EQ(ask("reader of TH"), 403);
  ASSERT_EQ(ask("editor"), 204);
  ASSERT_EQ(mails().size(), 1U);
  EXPECT_EQ(mails().front().recipient, "own@x.example");
  EXPECT_EQ(mails().front().language, "fr");
  support::Browser browser(registry_);
  EXPECT_EQ(browser.open(link()).status, 200);
  EXPECT_NE(browser.page().find("canary-name"), std::string::npos);
  EXPECT_FALSE(seen("person")["name"].contains("accepted"));  // looking accepts nothing
  EXPECT_EQ(browser.send("/en/named", {}).status, 200);       // the first of the two forms: agree
  EXPECT_EQ(seen("person")["name"]["accepted"], true);
  EXPECT_EQ(browser.open(link()).status, 404);  // once
  EXPECT_TRUE(registry_.integrity_findings().empty());
}

TEST_F(AcceptancesTest, AFormOfAnotherSiteAnswersNothing) {
  ASSERT_EQ(ask("editor"), 204);
  support::Browser browser(registry_);
  const std::string key = link().substr(link().find('=') + 1);
  EXPECT_EQ(browser.post("/en/named", {{"key", key}, {"answer", "agree"}}).status, 403);
  EXPECT_FALSE(seen("person")["name"].contains("accepted"));
}

TEST_F(AcceptancesTest, ALinkIsAboutTheNameThatWasAskedAbout) {
  ASSERT_EQ(ask("editor"), 204);
  Json entry = seen("person");
  entry["name"]["original"] = "Somebody else";
  registry_.must_import({entry});
  EXPECT_EQ(support::Browser(registry_).open(link()).status, 404);
}

TEST_F(AcceptancesTest, ALinkHoldsForTwoWeeksAndTheLastOneOnly) {
  ASSERT_EQ(ask("editor"), 204);
  const std::string first = link();
  ASSERT_EQ(ask("editor"), 204);
  EXPECT_EQ(support::Browser(registry_).open(first).status, 404);
  const std::string second = link();
  EXPECT_EQ(support::Browser(registry_).open(second).status, 200);
  registry_.clock().set(
      {registry_.clock().now().micros + (std::int64_t{14} * 86'400 + 60) * 1'000'000});
  EXPECT_EQ(support::Browser(registry_).open(second).status, 404);
}

TEST_F(AcceptancesTest, AFunctionIsNotAsked) {
  Json entry = seen("person");
  entry["nature"] = "function";
  registry_.must_import({entry});
  EXPECT_EQ(ask("editor"), 409);
}

TEST_F(AcceptancesTest, PagesSayOnWhoseWordSomebodyIsNamed) {
  const std::string before = registry_.get("/en/entries/prog").body;
  EXPECT_NE(before.find("As reported by the owner"), std::string::npos);
  EXPECT_NE(before.find("Has agreed to be named"), std::string::npos);
}

}  // namespace
}  // namespace cyberdir::service
