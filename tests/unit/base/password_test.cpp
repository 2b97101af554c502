#include "base/password.h"

#include <string>

#include <gtest/gtest.h>

namespace cyberdir::base {
namespace {

constexpr HashCost kCheap{1, std::size_t{8} * 1024};

TEST(Password, IsTakenWhereItIsLongAndRare) {
  for (const char* password : {"plum gravel oscar tide", "zW4!kq-0Lm3v", "мост над рекой",
                               "雪融けの水音を聞く春の朝早く"}) {
    EXPECT_FALSE(fault_of_password(password)) << password;
  }
}

TEST(Password, IsCountedInCharactersAndBoundInBytes) {
  EXPECT_EQ(fault_of_password("zW4!kq-0Lm3"), PasswordFault::too_short);
  EXPECT_EQ(fault_of_password("мост через"), PasswordFault::too_short);
  EXPECT_EQ(fault_of_password(std::string(1'025, 'x')), PasswordFault::too_long);
  EXPECT_EQ(fault_of_password("plum gravel \xFF oscar"), PasswordFault::not_text);
}

TEST(Password, IsRefusedWhereItIsCommonHoweverDressed) {
  for (const char* password :
       {"Qwertyuiop[]", "administrator", "Password2026!", "!!!changeme2026", "passwordpassword",
        "PasswordPassword1", "aaaaaaaaaaaaaaaa", "abcabcabcabcabc", "123456789012", "abcdefghijklm",
        "correct horse battery staple", "CyberSecurity1"}) {
    EXPECT_EQ(fault_of_password(password), PasswordFault::common) << password;
  }
}

TEST(Password, HashIsArgon2idWithASaltOfItsOwn) {
  Argon2idHasher hasher(kCheap);
  const Secret password("plum gravel oscar tide");
  const auto one = hasher.hash(password);
  const auto two = hasher.hash(password);
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_TRUE(one->starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << *one;
  EXPECT_NE(*one, *two);
  EXPECT_TRUE(hasher.matches(*one, password));
  EXPECT_FALSE(hasher.matches(*one, Secret("plum gravel oscar tidy")));
  EXPECT_FALSE(hasher.matches("", password));
}

// The decoy must be one that the library works on, with the same cost, and not give up early.
TEST(Password, DecoyCostsWhatAHashCosts) {
  Argon2idHasher hasher(kCheap);
  const auto hash = hasher.hash(Secret("plum gravel oscar tide"));
  ASSERT_TRUE(hash.ok());
  const std::string decoy = hasher.decoy();
  EXPECT_EQ(decoy.size(), hash->size());
  EXPECT_EQ(decoy.substr(0, decoy.find("p=1$")), hash->substr(0, hash->find("p=1$")));
  EXPECT_FALSE(hasher.matches(decoy, Secret("plum gravel oscar tide")));
}

TEST(Secret, ComparesWhole) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
  EXPECT_TRUE(equal_in_constant_time("", ""));
}

}  // namespace
}  // namespace cyberdir::base
