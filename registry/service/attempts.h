// What slows guessing: attempts that came to nothing make the next one wait.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "store/store.h"

namespace cyberdir::service {

/// Whom attempts count against, and how many are free.
struct Counter {
  std::string key;
  std::int64_t free = 0;
};

/// Somebody unknown who tries this address from this source: 5 are free.
[[nodiscard]] Counter counter_of_source_and_email(std::string_view source, std::string_view email);
/// Whatever this source tries, so that it does not go from account to account: 50 are free.
[[nodiscard]] Counter counter_of_source(std::string_view source);
/// A browser from which the account has signed in before. It has a counter of its own, which
/// nobody else can raise: 5 are free.
[[nodiscard]] Counter counter_of_device(std::string_view device_digest, std::string_view email);
/// Wrong codes for one account, after the right password, wherever from: 10 are free.
[[nodiscard]] Counter counter_of_codes(std::string_view account);

/// How long after so many attempts beyond the free ones the next has to wait, in seconds: 1, 2, 4 …
/// up to 900.
[[nodiscard]] std::int64_t delay_after(std::int64_t failures, std::int64_t free);

/// Counts an attempt before it is judged, so that many at once get no further than one after the
/// other. Returns 0, or how many seconds it has to wait; then it is not judged and not counted.
[[nodiscard]] std::int64_t begin_attempt(store::Writer& writer,
                                         const std::vector<Counter>& counters);
/// The attempt was right: it is not counted, and those before it are forgotten, but for those of a
/// source as a whole, from which only this one is taken.
void forgive_attempts(store::Writer& writer, const std::vector<Counter>& counters);

/// Forgets what lies more than a day back.
void forget_old_attempts(store::Writer& writer);

}  // namespace cyberdir::service
