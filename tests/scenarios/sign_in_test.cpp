// People sign in by the pages, as a browser without scripts does, and work from there.
#include <string>

#include <gtest/gtest.h>

#include "base/totp.h"
#include "service/invitations.h"
#include "support/browser.h"
#include "support/signed_up.h"

namespace cyberdir {
namespace {

using support::Browser;
using support::kGoodPassword;
using support::Person;
using support::Reply;

constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;
constexpr std::string_view kSharedCanary = "canary-shared-7f3a";
constexpr std::string_view kOwnCanary = "canary-own-91bc";

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

class SignIn : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import(
        {{{"id", "org-1"},
          {"kind", "organisation"},
          {"meta", {{"owner", "IN"}}},
          {"short_name", "Org"},
          {"name", {{"en", "Organisation"}}},
          {"type", "national-csirt"},
          {"country", "IN"}},
         {{"id", "contact-1"},
          {"kind", "contact"},
          {"meta", {{"owner", "IN"}}},
          {"organisation", "org-1"},
          {"category", "technical"},
          {"nature", "function"},
          {"title", {{"en", "Desk"}}},
          {"channels",
           {{{"kind", "email"}, {"value", std::string(kSharedCanary) + "@x.example"}},
            {{"kind", "email"},
             {"value", std::string(kOwnCanary) + "@x.example"},
             {"visibility", "owner"}}}},
          {"availability", {{"always", true}}},
          {"languages", {"en"}}}});
  }
  void forward(std::int64_t micros) {
    registry_.clock().set({registry_.clock().now().micros + micros});
  }
  Person sign_up(const std::string& email, const std::string& role, const std::string& owner) {
    return support::sign_up(*registry_, email, role, owner);
  }
  // Signs in by the forms; returns the page that they lead to.
  Reply sign_in(Browser& browser, const Person& person) {
    browser.open("/en/sign-in");
    const Reply code = browser.send(
        "/en/sign-in", {{"email", person.email}, {"password", std::string(kGoodPassword)}});
    EXPECT_EQ(code.status, 200);
    const Reply in =
        browser.send("/en/sign-in/code", {{"code", person.code(registry_.clock().now())}});
    forward(kMinute);  // a code serves once
    return in;
  }

  support::TemporaryRegistry registry_;
};

