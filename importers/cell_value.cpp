#include "importers/cell_value.h"

#include <algorithm>
#include <array>

#include "base/instant.h"
#include "base/unicode.h"
#include "codec/csv.h"
#include "codec/scalar_text.h"
#include "importers/foreign_text.h"
#include "model/code_lists.h"
#include "model/entry.h"
#include "model/states.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using model::Field;
using model::Format;
using model::Json;
using model::Type;

constexpr Reason kMangled = {
    "mangled",
    "a spreadsheet put a number in short form or an error mark here for what was typed; it is kept "
    "as it is, format the column as text and type the value again"};
constexpr Reason kSerialDate = {
    "date",
    "this is a spreadsheet's number of a day, whose meaning depends on its settings; it is kept as "
    "it is, format the column as YYYY-MM-DD"};
constexpr Reason kTwoDates = {
    "date",
    "this may be two dates, by the order of day and month; it is kept as it is, say date_order in "
    "the column map or write YYYY-MM-DD"};
constexpr Reason kTwoNumbers = {
    "decimal",
    "this is not certainly one number, by what the comma or point means; it is kept as it is, say "
    "decimal_mark in the column map or write digits, a point, digits"};
constexpr Reason kNotBoolean = {
    "type", "yes or no was expected here; it is kept as it is, write true or false"};
constexpr Reason kNotInteger = {
    "type", "a whole number was expected here; it is kept as it is, correct it at the source"};
constexpr Reason kNoCode = {
    "code",
    "this is not one of the field's codes; it is kept as it is, say in the column map under values "
    "which code it means"};
constexpr Reason kNoLanguage = {
    "language",
    "this is no language tag (BCP 47) and no name of a language that is known here; it is kept as "
    "it is, write a tag such as fr"};
constexpr Reason kNoFingerprint = {
    "fingerprint",
    "this is no whole fingerprint of 40 or 64 hexadecimal digits; it is kept as it is, correct it "
    "at the source"};
constexpr Reason kNoKey = {
    "key", "this is no whole armoured OpenPGP key; it is kept as it is, correct it at the source"};
constexpr Reason kNoEntry = {"id",
                             "the id of an entry was expected here; it is kept as it is, set the "
                             "reference once both entries "
                             "are there"};
constexpr Reason kNoInstant = {
    "time",
    "this is neither a date nor a time with its offset that can be read with certainty; it is kept "
    "as it is, write it as 2026-11-22T08:00:00Z"};
constexpr Reason kOddCharacter = {
    "character",
    "the cell has a control character, which text cannot carry; leave it out at the source"};
constexpr Reason kNotOfForm = {
    "form",
    "this has not the form that the field asks; it is kept as it is, correct it at the source"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

CellValue as_value(std::optional<std::string> text, const Reason& reason) {
  if (!text) return reason;
  return Json(*std::move(text));
}

// ---- dates

// Three groups of digits with one sign between them, perhaps with a time of midnight behind, as
// spreadsheets add it.
struct DigitDate {
  std::array<std::string_view, 3> parts;
};

std::optional<DigitDate> digit_date(std::string_view text) {
  for (const std::string_view midnight : {" 00:00:00", " 00:00", " 0:00:00", " 0:00"}) {
    if (text.ends_with(midnight)) text.remove_suffix(midnight.size());
  }
  const auto first = text.find_first_of("./-");
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find(text[first], first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  DigitDate date = {
      {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)}};
  for (const std::string_view part : date.parts) {
    if (!is_digits(part) || part.size() > 4 || part.size() == 3) return std::nullopt;
  }
  return date;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::optional<std::string> full_date(std::string_view year, std::string_view month,
                                     std::string_view day) {
  if (year.size() != 4 || month.size() > 2 || day.size() > 2) return std::nullopt;
  std::string date(year);
  for (const std::string_view part : {month, day}) {
    date.push_back('-');
    date.append(2 - part.size(), '0').append(part);
  }
  if (!base::is_full_date(date)) return std::nullopt;
  return date;
}

CellValue read_digit_date(const DigitDate& date, DateOrder order) {
  const auto& [a, b, c] = date.parts;
  if (a.size() == 4) return as_value(full_date(a, b, c), kNotDate);
  // A year of two digits has no certain century.
  const auto as_dmy = full_date(c, b, a);
  const auto as_mdy = full_date(c, a, b);
  switch (order) {
    case DateOrder::dmy:
      return as_value(as_dmy, kNotDate);
    case DateOrder::mdy:
      return as_value(as_mdy, kNotDate);
    case DateOrder::ymd:
      return kNotDate;
    case DateOrder::unstated:
      break;
  }
  if (as_dmy && as_mdy && *as_dmy != *as_mdy) return kTwoDates;
  return as_value(as_dmy ? as_dmy : as_mdy, kNotDate);
}

// A spreadsheet counts days from 1900 or 1904; 20000 is in 1954, 80000 in 2119.
bool is_serial_day(std::string_view text) {
  text = text.substr(0, text.find_first_of(".,"));
  return text.size() == 5 && is_digits(text) && number(text) >= 20000 && number(text) < 80000;
}

CellValue read_date(std::string_view text, Type type, DateOrder order) {
  if (is_serial_day(text)) return kSerialDate;
  if (const auto date = digit_date(text)) return read_digit_date(*date, order);
  if (type == Type::time || type == Type::moment) {
    if (const auto instant = to_instant(text)) return Json(*instant);
    if (type == Type::time) return kNoInstant;
  }
  const auto date = to_partial_date(text);
  if (date && (type == Type::partial_date || base::is_full_date(*date))) return Json(*date);
  if (type == Type::moment) return kNoInstant;
  return kNotDate;
}

// ---- numbers

// The number with a point and without the signs between thousands, where the mark is known.
std::optional<std::string> with_point(std::string_view text, char mark) {
  std::string number;
  std::size_t group = 0;  // digits since the last sign between thousands
  bool grouped = false;
  bool fraction = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_digit(c) || (i == 0 && c == '-')) {
      number.push_back(c);
      group += is_digit(c) ? 1 : 0;
    } else if (c == mark && !fraction) {
      if (grouped && group != 3) return std::nullopt;
      number.push_back('.');
      fraction = true;
    } else {
      const std::string_view rest = text.substr(i);
      std::size_t size = 0;
      for (const std::string_view sign : {".", ",", " ", "'", "\xC2\xA0", "\xE2\x80\xAF"}) {
        if (rest.starts_with(sign)) size = sign.size();
      }
      const bool in_place = grouped ? group == 3 : group >= 1 && group <= 3;
      if (size == 0 || fraction || !in_place) return std::nullopt;
      grouped = true;
      group = 0;
      i += size - 1;
    }
  }
  if (grouped && !fraction && group != 3) return std::nullopt;
  if (!model::is_decimal(number)) return std::nullopt;
  return number;
}

