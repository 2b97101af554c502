// What the words of a query mean: phrases, States that are named, a fingerprint.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/audience.h"
#include "store/search_query.h"
#include "store/store.h"

namespace cyberdir::service {

/// A query as it is searched.
struct QueryReading {
  std::vector<std::string> phrases;  ///< as store::SearchQuery::phrases
  std::string folded;
  store::OfStates of_states;
  bool ambiguous = false;    ///< a name may mean any of several States
  bool whole_words = false;  ///< the query is a State's code, not the beginning of a word
  bool exact = false;        ///< in quotation marks: neither interpreted nor corrected
};

/// Reads a query. Words joined by a point, at sign, hyphen or apostrophe are one phrase; a key's
/// fingerprint in any grouping is one word. A State is named by any of its names; by a code of two
/// or three letters only if that is the whole query, or stands in capitals beside other words.
[[nodiscard]] QueryReading read_query(std::string_view words);

/// How a query that found nothing may have been meant.
struct Correction {
  std::string words;                     ///< searched instead; empty where nothing is
  std::vector<std::string> suggestions;  ///< several are as near: none of them is searched
};

/// Replaces those words of a query of which nothing is found, each by the nearest word of a State's
/// name or of an entry that the caller sees: one edit away, two from eight letters on. Where the
/// query `found` something, only words that were found as beginnings alone and are one edit from a
/// State's name. Words with digits stay.
[[nodiscard]] Correction correct_query(store::Reader& reader, const store::SearchQuery& asked,
                                       std::string_view words, bool found);

}  // namespace cyberdir::service
