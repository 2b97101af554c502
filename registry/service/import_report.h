// The report of an import: its sums, and an item for each record, which lie on disk.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "service/import_options.h"
#include "service/import_stage.h"

namespace cyberdir::service {

/// The report of an import that was run. Moved, not copied; one thread.
class ImportReport {
 public:
  ImportReport();
  ~ImportReport();
  ImportReport(ImportReport&&) noexcept;
  ImportReport& operator=(ImportReport&&) noexcept;
  ImportReport(const ImportReport&) = delete;
  ImportReport& operator=(const ImportReport&) = delete;

  std::string id;  ///< of the import, under which it can be read again; empty where none was kept
  std::string format;
  std::string plan;           ///< digest of file, options, actions and base versions
  std::int64_t base_seq = 0;  ///< where the store stood
  std::int64_t seq = 0;       ///< where it stands after
  bool dry_run = false;
  bool applied = false;
  ImportSummary summary;
  std::vector<std::string> submissions;  ///< made by it, in order
  base::Findings findings;               ///< of the file as a whole
  std::string header;  ///< the row of names above the records, as text; empty where there is none

  /// Calls `visit` with each item: those of the file in its order, then those of entries that the
  /// file does not have.
  base::Result<void> for_each(
      const std::function<base::Result<void>(const ImportItem&)>& visit) const;

 private:
  friend class ImportRun;
  struct Items;
  std::unique_ptr<Items> items_;
};

/// An item as it is kept, one text, and read again.
[[nodiscard]] std::string kept_item(const ImportItem& item);
[[nodiscard]] ImportItem item_kept(std::string_view text);

/// What is known of an item only at the end of its file.
struct LateWord {
  base::Findings findings;
  std::string submission;
};

struct ImportReport::Items {
  Spool spool;
  std::map<std::uint64_t, LateWord> late;  ///< by number of the item, from 1
};

}  // namespace cyberdir::service
