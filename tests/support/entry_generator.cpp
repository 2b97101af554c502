#include "support/entry_generator.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/code_lists.h"
#include "model/kinds.h"

namespace cyberdir::support {
namespace {

using model::Field;
using model::Format;
using model::Json;
using model::Type;

constexpr std::string_view kStates[] = {"IN", "TH", "CH", "BR", "KE", "FR", "XA", "XB", "XC"};
constexpr std::string_view kLanguages[] = {"ar", "en", "es",      "fr",         "ru",   "zh",
                                           "th", "hi", "zh-Hans", "sr-Latn-RS", "de-CH"};
constexpr std::string_view kTimeZones[] = {"Asia/Bangkok", "Europe/Zurich", "Africa/Cairo",
                                           "America/Mexico_City", "UTC"};
constexpr std::string_view kCurrencies[] = {"USD", "EUR", "CHF", "THB"};
constexpr std::string_view kRanges[] = {"192.0.2.0/24", "198.51.100.7", "2001:db8::/32",
                                        "203.0.113.1-203.0.113.9"};
constexpr std::string_view kTlp[] = {"TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT",
                                     "TLP:RED"};
constexpr std::string_view kGroups[] = {"states", "network:UN-GLOBAL", "named:IN,TH"};
constexpr std::string_view kDecimals[] = {"0", "12.50", "1000000", "0.000001", "-3.10", "100"};
constexpr std::string_view kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                      "friday", "saturday", "sunday"};

constexpr std::string_view kWords[] = {"national", "cyber", "security", "centre",  "incident",
                                       "response", "team",  "ministry", "of",      "digital",
                                       "affairs",  "duty",  "officer",  "regional"};

// What codecs get wrong: markup, quotes, delimiters, line ends, blanks at the edges, formulas,
// combining marks, right-to-left, astral characters, and characters at the edges of ranges.
constexpr std::string_view kHardTexts[] = {
    "]]>",
    "<b>&amp;</b> & <!-- not a comment --> <?nor this?>",
    "\"quoted\" and 'quoted'",
    "a|b\\|c\\\\d",
    "comma, semicolon; tab\there",
    "line\nfeed",
    "carriage\rreturn",
    "both\r\nof them\r\n",
    " leading and trailing ",
    "\t\ttabs\t",
    "\n",
    " ",
    "=1+1",
    "'=1+1",
    "''+66",
    "'plain apostrophe",
    "@sum",
    "-5",
    "\\",
    "|",
    "{\"not\": \"json\"}",
    "&#13;&lt;",
    "null",
    "true",
    "e\xCC\x81 combining, \xC3\xA9 composed",
    "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7 \xE2\x80\x8F(RTL)",
    "\xE6\xB3\xB0\xE5\x9B\xBD \xE4\xB8\xAD\xE5\x9B\xBD",
    "\xF0\x9F\x87\xB9\xF0\x9F\x87\xAD \xF0\x9D\x94\xB8 \xF0\xA0\x80\x80",
    "\xC2\x85 next line, \xE2\x80\xA8 separator, \xC2\xA0 no-break",
    "\xEF\xBB\xBF mark inside",
    "\xEF\xBF\xBD \xED\x9F\xBF \xEE\x80\x80 \xF4\x8F\xBF\xBF",
    "\x7F\xC2\x80\xC2\x9F",
};

template <std::size_t N>
std::span<const std::string_view> all(const std::string_view (&list)[N]) {
  return {list, N};
}

// Puts the two ends of a period in order.
void order(Json& object) {
  static constexpr std::pair<const char*, const char*> kPairs[] = {
      {"valid_from", "valid_until"}, {"start", "end"}, {"from", "until"}, {"from", "to"},
      {"opens", "closes"},           {"date", "until"}};
  for (const auto& [from, to] : kPairs) {
    const auto first = object.find(from);
    const auto second = object.find(to);
    if (first == object.end() || second == object.end() || !first->is_string() ||
        !second->is_string()) {
      continue;
    }
    const auto& a = first->get_ref<const std::string&>();
    const auto& b = second->get_ref<const std::string&>();
    if (a.compare(0, 10, b, 0, 10) >= 0) *first = Json(*second);
  }
}

}  // namespace

std::size_t EntryGenerator::below(std::size_t bound) {
  return static_cast<std::size_t>(random_() % bound);
}

std::string EntryGenerator::digits(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text.push_back(static_cast<char>('0' + below(10)));
  return text;
}

std::string EntryGenerator::text() {
  std::string words;
  const std::size_t count = 1 + below(6);
  for (std::size_t i = 0; i < count; ++i) words.append(i == 0 ? "" : " ").append(pick(all(kWords)));
  if (!options_.hard_text || chance(4)) return words;
  std::string hard(pick(all(kHardTexts)));
  switch (below(4)) {
    case 0:
      return words + hard;
    case 1:
      return hard + words;
    default:
      return hard;
  }
}

Json EntryGenerator::any_json(std::size_t depth) {
  switch (below(depth == 0 ? 6U : 8U)) {
    case 0:
      return nullptr;
    case 1:
      return chance(2);
    case 2:
      return static_cast<std::int64_t>(below(1U << 30U)) - (1 << 29);
    case 3:
      return static_cast<double>(below(1000000)) / 128.0;
    case 4:
      return "";
    case 5: {
      static constexpr std::string_view kOnlyInJson[] = {
          {"\0 nul", 5}, "\x01\x1F", "\xEF\xBF\xBE", "\xEF\xBF\xBF end", "plain"};
      return options_.hard_text && chance(2) ? std::string(pick(all(kOnlyInJson))) : text();
    }
    case 6: {
      Json list = Json::array();
      for (std::size_t i = below(4); i > 0; --i) list.push_back(any_json(depth - 1));
      return list;
    }
    default: {
      Json object = Json::object();
      for (std::size_t i = below(4); i > 0; --i) object[text()] = any_json(depth - 1);
      return object;
    }
  }
}

