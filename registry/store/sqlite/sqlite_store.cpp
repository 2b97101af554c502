// The embedded store: a pool of readers, one writer with group commit.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

#include <sqlite3.h>

#include "base/random.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/writer.h"

namespace cyberdir::store {

std::filesystem::path sqlite_file(const std::filesystem::path& folder) {
  return folder / "registry.sqlite";
}

namespace sqlite {
namespace {

constexpr std::size_t kMostReaders = 4;
constexpr std::string_view kStagedPrefix = ".staged-";

// Copies whose makers were killed while they copied: they hold what the store held.
void drop_left_copies(const std::filesystem::path& folder) {
  constexpr auto kLongestCopying = std::chrono::hours(1);
  std::error_code ignored;
  const auto now = std::filesystem::file_time_type::clock::now();
  for (const auto& file : std::filesystem::directory_iterator(folder, ignored)) {
    if (!file.path().filename().native().starts_with(kStagedPrefix)) continue;
    const auto written = std::filesystem::last_write_time(file.path(), ignored);
    if (!ignored && now - written > kLongestCopying) std::filesystem::remove(file.path(), ignored);
  }
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::filesystem::path file, const base::Clock& clock, Access access)
      : file_(std::move(file)), clock_(clock), writer_(file_, access) {}

  base::Result<void> prepare() {
    CYBERDIR_TRY(migrate(writer_));
    Statement row = writer_.prepare("SELECT count(*) FROM registry");
    if (row.step() && row.integer(0) > 0) return {};
    base::SystemRandom random;
    const std::string registry = base::make_uuid7(clock_.now(), random);
    const std::string epoch = base::make_uuid7(clock_.now(), random);
    writer_.prepare("INSERT OR IGNORE INTO registry VALUES ('registry', ?), ('epoch', ?)")
        .bind(registry)
        .bind(epoch)
        .run();
    return {};
  }

  ~SqliteStore() override {
    idle_.clear();
    sqlite3_wal_checkpoint_v2(writer_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                              nullptr);
  }
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;
  SqliteStore(SqliteStore&&) = delete;
  SqliteStore& operator=(SqliteStore&&) = delete;

  base::Result<void> read(const std::function<base::Result<void>(Reader&)>& read) override {
    try {
      const Lease lease(*this);
      Connection& connection = lease.connection();
      const Snapshot snapshot(connection);
      ReaderOver<Reader> reader(connection);
      return read(reader);
    } catch (const EngineFailure& failure) {
      return error_of(failure);
    }
  }

  base::Result<void> read_apart(const std::function<base::Result<void>(Reader&)>& read) override {
    try {
      Connection connection(file_, Access::read);
      const Snapshot snapshot(connection);
      ReaderOver<Reader> reader(connection);
      return read(reader);
    } catch (const EngineFailure& failure) {
      return error_of(failure);
    }
  }

  base::Result<void> write(const std::function<base::Result<void>(Writer&)>& change) override {
    Task task{&change, {}, false};
    std::unique_lock lock(queue_mutex_);
    queue_.push_back(&task);
    while (!task.done) {
      if (leading_) {
        queue_changed_.wait(lock);
        continue;
      }
      leading_ = true;
      std::vector<Task*> batch(queue_.begin(), queue_.end());
      queue_.clear();
      lock.unlock();
      commit_batch(batch);
      if (log_to_be_emptied_) empty_log();
      lock.lock();
      leading_ = false;
      for (Task* finished : batch) finished->done = true;
      queue_changed_.notify_all();
    }
    return std::move(task.result);
  }

  base::Result<void> write_large(
      const std::function<base::Result<bool>(Writer&)>& change) override {
    std::unique_lock lock(queue_mutex_);
    queue_changed_.wait(lock, [&] { return !leading_; });
    leading_ = true;
    lock.unlock();
    base::Result<void> result = base::fail(base::ErrorCode::internal, "an import failed");
    try {
      result = run_large(change);
    } catch (const std::exception& bug) {  // those who wait must not wait for ever
      result = base::fail(base::ErrorCode::internal, bug.what());
    }
    lock.lock();
    leading_ = false;
    queue_changed_.notify_all();
    return result;
  }

  void empty_log() override {
    bool emptied = false;
    try {
      Connection connection(file_, Access::write);
      sqlite3_busy_timeout(connection.handle(), 0);  // whoever reads is not waited for
      Statement row = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
      emptied = row.step() && row.integer(0) == 0;
    } catch (const EngineFailure&) {
      emptied = false;
    }
    log_to_be_emptied_ = !emptied;
  }

