#include "service/retention.h"

#include "base/utc_day.h"

namespace cyberdir::service {

base::Result<std::size_t> Retention::look() {
  const base::Instant now = clock_.now();
  const bool due = !looked_at_ || now.micros - looked_at_->micros >= base::kDayMicros;
  if (!due) return std::size_t{0};
  CYBERDIR_TRY(look_ups_.forget());
  imports_.forget();
  std::size_t changed = 0;
  if (days_ != 0) {
    Origin origin;
    origin.caller.operates = true;
    origin.caller.actor = "program";
    origin.source = "retention";
    CYBERDIR_ASSIGN(expired,
                    erasure_.expire_personal(origin, {now.micros - days_ * base::kDayMicros}));
    changed = expired;
  }
  looked_at_ = now;
  return changed;
}

}  // namespace cyberdir::service
