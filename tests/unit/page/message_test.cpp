#include "page/message.h"

#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

#include "page/language.h"

namespace cyberdir::page {
namespace {

std::string counted(const char* language, const char* key, std::uint64_t count) {
  return Language::of(language).plain(key, {count_argument("count", count)});
}

TEST(Message, HasThePluralFormsOfEachLanguage) {
  EXPECT_EQ(counted("en", "age.days", 1), "1 day ago");
  EXPECT_EQ(counted("en", "age.days", 2), "2 days ago");
  EXPECT_EQ(counted("en", "results.total", 1234), "1,234 entries");
  EXPECT_EQ(counted("fr", "results.total", 0), "0 fiche");
  EXPECT_EQ(counted("ru", "age.days", 1), "1 день назад");
  EXPECT_EQ(counted("ru", "age.days", 3), "3 дня назад");
  EXPECT_EQ(counted("ru", "age.days", 5), "5 дней назад");
  EXPECT_EQ(counted("ru", "age.days", 11), "11 дней назад");
  EXPECT_EQ(counted("ru", "age.days", 21), "21 день назад");
  EXPECT_EQ(counted("ar", "age.days", 1), "قبل يوم واحد");
  EXPECT_EQ(counted("ar", "age.days", 2), "قبل يومين");
  EXPECT_EQ(counted("ar", "age.days", 3), "قبل ٣ أيام");
  EXPECT_EQ(counted("ar", "age.days", 11), "قبل ١١ يومًا");
  EXPECT_EQ(counted("ar", "age.days", 100), "قبل ١٠٠ يوم");
  EXPECT_EQ(counted("zh", "age.days", 5), "5天前");
}

TEST(Message, KeepsDataApartFromWords) {
  const Language& english = Language::of("en");
  const Rich parts = english.rich("owner.registry", {data_argument("source", "{name} #", "fr")});
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].text, "Listed by ");
  EXPECT_EQ(parts[1].kind, Part::Kind::data);
  EXPECT_EQ(parts[1].text, "{name} #");
  EXPECT_EQ(parts[1].language, "fr");
  EXPECT_EQ(parts[2].text, ", not nominated by the State");
}

TEST(Message, RefusesWhatItDoesNotUnderstand) {
  for (const char* pattern : {"{", "{a, plural, one {x}", "{a, plural, one {x}}", "{a, date}",
                              "{a, selectordinal, other {x}}"}) {
    EXPECT_THROW(Message{pattern}, std::invalid_argument) << pattern;
  }
}

TEST(Message, SelectsAndTakesMissingArgumentsAsNothing) {
  const Language& english = Language::of("en");
  EXPECT_TRUE(english.rich("no.such.key", {}).empty());
  EXPECT_EQ(english.plain("version.number", {}), "Version ");
}

TEST(Language, WritesDatesInItsOwnWay) {
  EXPECT_EQ(Language::of("en").partial_date("2026-11-22"), "22 November 2026");
  EXPECT_EQ(Language::of("en").partial_date("2026-11"), "November 2026");
  EXPECT_EQ(Language::of("en").partial_date("2026"), "2026");
  EXPECT_EQ(Language::of("en").partial_date("2026-11-22T14:05:00+05:30"),
            "22 November 2026 at 08:35 UTC");
  EXPECT_EQ(Language::of("zh").partial_date("2026-11-22"), "2026年11月22日");
  EXPECT_EQ(Language::of("es").partial_date("2026-11-22"), "22 de noviembre de 2026");
  EXPECT_EQ(Language::of("ar").partial_date("2026"), "٢٠٢٦");
  for (const char* strange : {"", "soon", "2026-13", "2026-02-30", "20261122",
                              "2026-11-22T25:00:00Z", "2026-11-22T14:05:00"}) {
    EXPECT_EQ(Language::of("en").partial_date(strange), strange);
  }
}

TEST(Language, KeepsTheExactDecimal) {
  EXPECT_EQ(Language::of("en").decimal("1250000.50"), "1,250,000.50");
  EXPECT_EQ(Language::of("ru").decimal("0.25"), "0,25");
  EXPECT_EQ(Language::of("en").decimal("12345678901234567890"), "12,345,678,901,234,567,890");
  for (const char* strange : {"", "many", "1.2.3", "<b>"}) {
    EXPECT_EQ(Language::of("en").decimal(strange), strange);
  }
}

TEST(Language, TellsMomentsApartFromTheEpoch) {
  EXPECT_EQ(machine_time(Moment{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(parse_moment("1969-12-31T23:59:59.999999Z"), Moment{std::chrono::microseconds(-1)});
  EXPECT_EQ(machine_time(Moment{std::chrono::microseconds(-1)}), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace cyberdir::page
