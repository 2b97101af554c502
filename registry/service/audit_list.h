// Who reads which rows of the audit trail, and what of them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/audience.h"
#include "model/json.h"
#include "store/store.h"

namespace cyberdir::service {

/// A page of rows.
struct AuditPage {
  std::vector<store::AuditLine> items;
  std::int64_t total = 0;  ///< on all pages
  std::int64_t next = 0;   ///< number of the last row of this page; 0 where there is no more
};

/// What rows are asked for, as people write it; empty for any.
struct AuditFilters {
  std::string actor;
  std::string action;
  std::string subject;
  std::string since;  ///< a date, or a date-time as RFC 3339 has it; the moment itself too
  std::string until;  ///< of a date, all of that day
};

/// Reads filters. Errors: malformed.
[[nodiscard]] base::Result<store::AuditQuery> audit_query(const AuditFilters& filters);

/// The secretariat, administrators and the operator read all rows. A manager reads what people and
/// tokens of its owner did, and what was done to its owner's entries, submissions, accounts and
/// tokens; of acts that were not done for its owner it is told for whom they were done, not by whom
/// and from where. Digests are for those who see whole rows: what is hidden of a row could be
/// guessed by them. Any thread.
class AuditList {
 public:
  explicit AuditList(store::Store& store) : store_(store) {}

  /// `query.owner` is set here. Errors: unauthenticated, forbidden.
  base::Result<AuditPage> page(const model::Caller& caller, store::AuditQuery query);

 private:
  store::Store& store_;
};

/// {"n", "at", "actor", "on_behalf", "source", "action", "subject", "first_seq", "last_seq",
/// "request", "digest"}; what has no value is left out.
[[nodiscard]] model::Json audit_json(const store::AuditLine& line);

/// Rows as CSV (RFC 4180) with a header row, the columns in the order of audit_json().
[[nodiscard]] std::string audit_csv(const std::vector<store::AuditLine>& lines);

}  // namespace cyberdir::service