CellValue read_decimal(std::string_view text, char mark) {
  if (mark != '\0') return as_value(with_point(text, mark), kTwoNumbers);
  const auto by_point = with_point(text, '.');
  const auto by_comma = with_point(text, ',');
  if (by_point && by_comma && *by_point != *by_comma) return kTwoNumbers;
  return as_value(by_point ? by_point : by_comma, kTwoNumbers);
}

// ---- words

std::optional<bool> to_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 13> kYes = {
      "true", "yes", "y", "oui", "si", "sí", "1", "да", "是", "نعم", "vrai", "verdadero", "истина"};
  constexpr std::array<std::string_view, 11> kNo = {"false", "no", "n",    "non",   "0",   "нет",
                                                    "否",    "لا", "faux", "falso", "ложь"};
  const std::string word = lowered(text);
  if (std::ranges::find(kYes, word) != kYes.end()) return true;
  if (std::ranges::find(kNo, word) != kNo.end()) return false;
  return std::nullopt;
}

// The six languages of the United Nations by their names in these six; any language by its tag.
std::optional<std::string> to_language(std::string_view text) {
  struct Names {
    std::string_view tag;
    std::array<std::string_view, 6> names;  // folded
  };
  static constexpr std::array<Names, 6> kLanguages = {
      {{"ar", {"arabic", "arabe", "арабскии", "العربية", "阿拉伯语", "arabe"}},
       {"en", {"english", "anglais", "английский", "الإنجليزية", "英语", "inglés"}},
       {"es", {"spanish", "espagnol", "испанский", "الإسبانية", "西班牙语", "español"}},
       {"fr", {"french", "français", "французский", "الفرنسية", "法语", "francés"}},
       {"ru", {"russian", "russe", "русский", "الروسية", "俄语", "ruso"}},
       {"zh", {"chinese", "chinois", "китайский", "الصينية", "中文", "chino"}}}};
  if (text.size() <= 35 && text.size() >= 2 && (text.size() < 4 || text[2] == '-') &&
      model::is_language_tag(text)) {
    return std::string(text);
  }
  const std::string folded = base::fold_for_search(text);
  if (folded.empty() || text.size() > 64) return std::nullopt;
  for (const Names& language : kLanguages) {
    for (const std::string_view name : language.names) {
      if (base::fold_for_search(name) == folded) return std::string(language.tag);
    }
  }
  return std::nullopt;
}

CellValue read_code(const Field& field, std::string_view text) {
  const model::CodeList* list = model::find_code_list(field.codes);
  std::string code = lowered(text);
  std::ranges::replace(code, ' ', '-');
  std::ranges::replace(code, '_', '-');
  // An open list would take any word: only the codes that it has are certain.
  for (const std::string_view each : {text, std::string_view(code)}) {
    if (list != nullptr && std::ranges::find(list->codes, each) != list->codes.end())
      return Json(each);
  }
  return kNoCode;
}

std::string_view without_mailto(std::string_view text) {
  return lowered(text.substr(0, 7)) == "mailto:" ? text.substr(7) : text;
}

