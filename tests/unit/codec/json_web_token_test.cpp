// Tokens taken apart, and the keys that check them.
#include "codec/json_web_token.h"

#include <string>

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "support/fake_provider.h"

namespace cyberdir::codec {
namespace {

using base::SignatureAlgorithm;
using model::Json;
using support::compact_token;
using support::SigningKey;

std::vector<NamedKey> set_of(const std::vector<Json>& keys) {
  auto read = read_key_set(Json{{"keys", keys}}.dump());
  EXPECT_TRUE(read.ok());
  return read ? *read : std::vector<NamedKey>();
}

TokenSignature checked(const std::string& compact, const std::vector<NamedKey>& keys) {
  const auto token = read_token(compact);
  EXPECT_TRUE(token.ok()) << compact;
  return token ? check_signature(*token, keys) : TokenSignature::wrong;
}

class OfAlgorithm : public testing::TestWithParam<SignatureAlgorithm> {};

TEST_P(OfAlgorithm, IsRightUnderItsKeyAlone) {
  const SigningKey key(GetParam());
  const SigningKey other(GetParam());
  const auto keys = set_of({other.jwk("2"), key.jwk("1")});
  const std::string token = support::signed_token(key, "1", {{"sub", "x"}});
  EXPECT_EQ(checked(token, keys), TokenSignature::right);
  EXPECT_EQ(checked(support::signed_token(other, "1", {{"sub", "x"}}), keys),
            TokenSignature::wrong);
  EXPECT_EQ(checked(support::signed_token(key, "3", {{"sub", "x"}}), keys), TokenSignature::no_key);
  // The claims of one under the signature of another.
  const std::string changed = support::signed_token(key, "1", {{"sub", "y"}});
  const std::string mixed = changed.substr(0, changed.rfind('.')) + token.substr(token.rfind('.'));
  EXPECT_EQ(checked(mixed, keys), TokenSignature::wrong);
}

INSTANTIATE_TEST_SUITE_P(Tokens, OfAlgorithm,
                         testing::Values(SignatureAlgorithm::rs256, SignatureAlgorithm::es256,
                                         SignatureAlgorithm::eddsa));

TEST(Tokens, WithoutAKeyIdFitOneKeyOrNone) {
  const SigningKey key(SignatureAlgorithm::es256);
  const SigningKey other(SignatureAlgorithm::es256);
  const SigningKey third(SignatureAlgorithm::eddsa);
  const std::string token = compact_token({{"alg", "ES256"}}, Json::object(),
                                          [&](const std::string& said) { return key.sign(said); });
  EXPECT_EQ(checked(token, set_of({key.jwk("1"), third.jwk("3")})), TokenSignature::right);
  EXPECT_EQ(checked(token, set_of({key.jwk("1"), other.jwk("2")})), TokenSignature::wrong);
  EXPECT_EQ(checked(token, {}), TokenSignature::no_key);
}

TEST(Tokens, CannotChooseToBeUnsignedNorASharedSecret) {
  const SigningKey key(SignatureAlgorithm::rs256);
  const auto nothing = [](const std::string&) { return std::string(); };
  for (const char* name : {"none", "None", "nOnE", "", "HS256", "HS512", "RS1", "RS384", "PS256"}) {
    const auto token = read_token(compact_token(
        {{"alg", name}, {"kid", "1"}}, {{"sub", "x"}},
        name[0] == 'H'
            ? std::function<std::string(const std::string&)>(
                  [&](const std::string& said) { return support::hmac_sha256(key.pem(), said); })
            : nothing));
    EXPECT_FALSE(token.ok()) << name;
  }
  EXPECT_FALSE(read_token(compact_token({{"kid", "1"}}, Json::object(), nothing)).ok());
  // One algorithm under the key of another is under no key.
  EXPECT_EQ(checked(compact_token({{"alg", "EdDSA"}, {"kid", "1"}}, Json::object(), nothing),
                    set_of({key.jwk("1")})),
            TokenSignature::no_key);
}

TEST(Tokens, AreRefusedWhereTheyAreNotWhatTheyShouldBe) {
  const SigningKey key(SignatureAlgorithm::eddsa);
  const auto sign = [&](const std::string& said) { return key.sign(said); };
  const std::string good = compact_token({{"alg", "EdDSA"}}, Json::object(), sign);
  ASSERT_TRUE(read_token(good).ok());
  const std::string head = good.substr(0, good.find('.'));
  for (const std::string& wrong :
       {std::string(), std::string("."), std::string(".."), std::string("a.b.c"), head,
        head + "." + head, good + ".", good + ".x", "." + good, good + "=", good + "\n",
        head + ".e30=." + head, head + "." + base::to_base64url("[]") + ".AA",
        head + "." + base::to_base64url("{\"a\":1,\"a\":2}") + ".AA",
        base::to_base64url("\"EdDSA\"") + ".e30.AA",
        compact_token({{"alg", "EdDSA"}, {"crit", {"b64"}}, {"b64", false}}, Json::object(), sign),
        compact_token({{"alg", "EdDSA"}}, {{"long", std::string(20'000, 'x')}}, sign)})
    EXPECT_FALSE(read_token(wrong).ok()) << wrong.substr(0, 80);
}

TEST(KeySets, PassOverWhatChecksNoSignature) {
  const SigningKey key(SignatureAlgorithm::es256);
  const auto with = [&](const char* name, const Json& value) {
    Json jwk = key.jwk("1");
    jwk[name] = value;
    return jwk;
  };
  EXPECT_EQ(set_of({key.jwk("1")}).size(), 1U);
  EXPECT_EQ(set_of({with("use", "enc"),
                    with("use", 1),
                    with("key_ops", {"sign"}),
                    with("key_ops", "verify"),
                    with("alg", "RS256"),
                    with("kty", "oct"),
                    with("crv", "P-384"),
                    with("x", "AAAA"),
                    with("y", 5),
                    Json::array(),
                    Json(),
                    {{"kty", "oct"}, {"k", "c2VjcmV0"}, {"kid", "1"}}})
                .size(),
            0U);
  EXPECT_EQ(set_of({with("key_ops", {"verify"})}).size(), 1U);
  EXPECT_FALSE(read_key_set("[]").ok());
  EXPECT_FALSE(read_key_set("{}").ok());
  EXPECT_FALSE(read_key_set("{\"keys\":{}}").ok());
  EXPECT_FALSE(read_key_set("<keys/>").ok());
  EXPECT_FALSE(read_key_set(Json{{"keys", std::vector<int>(101, 1)}}.dump()).ok());
}

}  // namespace
}  // namespace cyberdir::codec