TEST_F(SignIn, AnInvitationLeadsToASignedInPerson) {
  const auto made = registry_->accounts().add(support::operator_origin(),
                                              {"new@x.example", "Nadia <New>", "manager", "IN"});
  ASSERT_TRUE(made.ok());
  Browser browser(registry_);
  const std::string link = service::invitation_path(made->invitation.key);
  EXPECT_TRUE(has(browser.open(link).body, "otpauth://totp/"));
  const Reply wrong =
      browser.send("/en/invitation", {{"password", "short"}, {"repeated", ""}, {"code", "1"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(has(wrong.body, "href=\"#invitation-password\""));
  EXPECT_TRUE(has(wrong.body, "href=\"#invitation-code\""));
  EXPECT_TRUE(has(wrong.body, "aria-invalid=\"true\""));
  EXPECT_FALSE(has(wrong.body, "value=\"short\""));
  const auto invitation = registry_->invitations().look(made->invitation.key);
  const Person person{made->account.id, "new@x.example", invitation->totp};
  const std::string password(kGoodPassword);
  const Reply ready =
      browser.send("/en/invitation", {{"password", password},
                                      {"repeated", password},
                                      {"code", person.code(registry_.clock().now())}});
  EXPECT_TRUE(has(ready.body, "Your account is ready"));
  EXPECT_EQ(browser.open(link).status, 404) << "the link serves once";
  forward(kMinute);
  const Reply in = sign_in(browser, person);
  EXPECT_EQ(in.status, 200);
  EXPECT_TRUE(has(in.body, "Nadia &lt;New&gt;"));
  EXPECT_TRUE(has(browser.open("/fr/search").body, "Nadia &lt;New&gt;"));
}

TEST_F(SignIn, ShowsWhatTheRoleMaySeeOnPagesAndByTheApi) {
  const Person reader = sign_up("r@x.example", "reader", "FR");
  Browser browser(registry_);
  EXPECT_FALSE(has(browser.ask("GET", "/v1/entries/contact-1").body, kSharedCanary));
  sign_in(browser, reader);
  EXPECT_TRUE(has(browser.ask("GET", "/v1/entries/contact-1").body, kSharedCanary));
  EXPECT_TRUE(has(browser.open("/en/states/IN").body, kSharedCanary));
  EXPECT_FALSE(has(browser.ask("GET", "/v1/entries/contact-1").body, kOwnCanary));
  Browser owner(registry_);
  sign_in(owner, sign_up("m@x.example", "manager", "IN"));
  EXPECT_TRUE(has(owner.ask("GET", "/v1/entries/contact-1").body, kOwnCanary));
}

TEST_F(SignIn, AnAdministratorSeesNoContent) {
  Browser browser(registry_);
  sign_in(browser, sign_up("a@x.example", "administrator", ""));
  for (const char* address :
       {"/v1/entries/contact-1", "/v1/entries", "/v1/entries.xml", "/v1/export", "/en/states/IN",
        "/en/entries/contact-1", "/v1/entries/contact-1/history", "/v1/entries?q=canary"}) {
    const std::string body = browser.ask("GET", address, {}, {{"accept", "*/*"}}).body;
    EXPECT_FALSE(has(body, kSharedCanary)) << address;
    EXPECT_FALSE(has(body, kOwnCanary)) << address;
  }
  EXPECT_EQ(browser.open("/en/accounts").status, 200);
}

TEST_F(SignIn, UsesANewSecretAtEachStep) {
  const Person person = sign_up("r@x.example", "reader", "FR");
  Browser browser(registry_);
  const std::string planted(43, 'A');
  browser.set_cookie("cyberdir", planted);
  browser.open("/en/sign-in");
  browser.send("/en/sign-in", {{"email", person.email}, {"password", std::string(kGoodPassword)}});
  const std::string half = browser.cookie("cyberdir");
  EXPECT_NE(half, planted);
  browser.send("/en/sign-in/code", {{"code", person.code(registry_.clock().now())}});
  EXPECT_NE(browser.cookie("cyberdir"), half);
  Browser thief(registry_);
  for (const std::string& known : {planted, half}) {
    thief.set_cookie("cyberdir", known);
    EXPECT_FALSE(has(thief.open("/en/account").body, person.email));
  }
}

TEST_F(SignIn, ASignedOutCookieIsNobody) {
  Browser browser(registry_);
  sign_in(browser, sign_up("m@x.example", "manager", "IN"));
  const std::string before = browser.cookie("cyberdir");
  EXPECT_TRUE(has(browser.send("/en/sign-out", {}).body, "You are signed out"));
  browser.set_cookie("cyberdir", before);
  EXPECT_FALSE(has(browser.ask("GET", "/v1/entries/contact-1").body, kSharedCanary));
  EXPECT_EQ(browser.ask("GET", "/v1/accounts").status, 401);
  EXPECT_EQ(browser.ask("POST", "/v1/accounts", "{}").status, 401);
}

TEST_F(SignIn, WritesWithACookieCarryAToken) {
  Browser browser(registry_);
  sign_in(browser, sign_up("m@x.example", "manager", "IN"));
  browser.open("/en/account");
  const std::string token = browser.form_token();
  const std::string body = R"({"email":"n@x.example","name":"N","role":"reader","owner":"IN"})";
  using Headers = std::vector<std::pair<std::string, std::string>>;
  const Headers json{{"content-type", "application/json"}};
  EXPECT_EQ(browser.ask("POST", "/v1/accounts", body, json).status, 403);
  EXPECT_EQ(browser.ask("POST", "/v1/accounts", body, {json[0], {"x-csrf-token", "x"}}).status,
            403);
  EXPECT_EQ(browser.ask("DELETE", "/v1/entries/contact-1", {}, {{"if-match", "\"1\""}}).status,
            403);
  EXPECT_EQ(browser.ask("POST", "/v1/accounts", body, {json[0], {"x-csrf-token", token}}).status,
            201);
  // A form without the token, with that of somebody else, and from nobody at all.
  EXPECT_EQ(browser.post("/en/account", {{"act", "end-sessions"}}).status, 403);
  EXPECT_EQ(browser.post("/en/sign-out", {{"csrf", std::string(43, 'x')}}).status, 403);
  Browser stranger(registry_);
  EXPECT_EQ(stranger.post("/en/sign-in", {{"email", "a"}, {"password", "b"}}).status, 403);
  EXPECT_EQ(stranger.post("/en/sign-in", {{"csrf", token}, {"email", "a"}}).status, 403);
  EXPECT_TRUE(has(browser.open("/en/account").body, "m@x.example")) << "still signed in";
}

TEST_F(SignIn, TheAnswerIsTheSameWhoeverItIsAbout) {
  sign_up("known@x.example", "reader", "FR");
  std::string pages[2];
  int at = 0;
  for (const char* email : {"known@x.example", "other@x.example"}) {
    Browser browser(registry_);
    browser.open("/en/sign-in");
    const Reply reply = browser.send("/en/sign-in", {{"email", email}, {"password", "wrong"}});
    EXPECT_EQ(reply.status, 422);
    EXPECT_TRUE(has(reply.body, "The address or the password is not right."));
    std::string body = reply.body;
    body.replace(body.find(email), std::string_view(email).size(), "EMAIL");
    body.replace(body.find(browser.form_token()), browser.form_token().size(), "TOKEN");
    pages[at++] = body;
  }
  EXPECT_EQ(pages[0], pages[1]);
}

TEST_F(SignIn, CookiesAreForThisHostAndNotForScripts) {
  Browser browser(registry_);
  sign_in(browser, sign_up("r@x.example", "reader", "FR"));
  for (const std::string& line : browser.cookie_lines()) {
    EXPECT_TRUE(has(line, "; Path=/; HttpOnly; SameSite=Lax")) << line;
    EXPECT_FALSE(has(line, "Secure")) << line;
  }
  registry_->settings().public_url = "https://registry.example";
  Browser over_tls(registry_);
  over_tls.open("/en/sign-in");
  ASSERT_FALSE(over_tls.cookie_lines().empty());
  EXPECT_TRUE(over_tls.cookie_lines().front().starts_with("__Host-cyberdir="));
  EXPECT_TRUE(has(over_tls.cookie_lines().front(), "; Path=/; HttpOnly; Secure; SameSite=Lax"));
  EXPECT_EQ(over_tls.open("/en/account").header("Cache-Control"), "no-store");
}

TEST_F(SignIn, PagesOfAPersonAreKeptInNoCacheAndDifferByCookie) {
  Browser browser(registry_);
  sign_in(browser, sign_up("r@x.example", "reader", "FR"));
  const Reply page = browser.open("/en/search");
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  EXPECT_TRUE(has(page.header("Vary"), "Cookie"));
  EXPECT_TRUE(has(registry_.get("/v1/entries").header("Vary"), "Cookie"));
}

TEST_F(SignIn, AManagerInvitesSuspendsAndRevokesByThePages) {
  Browser manager(registry_);
  sign_in(manager, sign_up("m@x.example", "manager", "IN"));
  manager.open("/en/accounts");
  const Reply wrong = manager.send(
      "/en/accounts", {{"name", ""}, {"email", "x"}, {"role", "reader"}, {"owner", "IN"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(has(wrong.body, "href=\"#add-email\""));
  const Reply made = manager.send(
      "/en/accounts",
      {{"name", "Desk"}, {"email", "d@x.example"}, {"role", "editor"}, {"owner", "IN"}});
  EXPECT_TRUE(has(made.body, "/invitation?key="));
  const Reply raised = manager.send(
      "/en/accounts",
      {{"name", "S"}, {"email", "s@x.example"}, {"role", "secretariat"}, {"owner", ""}});
  EXPECT_EQ(raised.status, 422);

  const Person desk = sign_up("desk@x.example", "editor", "IN");
  Browser browser(registry_);
  sign_in(browser, desk);
  const std::string page = "/en/accounts/" + desk.id;
  EXPECT_TRUE(has(manager.open(page).body, "desk@x.example"));
  const std::string token = manager.form_token();
  manager.post(page, {{"act", "suspend"}, {"csrf", token}});
  EXPECT_EQ(browser.ask("GET", "/v1/accounts").status, 401) << "from the next request";

  manager.open("/en/tokens");
  const Reply tool = manager.send(
      "/en/tokens", {{"role", "reader"}, {"owner", "IN"}, {"scopes", "bulk"}, {"expires", ""}});
  EXPECT_TRUE(has(tool.body, "cyd_"));
  EXPECT_FALSE(has(manager.open("/en/tokens").body, "cyd_")) << "it is shown once";
}

TEST_F(SignIn, PagesOfManagementAreClosedToOthers) {
  Browser nobody(registry_);
  EXPECT_TRUE(has(nobody.open("/en/accounts").body, "name=\"password\""));
  Browser reader(registry_);
  sign_in(reader, sign_up("r@x.example", "reader", "IN"));
  const Person other = sign_up("o@x.example", "reader", "FR");
  EXPECT_EQ(reader.open("/en/accounts").status, 403);
  EXPECT_EQ(reader.open("/en/tokens").status, 403);
  EXPECT_EQ(reader.open("/en/accounts/" + other.id).status, 404);
}

TEST_F(SignIn, ADeskStaysSignedInUntilItIsTakenAway) {
  const Person person = sign_up("d@x.example", "editor", "IN");
  Browser desk(registry_);
  sign_in(desk, person);
  desk.open("/en/account");
  EXPECT_TRUE(
      has(desk.send("/en/account", {{"act", "keep-device"}, {"name", "Room 4"}}).body, "Room 4"));
  forward(std::int64_t{30} * 24 * 60 * kMinute);
  EXPECT_TRUE(has(desk.open("/en/account").body, "Room 4"));
  Browser manager(registry_);
  sign_in(manager, sign_up("m@x.example", "manager", "IN"));
  const std::string page = "/en/accounts/" + person.id;
  EXPECT_TRUE(has(manager.open(page).body, "Room 4"));
  manager.send(page, {});  // the first form: ends the only session
  EXPECT_FALSE(has(desk.open("/en/account").body, "Room 4"));
}

TEST_F(SignIn, APageOfThePastLeadsToSigningInNow) {
  Browser browser(registry_);
  EXPECT_TRUE(has(browser.open("/en/search?as_of=2026-11-22").body, "href=\"/en/sign-in\""));
}

TEST_F(SignIn, PagesHaveAllTheirWordsInEachLanguage) {
  const Person person = sign_up("d@x.example", "editor", "IN");
  Browser manager(registry_);
  sign_in(manager, sign_up("m@x.example", "manager", "IN"));
  Browser nobody(registry_);
  for (const std::string language : {"ar", "en", "es", "fr", "ru", "zh"}) {
    std::string all = nobody.open("/" + language + "/sign-in?done=signed-out").body;
    all += nobody.open("/" + language + "/sign-in/code").body;
    for (const std::string& path : {std::string("/account"), std::string("/accounts"),
                                    "/accounts/" + person.id, std::string("/tokens")})
      all += manager.open("/" + language + path).body;
    for (const char* gap : {"></label>", "></button>", "<h1></h1>", "<h2></h2>", "<dt></dt>",
                            "\"></th>", "\"></option>", "<p class=\"note\"></p>"})
      EXPECT_FALSE(has(all, gap)) << language << gap;
  }
}

TEST_F(SignIn, TheApiWorksInJsonAndXmlAlike) {
  const std::string admin = registry_.token(model::Role::administrator, "");
  using Headers = std::vector<std::pair<std::string, std::string>>;
  const Headers xml{{"content-type", "application/xml"}, {"accept", "application/xml"}};
  const Reply made = registry_.ask(
      "POST", "/v1/accounts", admin,
      "<account xmlns=\"urn:cyberdir:directory:1\"><email>x@x.example</email><name>X</name>"
      "<role>reader</role><owner>IN</owner></account>",
      xml);
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_TRUE(has(made.body, "<link>"));
  const std::string address = made.header("Location");
  EXPECT_EQ(registry_.get(address, admin).json().at("role"), "reader");
  EXPECT_TRUE(has(registry_.get(address + ".xml", admin).body, "<role>reader</role>"));
  const Reply wrong = registry_.ask("PATCH", address, admin, R"({"role":1,"colour":"red"})",
                                    {{"content-type", "application/json"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(wrong.json().at("errors").size(), 2U) << "all at once";
  const Reply changed = registry_.ask("PATCH", address, admin, R"({"suspended":true})",
                                      {{"content-type", "application/json"}});
  EXPECT_EQ(changed.json().at("state"), "suspended");
  EXPECT_EQ(registry_.ask("DELETE", address, admin).status, 204);
  EXPECT_EQ(registry_.get(address, admin).status, 404);
  const Reply token = registry_.ask("POST", "/v1/tokens", admin,
                                    R"({"role":"reader","owner":"IN","scopes":["bulk"]})",
                                    {{"content-type", "application/json"}});
  ASSERT_EQ(token.status, 201);
  const std::string secret = token.json().at("token");
  EXPECT_TRUE(has(registry_.get("/v1/entries/contact-1", secret).body, kSharedCanary));
  EXPECT_EQ(registry_.ask("DELETE", "/v1/tokens/" + token.json().at("id").get<std::string>(), admin)
                .status,
            204);
  EXPECT_EQ(registry_.get("/v1/entries/contact-1", secret).status, 401);
}

}  // namespace
}  // namespace cyberdir
