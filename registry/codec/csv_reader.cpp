#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "codec/csv.h"
#include "codec/csv_columns.h"
#include "codec/csv_rows.h"
#include "codec/json_reader.h"
#include "codec/scalar_text.h"
#include "model/kinds.h"
#include "model/validate.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;
using model::Type;
using Form = CsvColumn::Form;

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> values(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '|') {
      values.emplace_back();
    } else {
      if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '|' || text[i + 1] == '\\')) {
        ++i;
      }
      values.back().push_back(text[i]);
    }
  }
  return values;
}

// Spreadsheets write TRUE and FALSE.
std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

// Builds the record of one row.
class RowReader {
 public:
  RowReader(RawRecord& record, const CsvLimits& limits) : record_(record), limits_(limits) {}

  void put(const CsvColumn& column, std::string_view cell) {
    switch (column.form) {
      case Form::plain:
        if (auto value = scalar(column, cell)) set(column, std::move(*value));
        return;
      case Form::list: {
        Json list = Json::array();
        for (const std::string& each : split_list(cell)) {
          if (auto value = scalar(column, each)) list.push_back(std::move(*value));
        }
        set(column, std::move(list));
        return;
      }
      case Form::text:
        put_text(column, column.language, Json(cell));
        return;
      case Form::texts:
      case Form::json:
        put_json(column, cell);
        return;
    }
  }

  void find(std::string code, std::string detail, std::string pointer) {
    add_finding(record_, {std::move(code), std::move(detail), std::move(pointer), {}, {}});
  }

 private:
  static std::string pointer(const CsvColumn& column) {
    std::string path;
    for (const std::string_view name : column.path) path.append("/").append(name);
    return path;
  }

  std::optional<Json> scalar(const CsvColumn& column, std::string_view cell) {
    const Type type = column.field == nullptr ? Type::string : column.field->type;
    if (type == Type::boolean) {
      const auto boolean = boolean_of(lower_case(cell));
      if (boolean) return Json(*boolean);
      find("type", "give true or false", pointer(column));
      return std::nullopt;
    }
    if (type == Type::integer) {
      const auto integer = integer_of(cell);
      if (integer) return Json(*integer);
      find("type", "give a whole number", pointer(column));
      return std::nullopt;
    }
    return Json(cell);
  }

  Json& place(const CsvColumn& column) {
    Json* value = &record_.json;
    for (const std::string_view name : column.path) {
      if (!value->is_object()) *value = Json::object();
      value = &(*value)[std::string(name)];
    }
    return *value;
  }

  void set(const CsvColumn& column, Json value) { place(column) = std::move(value); }

  void put_text(const CsvColumn& column, const std::string& language, Json value) {
    Json& text = place(column);
    if (!text.is_object()) text = Json::object();
    if (text.contains(language)) {
      find("duplicate", "this text stands twice in one language; keep one",
           pointer(column) + "/" + model::pointer_token(short_name(language)));
      return;
    }
    text[language] = std::move(value);
  }

  void put_json(const CsvColumn& column, std::string_view cell) {
    auto value = read_json(cell, {.value_bytes = limits_.row_bytes});
    if (!value) {
      find("malformed-json", "the cell does not hold JSON: " + value.error().detail,
           pointer(column));
      return;
    }
    if (column.form == Form::json) {
      set(column, std::move(*value));
    } else if (value->is_object()) {
      for (auto it = value->begin(); it != value->end(); ++it) {
        put_text(column, it.key(), it.value());
      }
    } else {
      find("type", "give a JSON object from language to text", pointer(column));
    }
  }

  RawRecord& record_;
  const CsvLimits& limits_;
};

class CsvReader {
 public:
  CsvReader(base::ByteSource& source, std::string_view default_kind, const CsvLimits& limits)
      : rows_(source, limits), limits_(limits), default_kind_(default_kind) {}

  Result<void> run(const TakeRecord& take, const TakeHeader& header) {
    std::vector<std::string> cells;
    CYBERDIR_ASSIGN(has_header, rows_.next(cells));
    if (!has_header) {
      return fail(ErrorCode::malformed, "the file is empty; it begins with a row of column names");
    }
    CYBERDIR_TRY(read_header(cells));
    if (header) header(csv_row_again(cells, names_.size(), findings_column_));
    for (std::uint64_t row = 1;; ++row) {
      CYBERDIR_ASSIGN(more, rows_.next(cells));
      if (!more) return {};
      CYBERDIR_TRY(take(record_of(row, cells)));
    }
  }

 private:
  Result<void> read_header(const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) {
      const std::string_view name = trimmed(unguarded_cell(cell));
      if (name.empty()) {
        names_.emplace_back();
        continue;
      }
      if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
        return fail(ErrorCode::malformed, "the column \"" + short_name(name) +
                                              "\" stands twice (line " +
                                              std::to_string(rows_.line()) + ")");
      }
      if (name == "kind") kind_column_ = names_.size();
      if (name == kFindingsColumn) findings_column_ = names_.size();
      names_.emplace_back(name);
    }
    return {};
  }

  // What the columns mean for a kind; nothing where the kind has no such column.
  const std::vector<std::optional<CsvColumn>>& columns_for(const model::Kind& kind) {
    const auto known = columns_.find(kind.name);
    if (known != columns_.end()) return known->second;
    std::vector<std::optional<CsvColumn>> columns;
    for (const std::string& name : names_) columns.push_back(find_csv_column(kind, name));
    return columns_.emplace(kind.name, std::move(columns)).first->second;
  }

  RawRecord record_of(std::uint64_t row, const std::vector<std::string>& cells) {
    // RFC 7111 section 2.1 counts the header as the first row.
    RawRecord record{row,
                     rows_.line(),
                     "row=" + std::to_string(row + 1),
                     Json::object(),
                     {},
                     csv_row_again(cells, names_.size(), findings_column_)};
    RowReader reader(record, limits_);
    std::string_view kind_name = default_kind_;
    if (kind_column_ && *kind_column_ < cells.size() && !cells[*kind_column_].empty()) {
      kind_name = cells[*kind_column_];
    }
    if (!kind_name.empty()) record.json["kind"] = short_name(kind_name);
    const model::Kind* kind = model::find_kind(kind_name);
    if (kind == nullptr) return record;
    const auto& columns = columns_for(*kind);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].empty() || i == kind_column_ || i == findings_column_) continue;
      if (i < columns.size() && columns[i]) {
        reader.put(*columns[i], unguarded_cell(cells[i]));
      } else if (i < names_.size() && !names_[i].empty()) {
        reader.find("unknown-field", "there is no such column for this kind; remove it",
                    "/" + model::pointer_token(short_name(names_[i])));
      } else {
        reader.find("unknown-field",
                    "the cell in column " + std::to_string(i + 1) + " has no column name", "");
      }
    }
    return record;
  }

  CsvRows rows_;
  CsvLimits limits_;
  std::string default_kind_;
  std::vector<std::string> names_;
  std::optional<std::size_t> kind_column_;
  std::optional<std::size_t> findings_column_;
  std::map<std::string_view, std::vector<std::optional<CsvColumn>>> columns_;
};

}  // namespace

Result<void> read_csv(base::ByteSource& source, std::string_view default_kind,
                      const TakeRecord& take, CsvLimits limits, const TakeHeader& header) {
  return CsvReader(source, default_kind, limits).run(take, header);
}

}  // namespace cyberdir::codec
