#include "service/query_reading.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/unicode.h"
#include "model/states.h"

namespace cyberdir::service {
namespace {

using base::FoldedWord;

// No name of a State has more words, or characters that are words.
constexpr std::size_t kLongestName = 24;
constexpr std::size_t kLongestCode = 3;
constexpr std::size_t kMostTokens = 12;
constexpr std::size_t kMostWordsLookedAt = 20'000;
constexpr std::size_t kMostWordsTried = 16;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::vector<std::string> tokens_of(std::string_view words) {
  std::vector<std::string> tokens(1);
  for (const char c : words) {
    if (!is_space(c)) {
      tokens.back().push_back(c);
    } else if (!tokens.back().empty()) {
      tokens.emplace_back();
    }
  }
  if (tokens.back().empty()) tokens.pop_back();
  return tokens;
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }

// Capitals in a query that is not written in capitals throughout.
std::set<std::string> capital_words(std::string_view words) {
  std::set<std::string> found;
  if (std::any_of(words.begin(), words.end(),
                  [](char c) { return !is_capital(c) && !is_space(c); }))
    for (const std::string& token : tokens_of(words))
      if (std::all_of(token.begin(), token.end(), is_capital))
        found.insert(base::fold_for_search(token));
  return found;
}

bool is_code(std::string_view folded) {
  return folded.size() <= kLongestCode && std::all_of(folded.begin(), folded.end(), is_small);
}

// Words that say nothing beside a State's name: "contact in Thailand".
bool says_nothing(std::string_view word) {
  static const std::set<std::string_view> kWords = {
      "in", "of", "for", "the", "and",  "de",   "del", "la", "le", "les", "el",  "en", "du", "des",
      "et", "y",  "au",  "aux", "pour", "para", "в",   "во", "из", "и",   "для", "في", "من"};
  return kWords.contains(word);
}

std::string digits_of_fingerprint(std::string_view words) {
  constexpr std::size_t kFewest = 16;
  std::string digits;
  for (const char c : words) {
    if (is_space(c) || c == ':' || c == '-') continue;
    const char small = is_capital(c) ? static_cast<char>(c + ('a' - 'A')) : c;
    const bool hexadecimal = (small >= '0' && small <= '9') || (small >= 'a' && small <= 'f');
    if (!hexadecimal) return {};
    digits.push_back(small);
  }
  // A telephone number has digits alone, and fewer.
  return digits.size() >= kFewest ? digits : std::string();
}

bool joins(std::string_view token) {
  return token.find_first_of(".@-_'") != std::string_view::npos ||
         token.find("\u2019") != std::string_view::npos;
}

struct Word {
  std::string text;
  bool joined = false;  // to the word before, as a phrase
};

std::vector<Word> words_of(std::string_view words) {
  std::vector<Word> all;
  for (const std::string& token : tokens_of(words)) {
    bool first = true;
    for (FoldedWord& word : base::fold_words(token)) {
      all.push_back({std::move(word.text), !first && (word.joined || joins(token))});
      first = false;
    }
  }
  return all;
}

void append(std::vector<std::string>& phrases, const Word& word, bool joined) {
  if (joined && !phrases.empty()) {
    phrases.back() += ' ' + word.text;
  } else {
    phrases.push_back(word.text);
  }
}

class StateNames {
 public:
  StateNames(std::string_view query, const std::vector<Word>& words)
      : words_(words), capitals_(capital_words(query)) {}

  void read(QueryReading& reading) {
    std::set<std::string> codes;
    std::vector<std::string> rest;
    bool joined = false;
    for (std::size_t at = 0; at < words_.size();) {
      const std::size_t length = name_at(at);
      if (length == 0) {
        if (!says_nothing(words_[at].text)) append(rest, words_[at], joined && words_[at].joined);
        joined = true;
        ++at;
        continue;
      }
      codes.insert(candidates_.begin(), candidates_.end());
      reading.ambiguous = reading.ambiguous || candidates_.size() > 1;
      at += length;
      joined = false;
    }
    if (codes.empty()) return;
    reading.of_states = {{codes.begin(), codes.end()}, std::move(rest)};
    reading.whole_words = words_.size() == 1 && is_code(words_.front().text);
  }

 private:
  // How many words from here on are the longest name of a State.
  std::size_t name_at(std::size_t at) {
    std::string name;
    std::size_t longest = 0;
    for (std::size_t n = 1; n <= kLongestName && at + n <= words_.size(); ++n) {
      name += (n == 1 ? "" : " ") + words_[at + n - 1].text;
      const bool code = n == 1 && is_code(name) && words_.size() > 1;
      if (code && !capitals_.contains(name)) continue;
      auto found = model::states_searched_as(name);
      if (found.empty()) continue;
      longest = n;
      candidates_ = std::move(found);
    }
    return longest;
  }

  const std::vector<Word>& words_;
  std::set<std::string> capitals_;
  std::vector<std::string> candidates_;
};

std::u32string letters_of(std::string_view text) {
  std::u32string letters;
  for (std::size_t at = 0; at < text.size();) letters.push_back(base::next_code_point(text, at));
  return letters;
}

// Edits between two words, neighbours swapped counting as one; nothing beyond `most`.
std::optional<std::size_t> edits(const std::u32string& a, const std::u32string& b,
                                 std::size_t most) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > most) return std::nullopt;
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    if (*std::min_element(row.begin(), row.end()) > most) return std::nullopt;
    std::swap(before, last);
    std::swap(last, row);
  }
  if (last[b.size()] > most) return std::nullopt;
  return last[b.size()];
}

class Corrector {
 public:
  Corrector(store::Reader& reader, const store::SearchQuery& asked)
      : reader_(reader), asked_(asked) {}