std::string EntryGenerator::date() {
  const auto two_digits = [](std::size_t number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  std::string text = std::to_string(1990 + below(50));
  text.append("-").append(two_digits(1 + below(12)));
  return text.append("-").append(two_digits(1 + below(28)));
}

std::string EntryGenerator::code(std::string_view list) {
  const model::CodeList* codes = model::find_code_list(list);
  if (codes == nullptr || codes->codes.empty()) return "other";
  return codes->codes[below(codes->codes.size())];
}

std::string EntryGenerator::channel(std::string_view kind) {
  if (kind == "email") return "duty" + digits(6) + "@cert.example";
  if (kind == "web") return "https://report.example/?a=1&b=" + digits(6);
  if (kind == "secure" || kind == "cable") return text() + digits(6);
  return "+66" + digits(8);
}

std::string EntryGenerator::formatted(const Field& field, const Json& siblings) {
  switch (field.format) {
    case Format::email:
      return channel("email");
    case Format::url:
      return "https://www.example/p?q=1&r=" + digits(4) + "#a";
    case Format::language:
      return std::string(pick(all(kLanguages)));
    case Format::time_zone:
      return std::string(pick(all(kTimeZones)));
    case Format::fingerprint:
      return "ABCDEF" + digits(chance(2) ? 34 : 58);
    case Format::clock_time:
      return field.name == "close" ? "17:30" : "08:00";
    case Format::domain:
      return "d" + digits(3) + ".example";
    case Format::ip_range:
      return std::string(pick(all(kRanges)));
    case Format::as_number:
      return "AS64" + digits(3);
    case Format::currency:
      return std::string(pick(all(kCurrencies)));
    case Format::country2:
      return "XA";
    case Format::country3:
      return "XXA";
    case Format::digits3:
      return digits(3);
    case Format::tlp:
      return std::string(pick(all(kTlp)));
    case Format::channel:
      return channel(siblings.value("kind", std::string()));
    case Format::group:
      return std::string(pick(all(kGroups)));
    case Format::owner:
      return options_.stamped_owner ? std::string(pick(all(kStates))) : "XA";
    case Format::none:
    case Format::extension:
      break;
  }
  return text();
}

Json EntryGenerator::one(const Field& field, const Json& siblings) {
  switch (field.type) {
    case Type::text: {
      Json text_value = {{std::string(pick(all(kLanguages))), text()}, {"en", text()}};
      while (options_.every_field && text_value.size() < 3) {
        text_value[std::string(pick(all(kLanguages)))] = text();
      }
      return text_value;
    }
    case Type::date:
      return date();
    case Type::partial_date:
      return date().substr(0, std::array<std::size_t, 3>{4, 7, 10}.at(below(3)));
    case Type::time:
      return date() + "T08:09:10" + (chance(2) ? ".123456Z" : "Z");
    case Type::moment:
      return chance(2) ? date() : date() + "T23:59:59Z";
    case Type::code:
      return code(field.codes);
    case Type::state:
      return pick(all(kStates));
    case Type::ref:
      return (field.refers_to.empty() ? std::string("organisation")
                                      : std::string(field.refers_to)) +
             "-" + digits(3);
    case Type::boolean:
      return chance(2);
    case Type::integer:
      return below(100);
    case Type::decimal:
      return pick(all(kDecimals));
    case Type::object:
      if (field.members.empty()) {
        return {{"*", code("visibility")}, {"extensions", code("visibility")}};
      }
      return object(field.members);
    case Type::string:
      break;
  }
  return formatted(field, siblings);
}

Json EntryGenerator::value(const Field& field, const Json& siblings) {
  if (!field.repeated) return one(field, siblings);
  Json list = Json::array();
  const std::size_t count = 1 + below(3);
  for (std::size_t i = 0; i < count; ++i) list.push_back(one(field, siblings));
  if (field.name != "hours") return list;
  // Days that do not overlap.
  for (std::size_t i = 0; i < list.size(); ++i) list[i]["day"] = kDays[i * 2];
  return list;
}

Json EntryGenerator::object(std::span<const Field> fields) {
  Json made = Json::object();
  for (const Field& field : fields) {
    if (field.kept_by_registry && !options_.kept_by_registry) continue;
    if (!field.required && !options_.every_field && !chance(3)) continue;
    made[std::string(field.name)] = value(field, made);
  }
  if (made.empty()) made[std::string(fields.front().name)] = value(fields.front(), made);
  if (made.contains("hours") && !made.contains("time_zone")) made["time_zone"] = "UTC";
  order(made);
  return made;
}

Json EntryGenerator::entry(const model::Kind& kind) {
  Json made = object(kind.fields);
  made["kind"] = kind.name;
  made["id"] = std::string(kind.name) + "-" + std::to_string(next_id_++);
  made["meta"] = object(model::meta_fields());
  if (kind.name == "state") {  // reference data, with ids of their own
    made["id"] = "state-xa";
    made["meta"]["owner"] = "secretariat";
  }
  if (options_.extensions && (options_.every_field || chance(2))) {
    made["extensions"] = {{"x-first-host.team", Json::array({any_json()})},
                          {"x-unidir_2-Text", text()}};
  }
  return made;
}

}  // namespace cyberdir::support
