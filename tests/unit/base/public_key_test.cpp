// Keys that are taken and refused, and signatures that hold.
#include "base/public_key.h"

#include <string>

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace cyberdir::base {
namespace {

std::string bytes(std::string_view hex) { return from_hex(hex).value(); }

// RFC 8032 section 7.1, test 2.
TEST(PublicKey, ChecksEd25519AsItsStandardHasIt) {
  const auto key =
      PublicKey::ed25519(bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
  ASSERT_TRUE(key);
  const std::string signature = bytes(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(key->verifies("\x72", signature));
  EXPECT_FALSE(key->verifies("\x73", signature));
  EXPECT_FALSE(key->verifies("\x72", signature.substr(1)));
  EXPECT_FALSE(key->verifies("\x72", ""));
}

// RFC 7515 appendix A.3.
TEST(PublicKey, ChecksEcdsaAsItsStandardHasIt) {
  const auto x = from_base64url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
  const auto y = from_base64url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
  const auto key = PublicKey::p256(*x, *y);
  ASSERT_TRUE(key);
  const std::string message =
      "eyJhbGciOiJFUzI1NiJ9"
      ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnV"
      "lfQ";
  const std::string signature = *from_base64url(
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
  EXPECT_TRUE(key->verifies(message, signature));
  EXPECT_FALSE(key->verifies(message + "x", signature));
  EXPECT_FALSE(key->verifies(message, std::string(64, '\0')))
      << "r and s of nothing (CVE-2022-21449)";
}

TEST(PublicKey, IsRefusedWhereItIsWeakCostlyOrNone) {
  const std::string exponent = bytes("010001");
  const std::string odd(256, '\xFF');
  EXPECT_TRUE(PublicKey::rsa(odd, exponent));
  EXPECT_FALSE(PublicKey::rsa(odd.substr(0, 128), exponent)) << "1024 bits";
  EXPECT_FALSE(PublicKey::rsa(std::string(1025, '\xFF'), exponent)) << "longer than 8192 bits";
  EXPECT_FALSE(PublicKey::rsa(odd.substr(1) + '\xFE', exponent)) << "even";
  EXPECT_FALSE(PublicKey::rsa(odd, bytes("01"))) << "signs nothing";
  EXPECT_FALSE(PublicKey::rsa(odd, bytes("010001010001"))) << "costly";
  EXPECT_FALSE(PublicKey::rsa("", ""));
  EXPECT_FALSE(PublicKey::p256(std::string(32, '\1'), std::string(32, '\2'))) << "off the curve";
  EXPECT_FALSE(PublicKey::p256("", ""));
  EXPECT_FALSE(PublicKey::ed25519("short"));
}

}  // namespace
}  // namespace cyberdir::base
