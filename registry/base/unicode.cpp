#include "base/unicode.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace cyberdir::base {
namespace {

constexpr char32_t kBadCodePoint = 0xFFFFFFFF;

// Decodes one code point; kBadCodePoint where the bytes are not UTF-8.
char32_t decode(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(at);
  if (first < 0x80) {
    ++at;
    return first;
  }
  int extra = 0;
  char32_t value = 0;
  char32_t least = 0;
  if ((first & 0xE0U) == 0xC0) {
    extra = 1, value = first & 0x1FU, least = 0x80;
  } else if ((first & 0xF0U) == 0xE0) {
    extra = 2, value = first & 0x0FU, least = 0x800;
  } else if ((first & 0xF8U) == 0xF0) {
    extra = 3, value = first & 0x07U, least = 0x10000;
  } else {
    return kBadCodePoint;
  }
  if (at + static_cast<std::size_t>(extra) >= text.size()) return kBadCodePoint;
  for (int i = 1; i <= extra; ++i) {
    const std::uint8_t next = byte(at + static_cast<std::size_t>(i));
    if ((next & 0xC0U) != 0x80) return kBadCodePoint;
    value = (value << 6U) | (next & 0x3FU);
  }
  if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
    return kBadCodePoint;
  }
  at += static_cast<std::size_t>(extra) + 1;
  return value;
}

bool is_cjk(UChar32 c) {
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) != 0) return true;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_HANGUL ||
         script == USCRIPT_THAI || script == USCRIPT_LAO || script == USCRIPT_KHMER ||
         script == USCRIPT_MYANMAR;
}

// Letters that decomposition leaves alone but that people type without their mark.
UChar32 fold_letter(UChar32 c) {
  switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0671:
      return 0x0627;  // alef with hamza, madda, wasla
    case 0x0624:
      return 0x0648;  // waw with hamza
    case 0x0626:
    case 0x0649:
    case 0x06CC:
      return 0x064A;  // yeh forms
    case 0x0629:
      return 0x0647;  // teh marbuta
    case 0x06A9:
      return 0x0643;  // keheh
    case 0x0451:
      return 0x0435;  // Cyrillic io
    case 0x00F8:
      return 'o';
    case 0x0142:
      return 'l';
    case 0x0111:
    case 0x00F0:
      return 'd';
    case 0x0131:
      return 'i';
    case 0x0127:
      return 'h';
    default:
      return c;
  }
}

bool is_dropped(UChar32 c) {
  const int category = u_charType(c);
  if (c == 0x0640 || c == 0x0621) return true;  // tatweel; hamza alone
  return category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK ||
         category == U_FORMAT_CHAR;
}

constexpr std::string_view kArabicArticle = "\xD8\xA7\xD9\x84";  // alef lam
constexpr std::size_t kLettersBesideArticle = 4;                 // two Arabic letters

class Folder {
 public:
  std::vector<FoldedWord> words;

  void add(UChar32 c) {
    if (is_dropped(c)) return;
    if (u_isalnum(c) == 0 && u_charType(c) != U_COMBINING_SPACING_MARK) {
      end_word();
      joined_ = false;
      return;
    }
    if (is_cjk(c) && u_charDigitValue(c) < 0) {
      end_word();
      append(c);
      end_word();
      joined_ = true;
      return;
    }
    append(c);
  }

  void add_ascii(char c) {
    if (c >= 'A' && c <= 'Z') {
      current_.push_back(static_cast<char>(c + ('a' - 'A')));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      current_.push_back(c);
    } else {
      end_word();
      joined_ = false;
    }
  }

  void end_word() {
    if (current_.empty()) return;
    if (current_.starts_with(kArabicArticle) &&
        current_.size() >= kArabicArticle.size() + kLettersBesideArticle) {
      current_.erase(0, kArabicArticle.size());
    }
    words.push_back({std::move(current_), joined_});
    current_.clear();
    joined_ = true;
  }

 private:
  void append(UChar32 c) {
    const int digit = u_charDigitValue(c);
    if (digit >= 0) {
      current_.push_back(static_cast<char>('0' + digit));
      return;
    }
    const UChar32 folded = fold_letter(c);
    if (folded == 0x00E6) {
      current_ += "ae";
    } else if (folded == 0x0153) {
      current_ += "oe";
    } else {
      append_utf8(current_, static_cast<char32_t>(folded));
    }
  }

  std::string current_;
  bool joined_ = false;
};

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
}

// Most text is ASCII: a word at a time.
bool eight_ascii_at(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::uint64_t word = 0;
  if (text.size() - at < sizeof word) return false;
  std::memcpy(&word, text.data() + at, sizeof word);
  return (word & kHighBits) == 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (eight_ascii_at(text, at)) {
      at += sizeof(std::uint64_t);
    } else if (decode(text, at) == kBadCodePoint) {
      return false;
    }
  }
  return true;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const char32_t value = decode(text, at);
  if (value != kBadCodePoint) return value;
  ++at;
  return 0xFFFD;
}

void append_utf8(std::string& text, char32_t c) {
  const auto tail = [&](unsigned shift) {
    text.push_back(static_cast<char>(0x80U | ((c >> shift) & 0x3FU)));
  };
  if (c < 0x80) {
    text.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    text.push_back(static_cast<char>(0xC0U | (c >> 6U)));
    tail(0);
  } else if (c < 0x10000) {
    text.push_back(static_cast<char>(0xE0U | (c >> 12U)));
    tail(6);
    tail(0);
  } else {
    text.push_back(static_cast<char>(0xF0U | (c >> 18U)));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_xml_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = decode(text, at);
    if (c == kBadCodePoint || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE ||
        c == 0xFFFF) {
      return false;
    }
  }
  return true;
}

std::vector<FoldedWord> fold_words(std::string_view text) {
  Folder folder;
  if (is_plain_ascii(text)) {  // most text of a directory; the same result without ICU
    for (const char c : text) folder.add_ascii(c);
    folder.end_word();
    return std::move(folder.words);
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* compose = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalisation data");
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  icu::UnicodeString folded;
  compose->normalize(source, folded, status);
  // Decomposed character by character: Hangul syllables stay whole, marks fall away.
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    icu::UnicodeString parts;
    if (is_cjk(c) || fold_letter(c) != c || decompose->getDecomposition(c, parts) == 0) {
      folder.add(c);
      continue;
    }
    for (std::int32_t j = 0; j < parts.length(); j = parts.moveIndex32(j, 1)) {
      folder.add(parts.char32At(j));
    }
  }
  folder.end_word();
  return std::move(folder.words);
}

std::string fold_for_search(std::string_view text) {
  std::string folded;
  for (const FoldedWord& word : fold_words(text)) {
    if (!folded.empty()) folded.push_back(' ');
    folded += word.text;
  }
  return folded;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace cyberdir::base
