#include "model/availability.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <tuple>

#include "base/utc_day.h"
#include "model/kept_members.h"

namespace cyberdir::model {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr std::int32_t kDaySeconds = 86'400;
// Closures are dated: a year of them and the weekend after it.
constexpr std::int64_t kMostDays = 400;

const Json& member(const Json& object, const char* name, const Json& otherwise) {
  const auto found = object.find(name);
  return found != object.end() && found->type() == otherwise.type() ? *found : otherwise;
}

const Json& list(const Json& object, const char* name) {
  static const Json kNone = Json::array();
  return member(object, name, kNone);
}

const Json& object_in(const Json& object, const char* name) {
  static const Json kNone = Json::object();
  return member(object, name, kNone);
}

std::string text_of(const Json& object, const char* name) {
  static const Json kNone = "";
  return object.is_object() ? member(object, name, kNone).get<std::string>() : std::string();
}

bool is_true(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && *found == true;
}

std::int64_t priority(const Json& channel) {
  const auto found = channel.find("priority");
  return found != channel.end() && found->is_number_integer()
             ? found->get<std::int64_t>()
             : std::numeric_limits<std::int64_t>::max();
}

// Of HH:MM, 00:00 to 24:00.
std::optional<std::int32_t> second_of_day(const std::string& clock) {
  if (!base::is_clock_time(clock, true)) return std::nullopt;
  return ((clock[0] - '0') * 10 + (clock[1] - '0')) * 3600 +
         ((clock[3] - '0') * 10 + (clock[4] - '0')) * 60;
}

// Whether `named` is this channel: its kind, its value, or a sentence that has the value in it.
bool names(const std::string& named, const Json& channel) {
  const std::string value = text_of(channel, "value");
  return named == text_of(channel, "kind") ||
         (!value.empty() && named.find(value) != std::string::npos);
}

// Takes what stands before the next bar off the text.
std::string_view part_of(std::string_view& text) {
  const auto bar = std::min(text.find('|'), text.size());
  const std::string_view part = text.substr(0, bar);
  text.remove_prefix(std::min(bar + 1, text.size()));
  return part;
}

std::int64_t number_in(std::string_view digits) {
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

Reach reach_of(bool stated, bool open, bool duty) {
  if (open) return Reach::open;
  if (duty) return Reach::duty_line;
  return stated ? Reach::closed : Reach::unknown;
}

}  // namespace

std::string_view name_of(Reach reach) {
  constexpr std::array<std::string_view, 4> kNames = {"open", "duty_line", "closed", "unknown"};
  return kNames.at(static_cast<std::size_t>(reach));
}

OfficeHours::OfficeHours(const Json& availability, std::string_view zone)
    : always_(is_true(availability, "always")), zone_name_(text_of(availability, "time_zone")) {
  if (zone_name_.empty()) zone_name_ = zone;
  zone_ = base::TimeZone::named(zone_name_);
  if (!zone_) zone_name_.clear();
  for (const Json& row : list(availability, "hours")) {
    const auto day = std::find(kDays.begin(), kDays.end(), text_of(row, "day"));
    const auto open = second_of_day(text_of(row, "open"));
    const auto close = second_of_day(text_of(row, "close"));
    if (day != kDays.end() && open && close)
      spans_.push_back({static_cast<unsigned>(day - kDays.begin()), *open, *close});
  }
  for (const Json& row : list(availability, "closed")) {
    const auto first = base::day_of_date(text_of(row, "date"));
    const auto last = base::day_of_date(text_of(row, "until"));
    if (first) closures_.push_back({*first, last.value_or(*first)});
  }
}

// `A` where it answers always | zone | hours, each weekday HHMM HHMM | closures, each day-day.
std::string OfficeHours::text() const {
  std::string text = always_ ? "A|" : "|";
  text += zone_name_ + '|';
  const auto add_clock = [&](std::int32_t second) {
    const std::int32_t minutes = second / 60;
    for (const std::int32_t digit :
         {minutes / 600, minutes / 60 % 10, minutes % 60 / 10, minutes % 10})
      text.push_back(static_cast<char>('0' + digit));
  };
  for (const Span& span : spans_) {
    text.push_back(static_cast<char>('0' + span.weekday));
    add_clock(span.open);
    add_clock(span.close);
  }
  text.push_back('|');
  for (const Closure& closure : closures_)
    text += std::to_string(closure.first) + '-' + std::to_string(closure.last) + ' ';
  return text;
}

OfficeHours::OfficeHours(std::string_view text) {
  always_ = part_of(text) == "A";
  zone_name_ = part_of(text);
  zone_ = base::TimeZone::named(zone_name_);
  constexpr std::size_t kSpan = 9;
  const std::string_view hours = part_of(text);
  const auto clock = [&](std::size_t at) {
    return static_cast<std::int32_t>(number_in(hours.substr(at, 2)) * 3600 +
                                     number_in(hours.substr(at + 2, 2)) * 60);
  };
  for (std::size_t at = 0; at + kSpan <= hours.size(); at += kSpan) {
    spans_.push_back(
        {static_cast<unsigned>(number_in(hours.substr(at, 1))), clock(at + 1), clock(at + 5)});
  }
  std::string_view closed = part_of(text);
  for (auto end = closed.find(' '); end != std::string_view::npos; end = closed.find(' ')) {
    const std::string_view days = closed.substr(0, end);
    const auto dash = days.find('-', 1);
    if (dash != std::string_view::npos)
      closures_.push_back({number_in(days.substr(0, dash)), number_in(days.substr(dash + 1))});
    closed.remove_prefix(end + 1);
  }
}

bool OfficeHours::is_closed(std::int64_t day) const {
  return std::any_of(closures_.begin(), closures_.end(), [&](const Closure& closure) {
    return closure.first <= day && day <= closure.last;
  });
}

// The hours of yesterday that run past midnight are yesterday's: they did not begin if that was a
// closed day, and they end with it where today is one.
bool OfficeHours::open_by(const base::WallClock& clock) const {
  const std::int64_t day = clock.day();
  if (is_closed(day)) return false;
  if (always_) return true;
  const std::int32_t second = clock.second_of_day();
  const unsigned weekday = clock.weekday();
  const unsigned yesterday = (weekday + 6) % 7;
  return std::any_of(spans_.begin(), spans_.end(), [&](const Span& span) {
    const bool overnight = span.close <= span.open;
    if (span.weekday == weekday && second >= span.open)
      return second < (overnight ? kDaySeconds : span.close);
    return overnight && span.weekday == yesterday && second < span.close && !is_closed(day - 1);
  });
}

bool OfficeHours::open_at(base::Instant moment) const {
  if (!zone_) return always_;
  return open_by(zone_->at(moment));
}

bool OfficeHours::closed_day_at(base::Instant moment) const {
  return zone_ && is_closed(zone_->at(moment).day());
}

// Every moment at which open may become closed or the other way while the calendar shows this day:
// midnight, the edges of hours, and where clocks are set forward or back.
std::vector<base::Instant> OfficeHours::edges(std::int64_t day) const {
  const std::int64_t midnight = day * kDaySeconds;
  std::vector<base::Instant> moments = zone_->moments_of(midnight);
  const auto add = [&](std::int32_t second) {
    for (const base::Instant& at : zone_->moments_of(midnight + second)) moments.push_back(at);
  };
  for (const Span& span : spans_) {
    add(span.open);
    add(span.close);
  }
  const base::Instant first = moments.front();
  const base::Instant last = zone_->moments_of(midnight + kDaySeconds).back();
  for (const base::Instant& at : zone_->changes({first.micros - 1}, last)) moments.push_back(at);
  return moments;
}

// The edges from the first midnight that begins a day to the first that begins the next, in order.
// Where clocks are set back over midnight, the calendar shows the day before once more within them.
std::vector<base::Instant> OfficeHours::edges_from(std::int64_t day) const {
  const base::Instant begin = zone_->moments_of(day * kDaySeconds).front();
  const base::Instant end = zone_->moments_of((day + 1) * kDaySeconds).front();
  std::vector<base::Instant> moments;
  for (const std::int64_t shown : {day - 1, day}) {
    for (const base::Instant& at : edges(shown)) {
      if (begin <= at && at < end) moments.push_back(at);
    }
  }
  std::sort(moments.begin(), moments.end());
  return moments;
}

// How many days to look ahead or back: what is said of weeks comes back within one; closures shift
// that to where they end.
std::int64_t OfficeHours::horizon(std::int64_t closed_days) {
  constexpr std::int64_t kWeek = 9;
  return std::clamp(closed_days + kWeek, kWeek, kMostDays);
}

bool OfficeHours::never_changes() const {
  return !zone_ || (always_ ? closures_.empty() : spans_.empty());
}

std::optional<base::Instant> OfficeHours::next_change(base::Instant moment) const {
  if (never_changes()) return std::nullopt;
  const bool now = open_at(moment);
  const std::int64_t today = zone_->at(moment).day();
  std::int64_t closed_days = 0;
  for (const Closure& closure : closures_)
    closed_days = std::max(closed_days, closure.last - today);
  for (std::int64_t day = today; day <= today + horizon(closed_days); ++day) {
    for (const base::Instant& at : edges_from(day)) {
      if (at > moment && open_at(at) != now) return at;
    }
  }
  return std::nullopt;
}

std::optional<base::Instant> OfficeHours::last_change(base::Instant moment) const {
  if (never_changes()) return std::nullopt;
  const bool now = open_at(moment);
  const std::int64_t today = zone_->at(moment).day();
  std::int64_t closed_days = 0;
  for (const Closure& closure : closures_)
    closed_days = std::max(closed_days, today - closure.first);
  std::optional<base::Instant> since;  // the earliest edge from which on it is as it is now
  for (std::int64_t day = today + 1; day >= today - horizon(closed_days); --day) {
    const std::vector<base::Instant> moments = edges_from(day);
    for (auto at = moments.rbegin(); at != moments.rend(); ++at) {
      if (*at > moment) continue;
      if (open_at(*at) != now) return since;
      since = *at;
    }
  }
  return std::nullopt;
}

namespace {

// Whether a channel answers outside hours, now or later; those that are named go before others.
enum class Duty : std::uint8_t { named, emergency, none };

Duty duty_of(const std::string& named, const Json& channel) {
  if (!channel.is_object() || is_true(channel, "suspended")) return Duty::none;
  if (!named.empty() && names(named, channel)) return Duty::named;
  return text_of(channel, "kind") == "phone-emergency" ? Duty::emergency : Duty::none;
}

// From when on one of the channels answers outside hours: the first whose change does not wait.
std::optional<base::Instant> duty_from(const Json& contact) {
  const std::string named = text_of(object_in(contact, "availability"), "out_of_hours");
  std::optional<base::Instant> first;
  for (const Json& channel : list(contact, "channels")) {
    if (duty_of(named, channel) == Duty::none) continue;
    const auto from = urgent_use_awaited(channel, base::Instant{});
    first =
        std::min(first.value_or(from.value_or(base::Instant{})), from.value_or(base::Instant{}));
  }
  return first;
}

}  // namespace

std::optional<std::size_t> duty_channel(const Json& contact, base::Instant moment) {
  const std::string named = text_of(object_in(contact, "availability"), "out_of_hours");
  const Json& channels = list(contact, "channels");
  std::optional<std::tuple<Duty, std::int64_t, std::size_t>> best;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const Json& channel = channels[i];
    const Duty duty = duty_of(named, channel);
    if (duty == Duty::none || urgent_use_awaited(channel, moment)) continue;
    const std::tuple rank(duty, priority(channel), i);
    if (!best || rank < *best) best = rank;
  }
  if (!best) return std::nullopt;
  return std::get<std::size_t>(*best);
}

