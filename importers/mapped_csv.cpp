#include "importers/mapped_csv.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/unicode.h"
#include "codec/csv.h"
#include "codec/csv_rows.h"
#include "codec/scalar_text.h"
#include "importers/csv_shape.h"
#include "importers/importer.h"
#include "importers/peeked_source.h"
#include "model/validate.h"

namespace cyberdir::importers {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Severity;
using codec::Record;
using model::Field;
using model::Json;
using Form = ColumnTarget::Form;

constexpr std::string_view kPrefix = "x-csv-";
constexpr std::string_view kOthers = "x-csv-other-columns";
constexpr std::size_t kIdentifierBytes = 256;
constexpr std::size_t kMostFindings = 100;

constexpr Reason kUnnamed = {"no-header", "the column has no name; its cells are kept as they are"};
constexpr Reason kUnmapped = {
    "unmapped-column", "the column map does not have this column; its cells are kept as they are"};
constexpr Reason kUnpaired = {"unpaired",
                              "the columns of this field do not have the same number of values "
                              "here, so which belong together "
                              "is not certain; they are kept as they are"};
constexpr Reason kTooLong = {"identifier",
                             "this is too long for an identifier; it is kept as it is"};
constexpr Reason kUnidentified = {
    "unidentified",
    "the row has neither an identifier, a name, a title, a channel nor a key, so no entry can be "
    "made of it; complete it or leave it out"};

// A column of the file.
struct Column {
  std::string header;
  std::string extension;  // the name of its extension, or its name among the others
  bool other = false;     // its extension is one of the others
  bool known = false;     // the map has it
  ColumnTarget target;
  const std::map<std::string, std::string>* values = nullptr;
};

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

void name_extension(Column& column, std::size_t number, std::set<std::string>& taken) {
  std::string name = column.header.empty() ? "column-" + std::to_string(number) : column.header;
  std::ranges::replace(name, ' ', '-');
  column.other = name.size() > 64 || !std::ranges::all_of(name, is_plain);
  column.extension = column.other ? column.header : std::string(kPrefix) + name;
  if (column.extension == kOthers || !taken.insert(column.extension).second) {
    column.extension += "-" + std::to_string(number);
    taken.insert(column.extension);
  }
}

// One row on its way to an entry.
class Row {
 public:
  Row(Record& record, const ColumnMap& map) : record_(record), map_(map) {
    record_.entry.kind = map.kind;
    record_.entry.meta["source"]["name"] = map.source;
  }

  void take(const Column& column, std::string_view cell) {
    std::string_view text = cell_text(cell);
    if (text.empty() || column.target.form == Form::nothing) return;
    if (column.target.form == Form::extensions) {
      keep(column, text);
      return;
    }
    if (column.values != nullptr) {
      const auto said = column.values->find(std::string(text));
      if (said != column.values->end()) text = said->second;
    }
    std::vector<Json> values;
    for (const std::string_view part : split_cell(column.target, text, map_.style)) {
      CellValue value = read_cell(column.target, part, map_.style);
      if (const auto* reason = std::get_if<Reason>(&value)) {
        keep(column, cell_text(cell), *reason);
        return;
      }
      values.push_back(std::get<Json>(std::move(value)));
    }
    if (values.empty()) return;
    if (column.target.form == Form::element) {
      elements_.push_back({&column, cell_text(cell), std::move(values)});
    } else {
      put(column, cell, std::move(values));
    }
  }

  void keep(const Column& column, std::string_view text) {
    const std::string value = base::is_xml_text(text) ? std::string(text) : "";
    if (value.empty()) return;
    Json& extensions = record_.entry.extensions;
    (column.other ? extensions[std::string(kOthers)] : extensions)[column.extension] = value;
  }

  void keep(const Column& column, std::string_view text, const Reason& reason) {
    keep(column, text);
    warn(column, reason);
  }

  void warn(const Column& column, const Reason& reason) {
    if (record_.findings.size() >= kMostFindings) return;
    const std::string at = column.other ? std::string(kOthers) + "/" : std::string();
    record_.findings.push_back(
        {std::string(reason.code),
         "column \"" + codec::short_name(column.header) + "\": " + std::string(reason.detail),
         "/extensions/" + at + model::pointer_token(column.extension), record_.row, record_.line,
         Severity::warning});
  }