  // The words nearest to one of which nothing is found: one, or several of States that are as near.
  std::vector<std::string> nearest(const std::string& word) {
    const std::u32string letters = letters_of(word);
    std::size_t most = most_edits(letters);
    if (most == 0) return {};
    std::vector<std::string> of_states = nearest_states(letters, most);
    if (auto seen = of_entries(letters, of_states.empty() ? most : most - 1)) return {*seen};
    return of_states;
  }

  // True where a word is found only as the beginning of others, but is one edit from the name of
  // one State, of which it is no beginning: "Tailand" begins the Spanish name, and means Thailand.
  bool is_misspelt_state(const std::string& word, const std::vector<std::string>& phrases) {
    const std::u32string letters = letters_of(word);
    std::size_t most = std::min<std::size_t>(most_edits(letters), 1);
    if (most == 0) return false;
    const auto near = nearest_states(letters, most);
    return near.size() == 1 && !near.front().starts_with(word) && !finds(phrases, true);
  }

  bool finds(const std::vector<std::string>& phrases, bool whole_words = false) {
    store::SearchQuery query;
    query.whole_words = whole_words;
    query.caller = asked_.caller;
    query.at_seq = asked_.at_seq;
    query.head = asked_.head;
    query.phrases = phrases;
    query.limit = 1;
    query.any = true;
    return !reader_.search(query).hits.empty();
  }

 private:
  // The words of States' names that are nearest; `most` becomes how near that is.
  static std::vector<std::string> nearest_states(const std::u32string& letters, std::size_t& most) {
    static const auto kNames = [] {
      std::vector<std::pair<std::u32string, std::string>> names;
      for (const std::string& name : model::words_of_states())
        names.emplace_back(letters_of(name), name);
      return names;
    }();
    std::vector<std::string> nearest;
    for (const auto& [name, text] : kNames) {
      const auto distance = edits(letters, name, most);
      if (!distance) continue;
      if (*distance < most) nearest.clear();
      most = *distance;
      nearest.push_back(text);
    }
    return nearest;
  }

  // A number or symbol that is not found is another one, not a mistake: nothing with a digit in it
  // is corrected.
  static std::size_t most_edits(const std::u32string& letters) {
    const bool has_digit = std::any_of(letters.begin(), letters.end(),
                                       [](char32_t c) { return c >= U'0' && c <= U'9'; });
    if (has_digit) return 0;
    constexpr std::size_t kLong = 8;
    constexpr std::size_t kShort = 4;
    constexpr std::size_t kShortHan = 3;
    constexpr char32_t kHan = 0x2E80;
    if (letters.size() >= kLong) return 2;
    const bool han =
        std::all_of(letters.begin(), letters.end(), [](char32_t c) { return c >= kHan; });
    return letters.size() >= (han ? kShortHan : kShort) ? 1 : 0;
  }

  // The nearest word of an entry that the caller sees, the more frequent first.
  std::optional<std::string> of_entries(const std::u32string& letters, std::size_t most) {
    std::vector<std::pair<std::size_t, std::string>> near;
    std::string beginning;
    base::append_utf8(beginning, letters.front());
    for (std::string& word : reader_.words_from(asked_.caller, beginning, kMostWordsLookedAt)) {
      const auto distance = edits(letters, letters_of(word), most);
      if (distance && *distance > 0) near.emplace_back(*distance, std::move(word));
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    if (near.size() > kMostWordsTried) near.resize(kMostWordsTried);
    for (const auto& [distance, word] : near) {
      if (finds({word})) return word;
    }
    return std::nullopt;
  }

  store::Reader& reader_;
  const store::SearchQuery& asked_;
};

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

std::string joined(const std::vector<std::string>& tokens) {
  std::string text;
  for (const std::string& token : tokens) text += (text.empty() ? "" : " ") + token;
  return text;
}

}  // namespace

QueryReading read_query(std::string_view words) {
  QueryReading reading;
  if (std::string digits = digits_of_fingerprint(words); !digits.empty()) {
    reading.phrases = {digits};
    reading.folded = std::move(digits);
    return reading;
  }
  reading.exact = words.size() > 2 && words.front() == '"' && words.back() == '"';
  reading.whole_words = reading.exact;
  if (reading.exact) words = words.substr(1, words.size() - 2);
  const std::vector<Word> all = words_of(words);
  for (const Word& word : all) append(reading.phrases, word, word.joined);
  reading.folded = base::fold_for_search(words);
  if (!reading.exact) StateNames(words, all).read(reading);
  return reading;
}

Correction correct_query(store::Reader& reader, const store::SearchQuery& asked,
                         std::string_view words, bool found) {
  std::vector<std::string> tokens = tokens_of(words);
  if (tokens.size() > kMostTokens) return {};
  Corrector corrector(reader, asked);
  bool corrected = false;
  for (std::string& token : tokens) {
    const QueryReading alone = read_query(token);
    if (alone.phrases.size() != 1 || !alone.of_states.codes.empty()) continue;
    const std::string word = without_spaces(alone.folded);
    const auto known = model::words_of_states();
    if (std::binary_search(known.begin(), known.end(), word)) continue;
    if (found || corrector.finds(alone.phrases)) {
      if (!corrector.is_misspelt_state(word, alone.phrases)) continue;
    }
    const std::vector<std::string> nearest = corrector.nearest(word);
    if (nearest.empty()) return {};
    if (nearest.size() > 1) {
      Correction choice;
      for (const std::string& one : nearest) {
        token = one;
        choice.suggestions.push_back(joined(tokens));
      }
      return choice;
    }
    token = nearest.front();
    corrected = true;
  }
  return corrected ? Correction{joined(tokens), {}} : Correction{};
}

}  // namespace cyberdir::service
