#include "page/marked_words.h"

#include <algorithm>
#include <cstddef>

#include <unicode/uchar.h>

#include "base/unicode.h"

namespace cyberdir::page {
namespace {

// A word with its place in the text, in bytes.
struct Word {
  std::string folded;
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_of_word(char32_t c) {
  const auto character = static_cast<UChar32>(c);
  const std::uint32_t kind = U_GET_GC_MASK(character);
  return u_isalnum(character) != 0 || (kind & U_GC_M_MASK) != 0 || c == 0x0640;  // tatweel
}

// Characters that are words of their own in the index, as Han characters are.
bool is_word_alone(std::string_view character) {
  constexpr std::size_t kShortest = 3;
  if (character.size() < kShortest) return false;
  return base::fold_words(std::string(character) += character).size() > 1;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool open = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = base::next_code_point(text, at);
    if (!is_of_word(c)) {
      open = false;
      continue;
    }
    const bool alone = is_word_alone(text.substr(begin, at - begin));
    if (!open || alone) words.push_back({{}, begin, begin});
    words.back().end = at;
    open = !alone;
  }
  for (Word& word : words)
    word.folded = base::fold_for_search(text.substr(word.begin, word.end - word.begin));
  std::erase_if(words, [](const Word& word) { return word.folded.empty(); });
  return words;
}

std::vector<std::string_view> split(std::string_view phrase) {
  std::vector<std::string_view> words;
  while (!phrase.empty()) {
    const std::size_t space = std::min(phrase.find(' '), phrase.size());
    words.push_back(phrase.substr(0, space));
    phrase.remove_prefix(std::min(space + 1, phrase.size()));
  }
  return words;
}

// Marks the words from `at` on where they are the phrase.
void mark_at(const std::vector<Word>& words, std::size_t at,
             const std::vector<std::string_view>& phrase, bool unfinished,
             std::vector<bool>& marked) {
  if (phrase.empty() || at + phrase.size() > words.size()) return;
  for (std::size_t n = 0; n < phrase.size(); ++n) {
    const std::string& word = words[at + n].folded;
    const bool last = unfinished && n + 1 == phrase.size();
    if (last ? !word.starts_with(phrase[n]) : word != phrase[n]) return;
  }
  const auto first = marked.begin() + static_cast<std::ptrdiff_t>(at);
  std::fill_n(first, phrase.size(), true);
}

}  // namespace

std::vector<TextPiece> mark_words(std::string_view text, const std::vector<std::string>& phrases) {
  const std::vector<Word> words = words_of(text);
  std::vector<bool> marked(words.size());
  for (const std::string& phrase : phrases) {
    const auto sought = split(phrase);
    for (std::size_t at = 0; at < words.size(); ++at)
      mark_at(words, at, sought, &phrase == &phrases.back(), marked);
  }
  std::vector<TextPiece> pieces;
  std::size_t shown = 0;
  const auto add = [&](std::size_t end, bool mark) {
    if (end == shown) return;
    if (pieces.empty() || pieces.back().marked != mark) pieces.push_back({{}, mark});
    pieces.back().text += text.substr(shown, end - shown);
    shown = end;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!marked[i]) continue;
    add(words[i].begin, false);
    add(words[i].end, true);
  }
  add(text.size(), false);
  return pieces;
}

}  // namespace cyberdir::page
