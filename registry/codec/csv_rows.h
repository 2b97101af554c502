// The rows of a CSV file (RFC 4180), one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "codec/csv.h"
#include "codec/utf8_source.h"

namespace cyberdir::codec {

/// Splits a file into rows of cells; the delimiter is told from the first row where none is given.
/// Rows end with CR LF, LF or CR; empty ones are skipped. Does not own the source. One thread at a
/// time.
class CsvRows {
 public:
  CsvRows(base::ByteSource& source, const CsvLimits& limits, std::optional<char> delimiter = {});

  /// Reads the next row into `cells`; false at the end. Errors: malformed, too_large, of the
  /// source.
  base::Result<bool> next(std::vector<std::string>& cells);

  /// The line on which the row that was read last begins, from 1.
  [[nodiscard]] std::uint64_t line() const { return row_line_; }

 private:
  static constexpr int kEnd = -1;

  base::Result<int> get();
  base::Result<void> find_delimiter();
  base::Result<bool> read_row(std::vector<std::string>& cells);
  base::Result<void> read_quoted(std::string& cell);
  base::Result<void> end_of_row(int c);
  [[nodiscard]] base::Error refuse(base::ErrorCode code, const std::string& sentence) const;

  Utf8Source source_;
  CsvLimits limits_;
  std::vector<char> buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::optional<int> unread_;  ///< read one too far; may be kEnd
  std::string replay_;         ///< the first row, which was read ahead
  std::size_t replay_at_ = 0;
  bool started_ = false;
  bool ended_ = false;
  char delimiter_;
  std::size_t row_bytes_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t row_line_ = 1;
};

}  // namespace cyberdir::codec
