// Import: a file is read and staged outside the write lock, then applied whole or not at all.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/stream.h"
#include "codec/record.h"
#include "service/versions.h"

namespace cyberdir::service {

/// Reads a file of some format into records.
using ReadRecords = std::function<base::Result<void>(base::ByteSource&, codec::RecordSink&)>;

struct ImportOptions {
  std::string format;    ///< for the record
  bool dry_run = false;  ///< the same code, then nothing is kept
  std::string plan;      ///< apply only if the plan is still this; empty for any
};

/// How far it has come; called now and then from the importing thread.
struct ImportProgress {
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  bool applying = false;
};

struct ImportSummary {
  std::uint64_t create = 0;
  std::uint64_t update = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t withdraw = 0;
  std::uint64_t error = 0;
  std::uint64_t warning = 0;
};

/// What became of one record.
struct ImportItem {
  std::uint64_t row = 0;
  std::optional<std::uint64_t> line;
  std::string place;
  std::string action;  ///< create, update, unchanged, error
  std::string id;
  std::string status;  ///< published or draft
  base::Findings findings;
};

/// The report of an import: its sums, and its items, which are kept on disk.
class ImportReport {
 public:
  ImportReport();
  ~ImportReport();
  ImportReport(ImportReport&&) noexcept;
  ImportReport& operator=(ImportReport&&) noexcept;
  ImportReport(const ImportReport&) = delete;
  ImportReport& operator=(const ImportReport&) = delete;

  std::string format;
  std::string plan;           ///< digest of file, options, actions and base versions
  std::int64_t base_seq = 0;  ///< where the store stood
  std::int64_t seq = 0;       ///< where it stands after
  bool dry_run = false;
  bool applied = false;
  ImportSummary summary;

  /// Calls `visit` with each item in the file's order.
  base::Result<void> for_each(
      const std::function<base::Result<void>(const ImportItem&)>& visit) const;

 private:
  friend class Import;
  struct Items;
  std::unique_ptr<Items> items_;
};

class Import {
 public:
  Import(store::Store& store, Versions& versions) : store_(store), versions_(versions) {}

  /// Imports a file. Where a record has an error, nothing is written and the report says
  /// `applied = false`. Errors: malformed or too_large (the file as a whole), conflict (the plan
  /// no longer holds), unavailable.
  base::Result<ImportReport> run(const Origin& origin, base::ByteSource& file,
                                 const ReadRecords& read, const ImportOptions& options,
                                 const std::function<void(const ImportProgress&)>& progress);

 private:
  store::Store& store_;
  Versions& versions_;
};

}  // namespace cyberdir::service