  void put_constant(const ColumnTarget& target, std::string_view text) {
    if (place(target).is_null()) {
      std::vector<Json> values;
      for (const std::string_view part : split_cell(target, cell_text(text), map_.style)) {
        CellValue value = read_cell(target, part, map_.style);
        if (std::holds_alternative<Json>(value)) values.push_back(std::get<Json>(std::move(value)));
      }
      if (!values.empty()) set(target, std::move(values));
    }
    drop_nulls();
  }

  void finish() {
    join_elements();
    if (identified()) return;
    record_.findings.push_back({std::string(kUnidentified.code), std::string(kUnidentified.detail),
                                "", record_.row, record_.line, Severity::error});
  }

 private:
  struct Part {
    const Column* column;
    std::string_view cell;
    std::vector<Json> values;
  };

  Json& place(const ColumnTarget& target) {
    const auto& path = target.column.path;
    Json* value = path.front() == "meta" ? &record_.entry.meta : &record_.entry.body;
    for (std::size_t i = path.front() == "meta" ? 1 : 0; i < path.size(); ++i)
      value = &(*value)[std::string(path[i])];
    if (target.column.form != codec::CsvColumn::Form::text) return *value;
    const std::string& language = target.column.language;
    return (*value)[language.empty() ? map_.language : language];
  }

  // Asking for a place makes it; what stayed empty goes again.
  void drop_nulls() {
    for (Json* tree : {&record_.entry.meta, &record_.entry.body}) {
      for (auto it = tree->begin(); it != tree->end();) {
        const bool empty =
            it->is_null() || (it->is_object() && it->size() == 1 && it->front().is_null());
        it = empty ? tree->erase(it) : std::next(it);
      }
    }
  }

  void set(const ColumnTarget& target, std::vector<Json> values) {
    if (target.column.path.front() == "id") {
      record_.entry.id = values.front().get<std::string>();
    } else if (target.takes_several()) {
      Json& list = place(target);
      for (Json& value : values) list.push_back(std::move(value));
    } else {
      place(target) = std::move(values.front());
    }
  }

  void put(const Column& column, std::string_view cell, std::vector<Json> values) {
    const ColumnTarget& target = column.target;
    if (target.form == Form::channel) {
      for (Json& value : values) {
        if (!channels_.emplace(target.list, target.channel_kind, value.get<std::string>()).second)
          continue;
        Json channel = {{"kind", target.channel_kind}, {"value", std::move(value)}};
        if (target.urgent) channel["use"] = "urgent";
        record_.entry.body[std::string(target.list->name)].push_back(std::move(channel));
      }
      return;
    }
    if (target.column.name == "meta.source.id" &&
        values.front().get_ref<const std::string&>().size() > kIdentifierBytes) {
      keep(column, cell_text(cell), kTooLong);
      return;
    }
    set(target, std::move(values));
  }

  // The i-th values of the columns of one field are one element.
  void join_elements() {
    std::set<const Field*> done;
    for (const Part& first : elements_) {
      const Field* list = first.column->target.list;
      if (!done.insert(list).second) continue;
      const auto of_list = [&](const Part& part) { return part.column->target.list == list; };
      const bool even = std::ranges::all_of(elements_, [&](const Part& part) {
        return !of_list(part) || part.values.size() == first.values.size();
      });
      Json made = Json::array();
      for (Part& part : elements_) {
        if (!of_list(part)) continue;
        if (!even) {
          keep(*part.column, part.cell, kUnpaired);
          continue;
        }
        for (std::size_t i = 0; i < part.values.size(); ++i)
          made[i][std::string(part.column->target.member->name)] = part.values[i];
      }
      if (even) record_.entry.body[std::string(list->name)] = std::move(made);
    }
  }

  bool identified() const {
    const auto& entry = record_.entry;
    if (!entry.id.empty() || entry.meta["source"].contains("id")) return true;
    return std::ranges::any_of(entry.kind->fields, [&](const Field& field) {
      const bool names = field.search == model::Search::title ||
                         field.identity != model::Identity::whole || field.personal ||
                         field.name == "url" || field.name == "iati_identifier";
      return names && entry.body.contains(field.name);
    });
  }

  Record& record_;
  const ColumnMap& map_;
  std::set<std::tuple<const Field*, std::string, std::string>> channels_;
  std::vector<Part> elements_;
};

class MappedReader {
 public:
  MappedReader(const ColumnMap& map, codec::RecordSink& records) : map_(map), records_(records) {
    for (const auto& [name, text] : map.constants) {
      if (auto target = find_target(*map.kind, name))
        constants_.emplace_back(*std::move(target), text);
    }
  }

