// Quarantine: what an account or a token did since a time is found, hidden, and taken back or let
// stand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/submission.h"
#include "service/workflow.h"
#include "store/store.h"

namespace cyberdir::service {

/// An entry that was written since.
struct QuarantinedEntry {
  std::string entry;
  std::string kind;
  std::string owner;
  std::vector<std::int64_t> versions;  ///< that were written by, or came of what was submitted by
  std::int64_t current_version = 0;
  bool created = false;       ///< there was none before: reverting withdraws it
  bool others_since = false;  ///< others have written versions after the first of these
  std::string state;          ///< held, reverted, released; draft where nobody saw it
};

/// A submission that was written, or moved on, since.
struct QuarantinedSubmission {
  std::string id;
  std::vector<std::string> actions;
  model::SubmissionState state = model::SubmissionState::draft;
};

struct QuarantineReport {
  std::string actor;                   ///< account:… or token:…
  std::optional<base::Instant> since;  ///< nothing where there is no quarantine
  std::vector<QuarantinedEntry> entries;
  std::vector<QuarantinedSubmission> submissions;
  std::vector<std::string> accounts;  ///< made since
  std::vector<std::string> tokens;    ///< made since; ended with the account that made them
};

/// Which of the entries that are held are meant.
struct QuarantineChoice {
  std::vector<std::string> entries;
  bool all = false;
};

/// What is done with entries that are held.
enum class QuarantineDecision : std::uint8_t { revert, release };

/// For the secretariat and the operator; officers and administrators are for the operator alone.
/// Everything is on record, as new versions. Any thread.
class Quarantine {
 public:
  explicit Quarantine(store::Store& store, Versions& versions)
      : store_(store), versions_(versions) {}

  /// Keeps an account (by its id) or a token (by its id) out, its sessions and the tokens that it
  /// made with it, and holds back every published entry that it wrote since. Again: what was
  /// written meanwhile. Errors: not_found, forbidden, invalid (a time to come).
  base::Result<QuarantineReport> begin(const Origin& origin, const std::string& subject,
                                       base::Instant since);
  /// Brings entries back as they were before the first of those versions (withdraws those that were
  /// not there), or lets them stand as they are now. Errors: as begin(); invalid (one is not held).
  base::Result<QuarantineReport> decide(const Origin& origin, const std::string& subject,
                                        QuarantineDecision decision,
                                        const QuarantineChoice& choice);
  /// Errors: not_found, forbidden.
  base::Result<QuarantineReport> report(const model::Caller& caller, const std::string& subject);

 private:
  base::Result<void> decide_one(store::Writer& writer, const Origin& origin,
                                store::QuarantinedEntryRow held, QuarantineDecision decision);

  store::Store& store_;
  Versions& versions_;
};

[[nodiscard]] model::Json quarantine_json(const QuarantineReport& report);

}  // namespace cyberdir::service
