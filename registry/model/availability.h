// When a contact can be reached: from its hours, time zone, dated closures and channels, at a
// moment. No clock of its own; what it is given has passed the view, so that a channel or hours
// that the reader does not see decide nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/time_zones.h"
#include "model/json.h"

namespace cyberdir::model {

/// Who answers at a moment.
enum class Reach : std::uint8_t {
  open,       ///< the office
  duty_line,  ///< a channel that its owner says answers outside hours, the office being closed
  closed,     ///< nobody, as far as is stated
  unknown,    ///< nothing is stated
};

[[nodiscard]] std::string_view name_of(Reach reach);

/// Office hours, closures and zone of a contact, read once.
class OfficeHours {
 public:
  /// `availability` as an entry has it. Hours without a zone are those of `zone`; rows that are not
  /// valid are left out.
  explicit OfficeHours(const Json& availability, std::string_view zone = {});
  /// What text() gave, read back. What it did not give is read as nothing stated.
  explicit OfficeHours(std::string_view text);

  /// All that decides, in a short form for an index: without the notes of closures.
  [[nodiscard]] std::string text() const;

  /// True where it can be said of any moment whether the office is open.
  [[nodiscard]] bool stated() const { return always_ || (zone_ && !spans_.empty()); }
  [[nodiscard]] bool always() const { return always_; }
  [[nodiscard]] const std::optional<base::TimeZone>& zone() const { return zone_; }
  [[nodiscard]] const std::string& zone_name() const { return zone_name_; }
  /// True where the wall clock of the zone shows hours at this moment, on a day that is not closed
  /// and was not closed when they began. Where a clock is set back over hours they hold twice,
  /// where it is set forward over them not at all.
  [[nodiscard]] bool open_at(base::Instant moment) const;
  /// True where the calendar there shows a closed day.
  [[nodiscard]] bool closed_day_at(base::Instant moment) const;
  /// The first moment after this one at which open becomes closed or closed open; nothing where
  /// there is none within 400 days.
  [[nodiscard]] std::optional<base::Instant> next_change(base::Instant moment) const;
  /// The last moment, up to this one, at which it became what it is; nothing where that is more
  /// than 400 days ago.
  [[nodiscard]] std::optional<base::Instant> last_change(base::Instant moment) const;

 private:
  struct Span {
    unsigned weekday = 0;
    std::int32_t open = 0;   // second of the day
    std::int32_t close = 0;  // second of the day; not after `open`: of the next day
  };
  struct Closure {
    std::int64_t first = 0;  // days since 1970, both included
    std::int64_t last = 0;
  };

  [[nodiscard]] bool is_closed(std::int64_t day) const;
  [[nodiscard]] bool open_by(const base::WallClock& clock) const;
  [[nodiscard]] bool never_changes() const;
  [[nodiscard]] std::vector<base::Instant> edges(std::int64_t day) const;
  [[nodiscard]] std::vector<base::Instant> edges_from(std::int64_t day) const;
  [[nodiscard]] static std::int64_t horizon(std::int64_t closed_days);

  bool always_ = false;
  std::optional<base::TimeZone> zone_;
  std::string zone_name_;
  std::vector<Span> spans_;
  std::vector<Closure> closures_;
};

/// What can be said of reaching a contact at a moment.
struct Availability {
  Reach reach = Reach::unknown;
  bool office_stated = false;  ///< hours are stated, or that it answers always
  bool office_open = false;
  bool always = false;                   ///< the office answers at all hours
  bool closed_day = false;               ///< today is one of its closed days
  std::optional<base::Instant> since;    ///< when the office opened or closed last
  std::optional<base::Instant> until;    ///< when it closes or opens next
  std::optional<base::WallClock> clock;  ///< what the clock there shows; nothing without a zone
  std::string zone;                      ///< IANA; empty where none is known
  /// Which element of `channels` answers outside hours, at this moment.
  std::optional<std::size_t> duty_channel;
  bool holidays_unstated =
      false;  ///< it has hours, and does not say that holidays are among `closed`
};

/// The availability of a contact, as its reader sees the contact, at a moment. `zone` is that of
/// its State, for a contact that names none.
[[nodiscard]] Availability availability_at(const Json& contact, base::Instant moment,
                                           std::string_view zone = {});

/// Who answers, and nothing else: what lists and counts ask of many contacts.
class ReachRule {
 public:
  /// Of a contact as its reader sees it.
  explicit ReachRule(const Json& contact);
  /// What text() gave, read back.
  explicit ReachRule(std::string_view text);

  /// All that decides at any moment, in a short form for an index. It may show no more than the
  /// contact it was made of.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] Reach at(base::Instant moment) const;

 private:
  OfficeHours office_;
  std::optional<base::Instant> duty_from_;  // since when a channel answers outside hours
};

[[nodiscard]] Reach reach_at(const Json& contact, base::Instant moment);

/// The element of `channels` that answers outside hours: the one that `availability.out_of_hours`
/// names by kind or value, else an emergency telephone; never one that is suspended, or changed so
/// lately that it waits. The first in the order of calling where there are several.
[[nodiscard]] std::optional<std::size_t> duty_channel(const Json& contact, base::Instant moment);

}  // namespace cyberdir::model
