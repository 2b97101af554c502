#include "service/retention.h"

namespace cyberdir::service {
namespace {

constexpr std::int64_t kDayMicros = std::int64_t{86'400} * 1'000'000;

}  // namespace

base::Result<std::size_t> Retention::look() {
  const base::Instant now = clock_.now();
  const bool due = !looked_at_ || now.micros - looked_at_->micros >= kDayMicros;
  if (days_ == 0 || !due) return std::size_t{0};
  Origin origin;
  origin.caller.operates = true;
  origin.caller.actor = "program";
  origin.source = "retention";
  CYBERDIR_ASSIGN(changed, erasure_.expire_personal(origin, {now.micros - days_ * kDayMicros}));
  looked_at_ = now;
  return changed;
}

}  // namespace cyberdir::service
