#include "base/instant.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace cyberdir::base {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

bool digits(std::string_view text, std::size_t from, std::size_t count, int& value) {
  if (from + count > text.size()) return false;
  value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  return true;
}

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!digits(text, 0, 4, year) || !digits(text, 5, 2, month) || !digits(text, 8, 2, day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return date;
}

struct Broken {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::microseconds> time;
  unsigned weekday;
};

Broken break_down(Instant instant) {
  const std::chrono::sys_time<std::chrono::microseconds> point{
      std::chrono::microseconds{instant.micros}};
  const auto day = std::chrono::floor<std::chrono::days>(point);
  return {std::chrono::year_month_day{day},
          std::chrono::hh_mm_ss<std::chrono::microseconds>{point - day},
          std::chrono::weekday{day}.c_encoding()};
}

// Of a number below 100.
void append_two_digits(std::string& text, std::int64_t number) {
  text.push_back(static_cast<char>('0' + number / 10));
  text.push_back(static_cast<char>('0' + number % 10));
}

}  // namespace

std::string to_rfc3339(Instant instant) {
  const Broken parts = break_down(instant);
  std::array<char, 48> text{};
  const auto micros = parts.time.subseconds().count();
  int length =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld",
                    static_cast<int>(parts.date.year()), static_cast<unsigned>(parts.date.month()),
                    static_cast<unsigned>(parts.date.day()), parts.time.hours().count(),
                    parts.time.minutes().count(), parts.time.seconds().count());
  std::string result(text.data(), static_cast<std::size_t>(length));
  if (micros != 0) {
    length = std::snprintf(text.data(), text.size(), ".%06ld", micros);
    result.append(text.data(), static_cast<std::size_t>(length));
  }
  return result + "Z";
}

// By hand: every answer has one or two, and snprintf takes longer than finding an entry's row.
std::string to_http_date(Instant instant) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Broken parts = break_down(instant);
  const int year = static_cast<int>(parts.date.year());
  std::string text = kDays.at(parts.weekday);
  text += ", ";
  append_two_digits(text, static_cast<unsigned>(parts.date.day()));
  text.append(" ").append(kMonths.at(static_cast<unsigned>(parts.date.month()) - 1)).append(" ");
  append_two_digits(text, year / 100);
  append_two_digits(text, year % 100);
  text += ' ';
  append_two_digits(text, parts.time.hours().count());
  text += ':';
  append_two_digits(text, parts.time.minutes().count());
  text += ':';
  append_two_digits(text, parts.time.seconds().count());
  return text += " GMT";
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const auto date = parse_date(text);
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!date || text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':' || !digits(text, 11, 2, hour) || !digits(text, 14, 2, minute) ||
      !digits(text, 17, 2, second) || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (text[at] == '.') {
    const std::size_t first = ++at;
    std::int64_t unit = kMicrosPerSecond / 10;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) {
      micros += unit * (text[at] - '0');
    }
    if (at == first || at - first > 9) return std::nullopt;
  }
  int offset_minutes = 0;
  const std::string_view zone = text.substr(at);
  if (zone != "Z" && zone != "z") {
    int hours = 0;
    int minutes = 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' ||
        !digits(zone, 1, 2, hours) || !digits(zone, 4, 2, minutes) || hours > 23 || minutes > 59) {
      return std::nullopt;
    }
    offset_minutes = (hours * 60 + minutes) * (zone[0] == '-' ? -1 : 1);
  }
  const auto days = std::chrono::sys_days{*date}.time_since_epoch().count();
  const std::int64_t seconds = std::int64_t{days} * 86'400 + std::int64_t{hour} * 3'600 +
                               std::int64_t{minute} * 60 + second -
                               std::int64_t{offset_minutes} * 60;
  return Instant{seconds * kMicrosPerSecond + micros};
}

bool is_full_date(std::string_view text) { return text.size() == 10 && parse_date(text); }

bool is_partial_date(std::string_view text) {
  int value = 0;
  if (text.size() == 4) return digits(text, 0, 4, value);
  if (text.size() == 7) {
    return text[4] == '-' && digits(text, 0, 4, value) && digits(text, 5, 2, value) && value >= 1 &&
           value <= 12;
  }
  return is_full_date(text);
}

bool is_clock_time(std::string_view text, bool allow_24) {
  int hour = 0;
  int minute = 0;
  if (text.size() != 5 || text[2] != ':' || !digits(text, 0, 2, hour) ||
      !digits(text, 3, 2, minute)) {
    return false;
  }
  if (allow_24 && hour == 24 && minute == 0) return true;
  return hour < 24 && minute < 60;
}

}  // namespace cyberdir::base
