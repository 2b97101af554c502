// Writing: from a checked entry to a durable version, its log, audit, projections, index and feeds.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "model/audience.h"
#include "model/diff.h"
#include "model/submission_body.h"
#include "model/validate.h"
#include "service/etag.h"
#include "service/prepared_version.h"
#include "service/redaction.h"
#include "service/view.h"
#include "store/store.h"

namespace cyberdir::service {

/// Who writes, from where, on which request: what the audit trail records.
struct Origin {
  model::Caller caller;
  std::string source;   ///< "api <address>" or "cli"
  std::string request;  ///< request id; may be empty
};

/// What became of a write, as its writer sees it.
struct WriteOutcome {
  VisibleEntry entry;
  std::int64_t version = 0;
  bool created = false;
  bool changed = false;
  std::string submission;  ///< id of the submission that the write became; empty where it was made
};

/// A write was made against a version that is not current.
struct Staleness {
  std::int64_t current_version = 0;
  std::optional<std::int64_t> base_version;
  std::vector<model::Conflict> conflicts;
};

/// An entry as it was sent, with what was found in reading it: all findings are told at once.
struct Submitted {
  model::Json tree;
  base::Findings findings;
};

/// How a patch is written.
enum class PatchForm : std::uint8_t { merge, json };

/// One change of an entry within a transaction that others may share (imports).
struct Applied {
  std::int64_t entry = 0;
  std::int64_t version = 0;
  enum class Action : std::uint8_t { create, update, unchanged } action = Action::unchanged;
};

/// Where a direct write has to wait for others to look at it, it becomes a submission.
class Diversion {
 public:
  Diversion() = default;
  virtual ~Diversion() = default;
  Diversion(const Diversion&) = delete;
  Diversion& operator=(const Diversion&) = delete;
  Diversion(Diversion&&) = delete;
  Diversion& operator=(Diversion&&) = delete;

  /// True where this writer's changes to entries of `owner` are not made directly.
  [[nodiscard]] virtual bool diverts(const Origin& origin, std::string_view owner) = 0;

  /// What a write became: a submission, and the entry that it concerns.
  struct Diverted {
    std::string submission;
    std::string entry;
  };
  /// Makes a submission of a checked write, within its transaction. Errors: invalid.
  virtual base::Result<Diverted> divert(store::Writer& writer, const Origin& origin,
                                        std::string_view owner, model::ProposedChange change) = 0;
};

class Workflow {
 public:
  Workflow(store::Store& store, base::Random& random) : store_(store), random_(random) {}

  /// Publishes a new entry. `key` is an Idempotency-Key or empty: a repeated request gives the
  /// entry of the first; the same key with another body is a conflict.
  base::Result<WriteOutcome> create(const Origin& origin, Submitted submitted,
                                    std::string_view key);

  /// Replaces an entry, or creates it under that id where the precondition says so. `staleness` is
  /// filled where the result is `stale`.
  base::Result<WriteOutcome> replace(const Origin& origin, const std::string& id,
                                     Submitted submitted, const Precondition& precondition,
                                     Staleness& staleness);
  base::Result<WriteOutcome> patch(const Origin& origin, const std::string& id, PatchForm form,
                                   const model::Json& patch, const Precondition& precondition,
                                   Staleness& staleness);
  /// Ends an entry; its history stays.
  base::Result<WriteOutcome> withdraw(const Origin& origin, const std::string& id,
                                      const Precondition& precondition, Staleness& staleness);
  /// Brings a withdrawn entry back as it was.
  base::Result<WriteOutcome> restore(const Origin& origin, const std::string& id,
                                     const Precondition& precondition, Staleness& staleness);

  /// Erases values from every version of an entry, the current one too, which becomes a new version
  /// without them; the chains verify as before. For a manager of the owner. Errors: forbidden;
  /// invalid where what is left could not stand (withdraw the entry, or replace the value first).
  base::Result<WriteOutcome> redact(const Origin& origin, const std::string& id,
                                    const RedactionRequest& request,
                                    const Precondition& precondition, Staleness& staleness);
  /// Erases the personal fields of versions that were replaced before `time`. Returns how many
  /// versions lost something.
  base::Result<std::size_t> expire_personal(const Origin& origin, base::Instant time);

  /// To be set before the workflow is used by several threads; it outlives the workflow's use.
  void set_diversion(Diversion& diversion) { diversion_ = &diversion; }

  /// Writes the States that ship with the program into a store that lacks them.
  base::Result<void> seed_states();

