// Which parts of a text are the words that were searched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cyberdir::page {

// A part of a text as it stands; the parts together are the text.
struct TextPiece {
  std::string text;
  bool marked = false;
};

// Finds phrases of folded words in a text as the search does: whatever its case, accents and Arabic
// marks, and the last phrase may end within a word. Whole words are marked. Wants UTF-8.
[[nodiscard]] std::vector<TextPiece> mark_words(std::string_view text,
                                                const std::vector<std::string>& phrases);

}  // namespace cyberdir::page
