#include <algorithm>
#include <span>

#include "codec/canonical_json.h"
#include "codec/csv.h"
#include "codec/csv_columns.h"

namespace cyberdir::codec {
namespace {

using model::Json;
using Form = CsvColumn::Form;

constexpr std::string_view kEndOfRow = "\r\n";
constexpr std::string_view kFormula = "=+-@\t\r";

const Json* value_at(const Json& entry, std::span<const std::string_view> path) {
  const Json* value = &entry;
  for (const std::string_view name : path) {
    if (!value->is_object()) return nullptr;
    const auto found = value->find(name);
    if (found == value->end()) return nullptr;
    value = &*found;
  }
  return value;
}

bool has_own_column(const CsvColumn& texts, const model::Kind& kind, std::string_view language) {
  for (const CsvColumn& each : csv_columns(kind)) {
    if (each.field == texts.field && each.path == texts.path && each.form == Form::text &&
        each.language == language) {
      return true;
    }
  }
  return false;
}

std::string plain(const Json& value) {
  return value.is_string() ? value.get_ref<const std::string&>() : canonical_json(value);
}

std::string joined(const Json& list) {
  std::string text;
  for (const Json& value : list) {
    if (&value != &list.front()) text.push_back('|');
    for (const char c : plain(value)) {
      if (c == '|' || c == '\\') text.push_back('\\');
      text.push_back(c);
    }
  }
  return text;
}

std::string cell_of(const CsvColumn& column, const model::Kind& kind, const Json& entry) {
  const Json* value = value_at(entry, column.path);
  if (value == nullptr) return {};
  switch (column.form) {
    case Form::plain:
      return plain(*value);
    case Form::list:
      return value->is_array() ? joined(*value) : plain(*value);
    case Form::json:
      return canonical_json(*value);
    case Form::text: {
      if (!value->is_object()) return {};
      const auto found = value->find(column.language);
      return found == value->end() ? std::string() : plain(*found);
    }
    case Form::texts: {
      if (!value->is_object()) return canonical_json(*value);
      Json rest = Json::object();
      for (auto it = value->begin(); it != value->end(); ++it) {
        if (!has_own_column(column, kind, it.key())) rest[it.key()] = it.value();
      }
      return rest.empty() ? std::string() : canonical_json(rest);
    }
  }
  return {};
}

void append_cell(std::string& out, std::string_view cell) {
  const auto after_apostrophes = cell.find_first_not_of('\'');
  const bool guard = after_apostrophes != std::string_view::npos &&
                     kFormula.find(cell[after_apostrophes]) != std::string_view::npos;
  const bool quote = cell.find_first_of(",;\t\"\r\n") != std::string_view::npos ||
                     cell.starts_with(' ') || cell.ends_with(' ');
  if (quote) out.push_back('"');
  if (guard) out.push_back('\'');
  for (const char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  if (quote) out.push_back('"');
}

}  // namespace

std::string csv_header(const model::Kind& kind) {
  std::string row;
  for (const CsvColumn& column : csv_columns(kind)) {
    if (!row.empty()) row.push_back(',');
    row.append(column.name);
  }
  return row.append(kEndOfRow);
}

void append_entry_csv(std::string& out, const model::Kind& kind, const Json& entry) {
  bool first = true;
  for (const CsvColumn& column : csv_columns(kind)) {
    if (!first) out.push_back(',');
    first = false;
    append_cell(out, cell_of(column, kind, entry));
  }
  out.append(kEndOfRow);
}

std::string_view unguarded_cell(std::string_view cell) {
  if (!cell.starts_with('\'')) return cell;
  const auto after = cell.find_first_not_of('\'');
  if (after == std::string_view::npos || kFormula.find(cell[after]) == std::string_view::npos) {
    return cell;
  }
  return cell.substr(1);
}

std::string csv_row_again(std::span<const std::string> cells, std::size_t width,
                          std::optional<std::size_t> without) {
  std::size_t last = cells.size();  // empty cells behind the last name are nothing
  while (last > width && cells[last - 1].empty()) --last;
  std::string row;
  bool first = true;
  for (std::size_t i = 0; i < std::max(last, width); ++i) {
    if (i == without) continue;
    if (!first) row.push_back(',');
    first = false;
    // A guard is taken away and set anew, or each sending would add one.
    if (i < cells.size()) append_cell(row, unguarded_cell(cells[i]));
  }
  return row.append(kEndOfRow);
}

void append_csv_row(std::string& out, std::span<const std::string> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_cell(out, cells[i]);
  }
  out.append(kEndOfRow);
}

}  // namespace cyberdir::codec
