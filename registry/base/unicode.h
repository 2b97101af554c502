// What may be in a string, and how strings are compared when people search.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cyberdir::base {

/// True for well-formed UTF-8 (RFC 3629): no surrogates, no overlong forms.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Reads one code point from well-formed UTF-8 at `at` and moves `at` behind it.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& at);

/// Appends a code point as UTF-8.
void append_utf8(std::string& text, char32_t code_point);

/// True where each character is one that XML 1.0 allows (section 2.2, Char). Wants UTF-8.
[[nodiscard]] bool is_xml_text(std::string_view text);

/// Folds text for the search index and for queries alike: compatibility forms, case, Latin
/// diacritics, Cyrillic io, Arabic marks, hamza forms and the article, digits of any script.
/// Han, kana and Hangul characters become words of their own, so that a substring is a phrase.
/// Words are separated by single spaces; everything that is not a letter or digit separates.
[[nodiscard]] std::string fold_for_search(std::string_view text);

/// The words of folded text, with a mark where a word was joined to its predecessor without a
/// separator (Han characters in a row): those are queried as a phrase.
struct FoldedWord {
  std::string text;
  bool joined = false;
};
[[nodiscard]] std::vector<FoldedWord> fold_words(std::string_view text);

/// The number of edits between two short ASCII words (Damerau-Levenshtein, neighbours swapped).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace cyberdir::base
