// The language files say the same things with the same places to fill, and well-formed.
#include <map>
#include <memory>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/plurrule.h>
#include <unicode/strenum.h>

#include "embedded/web.h"
#include "page/languages.h"
#include "page/message.h"

namespace cyberdir::page {
namespace {

using Words = std::map<std::string, std::string>;

Words load(std::string_view language) {
  const auto file = web::find("locales/" + std::string(language) + ".json");
  EXPECT_TRUE(file.has_value()) << language;
  return nlohmann::json::parse(file.value_or("{}")).get<Words>();
}

// The names of arguments and the plural forms of a pattern.
struct Shape {
  std::set<std::string> arguments;
  std::set<std::string> forms;
};

Shape shape_of(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern pattern(icu::UnicodeString::fromUTF8(text), nullptr, status);
  EXPECT_TRUE(U_SUCCESS(status)) << text;
  Shape shape;
  for (std::int32_t i = 0; i < pattern.countParts(); ++i) {
    std::string part;
    pattern.getSubstring(pattern.getPart(i)).toUTF8String(part);
    const auto type = pattern.getPartType(i);
    if (type == UMSGPAT_PART_TYPE_ARG_NAME) shape.arguments.insert(part);
    if (type == UMSGPAT_PART_TYPE_ARG_SELECTOR) shape.forms.insert(part);
  }
  return shape;
}

std::set<std::string> forms_of(std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules(
      icu::PluralRules::forLocale(icu::Locale(std::string(language).c_str()), status));
  const std::unique_ptr<icu::StringEnumeration> keywords(rules->getKeywords(status));
  std::set<std::string> forms;
  while (const char* keyword = keywords->next(nullptr, status)) forms.insert(keyword);
  return forms;
}

TEST(Locales, HaveTheSameKeys) {
  const Words english = load("en");
  ASSERT_GT(english.size(), 400U);
  for (const std::string_view language : languages()) {
    const Words other = load(language);
    for (const auto& [key, text] : english) EXPECT_TRUE(other.contains(key)) << language << key;
    for (const auto& [key, text] : other) EXPECT_TRUE(english.contains(key)) << language << key;
  }
}

TEST(Locales, HaveTheSamePlaceholders) {
  const Words english = load("en");
  for (const std::string_view language : languages()) {
    for (const auto& [key, text] : load(language)) {
      EXPECT_EQ(shape_of(text).arguments, shape_of(english.at(key)).arguments) << language << key;
    }
  }
}

TEST(Locales, HaveEveryPluralFormOfTheLanguage) {
  for (const std::string_view language : languages()) {
    for (const auto& [key, text] : load(language)) {
      const Shape shape = shape_of(text);
      if (!shape.forms.empty()) {
        EXPECT_EQ(shape.forms, forms_of(language)) << language << key;
      }
    }
  }
}

// An ASCII apostrophe begins a quotation in a message pattern; markup is the templates' work.
TEST(Locales, AreFreeOfApostrophesAndMarkup) {
  for (const std::string_view language : languages()) {
    for (const auto& [key, text] : load(language)) {
      EXPECT_EQ(text.find_first_of("'<>"), std::string::npos) << language << key;
      EXPECT_FALSE(text.empty()) << language << key;
    }
  }
}

TEST(Locales, AreTranslated) {
  const Words english = load("en");
  for (const std::string_view language : {"ar", "zh", "ru"}) {
    for (const auto& [key, text] : load(language)) {
      EXPECT_NE(text, english.at(key).starts_with('{') ? "" : english.at(key)) << language << key;
    }
  }
}

TEST(ChooseLanguage, FollowsQualityThenOrder) {
  const std::map<std::string, std::string> cases{
      {"", "en"},
      {"fr", "fr"},
      {"pt, fr-CA;q=0.8", "fr"},
      {"en;q=0.4, ar;q=0.9, ru;q=0.9", "ar"},
      {"zh-Hant-TW", "zh"},
      {"ES", "es"},
      {"fra", "en"},
      {"fr;q=0", "en"},
      {"fr;q=x, ru;q=0.1", "ru"},
      {"*", "en"},
      {";;,,;q=", "en"},
      {"fr;q=1.", "fr"},
  };
  for (const auto& [header, expected] : cases)
    EXPECT_EQ(choose_language(header), expected) << header;
}

TEST(Labels, FallBackToTheNameMadeReadable) {
  EXPECT_EQ(field_label("en", "how_to_join"), "How to join");
  EXPECT_EQ(field_label("fr", "how_to_join"), "Comment participer");
  EXPECT_EQ(field_label("ar", "some_new_field"), "Some new field");
  EXPECT_EQ(field_label("xx", "name"), "Name");
  EXPECT_EQ(code_label("en", "contact-category", "cii-protection"),
            "Protection of critical information infrastructure");
  EXPECT_EQ(code_label("ru", "contact-category", "new-value"), "New value");
  EXPECT_EQ(code_label("en", "network", "X-NEW-1"), "X-NEW-1");
  EXPECT_EQ(code_label("fr", "language", "th"), "thaï");
  EXPECT_EQ(code_label("en", "language", "not a tag"), "not a tag");
}

}  // namespace
}  // namespace cyberdir::page
