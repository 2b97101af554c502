// What the store keeps of acts that are looked at afterwards, as values.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "base/instant.h"
#include "model/entry.h"

namespace cyberdir::store {

/// A tightening of an entry by its owner; see schema/0006_emergency.sql.
struct EmergencyRow {
  std::int64_t row = 0;
  std::string id;
  std::int64_t entry = 0;
  std::int64_t version = 0;
  std::string owner;
  std::string actor;
  base::Instant at;
  std::string state = "waiting";  ///< waiting, upheld, reverted
  std::string decided_by;
  std::optional<base::Instant> decided_at;
};

/// Which emergencies are listed: newest first.
struct EmergencyQuery {
  std::string owner;                                               ///< empty for all owners
  std::string state;                                               ///< empty for any
  std::int64_t before = std::numeric_limits<std::int64_t>::max();  ///< only rows below
  std::size_t limit = 0;
};

/// A version of a published contact that changed channels for urgent use.
struct UrgentChangeRow {
  std::int64_t row = 0;
  std::int64_t entry = 0;
  std::int64_t version = 0;
  std::string owner;
  std::string authors;  ///< actors, a space between two
  base::Instant at;
  base::Instant until;
  std::string confirmed_by;
  std::optional<base::Instant> confirmed_at;
};

/// An account or token whose doings since a time are held back.
struct QuarantineRow {
  std::int64_t row = 0;
  std::string actor;
  base::Instant since;
  base::Instant at;
  std::string by;
};

/// An entry that was held back.
struct QuarantinedEntryRow {
  std::int64_t quarantine = 0;
  std::int64_t entry = 0;
  std::int64_t first_version = 0;
  model::Status stood_as = model::Status::published;
  std::string state = "held";  ///< held, reverted, released
  std::string decided_by;
  std::optional<base::Instant> decided_at;
};

/// A link by which a person says whether they agree to be named; its secret is kept nowhere.
struct NameRequestRow {
  std::string digest;
  std::int64_t entry = 0;
  std::string name;  ///< digest of the name that was asked about
  base::Instant expires_at;
};

}  // namespace cyberdir::store
