#include "base/totp.h"

#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace cyberdir::base {
namespace {

// The secret of RFC 6238 appendix B; its codes of eight digits end in those of six.
const Secret kSecret("12345678901234567890");

Instant second(std::int64_t seconds) { return {seconds * 1'000'000}; }

TEST(Totp, HasTheCodesOfTheStandard) {
  const std::vector<std::pair<std::int64_t, std::string>> vectors{{59, "287082"},
                                                                  {1'111'111'109, "081804"},
                                                                  {1'111'111'111, "050471"},
                                                                  {1'234'567'890, "005924"},
                                                                  {2'000'000'000, "279037"},
                                                                  {20'000'000'000, "353130"}};
  for (const auto& [at, code] : vectors)
    EXPECT_EQ(totp_code(kSecret, totp_step_at(second(at))), code) << at;
}

TEST(Totp, TakesTheStepBeforeAndAfterAndNoOther) {
  const Instant now = second(1'234'567'890);
  const std::int64_t present = totp_step_at(now);
  for (std::int64_t away = -3; away <= 3; ++away) {
    const auto step = totp_step_of(kSecret, totp_code(kSecret, present + away), now, 0);
    EXPECT_EQ(step.has_value(), away >= -1 && away <= 1) << away;
  }
}

TEST(Totp, TakesACodeOnce) {
  const Instant now = second(1'234'567'890);
  const std::string code = totp_code(kSecret, totp_step_at(now));
  const auto step = totp_step_of(kSecret, code, now, 0);
  ASSERT_TRUE(step);
  EXPECT_FALSE(totp_step_of(kSecret, code, now, *step));
  EXPECT_FALSE(totp_step_of(kSecret, totp_code(kSecret, *step - 1), now, *step));
  EXPECT_TRUE(totp_step_of(kSecret, totp_code(kSecret, *step + 1), now, *step));
}

TEST(Totp, RefusesWhatIsNoCode) {
  const Instant now = second(1'234'567'890);
  for (const char* code : {"", "5924", "0059244", "OO5924", "-05924"})
    EXPECT_FALSE(totp_step_of(kSecret, code, now, 0)) << code;
  EXPECT_TRUE(totp_step_of(kSecret, "005 924", now, 0));
}

TEST(Totp, SecretIsWrittenAsAppsReadIt) {
  // RFC 4648 section 10, without the padding.
  EXPECT_EQ(to_base32("f"), "MY");
  EXPECT_EQ(to_base32("foob"), "MZXW6YQ");
  EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(otpauth_label("ICT Directory", "a@b.example", kSecret),
            "ICT%20Directory:a%40b.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=ICT%20Directory&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace cyberdir::base