  // ---- for imports and submissions, within their own transaction

  /// Creates or updates one checked entry. An entry without id gets one. References are not
  /// checked here. Pointers in `kept` name values that the writer was not shown: they stay.
  base::Result<Applied> apply(store::Writer& writer, const Origin& origin, model::Entry entry,
                              model::Status status, const std::vector<std::string>& kept,
                              std::optional<PreparedVersion> first = {});
  /// Ends an entry that is there, whatever its content.
  base::Result<void> end(store::Writer& writer, const Origin& origin, const std::string& id);
  /// Whether an entry may be written: its content, and its references as `caller` sees them.
  static void check(store::Reader& reader, const model::Caller& caller, const model::Entry& entry,
                    model::Profile profile, base::Findings& findings);
  /// The first version of an entry that is to be created in a transaction of the time `at`, for
  /// apply(). Any thread.
  [[nodiscard]] PreparedVersion prepare_first(const Origin& origin, base::Instant at,
                                              const model::Entry& entry, model::Status status);
  /// A new identifier.
  [[nodiscard]] std::string new_id(base::Instant at);
  /// One audit row for all sequence numbers since `first_seq`.
  static void record(store::Writer& writer, const Origin& origin, std::string_view action,
                     std::string_view subject, std::int64_t first_seq);

 private:
  struct Current;
  /// Makes the entry that is wanted from a version of it, as its writer sees that.
  using Change = std::function<base::Result<Submitted>(const VisibleEntry&)>;

  /// What a redaction takes out of the past, in its transaction: given the entry as it stood
  /// before.
  using AfterChange = std::function<base::Result<void>(store::Writer&, const store::EntryRow&)>;

  base::Result<WriteOutcome> change(const Origin& origin, const std::string& id,
                                    const Precondition& precondition, Staleness& staleness,
                                    model::Operation operation, const Change& make,
                                    const AfterChange& erase = {});
  static model::VersionFacts next_facts(const Origin& origin, base::Instant at,
                                        const store::EntryRow& row, const model::Entry& entry,
                                        model::Status status, const Current* before);
  /// Appends the version that follows the current one.
  void advance(store::Writer& writer, const Origin& origin, const Current& current,
               const model::Entry& entry, model::Status status, std::string_view operation);
  static std::int64_t append(store::Writer& writer, const Origin& origin,
                             const store::EntryRow& row, const model::Entry& entry,
                             PreparedVersion prepared, std::string_view operation,
                             const Current* before);
  static void close_past(store::Writer& writer, const Current& before, const model::Entry& today,
                         std::int64_t seq);
  base::Result<std::size_t> expire_personal_of(const Origin& origin, const model::Kind& kind,
                                               base::Instant time);
  /// The content that the pointers of a request are into.
  base::Result<model::Entry> content_named(const std::string& id, const RedactionRequest& request,
                                           const VisibleEntry& current);
  static void reindex(store::Writer& writer, const store::EntryRow& row, const model::Entry& today,
                      std::int64_t to_seq);
  /// Makes every row of the index of an entry anew.
  static base::Result<void> reindex_all(store::Writer& writer, const std::string& id);
  [[nodiscard]] bool diverts(const Origin& origin, std::string_view owner) const;
  /// The end of a write that waits for others: its outcome, with the submission it became.
  base::Result<WriteOutcome> divert(store::Writer& writer, const Origin& origin,
                                    const Current* current, const model::Entry& wanted,
                                    model::Operation operation);
  static base::Result<void> explain(store::Reader& reader, const Current& current,
                                    const Precondition& precondition, const Change& make,
                                    Staleness& staleness);
  static std::optional<Current> load(store::Reader& reader, const store::EntryRow& row);
  static bool may_refer_to(store::Reader& reader, const model::Caller& caller,
                           const store::EntryRow& target);
  static void check_references(store::Reader& reader, const model::Caller& caller,
                               const model::Entry& entry, base::Findings& findings);

  store::Store& store_;
  base::Random& random_;
  Diversion* diversion_ = nullptr;
};

/// True for a draft, and for one that was withdrawn as such: nobody but its owner knows of it.
[[nodiscard]] bool stands_as_draft(store::Reader& reader, const store::EntryRow& row);

/// True where two entries say the same, but for why the version was made.
[[nodiscard]] bool same_content(const model::Entry& a, const model::Entry& b);

/// Sets the row's source from `meta.source`, where that has both a name and an id.
void set_source(store::EntryRow& row, const model::Entry& entry);

}  // namespace cyberdir::service
