// Where the program gets the time: an interface, so that tests hold it still.
#pragma once

#include "base/instant.h"

namespace cyberdir::base {

/// A source of the present time. Implementations may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The system's real-time clock. It may jump; the store makes commit times increase all the same.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

/// A clock that stands where it was set; for tests.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  [[nodiscard]] Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

}  // namespace cyberdir::base
