#include "page/language.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <stdexcept>

#include <nlohmann/json.hpp>
#include <unicode/dtptngen.h>
#include <unicode/listformatter.h>
#include <unicode/localebuilder.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include "embedded/web.h"
#include "page/languages.h"

namespace cyberdir::page {
namespace {

icu::UnicodeString to_icu(std::string_view from) {
  return icu::UnicodeString::fromUTF8({from.data(), static_cast<std::int32_t>(from.size())});
}

std::string to_utf8(const icu::UnicodeString& from) {
  std::string to;
  from.toUTF8String(to);
  return to;
}

void require(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw std::logic_error(std::string("ICU: ") + what);
}

std::string escape_html(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

// Digits of `text` from `at` on, all of them digits.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int value = 0;
  const char* const end = text.data() + at + count;
  for (const char* c = text.data() + at; c != end; ++c) {
    if (*c < '0' || *c > '9') return std::nullopt;
    value = value * 10 + (*c - '0');
  }
  return value;
}

std::optional<Moment> day_of(std::string_view text) {
  const auto year = digits(text, 0, 4);
  const auto month = text.size() >= 7 ? digits(text, 5, 2) : 1;
  const auto day = text.size() >= 10 ? digits(text, 8, 2) : 1;
  if (!year || !month || !day) return std::nullopt;
  if (text.size() >= 7 && text[4] != '-') return std::nullopt;
  if (text.size() >= 10 && text[7] != '-') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Moment(std::chrono::sys_days(date));
}

// Dates are Gregorian in every language, and English is written as the United Nations writes it.
icu::Locale locale_of(const std::string& tag) {
  return icu::Locale(((tag == "en" ? "en_GB" : tag) + "@calendar=gregorian").c_str());
}

const std::string kNothing;

}  // namespace

std::optional<Moment> parse_moment(std::string_view text) {
  // YYYY-MM-DDTHH:MM:SS, then a fraction, then Z or an offset.
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto day = day_of(text.substr(0, 10));
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!day || !hour || !minute || !second || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  Moment moment = *day + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                  std::chrono::seconds(*second);
  std::size_t at = 19;
  if (text[at] == '.') {
    int unit = 100'000;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) {
      moment += std::chrono::microseconds((text[at] - '0') * unit);
    }
  }
  if (at >= text.size()) return std::nullopt;
  const std::string_view zone = text.substr(at);
  if (zone == "Z" || zone == "z") return moment;
  const auto zone_hour = digits(zone, 1, 2);
  const auto zone_minute = digits(zone, 4, 2);
  if (zone.size() != 6 || zone[3] != ':' || !zone_hour || !zone_minute) return std::nullopt;
  const auto offset = std::chrono::hours(*zone_hour) + std::chrono::minutes(*zone_minute);
  if (zone[0] == '+') return moment - offset;
  if (zone[0] == '-') return moment + offset;
  return std::nullopt;
}

bool is_partial_date(std::string_view text) {
  const bool whole = text.size() == 4 || text.size() == 7 || text.size() == 10;
  return parse_moment(text) || (whole && day_of(text));
}

std::string machine_time(Moment moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(moment - day));
  std::array<char, 40> text{};
  const int size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

const Language& Language::of(std::string_view tag) {
  struct Slot {
    std::once_flag once;
    std::unique_ptr<Language> language;
  };
  static std::array<Slot, 6> slots;
  const auto tags = languages();
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (tags[i] == tag) chosen = i;
    if (tags[i] == "en" && !is_language(tag)) chosen = i;
  }
  Slot& slot = slots[chosen];
  std::call_once(slot.once, [&] { slot.language.reset(new Language(tags[chosen])); });
  return *slot.language;
}

Language::Language(std::string_view tag) : tag_(tag), locale_(locale_of(tag_)) {
  UErrorCode status = U_ZERO_ERROR;
  plural_rules_.reset(icu::PluralRules::forLocale(locale_, status));
  collator_.reset(icu::Collator::createInstance(locale_, status));
  require(status, "plural rules and collation");
  numbers_ = icu::number::NumberFormatter::withLocale(locale_);
  day_.load(locale_, "yMMMMd");
  day_and_time_.load(locale_, "yMMMMdHHmm");
  month_.load(locale_, "yMMMM");
  year_.load(locale_, "y");
  load_messages();
  load_templates();
}

void Language::load_messages() {
  const auto file = web::find("locales/" + tag_ + ".json");
  if (!file) throw std::logic_error("no language file for " + tag_);
  const auto parsed = nlohmann::json::parse(*file, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) throw std::logic_error("malformed language file for " + tag_);
  for (const auto& [key, pattern] : parsed.items()) {
    try {
      messages_.emplace(key, Message(pattern.get<std::string>()));
    } catch (const std::exception& error) {
      throw std::logic_error(tag_ + ": " + key + ": " + error.what());
    }
  }
}