  std::vector<std::string> engine_findings() override {
    std::vector<std::string> findings;
    try {
      Connection connection(file_, Access::write);
      {
        Statement row = connection.prepare("PRAGMA integrity_check(20)");
        while (row.step()) {
          if (row.text(0) != "ok") findings.push_back(row.string(0));
        }
      }
      {
        Statement row = connection.prepare("PRAGMA foreign_key_check");
        while (row.step() && findings.size() < kMostFindings) {
          findings.push_back("a row of " + row.string(0) + " refers to nothing in " +
                             row.string(2));
        }
      }
      for (const char* table : {"find_public", "find_group", "find_owner"}) {
        // rank 1: compared with the text that it indexes, not only with itself
        check(connection,
              "INSERT INTO " + std::string(table) + " (" + table +
                  ", rank) VALUES ('integrity-check', 1)",
              std::string("the full-text index ") + table + " does not fit its text", findings);
      }
    } catch (const EngineFailure& failure) {
      findings.emplace_back(failure.what());
    }
    return findings;
  }

  base::Result<std::unique_ptr<Store>> staged_copy() override {
    base::SystemRandom random;
    std::filesystem::path copy = file_.parent_path();
    copy /= std::string(kStagedPrefix) + base::make_uuid7(clock_.now(), random);
    std::error_code ignored;
    try {
      copy_pages(copy);
      auto store = std::make_unique<SqliteStore>(copy, clock_, Access::trial);
      std::filesystem::remove(copy, ignored);  // it stays as long as it is open, and no longer
      return std::unique_ptr<Store>(std::move(store));
    } catch (const EngineFailure& failure) {
      std::filesystem::remove(copy, ignored);
      return error_of(failure);
    }
  }

  base::Result<void> backup(const std::filesystem::path& file) override {
    if (std::filesystem::exists(file)) {
      return base::fail(base::ErrorCode::conflict,
                        file.string() + " is there already; choose another name");
    }
    try {
      Connection connection(file_, Access::read);
      connection.execute("PRAGMA query_only = OFF");
      connection.prepare("VACUUM INTO ?").bind(std::string_view(file.native())).run();
      return {};
    } catch (const EngineFailure& failure) {
      return error_of(failure);
    }
  }

 private:
  static constexpr std::size_t kMostFindings = 40;

  // Page by page, in one read transaction, so that it is one state whoever writes meanwhile.
  void copy_pages(const std::filesystem::path& file) const {
    Connection from(file_, Access::read);
    const Snapshot snapshot(from);
    Statement first = from.prepare("SELECT count(*) FROM registry");  // begins the snapshot
    first.step();
    Connection to(file, Access::trial);
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    sqlite3_backup* copying = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (copying == nullptr)
      throw EngineFailure(sqlite3_errcode(to.handle()), sqlite3_errmsg(to.handle()));
    constexpr int kAllPages = -1;
    sqlite3_backup_step(copying, kAllPages);
    const int code = sqlite3_backup_finish(copying);
    if (code != SQLITE_OK)
      throw EngineFailure(code, "copy to " + file.string() + ": " + sqlite3_errstr(code));
  }

  struct Task {
    const std::function<base::Result<void>(Writer&)>* change;
    base::Result<void> result;
    bool done;
  };

  // A connection of the pool, given back when it goes out of scope.
  class Lease {
   public:
    explicit Lease(SqliteStore& store) : store_(store) {
      std::unique_lock lock(store.pool_mutex_);
      ++store.waiting_;
      store.pool_changed_.wait(lock,
                               [&] { return !store.idle_.empty() || store.open_ < kMostReaders; });
      --store.waiting_;
      if (store.idle_.empty()) {
        ++store.open_;
        lock.unlock();
        try {
          connection_ = std::make_unique<Connection>(store.file_, Access::read);
        } catch (...) {
          lock.lock();
          --store.open_;
          store.pool_changed_.notify_one();
          throw;
        }
      } else {
        connection_ = std::move(store.idle_.back());
        store.idle_.pop_back();
      }
    }
    ~Lease() {
      bool awaited = false;
      {
        const std::lock_guard lock(store_.pool_mutex_);
        store_.idle_.push_back(std::move(connection_));
        awaited = store_.waiting_ > 0;
      }
      if (awaited) store_.pool_changed_.notify_one();
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Lease(Lease&&) = delete;
    Lease& operator=(Lease&&) = delete;
    [[nodiscard]] Connection& connection() const { return *connection_; }

   private:
    SqliteStore& store_;
    std::unique_ptr<Connection> connection_;
  };

