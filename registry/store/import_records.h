// What the store keeps of imports and of what foreign directories list, as values.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "base/instant.h"
#include "model/audience.h"

namespace cyberdir::store {

/// An import: who sent what, and what became of it. The items are not part of it.
struct ImportRow {
  std::int64_t row = 0;
  std::string id;
  base::Instant at;
  std::string actor;
  std::string owner;
  std::string file;
  std::string format;
  std::string state;    ///< running, planned, applied, refused, failed
  std::string plan;     ///< hexadecimal; empty while it runs
  std::string answer;   ///< JSON
  std::string request;  ///< digest of actor and Idempotency-Key; empty for none
};

/// Which imports are listed, newest first.
struct ImportQuery {
  std::string owner;                                               ///< empty for all
  std::int64_t before = std::numeric_limits<std::int64_t>::max();  ///< only rows below
  std::size_t limit = 0;
};

/// What a further directory lists of an entry.
struct ListingRow {
  std::string source;
  std::string id;
  std::int64_t entry = 0;  ///< row of the entry
  std::string url;
  base::Instant seen_at;
  std::string difference;  ///< JSON: an array of {pointer, from, to}
};

/// An entry of the present whose index has a value.
struct Bearing {
  std::int64_t entry = 0;  ///< row of the entry
  std::string owner;
  std::string group;
  model::Visibility level = model::Visibility::owner;  ///< from which the value is seen
};

}  // namespace cyberdir::store
