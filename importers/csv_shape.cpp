#include "importers/csv_shape.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/legacy_text.h"
#include "codec/csv.h"
#include "codec/csv_rows.h"
#include "codec/utf8_source.h"
#include "importers/importer.h"

namespace cyberdir::importers {
namespace {

using base::Result;

constexpr std::size_t kMostRows = 100;

class PassedOn final : public base::ByteSource {
 public:
  explicit PassedOn(base::ByteSource& source) : source_(source) {}
  Result<std::size_t> read(std::span<char> buffer) override { return source_.read(buffer); }

 private:
  base::ByteSource& source_;
};

// Without the line that the end of the head cuts, so that no character is cut.
std::string_view whole_lines(std::string_view head) {
  if (head.size() < kHeadBytes) return head;
  const auto end = head.find_last_of("\r\n");
  if (end == std::string_view::npos) return head;
  // An end of line in UTF-16 is two bytes, of which the first is at an even place.
  const bool wide = head.substr(0, 256).find('\0') != std::string_view::npos ||
                    head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
  return head.substr(0, wide ? end - end % 2 : end + 1);
}

// The rows by a delimiter, as far as they can be read.
std::vector<std::vector<std::string>> rows_by(std::string_view text, char delimiter) {
  base::StringSource source(text);
  codec::CsvRows reader(source, {}, delimiter);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> cells;
  while (rows.size() < kMostRows) {
    const auto more = reader.next(cells);
    if (!more || !*more) break;
    rows.push_back(cells);
  }
  return rows;
}

// The more rows have the same number of cells, and the more cells, the better.
std::size_t evenness(const std::vector<std::vector<std::string>>& rows) {
  std::map<std::size_t, std::size_t> widths;
  for (const auto& row : rows) ++widths[row.size()];
  std::size_t best = 0;
  for (const auto& [width, count] : widths) best = std::max(best, count * (width - 1));
  return best;
}

}  // namespace

std::unique_ptr<base::ByteSource> decoded(base::ByteSource& source, std::string_view head,
                                          std::string_view encoding) {
  const bool marked = head.starts_with("\xEF\xBB\xBF") || head.starts_with("\xFF\xFE") ||
                      head.starts_with("\xFE\xFF");
  if (encoding.empty() || marked) return std::make_unique<PassedOn>(source);
  return std::make_unique<base::LegacySource>(source, encoding);
}

Result<CsvShape> csv_shape(std::string_view head, std::string_view encoding) {
  head = head.substr(0, kHeadBytes);
  base::StringSource bytes(whole_lines(head));
  const auto legacy = decoded(bytes, head, encoding);
  codec::Utf8Source utf8(*legacy, codec::Utf8Source::Kind::plain);
  std::string text;
  std::array<char, 4096> buffer{};
  while (true) {
    CYBERDIR_ASSIGN(count, utf8.read(buffer));
    if (count == 0) break;
    text.append(buffer.data(), count);
  }
  CsvShape shape;
  if (text.starts_with("sep=") && text.size() > 5 && (text[5] == '\r' || text[5] == '\n')) {
    shape.delimiter = text[4];
    shape.rows = rows_by(text, shape.delimiter);
    return shape;
  }
  std::optional<std::size_t> best;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    auto rows = rows_by(text, delimiter);
    const std::size_t even = evenness(rows);
    if (best && even <= *best) continue;
    best = even;
    shape = {delimiter, std::move(rows)};
  }
  return shape;
}

}  // namespace cyberdir::importers
