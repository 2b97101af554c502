// The pages of what is done at once and looked at afterwards, in a browser without scripts.
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "base/totp.h"
#include "service/account_rights.h"
#include "support/browser.h"
#include "support/signed_up.h"

namespace cyberdir {
namespace {

using model::Json;
using support::Browser;
using support::Person;
using support::Reply;

constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;
constexpr const char* kNumber = "+911145678900";
constexpr const char* kNewNumber = "+911145678999";

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

class EmergencyPages : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import({{{"id", "org"},
                            {"kind", "organisation"},
                            {"meta", {{"owner", "IN"}}},
                            {"short_name", "Org"},
                            {"name", {{"en", "Organisation"}}},
                            {"type", "national-csirt"},
                            {"country", "IN"}},
                           contact()});
    for (const auto& [who, role, owner] :
         {std::tuple("editor", "editor", "IN"), std::tuple("manager", "manager", "IN"),
          std::tuple("thai", "manager", "TH"), std::tuple("reader", "reader", "IN"),
          std::tuple("officer", "secretariat", "")})
      people_[who] = support::sign_up(*registry_, std::string(who) + "@x.example", role, owner);
  }
  static Json contact() {
    return {{"id", "duty"},
            {"kind", "contact"},
            {"meta", {{"owner", "IN"}}},
            {"organisation", "org"},
            {"category", "technical"},
            {"nature", "function"},
            {"title", {{"en", "Duty desk"}}},
            {"channels",
             {{{"kind", "phone"}, {"value", kNumber}, {"use", "urgent"}},
              {{"kind", "email"}, {"value", "canary&desk@x.example"}}}},
            {"languages", {"en"}},
            {"availability", {{"always", true}}}};
  }
  Browser as(const std::string& who) {
    registry_.clock().set({registry_.clock().now().micros + kMinute});  // a code serves once
    Browser browser(registry_);
    const base::Secret session = support::signed_in(*registry_, people_.at(who));
    browser.set_cookie("cyberdir", std::string(session.reveal()));
    return browser;
  }
  Json seen() {
    return Json::parse(
        registry_->directory().read(support::operator_origin().caller, "duty", {})->json);
  }
  service::Origin origin_of(const std::string& who) {
    service::Origin origin = support::origin_of(model::Role::editor, "IN");
    origin.caller.actor = service::actor_of_account(people_.at(who).id);
    return origin;
  }
  void change_number(const std::string& who) {
    const auto read = registry_->directory().read(support::operator_origin().caller, "duty", {});
    const std::string tag = service::make_etag(read->version, read->digest, "");
    Json channels = seen()["channels"];
    channels[0]["value"] = kNewNumber;
    service::Staleness staleness;
    ASSERT_TRUE(registry_->workflow().patch(origin_of(who), "duty", service::PatchForm::merge,
                                            {{"channels", channels}},
                                            {{{tag.substr(1, tag.size() - 2)}}, false}, staleness));
  }

  support::TemporaryRegistry registry_;
  std::map<std::string, Person> people_;
};

TEST_F(EmergencyPages, AnEditorStopsANumberAndAManagerTakesItBack) {
  Browser editor = as("editor");
  editor.open("/en/entries/duty");
  ASSERT_TRUE(has(editor.page(), "/en/entries/duty/emergency"));
  editor.open("/en/entries/duty/emergency");
  ASSERT_TRUE(has(editor.page(), "name=\"channel\"")) << editor.page();
  EXPECT_FALSE(has(editor.page(), "canary&desk"));
  const Reply entry = editor.send(
      "/en/entries/duty/emergency",
      {{"channel", std::string("phone ") + kNumber}, {"narrow", "none"}, {"reason", "taken over"}});
  EXPECT_EQ(entry.status, 200);
  EXPECT_EQ(seen()["channels"][0]["suspended"], true);
  EXPECT_FALSE(seen()["meta"].contains("visibility"));

  Browser manager = as("manager");
  manager.open("/en/emergencies");
  ASSERT_TRUE(has(manager.page(), "taken over"));
  ASSERT_TRUE(has(manager.page(), kNumber));
  const std::string id = registry_->emergencies()
                             .list(support::operator_origin().caller, "waiting", 0, 1)
                             ->items.front()
                             .row.id;
  const Reply back = manager.post("/en/emergencies",
                                  {{"csrf", manager.form_token()}, {"act", "revert"}, {"id", id}});
  EXPECT_EQ(back.status, 303);
  EXPECT_FALSE(seen()["channels"][0].contains("suspended"));
  EXPECT_FALSE(has(manager.open("/en/emergencies").body, "taken over"));
}

