// What the store keeps of acts and of looking: rows of the trail, look-ups, disclosures, as values.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"

namespace cyberdir::store {

/// How an owner has to do with a row of the audit trail. Neither: the act changed entries of it.
struct AuditConcern {
  std::string owner;
  bool acts = false;     ///< the act was done for this owner
  bool subject = false;  ///< what it was done with belongs to this owner
};

/// A row of the audit trail.
struct AuditRow {
  std::int64_t n = 0;
  base::Instant at;
  std::string actor;
  std::string source;
  std::string action;
  std::string subject;
  std::optional<std::int64_t> first_seq;
  std::optional<std::int64_t> last_seq;
  std::string request;
  std::string digest;
};

/// Which rows are listed.
struct AuditQuery {
  std::string owner;   ///< only those that concern it; empty for all
  std::string actor;   ///< with an owner: only what was done for that owner
  std::string action;  ///< these three empty for any
  std::string subject;
  std::optional<base::Instant> since;
  std::optional<base::Instant> until;                              ///< the moment itself too
  bool oldest_first = false;                                       ///< else newest
  std::int64_t after = 0;                                          ///< only numbers above
  std::int64_t before = std::numeric_limits<std::int64_t>::max();  ///< and below
  std::size_t limit = 0;
};

/// A row as a list has it.
struct AuditLine {
  AuditRow row;
  std::string on_behalf;  ///< for whom the act was done; empty for nobody known
  AuditConcern concern;   ///< of the owner that was asked for; both true where none was
};

/// How often an entry was looked up on a day, by one actor or by all of an owner.
struct LookUpRow {
  std::int64_t entry = 0;  ///< row of the entry
  std::string id;          ///< of the entry
  std::int64_t day = 0;    ///< since 1970, UTC
  std::string reader;      ///< for whom the reader acts; empty for nobody
  std::string actor;
  std::int64_t count = 0;
};

/// Which look-ups of one reader's people are listed: by day, newest first, then entry and actor.
struct LookUpQuery {
  std::string reader;
  std::string actor;  ///< these two empty for any
  std::string entry;
  std::int64_t since = 0;  ///< days, both included
  std::int64_t until = 0;
  std::optional<LookUpRow> after;  ///< the last of the page before: entry, day and actor
  std::size_t limit = 0;
};

/// A disclosure that was asked for, and who confirmed it.
struct DisclosureRow {
  std::string id;
  std::int64_t entry = 0;
  std::int64_t from_day = 0;
  std::int64_t until_day = 0;  ///< included
  std::string note;
  std::string asked_by;
  base::Instant asked_at;
  std::string confirmed_by;  ///< empty until it is
  std::optional<base::Instant> confirmed_at;
};

}  // namespace cyberdir::store
