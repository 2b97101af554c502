#include "service/attempts.h"

#include <algorithm>

#include "base/sha256.h"

namespace cyberdir::service {
namespace {

constexpr std::int64_t kFreeForOne = 5;
constexpr std::int64_t kFreeForSource = 50;
constexpr std::int64_t kFreeForCodes = 10;
constexpr std::int64_t kLongestSeconds = 900;
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 24 * 3'600 * kSecond;

// The store learns who tried what from nothing here: keys are digests.
std::string key_of(std::string_view what, std::string_view a, std::string_view b = {}) {
  base::Sha256 digest;
  digest.update_part(what).update_part(a).update_part(b);
  return std::string(base::view_of(digest.finish()));
}

store::AttemptRow attempts_of(store::Reader& reader, const Counter& counter, base::Instant now) {
  const auto row = reader.attempts(counter.key);
  if (!row || row->last_at.micros + kDay < now.micros) return {counter.key, 0, now};
  return *row;
}

}  // namespace

Counter counter_of_source_and_email(std::string_view source, std::string_view email) {
  return {key_of("source and email", source, email), kFreeForOne};
}

Counter counter_of_source(std::string_view source) {
  return {key_of("source", source), kFreeForSource};
}

Counter counter_of_device(std::string_view device_digest, std::string_view email) {
  return {key_of("device", device_digest, email), kFreeForOne};
}

Counter counter_of_codes(std::string_view account) {
  return {key_of("codes", account), kFreeForCodes};
}

std::int64_t delay_after(std::int64_t failures, std::int64_t free) {
  constexpr std::int64_t kDoublings = 10;  // beyond the longest
  if (failures < free) return 0;
  return std::min(std::int64_t{1} << std::min(failures - free, kDoublings), kLongestSeconds);
}

std::int64_t begin_attempt(store::Writer& writer, const std::vector<Counter>& counters) {
  const base::Instant now = writer.at();
  std::int64_t wait = 0;
  for (const Counter& counter : counters) {
    const store::AttemptRow row = attempts_of(writer, counter, now);
    const std::int64_t until =
        row.last_at.micros + delay_after(row.failures, counter.free) * kSecond;
    if (until > now.micros) wait = std::max(wait, (until - now.micros + kSecond - 1) / kSecond);
  }
  if (wait > 0) return wait;
  forget_old_attempts(writer);
  for (const Counter& counter : counters) {
    const store::AttemptRow row = attempts_of(writer, counter, now);
    writer.put_attempts({counter.key, row.failures + 1, now});
  }
  return 0;
}

void forgive_attempts(store::Writer& writer, const std::vector<Counter>& counters) {
  for (const Counter& counter : counters) {
    const auto row = writer.attempts(counter.key);
    if (row && counter.free == kFreeForSource && row->failures > 1) {
      writer.put_attempts({counter.key, row->failures - 1, row->last_at});
    } else {
      writer.drop_attempts(counter.key);
    }
  }
}

void forget_old_attempts(store::Writer& writer) {
  writer.drop_attempts_before({writer.at().micros - kDay});
}

}  // namespace cyberdir::service
