// The second half of an import: staged records become versions and submissions, in one transaction.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ordered_work.h"
#include "base/sha256.h"
#include "service/import_match.h"
#include "service/import_report.h"
#include "service/origin.h"
#include "service/submissions.h"
#include "service/versions.h"

namespace cyberdir::service {

/// Writes staged records, in their order, in one transaction. Reading and preparing them is done on
/// other threads, a few records ahead. One thread; once.
class ImportRun {
 public:
  /// `asked` is a digest of the file and of what is asked; `left_out` are the rows that are not to
  /// be entered whatever they hold.
  ImportRun(store::Writer& writer, Versions& versions, Submissions& submissions,
            const Origin& origin, const ImportOptions& options,
            const std::set<std::uint64_t>& left_out, std::string_view asked);

  /// Enters all of it, as far as it can be entered, and fills the report but for `applied`, `seq`
  /// and `id`. Errors: of the store. Where the report has errors the transaction is not to be kept
  /// as it is: see late_errors().
  base::Result<void> run(const Spool& staged, ImportReport& report,
                         const std::function<void(std::uint64_t)>& progress);

  /// Rows that were entered and turned out to be wrong at the end of the file.
  [[nodiscard]] const std::set<std::uint64_t>& late_errors() const { return late_errors_; }

  /// The first sequence whose write is not on the audit trail yet.
  [[nodiscard]] std::int64_t first_unrecorded() const { return first_unrecorded_; }

 private:
  // A record on its way into the store.
  struct Incoming {
    StagedRecord record;
    bool named = true;              // false where it came without an id and got one here
    bool creates = false;           // by what was known when it was read: to be looked at again
    bool listed_elsewhere = false;  // the entry has another source: this is a further listing
    std::vector<Candidate> candidates;
    model::Entry entry;
    std::optional<PreparedVersion> prepared;
  };
  using Batch = std::vector<Incoming>;
  // A reference that was not there when its record was entered; it may have come later.
  struct Pending {
    std::uint64_t n;
    std::uint64_t row;
    std::string pointer;
    std::string target;
    std::string_view kind;
  };
  // Changes of one owner that wait to become a submission, with the items they are.
  struct Proposals {
    std::vector<model::ProposedChange> changes;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> items;  // n and row
  };

  bool give(const Spool& staged);
  void identify(Incoming& incoming);
  void decide(Incoming& incoming, const std::string& decision);
  void prepare(Incoming& incoming) const;
  base::Result<void> write(Incoming& incoming);
  base::Result<void> enter(Incoming& incoming, const std::optional<store::EntryRow>& before,
                           ImportItem& item);
  base::Result<void> enter_directly(Incoming& incoming, ImportItem& item);
  base::Result<void> propose(Incoming& incoming, const std::optional<store::EntryRow>& before,
                             ImportItem& item);
  base::Result<void> note_listing(Incoming& incoming, const store::EntryRow& before,
                                  ImportItem& item);
  void add_proposal(std::string_view owner, model::ProposedChange change, const ImportItem& item);
  base::Result<void> submit(const std::string& owner);
  void record_writes();
  base::Result<void> withdraw_missing();
  base::Result<void> withdraw(const store::EntryRow& row);
  base::Result<void> note(ImportItem item);
  void note_references(std::uint64_t row, const model::Entry& entry);
  void check_pending();
  void add_late(std::uint64_t n, std::uint64_t row, base::Finding finding);
  [[nodiscard]] bool waits(const std::string& owner);

  store::Writer& writer_;
  const base::Instant at_;
  Versions& versions_;
  Submissions& submissions_;
  const Origin& origin_;
  const ImportOptions& options_;
  const std::set<std::uint64_t>& left_out_;
  base::Sha256 plan_;
  Matcher matcher_;
  ImportReport* report_ = nullptr;
  std::uint64_t n_ = 0;  // items so far
  std::int64_t first_unrecorded_ = 0;
  std::vector<Pending> pending_;
  std::map<std::string, Proposals, std::less<>> proposals_;  // by owner
  std::map<std::string, bool, std::less<>> waits_;           // by owner
  std::vector<std::int64_t> touched_;                        // rows of entries, in replace mode
  std::set<std::uint64_t> late_errors_;
  base::OrderedWork<Batch> work_;  // last: its threads end before what they use
};

}  // namespace cyberdir::service
