#include "base/time_zones.h"

#include <map>
#include <string>

#include <date/tz.h>

namespace cyberdir::base {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kMicros = 1'000'000;

const date::time_zone* find_zone(std::string_view name) {
  static const std::map<std::string, const date::time_zone*, std::less<>> kZones = [] {
    std::map<std::string, const date::time_zone*, std::less<>> zones;
    for (const date::time_zone& zone : date::get_tzdb().zones) zones.emplace(zone.name(), &zone);
    return zones;
  }();
  const auto found = kZones.find(name);
  return found == kZones.end() ? nullptr : found->second;
}

date::sys_seconds second_of(Instant moment) {
  return date::floor<std::chrono::seconds>(
      date::sys_time<std::chrono::microseconds>(std::chrono::microseconds(moment.micros)));
}

Instant instant_of(date::sys_seconds moment) {
  return {moment.time_since_epoch().count() * kMicros};
}

}  // namespace

bool is_time_zone(std::string_view name) { return find_zone(name) != nullptr; }

std::int64_t WallClock::day() const {
  return date::floor<date::days>(std::chrono::seconds(seconds)).count();
}

std::int32_t WallClock::second_of_day() const {
  return static_cast<std::int32_t>(seconds - day() * kDaySeconds);
}

unsigned WallClock::weekday() const {
  return date::weekday(date::local_days(date::days(day()))).iso_encoding() - 1;
}

std::optional<TimeZone> TimeZone::named(std::string_view name) {
  const date::time_zone* zone = find_zone(name);
  if (zone == nullptr) return std::nullopt;
  return TimeZone(zone);
}

WallClock TimeZone::at(Instant moment) const {
  const date::sys_seconds second = second_of(moment);
  const auto offset = zone_->get_info(second).offset;
  return {(second.time_since_epoch() + offset).count(), static_cast<std::int32_t>(offset.count())};
}

std::vector<Instant> TimeZone::moments_of(std::int64_t written) const {
  const date::local_seconds local{std::chrono::seconds(written)};
  const date::local_info info = zone_->get_info(local);
  const auto by = [&](const date::sys_info& offset) {
    return instant_of(date::sys_seconds(local.time_since_epoch() - offset.offset));
  };
  if (info.result == date::local_info::nonexistent) return {instant_of(info.first.end)};
  if (info.result == date::local_info::ambiguous) return {by(info.first), by(info.second)};
  return {by(info.first)};
}

std::vector<Instant> TimeZone::changes(Instant from, Instant until) const {
  std::vector<Instant> moments;
  const date::sys_seconds last = second_of(until);
  date::sys_info info = zone_->get_info(second_of(from));
  while (info.end <= last) {
    moments.push_back(instant_of(info.end));
    info = zone_->get_info(info.end);
  }
  return moments;
}

}  // namespace cyberdir::base