// Puts the fixed words of the language in the place of [[key]] and hands the result to ctemplate,
// so that a page sets only what changes.
void Language::load_templates() {
  static constexpr std::string_view kFolder = "templates/";
  for (const web::EmbeddedFile& file : web::files()) {
    if (!file.name.starts_with(kFolder)) continue;
    std::string_view rest = file.bytes;
    while (rest.ends_with('\n')) rest.remove_suffix(1);
    std::string text;
    for (;;) {
      const std::size_t open = rest.find("[[");
      text += rest.substr(0, open);
      if (open == std::string_view::npos) break;
      const std::size_t close = rest.find("]]", open);
      const std::string_view key = rest.substr(open + 2, close - open - 2);
      const std::string& said = words(key);
      if (said.empty()) {
        throw std::logic_error(tag_ + ": " + std::string(file.name) + " wants " + std::string(key));
      }
      text += escape_html(said);
      rest.remove_prefix(close + 2);
    }
    const std::string name(file.name.substr(kFolder.size()));
    if (!templates_.StringToTemplateCache(name, text, ctemplate::STRIP_BLANK_LINES)) {
      throw std::logic_error("malformed template " + name);
    }
  }
  templates_.Freeze();
}

const std::string& Language::words(std::string_view key) const {
  const auto at = messages_.find(key);
  return at == messages_.end() ? kNothing : at->second.constant();
}

Rich Language::rich(std::string_view key, const std::vector<Argument>& arguments) const {
  const auto at = messages_.find(key);
  if (at == messages_.end()) return {};
  return at->second.format(arguments, *plural_rules_, numbers_);
}

std::string Language::plain(std::string_view key, const std::vector<Argument>& arguments) const {
  return flatten(rich(key, arguments));
}

std::string Language::number(std::uint64_t value) const { return decimal(std::to_string(value)); }

std::string Language::decimal(const std::string& value) const {
  constexpr std::size_t kMostDecimals = 30;
  UErrorCode status = U_ZERO_ERROR;
  // Every decimal that was stated is shown, zeros too.
  const std::size_t point = value.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : value.size() - point - 1;
  if (decimals > kMostDecimals) return value;
  const auto formatted =
      decimals == 0
          ? numbers_.formatDecimal(value, status)
          : numbers_.precision(icu::number::Precision::fixedFraction(static_cast<int>(decimals)))
                .formatDecimal(value, status);
  std::string text = to_utf8(formatted.toString(status));
  return U_FAILURE(status) || value.empty() ? value : text;
}

std::string Language::total(const Total& total) const {
  if (total.exact) return number(total.value);
  return plain("total.more_than", {words_argument("number", number(total.value))});
}

void Language::DateStyle::load(const icu::Locale& locale, const char* skeleton) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::DateTimePatternGenerator> generator(
      icu::DateTimePatternGenerator::createInstance(locale, status));
  require(status, "date patterns");
  const icu::UnicodeString pattern =
      generator->getBestPattern(to_icu(skeleton), UDATPG_MATCH_HOUR_FIELD_LENGTH, status);
  format = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
  require(status, "date format");
  // GMT itself, no rule of any zone: moments are shown in UTC.
  format->setTimeZone(*icu::TimeZone::getGMT());
}

std::string Language::DateStyle::operator()(Moment moment) const {
  const auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(moment).time_since_epoch().count();
  icu::UnicodeString text;
  const std::lock_guard lock(mutex);
  format->format(static_cast<UDate>(milliseconds), text);
  return to_utf8(text);
}

std::string Language::date(Moment moment) const { return day_(moment); }

std::string Language::date_and_time(Moment moment) const {
  return plain("time.utc", {words_argument("time", day_and_time_(moment))});
}

std::string Language::time_of_day(const std::string& hours_and_minutes) const {
  if (hours_and_minutes.size() != 5 || !digits(hours_and_minutes, 0, 2) ||
      !digits(hours_and_minutes, 3, 2)) {
    return hours_and_minutes;
  }
  std::string shown;
  for (const char c : hours_and_minutes) {
    shown += c >= '0' && c <= '9' ? decimal(std::string(1, c)) : std::string(1, c);
  }
  return shown;
}

std::string Language::partial_date(const std::string& value) const {
  if (const auto moment = parse_moment(value)) return date_and_time(*moment);
  const auto day = day_of(value);
  if (!day) return value;
  if (value.size() == 4) return year_(*day);
  if (value.size() == 7) return month_(*day);
  if (value.size() == 10) return day_(*day);
  return value;
}

std::string Language::name_of_language(const std::string& tag) const {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale named = icu::Locale::forLanguageTag(tag, status);
  if (U_FAILURE(status) || named.getLanguage()[0] == '\0') return tag;
  icu::UnicodeString text;
  named.getDisplayName(locale_, text);
  return text.isEmpty() ? tag : to_utf8(text);
}

std::string Language::own_name(const std::string& tag) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale named = icu::Locale::forLanguageTag(tag, status);
  if (U_FAILURE(status) || named.getLanguage()[0] == '\0') return tag;
  icu::UnicodeString text;
  named.getDisplayName(named, text);
  return text.isEmpty() ? tag : to_utf8(text);
}

std::string Language::enumeration(const std::vector<std::string>& names) const {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::ListFormatter> formatter(
      icu::ListFormatter::createInstance(locale_, status));
  std::vector<icu::UnicodeString> items;
  items.reserve(names.size());
  for (const std::string& name : names) items.push_back(to_icu(name));
  icu::UnicodeString text;
  if (U_SUCCESS(status)) {
    formatter->format(items.data(), static_cast<std::int32_t>(items.size()), text, status);
  }
  return to_utf8(text);
}

bool Language::before(const std::string& a, const std::string& b) const {
  UErrorCode status = U_ZERO_ERROR;
  return collator_->compareUTF8(a, b, status) == UCOL_LESS;
}

}  // namespace cyberdir::page
