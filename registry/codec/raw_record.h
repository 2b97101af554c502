// A record as a reader of one of our own formats found it, before it is looked at as an entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/finding.h"
#include "base/result.h"
#include "model/json.h"

namespace cyberdir::codec {

/// One record of a file, in the file's own order: the entry's JSON form, not yet validated.
/// What could not be read as the table of fields asks is not in `json` but in `findings`.
struct RawRecord {
  std::uint64_t row = 0;              ///< from 1
  std::optional<std::uint64_t> line;  ///< line of the file on which it begins, from 1
  std::string place;                  ///< JSON pointer, XPath, or `row=N` (RFC 7111) in the file
  model::Json json;                   ///< {"id", "kind", "meta", …}
  base::Findings findings;            ///< of reading; pointers are within the entry
  std::string original{};             ///< CSV only: as Record::original
};

/// Takes records, in order, from the thread that reads. An error ends the reading and is passed on.
using TakeRecord = std::function<base::Result<void>(RawRecord record)>;

/// No record has more findings than this; the last one then says that there are more.
inline constexpr std::size_t kMostFindings = 100;

/// Adds a finding, unless the record has enough of them already.
void add_finding(RawRecord& record, base::Finding finding);

}  // namespace cyberdir::codec
