// Imports as they are kept: who sent what, what became of each record, and, for a day, the file.
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "service/import.h"

namespace cyberdir::service {

/// Most bytes of a file that is sent to be imported.
inline constexpr std::uint64_t kMostUploadBytes = 1ULL << 30U;

/// An import as somebody may see it.
struct KeptImport {
  store::ImportRow row;
  model::Json answer;      ///< as import_summary_json(), with what was asked; error where it failed
  bool has_file = false;   ///< the file is there still, so that a plan can be applied as it is
  bool has_items = false;  ///< the items are there still
  std::optional<ImportProgress> progress;  ///< while it runs
};

/// Some of the items of an import.
struct ItemPage {
  std::vector<ImportItem> items;
  std::uint64_t next = 0;  ///< place to go on from; 0 at the end
};

/// Which items are wanted.
enum class ItemChoice : std::uint8_t { all, errors, findings };

/// Keeps reports in files of their own beside the store, readable by the program alone. Any thread.
class ImportArchive {
 public:
  ImportArchive(store::Store& store, Import& import, std::filesystem::path folder,
                const base::Clock& clock, base::Random& random);
  /// Waits for what is running; what is still being read ends as failed.
  ~ImportArchive();
  ImportArchive(const ImportArchive&) = delete;
  ImportArchive& operator=(const ImportArchive&) = delete;
  ImportArchive(ImportArchive&&) = delete;
  ImportArchive& operator=(ImportArchive&&) = delete;

  /// Imports a file and keeps the report, also that of a plan and of a refusal. Errors: as
  /// Import::run(); they are kept too, where they came after the options were found sound.
  base::Result<ImportReport> run(const Origin& origin, base::ByteSource& file,
                                 const ReadRecords& read, const ImportOptions& options,
                                 const std::function<void(const ImportProgress&)>& progress);

  // ---- what was sent

  /// Keeps a file that is sent, at most kMostUploadBytes. Returns the id of the import to be.
  /// Errors: too_large, unavailable (no room), of the source.
  base::Result<std::string> receive(base::ByteSource& bytes);
  /// The file of an import, to be read from its beginning. Errors: gone.
  base::Result<std::unique_ptr<base::ByteSource>> file_of(const std::string& id);
  /// Forgets the file.
  void drop_file(const std::string& id);

  /// Runs an import of a received file on a thread of its own. `key` is an Idempotency-Key or
  /// empty: an import of this actor and key is not run again, and its id is returned. Errors:
  /// malformed (options), conflict (the key was used for something else; too many run).
  base::Result<std::string> start(const Origin& origin, const std::string& id,
                                  const ReadRecords& read, const ImportOptions& options,
                                  std::string_view key);
  /// Waits until it has ended, at most so long.
  void wait(const std::string& id, std::chrono::milliseconds at_most);

  // ---- what is kept

  /// Errors: not_found (also where the caller may not see it).
  base::Result<KeptImport> get(const model::Caller& caller, const std::string& id);
  /// Newest first; `before` is the row of the last of the page before, or 0.
  base::Result<std::vector<KeptImport>> list(const model::Caller& caller, std::int64_t before,
                                             std::size_t limit);
  /// Items from a place on. Errors: not_found, gone (they were erased, or their time is over),
  /// malformed (no such place).
  base::Result<ItemPage> items(const model::Caller& caller, const std::string& id,
                               std::uint64_t from, std::size_t limit, ItemChoice choice);

  // ---- forgetting

  /// Erases files that were sent a day ago, and items of imports of 90 days ago.
  void forget();
  /// Erases the items in which an entry or one of these texts stands, and all files that were sent.
  void erase(const std::string& entry, const std::set<std::string>& words);

 private:
  struct Job;
  [[nodiscard]] std::filesystem::path items_file(const std::string& id) const;
  [[nodiscard]] std::filesystem::path upload_file(const std::string& id) const;
  base::Result<void> save_items(const std::string& id, const ImportReport& report) const;
  base::Result<ImportReport> run_as(const Origin& origin, base::ByteSource& file,
                                    const ReadRecords& read, const ImportOptions& options,
                                    const std::function<void(const ImportProgress&)>& progress,
                                    store::ImportRow row);
  base::Result<void> each_item(const std::string& id,
                               const std::function<base::Result<void>(const ImportItem&)>& visit);
  [[nodiscard]] KeptImport kept(store::ImportRow row);
  void drop_ended_jobs();

  store::Store& store_;
  Import& import_;
  std::filesystem::path folder_;
  const base::Clock& clock_;
  base::Random& random_;
  std::mutex mutex_;
  std::atomic<bool> stopping_ = false;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
};

}  // namespace cyberdir::service
