// What is believed of an ID token: every claim, broken one at a time.
#include "service/id_token.h"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/sha256.h"
#include "base/sha512.h"

namespace cyberdir::service {
namespace {

using model::Json;

constexpr std::int64_t kNow = 1'800'000'000;

ExpectedToken expected() {
  return {"https://id.example",
          "registry",
          base::Secret(std::string("the-nonce")),
          base::Secret(std::string("the-access-token")),
          "",
          {kNow * 1'000'000}};
}

Json good() {
  return {{"iss", "https://id.example"}, {"aud", "registry"},     {"sub", "subject-1"},
          {"exp", kNow + 300},           {"iat", kNow},           {"nonce", "the-nonce"},
          {"email", "Person@X.example"}, {"email_verified", true}};
}

Json with(const char* name, const Json& value) {
  Json claims = good();
  claims[name] = value;
  return claims;
}

Json without(const char* name) {
  Json claims = good();
  claims.erase(name);
  return claims;
}

std::string left_half(std::string_view digest) {
  return base::to_base64url(digest.substr(0, digest.size() / 2));
}

TEST(IdTokens, SayWhoThisIs) {
  const auto identity = check_id_token(good(), expected());
  ASSERT_TRUE(identity.ok());
  EXPECT_EQ(identity->issuer, "https://id.example");
  EXPECT_EQ(identity->subject, "subject-1");
  EXPECT_EQ(identity->email, "person@x.example");
  EXPECT_FALSE(identity->second_factor);
}

TEST(IdTokens, AreBelievedWithinTheBounds) {
  const base::Digest short_digest = base::sha256("the-access-token");
  Json party = with("aud", Json{"registry", "account"});
  party["azp"] = "registry";
  for (const Json& claims :
       {with("aud", Json{"registry"}), with("azp", "registry"), party, with("exp", kNow - 59),
        with("iat", kNow + 60), with("iat", kNow - 600), with("iat", kNow + 0.5),
        with("nbf", kNow + 60), with("at_hash", left_half(base::view_of(short_digest))),
        with("at_hash", left_half(base::sha512("the-access-token"))),
        with("unknown", Json{{"a", 1}}), without("email")})
    EXPECT_TRUE(check_id_token(claims, expected()).ok()) << claims.dump();
}

TEST(IdTokens, AreNotBelievedWhereOneThingIsWrong) {
  Json stranger = with("aud", Json{"registry", "account"});
  stranger["azp"] = "account";
  const base::Digest digest = base::sha256("another-access-token");
  for (const Json& claims : {without("iss"),
                             with("iss", "https://id.example/"),
                             with("iss", "https://evil.example"),
                             with("iss", Json{"https://id.example"}),
                             without("aud"),
                             with("aud", "other"),
                             with("aud", Json::array()),
                             with("aud", Json{"other"}),
                             with("aud", Json{{"registry", 1}}),
                             with("aud", Json{"registry", "account"}),
                             stranger,
                             with("azp", "other"),
                             with("azp", 1),
                             without("exp"),
                             with("exp", kNow - 60),
                             with("exp", "later"),
                             with("exp", -1),
                             with("exp", 1e300),
                             without("iat"),
                             with("iat", kNow + 61),
                             with("iat", kNow - 661),
                             with("iat", nullptr),
                             with("nbf", kNow + 61),
                             with("nbf", "soon"),
                             without("nonce"),
                             with("nonce", ""),
                             with("nonce", "other"),
                             with("nonce", 5),
                             with("at_hash", ""),
                             with("at_hash", 5),
                             with("at_hash", left_half(base::view_of(digest))),
                             with("at_hash", "not base64url!"),
                             without("sub"),
                             with("sub", ""),
                             with("sub", 7),
                             with("sub", std::string(256, 'x')),
                             with("sub", "subject\n1"),
                             with("sub", "s\u00fcbject")}) {
    const auto identity = check_id_token(claims, expected());
    ASSERT_FALSE(identity.ok()) << claims.dump();
    EXPECT_EQ(identity.error().code, base::ErrorCode::invalid);
    EXPECT_EQ(identity.error().detail.find("evil"), std::string::npos);
  }
}

TEST(IdTokens, NeverHaveANonceThatWasNotSet) {
  ExpectedToken none = expected();
  none.nonce = {};
  EXPECT_FALSE(check_id_token(with("nonce", ""), none).ok());
}

TEST(IdTokens, WithAHashNeedTheAccessToken) {
  ExpectedToken none = expected();
  none.access_token = {};
  EXPECT_FALSE(check_id_token(with("at_hash", left_half(base::sha512(""))), none).ok());
}

TEST(IdTokens, HaveAnAddressOnlyWhereItWasVerified) {
  for (const Json& claims :
       {without("email_verified"), with("email_verified", false), with("email_verified", "true"),
        with("email_verified", 1), without("email"), with("email", 5),
        with("email", std::string(255, 'x'))}) {
    const auto identity = check_id_token(claims, expected());
    ASSERT_TRUE(identity.ok());
    EXPECT_EQ(identity->email, "") << claims.dump();
  }
}

TEST(IdTokens, SayWhetherASecondFactorWasAsked) {
  ExpectedToken by_acr = expected();
  by_acr.acr = "https://refeds.org/profile/mfa";
  const auto factor = [](const Json& claims, const ExpectedToken& wanted) {
    return check_id_token(claims, wanted)->second_factor;
  };
  for (const char* way : {"mfa", "otp", "hwk"})
    EXPECT_TRUE(factor(with("amr", Json{"pwd", way}), expected())) << way;
  EXPECT_FALSE(factor(with("amr", Json{"pwd", "sms"}), expected()));
  EXPECT_FALSE(factor(with("amr", "mfa"), expected())) << "it is a list";
  EXPECT_FALSE(factor(with("amr", Json{5, nullptr}), expected()));
  EXPECT_TRUE(factor(with("acr", by_acr.acr), by_acr));
  EXPECT_FALSE(factor(with("acr", "0"), by_acr));
  EXPECT_FALSE(factor(with("acr", ""), expected())) << "none was set";
}

}  // namespace
}  // namespace cyberdir::service
