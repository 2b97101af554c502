#include "importers/column_map.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/legacy_text.h"
#include "codec/json_reader.h"
#include "importers/foreign_text.h"
#include "model/kinds.h"
#include "model/string_formats.h"
#include "model/validate.h"

namespace cyberdir::importers {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;
using model::pointer_token;

constexpr std::array<std::pair<std::string_view, DateOrder>, 3> kDateOrders = {
    {{"dmy", DateOrder::dmy}, {"mdy", DateOrder::mdy}, {"ymd", DateOrder::ymd}}};
constexpr std::size_t kMostColumns = 1024;

class MapReader {
 public:
  Result<ColumnMap> read(const Json& json) {
    if (!json.is_object()) return fail(ErrorCode::malformed, "a column map is a JSON object");
    known(json, "",
          {"kind", "language", "source", "encoding", "date_order", "decimal_mark", "list_separator",
           "constants", "columns", "sure", "why"});
    const std::string kind = text(json, "kind", "");
    map_.kind = model::find_kind(kind);
    if (map_.kind == nullptr) find("kind", "say the kind of the entries, such as contact", "/kind");
    if (json.contains("language")) map_.language = text(json, "language", "");
    if (!model::is_language_tag(map_.language))
      find("language", "give a language tag (BCP 47), such as fr, or und", "/language");
    if (json.contains("source")) map_.source = text(json, "source", "");
    if (map_.source.empty() || map_.source.size() > 64)
      find("source", "name the source in 1 to 64 characters", "/source");
    map_.encoding = text(json, "encoding", "");
    const auto encodings = base::legacy_encodings();
    if (!map_.encoding.empty() && std::ranges::find(encodings, map_.encoding) == encodings.end())
      find("encoding", "there is no such encoding; leave it out for UTF-8 and UTF-16", "/encoding");
    read_style(json);
    if (map_.kind != nullptr) {
      read_constants(json);
      read_columns(json);
    }
    if (findings_.empty()) return std::move(map_);
    base::Error error = fail(ErrorCode::invalid, "the column map cannot be used");
    error.findings = std::move(findings_);
    return error;
  }

 private:
  void find(std::string code, std::string detail, std::string pointer) {
    if (findings_.size() < 100)
      findings_.push_back({std::move(code), std::move(detail), std::move(pointer), {}, {}});
  }

  void known(const Json& object, const std::string& at, const std::set<std::string>& names) {
    for (const auto& [name, value] : object.items()) {
      if (!names.contains(name))
        find("unknown-field", "there is no such member here; remove it",
             at + "/" + pointer_token(name.substr(0, 64)));
    }
  }