CellValue read_channel(std::string_view kind, std::string_view text) {
  if (kind == "email") {
    text = without_mailto(text);
    if (!model::is_addr_spec(text)) return kNotMail;
    return Json(text);
  }
  if (kind == "web") {
    if (!model::is_web_address(text, true)) return kNotSecureWeb;
    return Json(text);
  }
  if (kind != "cable" && kind != "secure") {
    const auto phone = to_e164(text);
    if (phone && !model::format_problem(Format::channel, *phone, kind)) return Json(*phone);
    return kNotE164;
  }
  if (model::format_problem(Format::channel, text, kind)) return kNotOfForm;
  return Json(text);
}

CellValue read_string(const Field& field, std::string_view text) {
  switch (field.format) {
    case Format::email:
      text = without_mailto(text);
      if (!model::is_addr_spec(text)) return kNotMail;
      return Json(text);
    case Format::url:
      if (!model::is_web_address(text, false)) return kNotWeb;
      return Json(text);
    case Format::fingerprint:
      return as_value(to_fingerprint(text), kNoFingerprint);
    case Format::language:
      return as_value(to_language(text), kNoLanguage);
    case Format::owner:
      if (const auto state = to_state(text)) return Json(*state);
      break;
    default:
      break;
  }
  if (field.name == "key" && field.long_text) return as_value(to_armour(text), kNoKey);
  if (model::format_problem(field.format, text, {})) {
    return field.format == Format::owner ? kNoState : kNotOfForm;
  }
  return Json(text);
}

}  // namespace

std::string_view cell_text(std::string_view cell) {
  constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  std::string_view text = codec::unguarded_cell(cell);
  if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"')) {
    text = text.substr(2, text.size() - 3);
  }
  while (true) {
    const std::size_t before = text.size();
    text = trimmed(text);
    if (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
    if (text.ends_with(kNoBreakSpace)) text.remove_suffix(kNoBreakSpace.size());
    if (text.size() == before) return text;
  }
}

bool is_mangled(std::string_view text) {
  constexpr std::array<std::string_view, 9> kErrors = {
      "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"};
  if (std::ranges::find(kErrors, text) != kErrors.end()) return true;
  if (text.size() >= 3 && text.find_first_not_of('#') == std::string_view::npos) return true;
  // digits, perhaps a mark and digits, E, a sign, two or three digits
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front()) || text.size() > 24) return false;
  text.remove_prefix(1);
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(std::min(text.find_first_not_of("0123456789", 1), text.size()));
  }
  if (!text.starts_with('E') || text.size() < 3 || (text[1] != '+' && text[1] != '-')) return false;
  return text.size() <= 5 && is_digits(text.substr(2));
}

std::optional<DateEvidence> date_evidence(std::string_view text) {
  const auto date = digit_date(text);
  if (!date || date->parts[2].size() != 4) return std::nullopt;
  return DateEvidence{number(date->parts[1]) > 12, number(date->parts[0]) > 12};
}

CellValue read_cell(const ColumnTarget& target, std::string_view text, const CellStyle& style) {
  if (!base::is_xml_text(text)) return kOddCharacter;
  if (is_mangled(text)) return kMangled;
  if (target.form == ColumnTarget::Form::channel) return read_channel(target.channel_kind, text);
  const Field* field = target.value_field();
  if (field == nullptr) {  // the entry's own id
    if (!model::is_entry_id(text)) return kNoEntry;
    return Json(text);
  }
  switch (field->type) {
    case Type::state:
      return as_value(to_state(text), kNoState);
    case Type::date:
    case Type::partial_date:
    case Type::time:
    case Type::moment:
      return read_date(text, field->type, style.date_order);
    case Type::code:
      return read_code(*field, text);
    case Type::boolean: {
      const auto boolean = to_boolean(text);
      if (!boolean) return kNotBoolean;
      return Json(*boolean);
    }
    case Type::integer: {
      const auto integer = codec::integer_of(text);
      if (!integer || *integer < 0) return kNotInteger;
      return Json(*integer);
    }
    case Type::decimal:
      return read_decimal(text, style.decimal_mark);
    case Type::ref:
      if (!model::is_entry_id(text)) return kNoEntry;
      return Json(text);
    case Type::text:
      return Json(text);
    default:
      return read_string(*field, text);
  }
}

std::vector<std::string_view> split_cell(const ColumnTarget& target, std::string_view text,
                                         const CellStyle& style) {
  std::vector<std::string_view> parts;
  if (!target.takes_several() || is_mangled(text)) return {text};
  const Field* field = target.value_field();
  std::string separators = "\r\n;|";
  if (!style.list_separator.empty()) {
    separators = style.list_separator;
  } else if (field->long_text) {
    return {text};  // a key has lines
  } else if (field->type == Type::state && to_state(text)) {
    return {text};  // Korea, Republic of
  } else if (field->format != Format::none || field->type == Type::state ||
             field->type == Type::code) {
    separators.push_back(',');  // which no such value has in it
  }
  if (style.list_separator.empty() && field->format == Format::url)
    separators = "\r\n|";  // addresses may have ; and ,
  if (style.list_separator.empty() && target.channel_kind == "web") separators = "\r\n|";
  while (true) {
    const auto end = std::min(text.find_first_of(separators), text.size());
    const std::string_view part = cell_text(text.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace cyberdir::importers
