#include "codec/value_pattern.h"

#include "model/code_lists.h"

namespace cyberdir::codec {
namespace {

using model::Field;
using model::Format;
using model::Type;

constexpr std::string_view kDate = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
constexpr std::string_view kPartialDate = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?";
constexpr std::string_view kTime =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt "
    "][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})";
constexpr std::string_view kState = "[A-Z]{2}";
constexpr std::string_view kDecimal = "-?[0-9]+(\\.[0-9]+)?";
constexpr std::string_view kOpenCode = "[A-Za-z0-9_.-]{1,64}";

std::string_view format_pattern(Format format) {
  switch (format) {
    case Format::url:
      return "https?://[^ <>\"]+";
    case Format::email:
      return ".+@.+";
    case Format::language:
      return kLanguagePattern;
    case Format::fingerprint:
      return "[0-9A-Fa-f: ]{40,127}";
    case Format::clock_time:
      return "([01][0-9]|2[0-4]):[0-5][0-9]";
    case Format::as_number:
      return "(AS)?[0-9]{1,10}";
    case Format::currency:
      return "[A-Z]{3}";
    case Format::country2:
      return kState;
    case Format::country3:
      return "[A-Z]{3}";
    case Format::digits3:
      return "[0-9]{3}";
    case Format::tlp:
      return "TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)";
    case Format::group:
      return "states|network:[A-Za-z0-9_-]+|named:[A-Z]{2}(,[A-Z]{2})*";
    case Format::owner:
      return kEntryIdPattern;
    default:
      return {};
  }
}

}  // namespace

std::string value_pattern(const Field& field) {
  switch (field.type) {
    case Type::date:
      return std::string(kDate);
    case Type::partial_date:
      return std::string(kPartialDate);
    case Type::time:
      return std::string(kTime);
    case Type::moment:
      return std::string(kDate) + "|" + std::string(kTime);
    case Type::state:
      return std::string(kState);
    case Type::ref:
      return std::string(kEntryIdPattern);
    case Type::decimal:
      return std::string(kDecimal);
    case Type::code: {
      const model::CodeList* list = model::find_code_list(field.codes);
      return list != nullptr && list->open ? std::string(kOpenCode) : std::string();
    }
    case Type::string:
      return std::string(format_pattern(field.format));
    default:
      return {};
  }
}

}  // namespace cyberdir::codec
