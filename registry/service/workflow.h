// Direct writes: who may, against which version, and what becomes of it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/audience.h"
#include "model/diff.h"
#include "model/submission_body.h"
#include "model/validate.h"
#include "service/etag.h"
#include "service/origin.h"
#include "service/versions.h"
#include "service/view.h"
#include "store/store.h"

namespace cyberdir::service {

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
  Workflow(store::Store& store, Versions& versions) : store_(store), versions_(versions) {}

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

  /// To be set before the workflow is used by several threads; it outlives the workflow's use.
  void set_diversion(Diversion& diversion) { diversion_ = &diversion; }

  /// Writes the States that ship with the program into a store that lacks them.
  base::Result<void> seed_states();

  // ---- for erasure

  /// Makes the entry that is wanted from a version of it, as its writer sees that.
  using Change = std::function<base::Result<Submitted>(const VisibleEntry&)>;
  /// What is taken out of the past, in the transaction: given the entry as it stood before.
  using AfterChange = std::function<base::Result<void>(store::Writer&, const store::EntryRow&)>;
  /// Makes a new version of an entry, whatever its status, waits for nobody, and runs `erase`
  /// after it.
  base::Result<WriteOutcome> rewrite(const Origin& origin, const std::string& id,
                                     const Precondition& precondition, Staleness& staleness,
                                     const Change& make, const AfterChange& erase);

 private:
  base::Result<WriteOutcome> change(const Origin& origin, const std::string& id,
                                    const Precondition& precondition, Staleness& staleness,
                                    model::Operation operation, const Change& make,
                                    const AfterChange& erase = {});
  [[nodiscard]] bool diverts(const Origin& origin, std::string_view owner) const;
  /// The end of a write that waits for others: its outcome, with the submission it became.
  base::Result<WriteOutcome> divert(store::Writer& writer, const Origin& origin,
                                    const CurrentEntry* current, const model::Entry& wanted,
                                    model::Operation operation);
  static base::Result<void> explain(store::Reader& reader, const CurrentEntry& current,
                                    const Precondition& precondition, const Change& make,
                                    Staleness& staleness);

  store::Store& store_;
  Versions& versions_;
  Diversion* diversion_ = nullptr;
};

}  // namespace cyberdir::service
