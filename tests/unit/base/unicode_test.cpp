#include "base/unicode.h"

#include <gtest/gtest.h>

namespace cyberdir::base {
namespace {

struct Pair {
  const char* what;
  const char* a;
  const char* b;
};

// What people mean to be the same.
TEST(FoldForSearch, makes_one_of) {
  for (const Pair& pair : {
           Pair{"case", "CERT", "cert"},
           {"sharp s", "Stra\u00DFe", "STRASSE"},
           {"diacritics", "C\u00F4te d\u2019Ivoire", "cote d'ivoire"},
           {"combining and composed", "e\u0301", "\u00E9"},
           {"Turkish dotted capital", "T\u00FCrkiye", "Turkiye"},
           {"Vietnamese", "Vi\u1EC7t Nam", "viet nam"},
           {"Polish stroke", "\u0141\u00F3d\u017A", "lodz"},
           {"Danish o with stroke", "K\u00F8benhavn", "kobenhavn"},
           {"Cyrillic io", "\u0401\u043B\u043A\u0430", "\u0435\u043B\u043A\u0430"},
           {"Cyrillic case", "\u0420\u041E\u0421\u0421\u0418\u042F",
            "\u0440\u043E\u0441\u0441\u0438\u044F"},
           {"Greek accents", "\u0391\u03B8\u03AE\u03BD\u03B1", "\u03B1\u03B8\u03B7\u03BD\u03B1"},
           {"Greek final sigma", "\u039F\u03A3", "\u03BF\u03C2"},
           {"full width", "\uFF23\uFF25\uFF32\uFF34\uFF11", "cert1"},
           {"ligature", "of\uFB01ce", "office"},
           {"Arabic marks", "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F",
            "\u0645\u062D\u0645\u062F"},
           {"Arabic hamza above alef", "\u0623\u0645\u0646", "\u0627\u0645\u0646"},
           {"Arabic hamza below alef", "\u0625\u0646\u062A\u0631\u0646\u062A",
            "\u0627\u0646\u062A\u0631\u0646\u062A"},
           {"Arabic madda", "\u0622\u0633\u064A\u0627", "\u0627\u0633\u064A\u0627"},
           {"Arabic article", "\u0627\u0644\u0647\u0646\u062F", "\u0647\u0646\u062F"},
           {"Arabic kashida", "\u0639\u0640\u0640\u0631\u0628", "\u0639\u0631\u0628"},
           {"Arabic-Indic digits", "\u0661\u0662\u0663", "123"},
           {"Persian digits", "\u06F4\u06F5\u06F6", "456"},
           {"Devanagari digits", "\u0967\u0968", "12"},
           {"Thai digits", "\u0E51\u0E52", "12"},
           {"hyphen and blank", "Guinea-Bissau", "guinea bissau"},
           {"several blanks", "  a \t b\n", "a b"},
           {"no-break space", "a\u00A0b", "a b"},
       }) {
    EXPECT_EQ(fold_for_search(pair.a), fold_for_search(pair.b)) << pair.what;
    EXPECT_FALSE(fold_for_search(pair.a).empty()) << pair.what;
  }
}

TEST(FoldForSearch, keeps_apart) {
  for (const Pair& pair : {Pair{"letters", "cert", "cart"},
                           {"i and j", "i", "j"},
                           {"Cyrillic short i", "\u0439", "\u0438\u0438"},
                           {"Han", "\u4E2D", "\u56FD"},
                           {"words", "a b", "ab"}}) {
    EXPECT_NE(fold_for_search(pair.a), fold_for_search(pair.b)) << pair.what;
  }
}

TEST(FoldForSearch, han_kana_and_hangul_are_words_of_their_own) {
  EXPECT_EQ(fold_for_search("\u4E2D\u56FD"), "\u4E2D \u56FD");
  EXPECT_EQ(fold_for_search("CERT\u4E2D\u56FD2"), "cert \u4E2D \u56FD 2");
  const auto words = fold_words("\u4E2D\u56FD \u6CF0");
  ASSERT_EQ(words.size(), 3U);
  EXPECT_FALSE(words[0].joined);
  EXPECT_TRUE(words[1].joined) << "queried as a phrase";
  EXPECT_FALSE(words[2].joined) << "there was a separator";
}

TEST(FoldForSearch, is_a_fixed_point_and_holds_no_syntax) {
  for (const char* text :
       {"C\u00F4te d'Ivoire", "\u4E2D\u56FD CERT", "\"OR\" AND NOT (a*) -b ^c:d",
        "\u0627\u0644\u0627\u0645\u0646", "a\u0301\u0301\u0301", "", "\U0001F600", "..."}) {
    const std::string once = fold_for_search(text);
    EXPECT_EQ(fold_for_search(once), once) << text;
    EXPECT_EQ(once.find_first_of("\"*()^:-'"), std::string::npos) << once;
  }
  EXPECT_EQ(fold_for_search("\U0001F600 ... !"), "");
}

TEST(Utf8, well_formed_or_not) {
  using namespace std::string_literals;
  for (const std::string& text :
       {""s, "a"s, "\x7F"s, "\xC2\x80"s, "\xDF\xBF"s, "\xE0\xA0\x80"s, "\xED\x9F\xBF"s,
        "\xEE\x80\x80"s, "\xEF\xBF\xBF"s, "\xF0\x90\x80\x80"s, "\xF4\x8F\xBF\xBF"s, "a\0b"s}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
  for (const std::string& text :
       {"\x80"s, "\xBF"s, "\xC0\x80"s, "\xC1\xBF"s, "\xC2"s, "\xC2\x41"s, "\xE0\x9F\xBF"s,
        "\xE0\x80"s, "\xED\xA0\x80"s, "\xED\xBF\xBF"s, "\xF0\x8F\xBF\xBF"s, "\xF4\x90\x80\x80"s,
        "\xF5\x80\x80\x80"s, "\xFF"s, "ok\xE4\xB8"s}) {
    EXPECT_FALSE(is_utf8(text));
  }
  // Wherever it stands beside runs of ASCII.
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t after = 0; after < 20; ++after) {
      const std::string head(before, 'a');
      const std::string tail(after, 'z');
      EXPECT_TRUE(is_utf8(head + "\xC3\xA9" + tail));
      EXPECT_FALSE(is_utf8(head + "\xC3" + tail));
      EXPECT_FALSE(is_utf8(head + "\x80" + tail));
    }
  }
}

TEST(Utf8, code_points_there_and_back) {
  for (const char32_t c : {U'a', U'\u00E9', U'\u4E2D', U'\uFFFD', U'\U0001F600', U'\U0010FFFF'}) {
    std::string text;
    append_utf8(text, c);
    std::size_t at = 0;
    EXPECT_EQ(next_code_point(text, at), c);
    EXPECT_EQ(at, text.size());
  }
}

TEST(XmlText, allows_what_xml_1_0_allows) {
  using namespace std::string_literals;
  for (const std::string& text :
       {"\t\n\r"s, " ~"s, "\x7F"s, "\xC2\x85"s, "\xED\x9F\xBF"s, "\xEE\x80\x80"s, "\xEF\xBF\xBD"s,
        "\xF0\x90\x80\x80"s, "\xF4\x8F\xBF\xBF"s})
    EXPECT_TRUE(is_xml_text(text));
  for (const std::string& text :
       {"\0"s, "\x01"s, "\x08"s, "\x0B"s, "\x0C"s, "\x1F"s, "\xEF\xBF\xBE"s, "\xEF\xBF\xBF"s})
    EXPECT_FALSE(is_xml_text(text));
}

TEST(EditDistance, table) {
  struct Row {
    const char* a;
    const char* b;
    std::size_t distance;
  };
  for (const Row& row : {Row{"", "", 0},
                         {"a", "", 1},
                         {"", "abc", 3},
                         {"kind", "kind", 0},
                         {"kind", "knid", 1},
                         {"limit", "limt", 1},
                         {"limit", "limitt", 1},
                         {"state", "stats", 1},
                         {"kitten", "sitting", 3},
                         {"ab", "ba", 1},
                         {"cursor", "courser", 2}}) {
    EXPECT_EQ(edit_distance(row.a, row.b), row.distance) << row.a << ' ' << row.b;
    EXPECT_EQ(edit_distance(row.b, row.a), row.distance) << row.b << ' ' << row.a;
  }
}

}  // namespace
}  // namespace cyberdir::base
