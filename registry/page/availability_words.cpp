#include "page/availability_words.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <vector>

#include <unicode/locid.h>
#include <unicode/tznames.h>
#include <unicode/unistr.h>

#include "page/language.h"
#include "page/languages.h"

namespace cyberdir::page {
namespace {

using model::Availability;

constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;
constexpr std::int64_t kHourMinutes = 60;
constexpr std::int64_t kDayMinutes = 24 * kHourMinutes;
constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};

std::string two_digits(std::int64_t value) {
  std::string text = std::to_string(value);
  return text.size() < 2 ? "0" + text : text;
}

// "UTC+5:45", in the same digits in every language, as it is written in every language.
std::string offset_of(int minutes) {
  std::string text = "UTC";
  if (minutes == 0) return text;
  text += minutes < 0 ? "\u2212" : "+";
  const int ahead = minutes < 0 ? -minutes : minutes;
  text += std::to_string(ahead / kHourMinutes);
  if (ahead % kHourMinutes != 0) text += ":" + two_digits(ahead % kHourMinutes);
  return text;
}

// The place for which a zone is named, in the language; else the last part of its name.
std::string place_of(std::string_view language, const std::string& zone) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::TimeZoneNames> names(
      icu::TimeZoneNames::createInstance(icu::Locale(std::string(language).c_str()), status));
  std::string place;
  if (U_SUCCESS(status) && names != nullptr) {
    icu::UnicodeString name;
    names->getExemplarLocationName(icu::UnicodeString::fromUTF8(zone), name);
    name.toUTF8String(place);
  }
  if (!place.empty()) return place;
  place = zone.substr(zone.rfind('/') + 1);
  for (char& c : place) {
    if (c == '_') c = ' ';
  }
  return place;
}

// "5 h 48 min", "2 days 3 h": the two greatest units, rounded down; at least a minute.
std::string duration_of(std::string_view language, std::int64_t micros) {
  const std::int64_t minutes = micros < kMinute ? 1 : micros / kMinute;
  const auto said = [&](const char* unit, std::int64_t count) {
    return counted(language, "duration." + std::string(unit), static_cast<std::uint64_t>(count));
  };
  std::vector<std::string> parts;
  if (minutes >= kDayMinutes) parts.push_back(said("days", minutes / kDayMinutes));
  const std::int64_t hours = minutes % kDayMinutes / kHourMinutes;
  if (hours > 0) parts.push_back(said("hours", hours));
  if (minutes < kDayMinutes && minutes % kHourMinutes > 0)
    parts.push_back(said("minutes", minutes % kHourMinutes));
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : " ") + part;
  return text;
}

// The name of a day within a sentence: in French, Spanish and Russian it has no capital there.
std::string weekday_of(const Language& language, std::string_view day) {
  const std::string name = code_label(language.tag(), "day", day);
  if (language.tag() == "en") return name;
  std::string small;
  return icu::UnicodeString::fromUTF8(name)
      .toLower(icu::Locale(std::string(language.tag()).c_str()))
      .toUTF8String(small);
}

std::string clock_words(const Language& language, const Availability& availability) {
  const base::WallClock& local = *availability.clock;
  const std::int32_t minute = local.second_of_day() / 60;
  const std::string clock =
      two_digits(minute / kHourMinutes) + ":" + two_digits(minute % kHourMinutes);
  // Zones that are an offset have no place, and their names have it the wrong way round.
  const bool placeless = availability.zone.starts_with("Etc/") || availability.zone == "UTC";
  return language.plain(placeless ? "availability.now_offset" : "availability.now",
                        {words_argument("time", language.time_of_day(clock)),
                         words_argument("weekday", weekday_of(language, kDays.at(local.weekday()))),
                         words_argument("place", place_of(language.tag(), availability.zone)),
                         words_argument("offset", offset_of(local.offset / 60))});
}

std::string office_words(const Language& language, const Availability& availability,
                         base::Instant now) {
  if (availability.always && availability.office_open) return language.words("availability.always");
  if (!availability.office_stated) return language.words("availability.unknown");
  const std::string key = availability.office_open ? "availability.open" : "availability.closed";
  if (!availability.until) return language.words(key);
  return language.plain(
      key + ".until",
      {words_argument("duration",
                      duration_of(language.tag(), availability.until->micros - now.micros))});
}

}  // namespace

std::string availability_words(std::string_view tag, const Availability& availability,
                               base::Instant now) {
  const Language& language = Language::of(tag);
  std::vector<std::string> sentences;
  if (availability.clock) sentences.push_back(clock_words(language, availability));
  sentences.push_back(office_words(language, availability, now));
  if (availability.duty_channel && !(availability.always && availability.office_open))
    sentences.push_back(language.words("availability.duty_line"));
  if (availability.holidays_unstated)
    sentences.push_back(language.words("availability.holidays_not_stated"));
  std::string text;
  for (const std::string& sentence : sentences) {
    // Chinese sentences end in a sign that has its own space.
    text += (text.empty() || tag == "zh" ? "" : " ") + sentence;
  }
  return text;
}

}  // namespace cyberdir::page