  class Snapshot {
   public:
    explicit Snapshot(Connection& connection) : connection_(connection) {
      connection.prepare("BEGIN").run();
    }
    ~Snapshot() {
      try {
        connection_.prepare("COMMIT").run();
      } catch (const EngineFailure&) {  // a read transaction has nothing to lose
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
      }
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    Snapshot(Snapshot&&) = delete;
    Snapshot& operator=(Snapshot&&) = delete;

   private:
    Connection& connection_;
  };

  static void check(Connection& connection, const std::string& sql, const std::string& sentence,
                    std::vector<std::string>& findings) {
    try {
      connection.execute(sql);
    } catch (const EngineFailure&) {
      findings.push_back(sentence);
    }
  }

  [[nodiscard]] base::Instant next_instant(const Heads& heads) const {
    return std::max(clock_.now(), base::Instant{heads.at.micros + 1});
  }

  void roll_back() {
    if (writer_.in_transaction())
      sqlite3_exec(writer_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

  // Each change in a savepoint of one physical transaction; one durable commit for all.
  void commit_batch(const std::vector<Task*>& batch) {
    const auto fail_all = [&](const base::Error& error) {
      roll_back();
      for (Task* task : batch) task->result = error;
    };
    try {
      writer_.prepare("BEGIN IMMEDIATE").run();
      Heads heads = read_heads(writer_);
      for (Task* task : batch) {
        writer_.prepare("SAVEPOINT change").run();
        const Heads before = heads;
        heads.at = next_instant(heads);
        SqliteWriter writer(writer_, heads, heads.at);
        task->result = guarded(*task->change, writer);
        if (!task->result) {
          heads = before;
          writer_.prepare("ROLLBACK TO change").run();
        }
        writer_.prepare("RELEASE change").run();
      }
      writer_.prepare("COMMIT").run();
    } catch (const EngineFailure& failure) {
      fail_all(error_of(failure));
    } catch (const std::exception& bug) {
      fail_all(base::fail(base::ErrorCode::internal, bug.what()));
    }
  }

  // A bug in one change must not take its neighbours in the batch with it.
  static base::Result<void> guarded(const std::function<base::Result<void>(Writer&)>& change,
                                    Writer& writer) {
    try {
      return change(writer);
    } catch (const EngineFailure&) {
      throw;
    } catch (const std::exception& bug) {
      return base::fail(base::ErrorCode::internal, bug.what());
    }
  }

  base::Result<void> run_large(const std::function<base::Result<bool>(Writer&)>& change) {
    try {
      writer_.prepare("BEGIN IMMEDIATE").run();
      Heads heads = read_heads(writer_);
      heads.at = next_instant(heads);
      SqliteWriter writer(writer_, heads, heads.at);
      base::Result<bool> keep = change(writer);
      if (!keep || !*keep) {
        roll_back();
        if (!keep) return std::move(keep).error();
        return {};
      }
      writer_.prepare("COMMIT").run();
      return {};
    } catch (const EngineFailure& failure) {
      roll_back();
      return error_of(failure);
    } catch (...) {
      roll_back();
      throw;
    }
  }

  std::filesystem::path file_;
  const base::Clock& clock_;

  std::mutex pool_mutex_;
  std::condition_variable pool_changed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t open_ = 0;
  std::size_t waiting_ = 0;

  std::mutex queue_mutex_;
  std::condition_variable queue_changed_;
  std::deque<Task*> queue_;
  bool leading_ = false;
  std::atomic<bool> log_to_be_emptied_ = false;
  Connection writer_;
};

}  // namespace
}  // namespace sqlite

base::Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& folder,
                                                 const base::Clock& clock) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return base::fail(base::ErrorCode::unavailable, "the data folder " + folder.string() +
                                                        " cannot be made: " + failed.message());
  }
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  try {
    sqlite::drop_left_copies(folder);
    auto store =
        std::make_unique<sqlite::SqliteStore>(sqlite_file(folder), clock, sqlite::Access::write);
    CYBERDIR_TRY(store->prepare());
    return std::unique_ptr<Store>(std::move(store));
  } catch (const sqlite::EngineFailure& failure) {
    return sqlite::error_of(failure);
  }
}

}  // namespace cyberdir::store