ReachRule::ReachRule(const Json& contact)
    : office_(object_in(contact, "availability")), duty_from_(duty_from(contact)) {}

ReachRule::ReachRule(std::string_view text) : office_(text) {
  const auto bar = text.rfind('|');
  const std::string_view duty = bar == std::string_view::npos ? "" : text.substr(bar + 1);
  if (!duty.empty()) duty_from_ = base::Instant{number_in(duty)};
}

std::string ReachRule::text() const {
  return office_.text() + '|' + (duty_from_ ? std::to_string(duty_from_->micros) : std::string());
}

Reach ReachRule::at(base::Instant moment) const {
  return reach_of(office_.stated(), office_.stated() && office_.open_at(moment),
                  duty_from_ && *duty_from_ <= moment);
}

Reach reach_at(const Json& contact, base::Instant moment) { return ReachRule(contact).at(moment); }

Availability availability_at(const Json& contact, base::Instant moment, std::string_view zone) {
  const Json& stated = object_in(contact, "availability");
  const OfficeHours office(stated, zone);
  Availability answer;
  answer.office_stated = office.stated();
  answer.always = office.always();
  answer.zone = office.zone_name();
  answer.duty_channel = duty_channel(contact, moment);
  if (office.zone()) answer.clock = office.zone()->at(moment);
  if (answer.office_stated) {
    answer.office_open = office.open_at(moment);
    answer.closed_day = office.closed_day_at(moment);
    answer.since = office.last_change(moment);
    answer.until = office.next_change(moment);
    answer.holidays_unstated = !office.always() && !is_true(stated, "holidays_stated");
  }
  answer.reach =
      reach_of(answer.office_stated, answer.office_open, answer.duty_channel.has_value());
  return answer;
}

}  // namespace cyberdir::model
