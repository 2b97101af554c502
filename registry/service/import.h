// Import: a file is read and staged outside the write lock, then planned on a copy, or applied.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "base/stream.h"
#include "service/import_options.h"
#include "service/import_report.h"
#include "service/origin.h"
#include "service/submissions.h"
#include "service/versions.h"

namespace cyberdir::service {

/// Any thread; several imports may be read at once, and are applied one after the other.
class Import {
 public:
  Import(store::Store& store, Versions& versions, Submissions& submissions)
      : store_(store), versions_(versions), submissions_(submissions) {}

  /// Called within the transaction that keeps an import, with its report: what is written by it is
  /// durable with the import, or not at all.
  using Keep = std::function<base::Result<void>(store::Writer&, const ImportReport&)>;

  /// Imports a file, or plans to on a copy of the store (`dry_run`): both run the same code. Where
  /// records have errors, nothing is written and the report says `applied = false`, unless they are
  /// to be skipped. Errors: malformed or too_large (the file as a whole, or an option), conflict
  /// (the plan no longer holds; the findings name the rows), unavailable.
  base::Result<ImportReport> run(const Origin& origin, base::ByteSource& file,
                                 const ReadRecords& read, const ImportOptions& options,
                                 const std::function<void(const ImportProgress&)>& progress,
                                 const Keep& keep = {});

  /// What stood where the plan was made, by which it is told what has moved: calls `visit` with
  /// each item of the newest plan of that digest. Set before several threads use it.
  using PlannedItems = std::function<base::Result<void>(
      const std::string& plan, const std::function<base::Result<void>(const ImportItem&)>& visit)>;
  void set_planned_items(PlannedItems planned) { planned_ = std::move(planned); }

 private:
  base::Result<ImportReport> apply(const Spool& staged, const std::string& header,
                                   const Origin& origin, const ImportOptions& options,
                                   const std::string& asked,
                                   const std::function<void(std::uint64_t)>& progress,
                                   const Keep& keep);
  base::Error moved_since(const ImportOptions& options, const ImportReport& report) const;

  store::Store& store_;
  Versions& versions_;
  Submissions& submissions_;
  PlannedItems planned_;
};

}  // namespace cyberdir::service
