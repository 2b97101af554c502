// How long persons of past versions, and look-ups, are kept.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "service/erasure.h"
#include "service/import_archive.h"
#include "service/look_ups.h"

namespace cyberdir::service {

/// Erases the personal fields of versions that were replaced longer ago than is kept, and look-ups
/// of more than kLookUpDays ago, and what imports left whose time is over. Looks at most once a
/// day. One thread at a time.
class Retention {
 public:
  /// `days` is how long persons of past versions are kept; 0 is for ever.
  Retention(Erasure& erasure, LookUps& look_ups, ImportArchive& imports, const base::Clock& clock,
            std::int64_t days)
      : erasure_(erasure), look_ups_(look_ups), imports_(imports), clock_(clock), days_(days) {}

  /// Looks where a day has passed since it last did; returns how many versions lost something.
  base::Result<std::size_t> look();

 private:
  Erasure& erasure_;
  LookUps& look_ups_;
  ImportArchive& imports_;
  const base::Clock& clock_;
  std::int64_t days_;
  std::optional<base::Instant> looked_at_;
};

}  // namespace cyberdir::service
