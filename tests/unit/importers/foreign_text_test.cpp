#include "importers/foreign_text.h"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace cyberdir::importers {
namespace {

struct Case {
  std::string_view text;
  std::string_view expected;  // empty: nothing
};

template <std::size_t N>
void expect_all(std::optional<std::string> (*read)(std::string_view), const Case (&cases)[N]) {
  for (const Case& test : cases) {
    EXPECT_EQ(read(test.text).value_or(""), test.expected) << '"' << test.text << '"';
  }
}

TEST(ForeignText, ReadsNumbersThatBeginWithPlus) {
  expect_all(to_e164, {{"+66 2 555 0100", "+6625550100"},
                       {"+1 (877) 555-0100", "+18775550100"},
                       {"+1-201.555/0100", "+12015550100"},
                       {" +39\xC2\xA0"
                        "025550100 ",
                        "+39025550100"},
                       {"+123456789012345", "+123456789012345"},
                       {"+1234567890123456", ""},
                       {"+12345", ""},
                       {"+0 123 456 789", ""},
                       {"+44 (0)20 7946 0000", ""},
                       {"+1 202 555 0100 ext. 7", ""},
                       {"+1 202 555 0100 x7", ""},
                       {"0066 2 555 0100", ""},
                       {"02 555 0100", ""},
                       {"1 (877) 555-0100", ""},
                       {"+", ""},
                       {"++12025550100", ""},
                       {"+1202555010\xD9\xA0", ""},
                       {"", ""}});
  EXPECT_FALSE(to_e164("+" + std::string(1U << 20U, '1')));
}

TEST(ForeignText, TellsANumberFromWhatIsSaidAboutIt) {
  const struct {
    std::string_view text;
    std::string_view number;
    std::string_view note;
  } kCases[] = {
      {"+1 202 555 0100 (fax)", "+1 202 555 0100", "fax"},
      {"(fax)", "", "fax"},
      {"( Fax )", "", "fax"},
      {"Fax: +12025550100", "+12025550100", "fax"},
      {"+1 (877) 555-0100", "+1 (877) 555-0100", ""},
      {"(877)", "(877)", ""},
      {"a)", "a)", ""},
      {")", ")", ""},
      {"", "", ""},
  };
  for (const auto& test : kCases) {
    const StatedPhone phone = read_phone(test.text);
    EXPECT_EQ(phone.number, test.number) << test.text;
    EXPECT_EQ(phone.note, test.note) << test.text;
  }
}

TEST(ForeignText, ReadsDates) {
  expect_all(to_partial_date, {{"April 17, 2025", "2025-04-17"},
                               {"Sept. 8, 2008", "2008-09-08"},
                               {"17 Apr 2025", "2025-04-17"},
                               {"1st May 2025", "2025-05-01"},
                               {"April 2025", "2025-04"},
                               {"2025", "2025"},
                               {"2014-11", "2014-11"},
                               {"2014-11-15", "2014-11-15"},
                               {"2014-11-15T23:30:00-05:00", "2014-11-15"},
                               {"February 30, 2025", ""},
                               {"February 29, 2024", "2024-02-29"},
                               {"0000-00-00", ""},
                               {"04/05/2025", ""},
                               {"April 17", ""},
                               {"April 170, 2025", ""},
                               {"17, 2025", ""},
                               {"Avril 17, 2025", ""},
                               {"soon", ""},
                               {"", ""}});
}

TEST(ForeignText, ReadsInstants) {
  expect_all(to_instant, {{"Thu, 02 Apr 2026 21:28:40 GMT", "2026-04-02T21:28:40Z"},
                          {"Wed, 13 May 2015 01:56:15 +0000", "2015-05-13T01:56:15Z"},
                          {"13 May 2015 01:56:15 +0200", "2015-05-12T23:56:15Z"},
                          {"2026-04-02T21:28:40+02:00", "2026-04-02T19:28:40Z"},
                          {"Thu, 31 Apr 2026 21:28:40 GMT", ""},
                          {"Thu, 02 Apr 2026 25:28:40 GMT", ""},
                          {"Thu, 02 Apr 2026 21:28:40 EST", ""},
                          {"Thu, 02 Apr 2026 21:28:40", ""},
                          {"Thu,", ""},
                          {"", ""}});
}

TEST(ForeignText, ReadsFingerprints) {
  constexpr std::string_view k40 = "0123456789ABCDEF0123456789ABCDEF01234567";
  expect_all(to_fingerprint, {{k40, k40},
                              {"0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567", k40},
                              {"0x0123456789abcdef0123456789abcdef01234567", k40},
                              {"01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67", k40},
                              {"0123456789ABCDEF", ""},
                              {"0123456789ABCDEF0123456789ABCDEF0123456Z", ""},
                              {"", ""}});
}

TEST(ForeignText, MapsNoCountryByGuess) {
  expect_all(to_state, {{"TH", "TH"},
                        {"Thailand", "TH"},
                        {" thailand ", "TH"},
                        {"Congo", ""},
                        {" GEORGIA", ""},
                        {"GE", "GE"},
                        {"Korea", ""},
                        {"n/a", ""},
                        {"Utopia", ""},
                        {"XA", "XA"},
                        {"ZZ", ""}});
}

TEST(ForeignText, MendsTheLinesOfArmour) {
  const std::string begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
  const std::string end = "-----END PGP PUBLIC KEY BLOCK-----";
  const std::string line(64, 'A');
  const std::string plain = begin + "\n\n" + line + "\n" + line + "\nQUJD\n=abcd\n" + end + "\n";
  EXPECT_EQ(to_armour(plain), plain);
  EXPECT_EQ(to_armour(begin + ' ' + line + ' ' + line + " QUJD =abcd " + end), plain);
  EXPECT_EQ(to_armour(begin + "\r\n\r\n" + line + "\r\n" + line + "\r\nQUJD\r\n=abcd\r\n" + end),
            plain);
  EXPECT_EQ(to_armour(begin + " Version: Tool v1 Comment: made up " + line + " =abcd " + end),
            begin + "\nVersion: Tool v1\nComment: made up\n\n" + line + "\n=abcd\n" + end + "\n");
  EXPECT_FALSE(to_armour(begin));
  EXPECT_FALSE(to_armour(begin + end));
  EXPECT_FALSE(to_armour(begin + " (cut here) " + end));
  EXPECT_FALSE(to_armour(end + line + begin));
  EXPECT_FALSE(to_armour("-----BEGIN PGP PRIVATE KEY BLOCK-----"));
  EXPECT_FALSE(to_armour(""));
}

TEST(ForeignText, EncodesForAddresses) {
  EXPECT_EQ(percent_encoded("a-b_c.d~9"), "a-b_c.d~9");
  EXPECT_EQ(percent_encoded("a b/ü&"), "a%20b%2F%C3%BC%26");
}

}  // namespace
}  // namespace cyberdir::importers
