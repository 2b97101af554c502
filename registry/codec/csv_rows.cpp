#include "codec/csv_rows.h"

#include <algorithm>
#include <array>

namespace cyberdir::codec {
namespace {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

constexpr std::size_t kBuffer = 64UL * 1024;

}  // namespace

CsvRows::CsvRows(base::ByteSource& source, const CsvLimits& limits, std::optional<char> delimiter)
    : source_(source, Utf8Source::Kind::plain),
      limits_(limits),
      buffer_(kBuffer),
      started_(delimiter.has_value()),
      delimiter_(delimiter.value_or(',')) {}

Error CsvRows::refuse(ErrorCode code, const std::string& sentence) const {
  return fail(code, sentence + " (line " + std::to_string(line_) + ")");
}

// The next byte; all that matters to CSV is ASCII.
Result<int> CsvRows::get() {
  if (unread_) {
    const int c = *unread_;
    unread_.reset();
    return c;
  }
  if (++row_bytes_ > limits_.row_bytes) {
    return refuse(ErrorCode::too_large, "a row is longer than " +
                                            std::to_string(limits_.row_bytes) +
                                            " bytes; is a closing quote missing?");
  }
  if (replay_at_ < replay_.size()) return static_cast<unsigned char>(replay_[replay_at_++]);
  if (at_ == end_) {
    if (ended_) return kEnd;
    auto count = source_.read(buffer_);
    if (!count) return std::move(count).error();
    at_ = 0;
    end_ = *count;
    ended_ = end_ == 0;
    if (ended_) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[at_++]);
}

// Reads the first row ahead and takes the delimiter that stands in it most often outside quotes.
Result<void> CsvRows::find_delimiter() {
  constexpr std::array<char, 3> kDelimiters = {',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  std::string head;
  bool quoted = false;
  while (true) {
    CYBERDIR_ASSIGN(c, get());
    if (c == kEnd) break;
    head.push_back(static_cast<char>(c));
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    for (std::size_t i = 0; i < kDelimiters.size(); ++i) {
      if (c == kDelimiters.at(i)) ++counts.at(i);
    }
    const bool ends_row = c == '\n' || c == '\r';
    if (ends_row && head.find_first_not_of("\r\n") != std::string::npos) break;
  }
  delimiter_ = kDelimiters.at(
      static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin()));
  replay_ = std::move(head);
  row_bytes_ = 0;
  return {};
}

Result<bool> CsvRows::next(std::vector<std::string>& cells) {
  if (!started_) {
    started_ = true;
    CYBERDIR_TRY(find_delimiter());
  }
  while (true) {
    cells.clear();
    row_bytes_ = 0;
    row_line_ = line_;
    CYBERDIR_ASSIGN(more, read_row(cells));
    if (!more) return false;
    if (cells.size() > 1 || !cells.front().empty()) return true;
  }
}

// Behind a CR comes an LF or the next row.
Result<void> CsvRows::end_of_row(int c) {
  ++line_;
  if (c != '\r') return {};
  CYBERDIR_ASSIGN(following, get());
  if (following == '\n') return {};
  unread_ = following;
  return {};
}

Result<void> CsvRows::read_quoted(std::string& cell) {
  const std::uint64_t from = line_;
  while (true) {
    CYBERDIR_ASSIGN(c, get());
    if (c == kEnd) {
      return fail(ErrorCode::malformed,
                  "a quoted cell does not end (it begins on line " + std::to_string(from) + ")");
    }
    if (c == '\n') ++line_;
    if (c == '"') {
      CYBERDIR_ASSIGN(following, get());
      if (following != '"') {
        unread_ = following;
        return {};
      }
    }
    cell.push_back(static_cast<char>(c));
  }
}

Result<bool> CsvRows::read_row(std::vector<std::string>& cells) {
  std::string cell;
  bool begun = false;    // something of this row was read
  bool quoted = false;   // the cell was in quotes
  bool at_start = true;  // of a cell
  while (true) {
    CYBERDIR_ASSIGN(c, get());
    if (c == kEnd && !begun) return false;
    begun = true;
    const bool ends_row = c == kEnd || c == '\n' || c == '\r';
    if (ends_row || c == static_cast<unsigned char>(delimiter_)) {
      if (cells.size() >= limits_.columns) {
        return refuse(ErrorCode::too_large,
                      "a row has more than " + std::to_string(limits_.columns) + " cells");
      }
      cells.push_back(std::move(cell));
      cell.clear();
      at_start = true;
      quoted = false;
      if (!ends_row) continue;
      if (c != kEnd) CYBERDIR_TRY(end_of_row(c));
      return true;
    }
    if (at_start && c == '"') {
      CYBERDIR_TRY(read_quoted(cell));
      quoted = true;
    } else if (quoted) {
      return refuse(ErrorCode::malformed,
                    "there is text behind a closing quote; double the quotes inside a cell");
    } else {
      cell.push_back(static_cast<char>(c));
    }
    at_start = false;
  }
}

}  // namespace cyberdir::codec
