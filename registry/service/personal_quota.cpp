#include "service/personal_quota.h"

#include <algorithm>

#include "base/utc_day.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::Result;
using model::Role;

namespace {

std::string name_of_caller(const model::Caller& caller, const std::string& network) {
  return caller.role == Role::anonymous ? "network:" + network : caller.actor;
}

base::Error spent(std::int64_t limit, std::int64_t used, std::int64_t records) {
  return base::fail(
      ErrorCode::quota,
      "this answer has " + std::to_string(records) + (records == 1 ? " entry" : " entries") +
          " with personal data; of " + std::to_string(limit) + " a day, " +
          std::to_string(limit - used) +
          " are left to you until midnight UTC. Ask for fewer (limit), or without them (fields); "
          "what holds no personal data is not counted");
}

}  // namespace

std::int64_t PersonalQuota::limit_of(const model::Caller& caller) const {
  if (caller.operates) return 0;
  switch (caller.role) {
    case Role::anonymous:
      return limits_.networks;
    case Role::manager:
    case Role::secretariat:
      return limits_.managers;
    default:
      return limits_.below_manager;
  }
}

Result<void> PersonalQuota::load(const Key& key) {
  {
    const std::lock_guard lock(mutex_);
    if (counts_.contains(key)) return {};
  }
  // Not under the lock: whoever is known already does not wait for the store.
  std::int64_t records = 0;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    records = reader.personal_records(key.second, key.first);
    return {};
  }));
  const std::lock_guard lock(mutex_);
  counts_.try_emplace(key, Count{records, 0});
  return {};
}

Result<void> PersonalQuota::charge(const model::Caller& caller, const std::string& network,
                                   std::int64_t records) {
  const std::int64_t limit = limit_of(caller);
  if (limit == 0 || records <= 0) return {};
  const Key key{base::day_of(clock_.now()), name_of_caller(caller, network)};
  while (true) {
    CYBERDIR_TRY(load(key));
    const std::lock_guard lock(mutex_);
    const auto count = counts_.find(key);
    if (count == counts_.end()) continue;  // it was written, and forgotten, in between
    const std::int64_t used = std::min(limit, count->second.written + count->second.unwritten);
    if (used + records > limit) return spent(limit, used, records);
    count->second.unwritten += records;
    return {};
  }
}

std::int64_t PersonalQuota::seconds_left() const {
  constexpr std::int64_t kSecond = 1'000'000;
  const base::Instant now = clock_.now();
  const base::Instant midnight = base::start_of_day(base::day_of(now) + 1);
  return (midnight.micros - now.micros + kSecond - 1) / kSecond;
}

Result<void> PersonalQuota::write() {
  std::map<Key, std::int64_t> added;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, count] : counts_) {
      if (count.unwritten > 0) added.emplace(key, count.unwritten);
    }
  }
  const std::int64_t today = base::day_of(clock_.now());
  std::map<Key, std::int64_t> totals;
  if (!added.empty()) {
    CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
      writer.drop_personal_records_before(today);
      for (const auto& [key, records] : added) {
        if (key.first < today) continue;
        writer.add_personal_records(key.second, key.first, records);
        totals[key] = writer.personal_records(key.second, key.first);
      }
      return {};
    }));
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [key, records] : added) counts_[key].unwritten -= records;
  for (const auto& [key, total] : totals) counts_[key].written = total;
  // Who asked for nothing since is read again when it does: memory is bounded by those who ask.
  std::erase_if(counts_, [&](const auto& each) { return each.second.unwritten == 0; });
  return {};
}

}  // namespace cyberdir::service