TEST_F(EmergencyPages, AFormThatIsNotWholeComesBackAsItWas) {
  Browser editor = as("editor");
  editor.open("/en/entries/duty/emergency");
  const Reply again = editor.send(
      "/en/entries/duty/emergency",
      {{"channel", std::string("phone ") + kNumber}, {"narrow", "group"}, {"reason", ""}});
  EXPECT_EQ(again.status, 422);
  EXPECT_TRUE(has(again.body, "href=\"#emergency-reason\""));
  EXPECT_TRUE(has(again.body, " checked"));
  EXPECT_TRUE(has(again.body, "value=\"group\" selected"));
  EXPECT_EQ(seen()["meta"]["version"], 1);
}

TEST_F(EmergencyPages, OthersAreShownNothing) {
  for (const char* who : {"thai", "reader", "officer"}) {
    Browser browser = as(who);
    EXPECT_FALSE(has(browser.open("/en/entries/duty").body, "duty/emergency")) << who;
    const Reply page = browser.open("/en/entries/duty/emergency");
    EXPECT_EQ(page.status, 403) << who;
    EXPECT_FALSE(has(page.body, kNumber)) << who;
  }
  Browser nobody(registry_);
  EXPECT_TRUE(has(nobody.open("/en/emergencies").body, "sign-in"));
  Browser reader = as("reader");
  EXPECT_EQ(reader.open("/en/emergencies").status, 403);
  // Neither does a form of another site do anything.
  Browser editor = as("editor");
  EXPECT_EQ(editor
                .post("/en/entries/duty/emergency",
                      {{"narrow", "owner"}, {"reason", "r"}, {"csrf", "wrong"}})
                .status,
            403);
}

TEST_F(EmergencyPages, AChangedNumberIsShownApartUntilASecondPersonConfirms) {
  change_number("editor");
  Browser manager = as("manager");
  EXPECT_TRUE(has(manager.open("/en/states/IN").body, "not for urgent use before"));
  EXPECT_TRUE(has(manager.open("/en/entries/duty").body, "For urgent use from"));
  manager.open("/en/emergencies");
  ASSERT_TRUE(has(manager.page(), kNewNumber));
  EXPECT_TRUE(has(manager.page(), kNumber));  // the old number is to be called
  EXPECT_FALSE(has(as("editor").open("/en/emergencies").body, "Confirm for urgent use"));
  manager.open("/en/emergencies");
  const Reply done = manager.send("/en/emergencies", {});
  EXPECT_EQ(done.status, 200);
  EXPECT_FALSE(has(done.body, "Confirm for urgent use"));
  EXPECT_FALSE(seen()["channels"][0].contains("urgent_from"));
  EXPECT_FALSE(has(manager.open("/en/states/IN").body, "not for urgent use before"));
}

TEST_F(EmergencyPages, TheSecretariatHoldsAndReleases) {
  change_number("editor");
  const std::string place = "/en/accounts/" + people_.at("editor").id + "/quarantine";
  Browser officer = as("officer");
  EXPECT_TRUE(has(officer.open("/en/accounts/" + people_.at("editor").id).body, place));
  officer.open(place);
  EXPECT_EQ(officer.send(place, {{"since", "yesterday"}}).status, 422);
  officer.open(place);
  const Reply held = officer.send(place, {{"since", "2026-11-22T00:00:00Z"}});
  EXPECT_EQ(held.status, 200);
  EXPECT_TRUE(has(held.body, "Held back"));
  EXPECT_EQ(seen()["meta"]["status"], "suspended");
  const Reply reverted =
      officer.post(place, {{"csrf", officer.form_token()}, {"act", "revert"}, {"entry", "duty"}});
  EXPECT_EQ(reverted.status, 303);
  EXPECT_EQ(seen()["channels"][0]["value"], kNumber);
  EXPECT_FALSE(seen()["channels"][0].contains("urgent_from"));
  EXPECT_EQ(seen()["meta"]["status"], "published");
  EXPECT_EQ(as("manager").open(place).status, 403);
}

// Every page in every language, right to left too.
TEST_F(EmergencyPages, AreThereInAllLanguages) {
  change_number("editor");
  Browser manager = as("manager");
  Browser officer = as("officer");
  for (const char* language : {"ar", "en", "es", "fr", "ru", "zh"}) {
    const std::string root = "/" + std::string(language);
    EXPECT_EQ(manager.open(root + "/emergencies").status, 200);
    const Reply page = manager.open(root + "/entries/duty/emergency");
    EXPECT_EQ(page.status, 200);
    EXPECT_LT(page.body.size(), 30'000U);
    EXPECT_EQ(officer.open(root + "/accounts/" + people_.at("editor").id + "/quarantine").status,
              200);
  }
}

}  // namespace
}  // namespace cyberdir
