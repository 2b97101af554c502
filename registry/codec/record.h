// What a reader of a file hands over: one record at a time, with its place and its findings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "model/entry.h"

namespace cyberdir::codec {

/// One record of a file, in the file's own order.
struct Record {
  std::uint64_t row = 0;              ///< from 1
  std::optional<std::uint64_t> line;  ///< line of the file on which it begins, from 1
  std::string place;                  ///< JSON pointer, XPath or column in the file
  model::Entry entry;                 ///< kind is null where the record could not be read as one
  base::Findings findings;            ///< of reading; pointers are within the entry
  /// Pointers that the file's maker was not shown (`meta.redacted`): their absence says nothing.
  std::vector<std::string> withheld;
  /// CSV only: the row as it was sent, written again as a row with commas and its end of line.
  std::string original;
};

/// Takes records. The records of one file come from one thread, in order.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  /// An error ends the reading and is passed on.
  virtual base::Result<void> take(Record record) = 0;
  /// CSV only: the row of column names, written as Record::original is; comes before any record.
  /// With the originals of some records it is a file that reads as they did, in UTF-8.
  virtual void header(std::string /*row*/) {}
};

}  // namespace cyberdir::codec
