#include "service/look_ups.h"

#include <algorithm>

#include "base/utc_day.h"
#include "model/states.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Role;

namespace {

constexpr std::size_t kMostNoted = 65'536;
constexpr std::int64_t kWeek = 7;
constexpr std::int64_t kWeeksTold = 52;
// A week is told once it ended so many days ago.
constexpr std::int64_t kDelay = 7;
static_assert(kLookUpDays > (kWeeksTold + 1) * kWeek + kDelay,
              "a week that is told must be whole: what is missing of it could be seen otherwise");

constexpr std::array<std::string_view, 5> kClassNames = {"own", "states", "organisations",
                                                         "secretariat", "public"};

std::string reader_of(const model::Caller& caller) {
  if (caller.role == Role::secretariat) return "secretariat";
  if (caller.role == Role::administrator) return "registry";
  return caller.owner;
}

ReaderClass class_of(const std::string& reader, const std::string& owner) {
  if (reader == owner) return ReaderClass::own;
  if (reader.empty()) return ReaderClass::anybody;
  if (reader == "secretariat" || reader == "registry") return ReaderClass::secretariat;
  return model::is_state_code(reader) ? ReaderClass::states : ReaderClass::organisations;
}

// Whether the caller may know that there is such an entry.
bool knows(store::Reader& reader, const model::Caller& caller, const store::EntryRow& row) {
  const model::Visibility level = model::level_for(caller, row.owner, row.group);
  return row.span != 0 && reader.projection(row.span, level).has_value();
}

Result<store::EntryRow> entry_of(store::Reader& reader, const model::Caller& caller,
                                 std::string_view id) {
  auto row = reader.entry(id);
  if (row && caller.may_write(row->owner)) return std::move(*row);
  if (!row || !knows(reader, caller, *row))
    return fail(ErrorCode::not_found, "there is no entry of this id, or none that you may see");
  return fail(ErrorCode::forbidden,
              "how often an entry is looked up is told to editors and managers of its owner");
}

}  // namespace

std::string_view name_of(ReaderClass reader_class) {
  return kClassNames.at(static_cast<std::size_t>(reader_class));
}

std::size_t LookUps::KeyHash::operator()(const Key& key) const {
  constexpr std::size_t kPrime = 1'099'511'628'211U;  // of FNV-1a in 64 bits
  const std::hash<std::string> hash;
  std::size_t value = hash(key.entry);
  value = (value * kPrime) ^ hash(key.actor);
  value = (value * kPrime) ^ hash(key.reader);
  return (value * kPrime) ^ static_cast<std::size_t>(key.day);
}

void LookUps::note(const model::Caller& caller, std::string_view entry) {
  if (caller.operates) return;
  Key key{std::string(entry), reader_of(caller), caller.actor, base::day_of(clock_.now())};
  bool full = false;
  {
    const std::lock_guard lock(mutex_);
    ++counts_[std::move(key)];
    full = counts_.size() >= kMostNoted;
  }
  if (full) (void)write();  // what fails here is written by the next who tries
}

Result<void> LookUps::write() {
  Counts counts;
  {
    const std::lock_guard lock(mutex_);
    counts.swap(counts_);
  }
  auto written = write(counts);
  if (written) return {};
  const std::lock_guard lock(mutex_);
  for (const auto& [key, count] : counts) counts_[key] += count;
  return written;
}

Result<void> LookUps::write(const Counts& counts) {
  if (counts.empty()) return {};
  return store_.write([&](store::Writer& writer) -> Result<void> {
    for (const auto& [key, count] : counts)
      writer.add_look_ups({0, key.entry, key.day, key.reader, key.actor, count});
    return {};
  });
}

Result<LookUpPage> LookUps::of_people(const model::Caller& caller, store::LookUpQuery query) {
  if (caller.role == Role::anonymous)
    return fail(ErrorCode::unauthenticated, "this is for managers: sign in, or send a token");
  if (caller.role != Role::manager || caller.owner.empty())
    return fail(ErrorCode::forbidden, "what people looked up is told to their own manager alone");
  CYBERDIR_TRY(write());
  query.reader = caller.owner;
  LookUpPage page;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    page.total = reader.count_look_ups(query);
    const std::size_t limit = query.limit;
    if (limit == 0) return {};
    ++query.limit;
    page.items = reader.look_ups(query);
    page.more = page.items.size() > limit;
    if (page.more) page.items.pop_back();
    return {};
  }));
  return page;
}

Result<std::vector<LookUpWeek>> LookUps::of_entry(const model::Caller& caller,
                                                  std::string_view entry) {
  if (caller.role == Role::anonymous && !caller.operates) {
    return fail(ErrorCode::unauthenticated,
                "this is for those who write the entry: sign in, or send a token");
  }
  std::vector<LookUpWeek> weeks;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    CYBERDIR_ASSIGN(row, entry_of(reader, caller, entry));
    const auto first = reader.version(row.row, 1);
    const std::int64_t today = base::day_of(clock_.now());
    // The first Monday that is too late: its week has not ended long enough ago.
    const std::int64_t end = base::monday_of(today - kDelay);
    const std::int64_t begin =
        std::max(end - kWeeksTold * kWeek, base::monday_of(base::day_of(first->at)));
    for (std::int64_t monday = end - kWeek; monday >= begin; monday -= kWeek)
      weeks.push_back({monday, {}});
    for (const store::LookUpRow& found : reader.look_ups_of(row.row, begin, end - 1)) {
      const auto week = static_cast<std::size_t>((end - 1 - found.day) / kWeek);
      weeks[week].counts.at(static_cast<std::size_t>(class_of(found.reader, row.owner))) +=
          found.count;
    }
    return {};
  }));
  return weeks;
}

Result<std::int64_t> LookUps::forget() {
  std::int64_t rows = 0;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    rows = writer.drop_look_ups_before(base::day_of(clock_.now()) - kLookUpDays);
    return {};
  }));
  return rows;
}

model::Json look_up_json(const store::LookUpRow& row) {
  return {{"entry", row.id},
          {"day", base::date_of_day(row.day)},
          {"actor", row.actor},
          {"count", row.count}};
}

model::Json look_up_weeks_json(std::string_view entry, const std::vector<LookUpWeek>& weeks) {
  model::Json all = model::Json::array();
  for (const LookUpWeek& week : weeks) {
    model::Json counts = model::Json::array();
    for (std::size_t i = 0; i < week.counts.size(); ++i) {
      const std::int64_t count = week.counts.at(i);
      const bool told = count >= kFewestTold;
      counts.push_back({{"class", std::string(kClassNames.at(i))},
                        {told ? "count" : "fewer_than", told ? count : kFewestTold}});
    }
    all.push_back({{"from", base::date_of_day(week.monday)},
                   {"to", base::date_of_day(week.monday + kWeek - 1)},
                   {"counts", std::move(counts)}});
  }
  return {{"id", std::string(entry)}, {"weeks", std::move(all)}};
}

}  // namespace cyberdir::service