  std::string text(const Json& object, const char* name, const std::string& at) {
    const auto found = object.find(name);
    if (found == object.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    find("type", "give a string", at + "/" + name);
    return {};
  }

  std::map<std::string, std::string> texts(const Json& object, const char* name,
                                           const std::string& at) {
    std::map<std::string, std::string> all;
    const auto found = object.find(name);
    if (found == object.end()) return all;
    if (!found->is_object()) {
      find("type", "give an object of strings", at + "/" + name);
      return all;
    }
    for (const auto& [key, value] : found->items()) {
      if (value.is_string()) {
        all.emplace(key, value.get<std::string>());
      } else {
        find("type", "give a string", at + "/" + name + "/" + pointer_token(key));
      }
    }
    return all;
  }

  void read_style(const Json& json) {
    const std::string order = text(json, "date_order", "");
    const auto* known_order =
        std::ranges::find(kDateOrders, order, &std::pair<std::string_view, DateOrder>::first);
    if (known_order != kDateOrders.end()) {
      map_.style.date_order = known_order->second;
    } else if (!order.empty()) {
      find("date-order", "give dmy, mdy or ymd", "/date_order");
    }
    const std::string mark = text(json, "decimal_mark", "");
    if (mark == "." || mark == ",") {
      map_.style.decimal_mark = mark.front();
    } else if (!mark.empty()) {
      find("decimal-mark", "give a point or a comma", "/decimal_mark");
    }
    map_.style.list_separator = text(json, "list_separator", "");
  }

  void read_constants(const Json& json) {
    map_.constants = texts(json, "constants", "");
    for (const auto& [name, value] : map_.constants) {
      const std::string at = "/constants/" + pointer_token(name);
      const auto target = find_target(*map_.kind, name);
      if (!target || target->form != ColumnTarget::Form::field) {
        find("unknown-field", "the kind has no such field for a constant", at);
        continue;
      }
      for (const std::string_view part : split_cell(*target, cell_text(value), map_.style)) {
        const CellValue read = read_cell(*target, part, map_.style);
        if (const auto* reason = std::get_if<Reason>(&read))
          find(std::string(reason->code), "this cannot be the value of the field", at);
      }
    }
  }

  void read_columns(const Json& json) {
    const auto columns = json.find("columns");
    if (columns == json.end() || !columns->is_array() || columns->empty() ||
        columns->size() > kMostColumns) {
      find("type", "give the list of columns", "/columns");
      return;
    }
    std::set<std::pair<std::string, std::size_t>> names;
    std::set<std::string> taken;
    for (std::size_t i = 0; i < columns->size(); ++i) {
      const std::string at = "/columns/" + std::to_string(i);
      const Json& each = (*columns)[i];
      if (!each.is_object()) {
        find("type", "a column is an object with header and to", at);
        continue;
      }
      known(each, at, {"header", "nth", "to", "values", "sure", "why"});
      MappedColumn column;
      column.header = header_name(text(each, "header", at));
      if (!each.contains("header")) find("required", "name the column", at + "/header");
      if (const auto nth = each.find("nth"); nth != each.end()) {
        if (nth->is_number_unsigned() && *nth >= 1 && *nth <= kMostColumns) {
          column.nth = nth->get<std::size_t>();
        } else {
          find("type", "give a number from 1", at + "/nth");
        }
      }
      if (!names.emplace(column.header, column.nth).second)
        find("duplicate", "this column stands in the map already; keep one", at + "/header");
      column.to = text(each, "to", at);
      const auto target = find_target(*map_.kind, column.to);
      if (!target) {
        find("unknown-field", "the kind has no such field; name one, or extensions, or ignore",
             at + "/to");
      } else if (target->takes_one_column() &&
                 !taken
                      .insert(target->column.name +
                              (target->column.language.empty() &&
                                       target->column.form == codec::CsvColumn::Form::text
                                   ? map_.language
                                   : std::string()))
                      .second) {
        find("duplicate", "another column goes there already; the field takes one", at + "/to");
      }
      column.values = texts(each, "values", at);
      map_.columns.push_back(std::move(column));
    }
  }

  ColumnMap map_;
  base::Findings findings_;
};

}  // namespace

std::string header_name(std::string_view cell) {
  std::string name;
  for (const char c : cell_text(cell)) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank) {
      name.push_back(c);
    } else if (!name.empty() && name.back() != ' ') {
      name.push_back(' ');
    }
  }
  return name;
}

Result<ColumnMap> column_map_of(const Json& json) { return MapReader().read(json); }

Result<ColumnMap> read_column_map(std::string_view text) {
  CYBERDIR_ASSIGN(json, codec::read_json(text));
  return column_map_of(json);
}

Json to_json(const ColumnMap& map) {
  Json json = {{"kind", map.kind->name}, {"language", map.language}};
  if (map.source != "csv") json["source"] = map.source;
  if (!map.encoding.empty()) json["encoding"] = map.encoding;
  for (const auto& [name, order] : kDateOrders) {
    if (map.style.date_order == order) json["date_order"] = name;
  }
  if (map.style.decimal_mark != '\0') json["decimal_mark"] = std::string(1, map.style.decimal_mark);
  if (!map.style.list_separator.empty()) json["list_separator"] = map.style.list_separator;
  if (!map.constants.empty()) json["constants"] = map.constants;
  json["columns"] = Json::array();
  for (const MappedColumn& column : map.columns) {
    Json one = {{"header", column.header}, {"to", column.to}};
    if (column.nth != 1) one["nth"] = column.nth;
    if (!column.values.empty()) one["values"] = column.values;
    json["columns"].push_back(std::move(one));
  }
  return json;
}

}  // namespace cyberdir::importers
