#include "codec/csv_columns.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

#include "model/kinds.h"

namespace cyberdir::codec {
namespace {

using model::Field;
using model::Kind;
using model::Type;
using Form = CsvColumn::Form;

constexpr std::array<std::string_view, 6> kLanguages = {"ar", "en", "es", "fr", "ru", "zh"};

void add_fields(std::vector<CsvColumn>& columns, const std::string& prefix,
                const std::vector<std::string_view>& above, std::span<const Field> fields) {
  for (const Field& field : fields) {
    std::vector<std::string_view> path = above;
    path.push_back(field.name);
    const std::string name = prefix + std::string(field.name);
    if (field.type == Type::text && !field.repeated) {
      for (const std::string_view language : kLanguages) {
        columns.push_back(
            {name + "." + std::string(language), path, &field, Form::text, std::string(language)});
      }
      columns.push_back({name + ".*", std::move(path), &field, Form::texts, {}});
    } else if (field.type == Type::object && !field.repeated && !field.members.empty()) {
      add_fields(columns, name + ".", path, field.members);
    } else if (field.type == Type::object || field.type == Type::text) {
      columns.push_back({name, std::move(path), &field, Form::json, {}});
    } else {
      columns.push_back(
          {name, std::move(path), &field, field.repeated ? Form::list : Form::plain, {}});
    }
  }
}

std::vector<CsvColumn> make_columns(const Kind& kind) {
  std::vector<CsvColumn> columns;
  columns.push_back({"id", {"id"}, nullptr, Form::plain, {}});
  columns.push_back({"kind", {"kind"}, nullptr, Form::plain, {}});
  add_fields(columns, "meta.", {"meta"}, model::meta_fields());
  add_fields(columns, "", {}, kind.fields);
  columns.push_back({"extensions", {"extensions"}, nullptr, Form::json, {}});
  return columns;
}

}  // namespace

const std::vector<CsvColumn>& csv_columns(const Kind& kind) {
  static const auto kColumns = [] {
    std::map<std::string_view, std::vector<CsvColumn>> columns;
    for (const Kind& each : model::kinds()) columns.emplace(each.name, make_columns(each));
    return columns;
  }();
  return kColumns.at(kind.name);
}

std::optional<CsvColumn> find_csv_column(const Kind& kind, std::string_view name) {
  const std::vector<CsvColumn>& columns = csv_columns(kind);
  const auto named = [&](std::string_view wanted) {
    return std::find_if(columns.begin(), columns.end(),
                        [&](const CsvColumn& each) { return each.name == wanted; });
  };
  if (const auto found = named(name); found != columns.end()) return *found;
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == name.size()) return std::nullopt;
  const auto rest = named(std::string(name.substr(0, dot)) + ".*");
  if (rest == columns.end()) return std::nullopt;
  CsvColumn column = *rest;
  column.name = name;
  column.form = Form::text;
  column.language = name.substr(dot + 1);
  return column;
}

}  // namespace cyberdir::codec
