// Mail on its way out, as a value.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "base/instant.h"

namespace cyberdir::store {

/// A mail; see schema/0006_emergency.sql for what is empty when.
struct MailRow {
  std::int64_t row = 0;
  std::string id;
  std::string kind;
  std::string recipient;
  std::string language;
  std::string subject;
  std::string data;
  base::Instant at;
  std::string state = "waiting";  ///< waiting, sent, failed
  std::int64_t attempts = 0;
  base::Instant next_at;
  std::optional<base::Instant> ended_at;
  std::string failure;
};

}  // namespace cyberdir::store
