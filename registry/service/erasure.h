// Erasing personal values from all that was: every version, the index, files at rest.
#pragma once

#include <string>

#include "service/import_archive.h"
#include "service/redaction.h"
#include "service/workflow.h"
#include "store/store.h"

namespace cyberdir::service {

/// Any thread.
class Erasure {
 public:
  Erasure(store::Store& store, Workflow& workflow) : store_(store), workflow_(workflow) {}

  /// What imports left at rest is erased too; to be set before several threads use it.
  void set_imports(ImportArchive& imports) { imports_ = &imports; }

  /// Erases values from every version of an entry, the current one too, which becomes a new version
  /// without them; the chains verify as before. They go from submissions too, with free texts there
  /// that repeat them. For a manager of the owner. Errors: forbidden;
  /// invalid where what is left could not stand (withdraw the entry, or replace the value first).
  base::Result<WriteOutcome> redact(const Origin& origin, const std::string& id,
                                    const RedactionRequest& request,
                                    const Precondition& precondition, Staleness& staleness);
  /// Erases the personal fields of versions that were replaced, of entries that were withdrawn and
  /// of submissions that ended before `time`, and trims the outbox. Returns how many of them lost
  /// something.
  base::Result<std::size_t> expire_personal(const Origin& origin, base::Instant time);

 private:
  /// The content that the pointers of a request are into.
  base::Result<model::Entry> content_named(const std::string& id, const RedactionRequest& request,
                                           const VisibleEntry& current);
  /// The same of submissions that ended before `time`.
  base::Result<std::size_t> expire_proposed(const Origin& origin, base::Instant time);
  base::Result<std::size_t> expire_personal_of(const Origin& origin, const model::Kind& kind,
                                               base::Instant time);

  store::Store& store_;
  Workflow& workflow_;
  ImportArchive* imports_ = nullptr;
};

}  // namespace cyberdir::service
