// People sign in through an identity provider, and what else comes back from it.
#include <string>

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/sha256.h"
#include "service/invitations.h"
#include "support/browser.h"
#include "support/fake_provider.h"
#include "support/signed_up.h"

namespace cyberdir {
namespace {

using base::SignatureAlgorithm;
using model::Json;
using support::Browser;
using support::FakeProvider;
using support::Person;
using support::Reply;
using support::SigningKey;

constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;
constexpr std::string_view kRefused = "Nobody can be signed in here with this identity.";
constexpr std::string_view kUntrusted =
    "The answer of the identity provider could not be confirmed";
constexpr std::string_view kExpired = "This sign-in was begun too long ago, or in another browser";

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

std::string parameter_of(const std::string& url, const std::string& name) {
  const auto at = url.find(name + "=");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 1;
  return url.substr(from, url.find('&', from) - from);
}

class OpenId : public testing::Test {
 protected:
  void SetUp() override {
    provider_.keys = {{"keys", {key_.jwk("k1")}}};
    service::IdentityProviderSettings settings;
    settings.issuer = FakeProvider::kIssuer;
    settings.client_id = "registry";
    settings.client_secret = base::Secret(std::string("the client's secret"));
    settings.name = "Ministry <ID>";
    settings.return_url = "https://registry.example/sign-in/identity";
    set_provider(settings);
  }
  void set_provider(const service::IdentityProviderSettings& settings) {
    registry_->openid().set_provider(
        std::make_unique<service::IdentityProvider>(settings, provider_, registry_.clock()),
        [this](std::string_view line) { log_.append(line).append("\n"); });
  }
  void forward(std::int64_t micros) {
    registry_.clock().set({registry_.clock().now().micros + micros});
  }
  // Presses the button; returns where the browser is sent.
  std::string begin(Browser& browser, const std::string& language = "en") {
    browser.open("/" + language + "/sign-in");
    const Reply page = browser.send("/" + language + "/sign-in/identity", {});
    EXPECT_EQ(page.status, 200);
    const std::string refresh = page.header("Refresh");
    EXPECT_TRUE(refresh.starts_with("0; url=https://id.example/authorize?")) << refresh;
    return refresh.substr(7);
  }
  // What the provider says of somebody who came with this address.
  Json claims(const std::string& url) const {
    const std::int64_t now = registry_.clock_now() / 1'000'000;
    return {{"iss", FakeProvider::kIssuer},
            {"aud", "registry"},
            {"sub", "subject-1"},
            {"exp", now + 300},
            {"iat", now},
            {"nonce", parameter_of(url, "nonce")},
            {"email", "p@x.example"},
            {"email_verified", true},
            {"amr", {"pwd", "otp"}}};
  }
  void answer_with(const std::string& token) {
    provider_.token_answer =
        Json{{"id_token", token}, {"access_token", "opaque"}, {"token_type", "Bearer"}}.dump();
  }
  Reply come_back(Browser& browser, const std::string& url, const std::string& more = {}) {
    return browser.open(
        "/sign-in/identity?code=c0de&session_state=x&state=" + parameter_of(url, "state") + more);
  }
  Reply sign_in(Browser& browser, const std::function<void(Json&)>& change = {}) {
    const std::string url = begin(browser);
    Json said = claims(url);
    if (change) change(said);
    answer_with(support::signed_token(key_, "k1", said));
    return come_back(browser, url);
  }
  static bool is_in(const Reply& page) { return has(page.body, "/en/sign-out"); }
  bool is_in(Browser& browser) { return is_in(browser.open("/en/account")); }
  Person sign_up(const std::string& email = "p@x.example", const std::string& role = "manager") {
    const bool all = role == "secretariat" || role == "administrator";
    return support::sign_up(*registry_, email, role, all ? "" : "IN");
  }
  std::vector<std::string> acts() {
    std::vector<std::string> actions;
    EXPECT_TRUE(registry_->store()
                    .read([&](store::Reader& reader) -> base::Result<void> {
                      for (const store::AuditRow& row : reader.audit(0, 1'000))
                        actions.push_back(row.action);
                      return {};
                    })
                    .ok());
    return actions;
  }
  long count(const std::string& action) {
    const auto all = acts();
    return std::count(all.begin(), all.end(), action);
  }

  class Registry : public support::TemporaryRegistry {
   public:
    [[nodiscard]] std::int64_t clock_now() const {
      return const_cast<Registry*>(this)->clock().now().micros;
    }
  };
  Registry registry_;
  FakeProvider provider_;
  SigningKey key_{SignatureAlgorithm::es256};
  std::string log_;
};

TEST_F(OpenId, LinksAnAccountByItsAddressOnceAndKnowsTheSubjectFromThenOn) {
  const Person person = sign_up();
  Browser browser(registry_);
  const Reply in = sign_in(browser);
  EXPECT_TRUE(is_in(in)) << in.body;
  EXPECT_TRUE(has(browser.open("/en/account").body, "https://id.example"));
  EXPECT_EQ(count("identity-link"), 1);
  EXPECT_EQ(count("sign-in"), 1);
  EXPECT_FALSE(browser.cookie("cyberdir-device").empty());
  // The address changes there: it is the same subject.
  Browser again(registry_);
  EXPECT_TRUE(is_in(sign_in(again, [](Json& said) { said["email"] = "new@x.example"; })));
  EXPECT_EQ(count("identity-link"), 1);
  // Somebody else gets the address there: it is another subject.
  Browser heir(registry_);
  EXPECT_TRUE(has(sign_in(heir, [](Json& said) { said["sub"] = "subject-2"; }).body, kRefused));
  EXPECT_FALSE(is_in(heir));
}

TEST_F(OpenId, SendsTheBrowserWithEverythingThatBindsTheAnswer) {
  sign_up();
  Browser browser(registry_);
  const std::string url = begin(browser, "fr");
  EXPECT_EQ(parameter_of(url, "response_type"), "code");
  EXPECT_EQ(parameter_of(url, "client_id"), "registry");
  EXPECT_EQ(parameter_of(url, "redirect_uri"),
            "https%3A%2F%2Fregistry.example%2Fsign-in%2Fidentity");
  EXPECT_EQ(parameter_of(url, "scope"), "openid%20email");
  EXPECT_EQ(parameter_of(url, "code_challenge_method"), "S256");
  EXPECT_TRUE(parameter_of(url, "state").starts_with("fr."));
  answer_with(support::signed_token(key_, "k1", claims(url)));
  EXPECT_TRUE(has(come_back(browser, url).body, "lang=\"fr\"")) << "as it was begun";
  const base::WebQuestion* redeemed = nullptr;
  for (const base::WebQuestion& each : provider_.questions) {
    if (each.form) redeemed = &each;
  }
  ASSERT_NE(redeemed, nullptr);
  std::map<std::string, std::string> sent(redeemed->form->begin(), redeemed->form->end());
  EXPECT_EQ(base::to_base64url(base::view_of(base::sha256(sent["code_verifier"]))),
            parameter_of(url, "code_challenge"));
  EXPECT_EQ(sent["code"], "c0de");
  EXPECT_EQ(redeemed->user, "registry");
  EXPECT_EQ(redeemed->password.reveal(), "the%20client%27s%20secret");
  EXPECT_FALSE(sent.contains("client_secret"));
}

TEST_F(OpenId, SaysWhatTheTokenShouldSayToAProviderThatTakesWishes) {
  Browser browser(registry_);
  EXPECT_EQ(parameter_of(begin(browser), "claims"), "");
  provider_.description["claims_parameter_supported"] = true;
  forward(61 * kMinute);
  EXPECT_TRUE(has(parameter_of(begin(browser), "claims"), "%22amr%22%3Anull"));
}

TEST_F(OpenId, SendsTheSecretInTheBodyOnlyWhereTheProviderTakesNoOther) {
  sign_up();
  provider_.description["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
  Browser browser(registry_);
  EXPECT_TRUE(is_in(sign_in(browser)));
  EXPECT_TRUE(provider_.questions.back().user.empty());
}

TEST_F(OpenId, AsksForOurOwnCodeWhereTheProviderAskedForNoSecondFactor) {
  const Person person = sign_up();
  Browser browser(registry_);
  const auto password_alone = [](Json& said) { said["amr"] = {"pwd"}; };
  EXPECT_TRUE(has(sign_in(browser, password_alone).body, "The six digits"));
  EXPECT_FALSE(is_in(browser));
  EXPECT_EQ(count("identity-link"), 0) << "half signed in links nothing";
  browser.open("/en/sign-in/code");
  EXPECT_FALSE(is_in(browser.send("/en/sign-in/code", {{"code", "000000"}})));
  browser.open("/en/sign-in/code");
  EXPECT_TRUE(
      is_in(browser.send("/en/sign-in/code", {{"code", person.code(registry_.clock().now())}})));
  EXPECT_EQ(count("identity-link"), 1);
}

TEST_F(OpenId, TakesTheAcrThatTheOperatorSetForTwoFactors) {
  service::IdentityProviderSettings settings;
  settings.issuer = FakeProvider::kIssuer;
  settings.client_id = "registry";
  settings.name = "ID";
  settings.acr = "https://refeds.org/profile/mfa";
  settings.return_url = "https://registry.example/sign-in/identity";
  set_provider(settings);
  sign_up();
  Browser browser(registry_);
  const auto by_acr = [&](Json& said) {
    said.erase("amr");
    said["acr"] = settings.acr;
  };
  EXPECT_TRUE(is_in(sign_in(browser, by_acr)));
  Browser other(registry_);
  EXPECT_EQ(parameter_of(begin(other), "acr_values"), "https%3A%2F%2Frefeds.org%2Fprofile%2Fmfa");
}

TEST_F(OpenId, SaysTheSameOfEveryoneWhoCannotBeSignedIn) {
  sign_up();
  const Person suspended = sign_up("suspended@x.example");
  const Person removed = sign_up("removed@x.example");
  EXPECT_TRUE(registry_->accounts()
                  .change(support::operator_origin(), suspended.id, {{}, {}, {}, true})
                  .ok());
  EXPECT_TRUE(registry_->accounts().remove(support::operator_origin(), removed.id).ok());
  ASSERT_TRUE(registry_->accounts()
                  .add(support::operator_origin(), {"invited@x.example", "I", "reader", "IN"})
                  .ok());
  const std::vector<std::function<void(Json&)>> cases = {
      [](Json& said) { said["email"] = "nobody@x.example"; },
      [](Json& said) { said["email"] = "suspended@x.example"; },
      [](Json& said) { said["email"] = "removed@x.example"; },
      [](Json& said) { said["email_verified"] = false; },
      [](Json& said) { said["email_verified"] = "true"; },
      [](Json& said) { said["email"] = ""; },
      [](Json& said) {
        said["email"] = "invited@x.example";  // has no second factor of ours yet
        said["amr"] = {"pwd"};
      }};
  std::string first;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    forward(20 * kMinute);  // attempts of one address wait
    Browser browser(registry_);
    const Reply page = sign_in(browser, cases[i]);
    EXPECT_EQ(page.status, 422) << i;
    EXPECT_TRUE(has(page.body, kRefused)) << i;
    EXPECT_FALSE(is_in(browser)) << i;
    const auto start = page.body.find("<div class=\"wrong\"");
    const std::string said = page.body.substr(start, page.body.find("</div>", start) - start);
    if (first.empty()) first = said;
    EXPECT_EQ(said, first) << i;
  }
  EXPECT_EQ(count("identity-link"), 0);
  EXPECT_EQ(count("account-add"), 4) << "no account is made";
}

TEST_F(OpenId, SignsInSomebodyInvitedWhoNeverChoseAPassword) {
  const auto made = registry_->accounts().add(support::operator_origin(),
                                              {"i@x.example", "Ines", "reader", "IN"});
  ASSERT_TRUE(made.ok());
  Browser browser(registry_);
  EXPECT_TRUE(is_in(sign_in(browser, [](Json& said) { said["email"] = "I@X.example"; })));
  const auto account =
      registry_->accounts().read(support::operator_origin().caller, made->account.id);
  EXPECT_EQ(account->state, "active");
  // The link of the invitation, which others have seen, is no second way in; nor can there be
  // another.
  EXPECT_EQ(browser.open(service::invitation_path(made->invitation.key)).status, 404);
  const auto manager = support::origin_of(model::Role::manager, "IN");
  EXPECT_FALSE(registry_->accounts().invite(manager, made->account.id).ok());
  // Without a password the form for passwords lets nobody in.
  Browser other(registry_);
  other.open("/en/sign-in");
  EXPECT_EQ(other.send("/en/sign-in", {{"email", "i@x.example"}, {"password", ""}}).status, 422);
}

TEST_F(OpenId, ASuspensionHoldsAgainstALinkToo) {
  const Person person = sign_up();
  Browser browser(registry_);
  EXPECT_TRUE(is_in(sign_in(browser)));
  ASSERT_TRUE(
      registry_->accounts().change(support::operator_origin(), person.id, {{}, {}, {}, true}).ok());
  EXPECT_FALSE(is_in(browser));
  EXPECT_TRUE(has(sign_in(browser).body, kRefused));
}

TEST_F(OpenId, ALinkIsShownAndCut) {
  const Person person = sign_up("p@x.example", "reader");
  Browser browser(registry_);
  EXPECT_TRUE(is_in(sign_in(browser)));
  const std::string admin = registry_.token(model::Role::administrator, "");
  const std::string address = "/v1/accounts/" + person.id;
  EXPECT_EQ(registry_.get(address, admin).json()["identity"]["subject"], "subject-1");
  EXPECT_TRUE(has(registry_.get(address + ".xml", admin).body, "<subject>subject-1</subject>"));
  const std::string stranger = registry_.token(model::Role::manager, "FR");
  EXPECT_EQ(registry_.ask("DELETE", address + "/identity", stranger).status, 404);
  EXPECT_EQ(registry_.ask("DELETE", address + "/identity", admin).status, 204);
  EXPECT_EQ(registry_.ask("DELETE", address + "/identity", admin).status, 404);
  EXPECT_FALSE(is_in(browser)) << "it ends the sessions";
  EXPECT_FALSE(registry_.get(address, admin).json().contains("identity"));
  EXPECT_EQ(count("identity-unlink"), 1);
}

TEST_F(OpenId, ARecoveryCutsTheLink) {
  const Person person = sign_up();
  Browser browser(registry_);
  EXPECT_TRUE(is_in(sign_in(browser)));
  const auto again = registry_->accounts().invite(support::operator_origin(), person.id);
  ASSERT_TRUE(again.ok());
  const auto invitation = registry_->invitations().look(again->key);
  const Person renewed{person.id, person.email, invitation->totp};
  const base::Secret password{std::string(support::kGoodPassword)};
  ASSERT_TRUE(registry_->invitations()
                  .accept(support::operator_origin(), again->key,
                          {password, password, renewed.code(registry_.clock().now())})
                  .ok());
  EXPECT_FALSE(is_in(browser));
  EXPECT_FALSE(registry_->accounts().read(support::operator_origin().caller, person.id)->identity);
}

TEST_F(OpenId, AStateServesOnceItsOwnBrowserAndTenMinutes) {
  sign_up();
  Browser browser(registry_);
  const std::string url = begin(browser);
  answer_with(support::signed_token(key_, "k1", claims(url)));
  Browser thief(registry_);
  thief.open("/en/sign-in");
  EXPECT_TRUE(has(come_back(thief, url).body, kExpired)) << "another browser's cookie";
  EXPECT_FALSE(is_in(thief));
  EXPECT_TRUE(has(come_back(browser, url).body, kExpired)) << "it was brought back once";

  const std::string second = begin(browser);
  answer_with(support::signed_token(key_, "k1", claims(second)));
  EXPECT_TRUE(is_in(come_back(browser, second)));
  Browser replay(registry_);
  replay.open("/en/sign-in");
  EXPECT_TRUE(has(come_back(replay, second).body, kExpired)) << "replayed";

  Browser slow(registry_);
  const std::string third = begin(slow);
  forward(10 * kMinute + kMinute / 60);
  answer_with(support::signed_token(key_, "k1", claims(third)));
  EXPECT_TRUE(has(come_back(slow, third).body, kExpired));
  Browser none(registry_);
  for (const char* address : {"/sign-in/identity", "/sign-in/identity?state=en.x&code=y",
                              "/en/sign-in/identity?error=access_denied"})
    EXPECT_TRUE(has(none.open(address).body, kExpired)) << address;
}

TEST_F(OpenId, NothingOfATokenIsBelievedThatIsWrong) {
  sign_up();
  const SigningKey other(SignatureAlgorithm::es256);
  const SigningKey rsa(SignatureAlgorithm::rs256);
  provider_.keys["keys"].push_back(rsa.jwk("k2"));
  const auto plain = [&](const char* alg, const char* kid, const Json& said) {
    return support::compact_token({{"alg", alg}, {"kid", kid}}, said,
                                  [](const std::string&) { return std::string(); });
  };
  using Maker = std::function<std::string(Json)>;
  const auto changed = [&](const char* name, const Json& value) -> Maker {
    return [&, name, value](Json said) {
      said[name] = value;
      return support::signed_token(key_, "k1", said);
    };
  };
  const std::int64_t now = registry_.clock_now() / 1'000'000;
  const std::vector<std::pair<const char*, Maker>> wrong = {
      {"aud", changed("aud", "another-client")},
      {"iss", changed("iss", "https://evil.example")},
      {"nonce", changed("nonce", "another")},
      {"expired", changed("exp", now - 61)},
      {"of the future", changed("iat", now + 3'600)},
      {"alg none", [&](const Json& said) { return plain("none", "k1", said); }},
      {"unsigned", [&](const Json& said) { return plain("ES256", "k1", said); }},
      {"HS256 with the public key",
       [&](const Json& said) {
         return support::compact_token(
             {{"alg", "HS256"}, {"kid", "k2"}}, said,
             [&](const std::string& message) { return support::hmac_sha256(rsa.pem(), message); });
       }},
      {"signed by another",
       [&](const Json& said) { return support::signed_token(other, "k1", said); }},
      {"unknown kid", [&](const Json& said) { return support::signed_token(other, "k9", said); }},
      {"the key of another kind", [&](const Json& said) { return plain("RS256", "k1", said); }},
      {"not a token", [](const Json&) { return std::string("x.y.z"); }},
      {"no token", [](const Json&) { return std::string(); }}};
  for (const auto& [what, make] : wrong) {
    Browser browser(registry_);
    const std::string url = begin(browser);
    answer_with(make(claims(url)));
    const Reply page = come_back(browser, url);
    EXPECT_EQ(page.status, 422) << what;
    EXPECT_TRUE(has(page.body, kUntrusted)) << what;
    EXPECT_FALSE(is_in(browser)) << what;
  }
  EXPECT_EQ(count("sign-in-identity-untrusted"), static_cast<long>(wrong.size()));
  EXPECT_EQ(count("sign-in"), 0);
  EXPECT_FALSE(has(log_, "p@x.example"));
  EXPECT_FALSE(has(log_, "evil"));
}

TEST_F(OpenId, AnAnswerSaysWhoseItIs) {
  sign_up();
  Browser browser(registry_);
  std::string url = begin(browser);
  answer_with(support::signed_token(key_, "k1", claims(url)));
  EXPECT_TRUE(has(come_back(browser, url, "&iss=https://evil.example").body, kUntrusted));
  url = begin(browser);
  answer_with(support::signed_token(key_, "k1", claims(url)));
  EXPECT_TRUE(is_in(come_back(browser, url, "&iss=https://id.example")));

  provider_.description["authorization_response_iss_parameter_supported"] = true;
  forward(61 * kMinute);
  Browser strict(registry_);
  url = begin(strict);
  answer_with(support::signed_token(key_, "k1", claims(url)));
  EXPECT_TRUE(has(come_back(strict, url).body, kUntrusted)) << "it always says so, and here not";
}

TEST_F(OpenId, KeysAreReadAgainWhereOneIsUnknownButNotForEveryToken) {
  sign_up();
  Browser browser(registry_);
  EXPECT_TRUE(is_in(sign_in(browser)));
  EXPECT_EQ(provider_.keys_read, 1);
  const SigningKey next(SignatureAlgorithm::eddsa);
  provider_.keys["keys"] = {next.jwk("k2")};
  forward(2 * kMinute);
  const auto with_next = [&](Browser& each) {
    const std::string url = begin(each);
    answer_with(support::signed_token(next, "k2", claims(url)));
    return come_back(each, url);
  };
  Browser second(registry_);
  EXPECT_TRUE(is_in(with_next(second))) << "the key was changed";
  EXPECT_EQ(provider_.keys_read, 2);
  for (int i = 0; i < 5; ++i) {
    Browser stranger(registry_);
    const std::string url = begin(stranger);
    answer_with(support::signed_token(key_, "k7", claims(url)));
    EXPECT_TRUE(has(come_back(stranger, url).body, kUntrusted));
  }
  EXPECT_EQ(provider_.keys_read, 2) << "once a minute at most";
}

TEST_F(OpenId, TheAddressMayBeToldBesideTheToken) {
  sign_up();
  const auto no_address = [](Json& said) {
    said.erase("email");
    said.erase("email_verified");
  };
  provider_.userinfo = {{"sub", "another"}, {"email", "p@x.example"}, {"email_verified", true}};
  Browser browser(registry_);
  EXPECT_TRUE(has(sign_in(browser, no_address).body, kUntrusted)) << "it is about somebody else";
  provider_.userinfo["sub"] = "subject-1";
  EXPECT_TRUE(is_in(sign_in(browser, no_address)));
  EXPECT_EQ(provider_.questions.back().bearer.reveal(), "opaque");
  // From then on the subject is enough.
  provider_.userinfo = Json();
  Browser again(registry_);
  EXPECT_TRUE(is_in(sign_in(again, no_address)));
}

TEST_F(OpenId, AProviderThatIsAwayLeavesTheFormForPasswords) {
  sign_up();
  provider_.reachable = false;
  Browser browser(registry_);
  browser.open("/en/sign-in");
  const Reply page = browser.send("/en/sign-in/identity", {});
  EXPECT_EQ(page.status, 503);
  EXPECT_FALSE(page.header("Retry-After").empty());
  EXPECT_TRUE(has(page.body, "The identity provider cannot be reached now"));
  EXPECT_TRUE(has(page.body, "name=\"password\""));
  provider_.reachable = true;
  const std::string url = begin(browser);
  provider_.reachable = false;
  EXPECT_EQ(come_back(browser, url).status, 503);
}

TEST_F(OpenId, SomebodyWhoDidNotAgreeIsToldSo) {
  sign_up();
  Browser browser(registry_);
  const std::string url = begin(browser);
  const Reply page =
      browser.open("/sign-in/identity?error=access_denied&error_description=%3Cb%3E&state=" +
                   parameter_of(url, "state"));
  EXPECT_TRUE(has(page.body, "The identity provider did not say who you are"));
  EXPECT_FALSE(has(page.body, "<b>"));
}

TEST_F(OpenId, ADescriptionOfSomebodyElseOrWithoutTlsIsNotUsed) {
  sign_up();
  for (const auto& [name, value] : {std::pair("issuer", "https://evil.example"),
                                    {"token_endpoint", "http://id.example/token"},
                                    {"jwks_uri", "file:///etc/passwd"},
                                    {"authorization_endpoint", "javascript:alert(1)"}}) {
    const Json before = provider_.description;
    provider_.description[name] = value;
    Browser browser(registry_);
    browser.open("/en/sign-in");
    const Reply page = browser.send("/en/sign-in/identity", {});
    EXPECT_EQ(page.status, 503) << name;
    EXPECT_TRUE(page.header("Refresh").empty()) << name;
    provider_.description = before;
  }
}

TEST_F(OpenId, FailuresSlowTheirSourceAndNotAKnownBrowser) {
  const Person person = sign_up();
  Browser known(registry_);
  EXPECT_TRUE(is_in(sign_in(known)));
  known.send("/en/sign-out", {});
  const auto nobody = [](Json& said) {
    said["sub"] = "stranger";
    said["email"] = "stranger@x.example";
  };
  int waited = 0;
  for (int i = 0; i < 8; ++i) {
    Browser stranger(registry_);
    const Reply page = sign_in(stranger, nobody);
    if (page.status != 429) continue;
    ++waited;
    EXPECT_FALSE(page.header("Retry-After").empty());
  }
  EXPECT_EQ(waited, 3);
  EXPECT_TRUE(is_in(sign_in(known)));
}

TEST_F(OpenId, JunkFromOneSourceDoesNotFillTheRecord) {
  sign_up();
  for (int i = 0; i < 60; ++i) {
    Browser junk(registry_);
    const std::string url = begin(junk);
    provider_.token_answer.clear();  // it knows no such code
    come_back(junk, url);
  }
  EXPECT_EQ(count("sign-in-identity-untrusted"), 50);
}

TEST_F(OpenId, TheButtonIsThereInEachLanguageAndOnlyWithAProvider) {
  for (const std::string language : {"ar", "en", "es", "fr", "ru", "zh"}) {
    Browser browser(registry_);
    const Reply page = browser.open("/" + language + "/sign-in");
    EXPECT_TRUE(has(page.body, "action=\"/" + language + "/sign-in/identity\"")) << language;
    EXPECT_TRUE(has(page.body, "Ministry &lt;ID&gt;")) << language;
    const Reply onward = browser.send("/" + language + "/sign-in/identity", {});
    EXPECT_TRUE(has(onward.body, "href=\"https://id.example/authorize?")) << language;
    for (const char* gap : {"></button>", "<h1></h1>", "<h2></h2>", "<p></p>"})
      EXPECT_FALSE(has(page.body + onward.body, gap)) << language << gap;
  }
  support::TemporaryRegistry without(2);
  Browser browser(without);
  EXPECT_FALSE(has(browser.open("/en/sign-in").body, "sign-in/identity"));
  const std::string token = browser.form_token();
  EXPECT_EQ(browser.post("/en/sign-in/identity", {{"csrf", token}}).status, 404);
  EXPECT_EQ(browser.open("/sign-in/identity?state=x&code=y").status, 404);
}

TEST_F(OpenId, TheFormCarriesAToken) {
  Browser browser(registry_);
  browser.open("/en/sign-in");
  EXPECT_EQ(browser.post("/en/sign-in/identity", {}).status, 403);
  EXPECT_TRUE(provider_.questions.empty());
}

}  // namespace
}  // namespace cyberdir