  Result<void> read(base::ByteSource& source) {
    PeekedSource peeked(source);
    CYBERDIR_ASSIGN(head, peeked.head(kHeadBytes));
    CYBERDIR_ASSIGN(shape, csv_shape(head, map_.encoding));
    CYBERDIR_ASSIGN(header, header_row(shape));
    const auto text = decoded(peeked, head, map_.encoding);
    codec::CsvRows rows(*text, {}, shape.delimiter);
    std::vector<std::string> cells;
    for (std::size_t i = 0; i <= header; ++i) CYBERDIR_TRY(rows.next(cells));
    name_columns(cells);
    records_.header(codec::csv_row_again(cells, columns_.size(), findings_column_));
    for (std::uint64_t row = 1, at = header + 2;; ++at) {
      CYBERDIR_ASSIGN(more, rows.next(cells));
      if (!more) return {};
      const bool empty = std::ranges::all_of(
          cells, [](const std::string& cell) { return cell_text(cell).empty(); });
      if (empty) continue;
      Record record;
      record.row = row++;
      record.line = rows.line();
      record.place = "row=" + std::to_string(at);
      fill(record, cells);
      CYBERDIR_TRY(records_.take(std::move(record)));
    }
  }

 private:
  // The first row that has all columns of the map; else what lacks in the row that has most.
  Result<std::size_t> header_row(const CsvShape& shape) const {
    std::size_t most = 0;
    std::vector<const MappedColumn*> lacking;
    for (const MappedColumn& column : map_.columns) lacking.push_back(&column);
    for (std::size_t i = 0; i < shape.rows.size(); ++i) {
      std::map<std::string, std::size_t> names;
      for (const std::string& cell : shape.rows[i]) ++names[header_name(cell)];
      std::vector<const MappedColumn*> absent;
      for (const MappedColumn& column : map_.columns) {
        const auto found = names.find(column.header);
        if (found == names.end() || found->second < column.nth) absent.push_back(&column);
      }
      if (absent.empty()) return i;
      const std::size_t present = map_.columns.size() - absent.size();
      if (present <= most) continue;
      most = present;
      lacking = std::move(absent);
    }
    base::Error error = fail(ErrorCode::invalid,
                             "the file does not have the columns of the column map; was the map "
                             "made for another file?");
    for (const MappedColumn* column : lacking) {
      error.findings.push_back({"no-column",
                                "there is no column \"" + codec::short_name(column->header) + "\"",
                                "",
                                {},
                                {}});
    }
    return error;
  }

  void name_columns(const std::vector<std::string>& cells) {
    std::map<std::string, std::size_t> seen;
    std::set<std::string> taken;
    for (const std::string& cell : cells) {
      Column column;
      column.header = header_name(cell);
      const std::size_t nth = ++seen[column.header];
      if (column.header == codec::kFindingsColumn) {
        findings_column_ = columns_.size();
        column.known = true;
        column.target.form = Form::nothing;
      }
      for (const MappedColumn& mapped : map_.columns) {
        if (mapped.header != column.header || mapped.nth != nth) continue;
        column.known = true;
        column.target = *find_target(*map_.kind, mapped.to);
        if (!mapped.values.empty()) column.values = &mapped.values;
      }
      name_extension(column, columns_.size() + 1, taken);
      columns_.push_back(std::move(column));
    }
  }

  void fill(Record& record, const std::vector<std::string>& cells) {
    record.original = codec::csv_row_again(cells, columns_.size(), findings_column_);
    Row row(record, map_);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i < columns_.size()) {
        const Column& column = columns_[i];
        row.take(column, cells[i]);
        if (!column.known && record.row == 1 && !column.header.empty()) row.warn(column, kUnmapped);
        if (!column.known && column.header.empty() && !cell_text(cells[i]).empty())
          row.warn(column, kUnnamed);
      } else if (!cell_text(cells[i]).empty()) {
        Column column;
        std::set<std::string> none;
        name_extension(column, i + 1, none);
        row.keep(column, cell_text(cells[i]), kUnnamed);
      }
    }
    for (const auto& [target, text] : constants_) row.put_constant(target, text);
    row.finish();
  }

  const ColumnMap& map_;
  codec::RecordSink& records_;
  std::vector<std::pair<ColumnTarget, std::string>> constants_;
  std::vector<Column> columns_;
  std::optional<std::size_t> findings_column_;
};

}  // namespace

Result<void> read_mapped_csv(base::ByteSource& source, const ColumnMap& map,
                             codec::RecordSink& records) {
  return MappedReader(map, records).read(source);
}

}  // namespace cyberdir::importers
