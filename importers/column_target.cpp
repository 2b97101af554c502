#include "importers/column_target.h"

#include <algorithm>

#include "model/code_lists.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using codec::CsvColumn;
using model::Field;
using model::Kind;
using model::Type;
using Form = ColumnTarget::Form;

constexpr std::string_view kUrgent = ".urgent";

bool is_list_of_channels(const Field& field) {
  const Field* value = model::find_field(field.members, "value");
  return value != nullptr && value->format == model::Format::channel;
}

bool is_list_of_objects(const Field& field) {
  return field.repeated && field.type == Type::object && !field.members.empty();
}

bool may_be_member(const Field& member) {
  return !member.kept_by_registry && !member.repeated && member.type != Type::object &&
         member.type != Type::text;
}

bool may_be_field(const CsvColumn& column) {
  if (column.name == "kind" || column.form == CsvColumn::Form::json ||
      column.form == CsvColumn::Form::texts) {
    return false;
  }
  return column.field == nullptr || !column.field->kept_by_registry;
}

std::optional<ColumnTarget> find_channel(const Field& list, std::string_view kind) {
  ColumnTarget target;
  target.form = Form::channel;
  target.list = &list;
  if (kind.ends_with(kUrgent)) {
    target.urgent = true;
    kind.remove_suffix(kUrgent.size());
  }
  const Field* code = model::find_field(list.members, "kind");
  if (code == nullptr || !model::find_code_list(code->codes)->allows(kind)) return std::nullopt;
  target.channel_kind = kind;
  return target;
}

std::optional<ColumnTarget> find_element(const Kind& kind, std::string_view name) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const Field* list = kind.field(name.substr(0, dot));
  if (list == nullptr || !is_list_of_objects(*list)) return std::nullopt;
  name.remove_prefix(dot + 1);
  if (is_list_of_channels(*list)) return find_channel(*list, name);
  const Field* member = model::find_field(list->members, name);
  if (member == nullptr || !may_be_member(*member)) return std::nullopt;
  ColumnTarget target;
  target.form = Form::element;
  target.list = list;
  target.member = member;
  return target;
}

}  // namespace

const Field* ColumnTarget::value_field() const {
  switch (form) {
    case Form::field:
      return column.field;
    case Form::channel:
      return model::find_field(list->members, "value");
    case Form::element:
      return member;
    default:
      return nullptr;
  }
}

bool ColumnTarget::takes_several() const {
  return form == Form::channel || form == Form::element ||
         (form == Form::field && column.form == CsvColumn::Form::list);
}

std::optional<ColumnTarget> find_target(const Kind& kind, std::string_view name) {
  ColumnTarget target;
  if (name == kToExtensions) return target;
  if (name == kToNothing) {
    target.form = Form::nothing;
    return target;
  }
  if (auto element = find_element(kind, name)) return element;
  std::string full(name);
  if (full.starts_with("source.")) full.insert(0, "meta.");
  auto column = codec::find_csv_column(kind, full);
  if (!column) {  // a text, in the language of the map
    column = codec::find_csv_column(kind, full + ".*");
    if (!column || column->form != CsvColumn::Form::texts) return std::nullopt;
    column->form = CsvColumn::Form::text;
    column->language.clear();
  } else if (!may_be_field(*column) ||
             (column->form == CsvColumn::Form::text && !model::is_language_tag(column->language))) {
    return std::nullopt;
  }
  target.form = Form::field;
  target.column = *std::move(column);
  return target;
}

std::vector<std::string> targets_of(const Kind& kind) {
  std::vector<std::string> names;
  for (const CsvColumn& column : codec::csv_columns(kind)) {
    if (column.form == CsvColumn::Form::texts) {
      names.push_back(column.name.substr(0, column.name.size() - 2));
    } else if (column.form != CsvColumn::Form::text && may_be_field(column)) {
      names.push_back(column.name);
    }
  }
  for (const Field& field : kind.fields) {
    if (!is_list_of_objects(field)) continue;
    const std::string prefix = std::string(field.name) + '.';
    if (is_list_of_channels(field)) {
      const Field* code = model::find_field(field.members, "kind");
      for (const std::string& each : model::find_code_list(code->codes)->codes)
        names.push_back(prefix + each);
      continue;
    }
    for (const Field& member : field.members) {
      if (may_be_member(member)) names.push_back(prefix + std::string(member.name));
    }
  }
  return names;
}

}  // namespace cyberdir::importers
