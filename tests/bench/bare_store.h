// SQLite without us: the rows that a write of ours left, and their plain insertion elsewhere.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace cyberdir::bench {

/// A connection. Failures end the program.
class BareConnection {
 public:
  explicit BareConnection(const std::filesystem::path& file);
  ~BareConnection();
  BareConnection(const BareConnection&) = delete;
  BareConnection& operator=(const BareConnection&) = delete;
  BareConnection(BareConnection&&) = delete;
  BareConnection& operator=(BareConnection&&) = delete;

  void execute(const std::string& sql);
  /// The statement, to be finalised with the connection.
  [[nodiscard]] sqlite3_stmt* prepare(const std::string& sql);
  [[nodiscard]] sqlite3* handle() const { return handle_; }
  /// The one integer that a query gives.
  [[nodiscard]] std::int64_t integer(const std::string& sql);

 private:
  sqlite3* handle_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
};

struct Blob {
  std::string bytes;
};
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;

/// One row, and which of the tables it is for.
struct BareRow {
  std::size_t table = 0;
  std::vector<Value> values;
};

/// All rows that one version of an entry brought: the entry, version, salts, log, projections,
/// spans, facets, texts, full-text index, feeds, audit.
using BareChange = std::vector<BareRow>;

/// Reads what was written to a store since a sequence number, in that order. An entry that was
/// changed more than once is given once, as of its last change.
class WrittenRows {
 public:
  WrittenRows(const std::filesystem::path& store, std::int64_t after_seq, std::int64_t after_span,
              std::int64_t after_audit);
  /// The next changes, at most `most`; none at the end.
  [[nodiscard]] std::vector<BareChange> next(std::size_t most);

 private:
  struct Cursor {
    std::size_t table;
    sqlite3_stmt* statement;
    bool row;
  };
  BareConnection connection_;
  sqlite3_stmt* seqs_;
  std::vector<Cursor> cursors_;
};

/// Where a store stands, for WrittenRows.
struct StorePlace {
  std::int64_t seq;
  std::int64_t span;
  std::int64_t audit;
};
[[nodiscard]] StorePlace place_of(const std::filesystem::path& store);

/// Inserts rows with prepared statements, on a connection set up as our writer's is (WAL,
/// synchronous FULL, 16 MB of cache, secure_delete, foreign keys).
class BareWriter {
 public:
  explicit BareWriter(const std::filesystem::path& store);
  void begin() { connection_.execute("BEGIN IMMEDIATE"); }
  void commit() { connection_.execute("COMMIT"); }
  void insert(const BareChange& change);

 private:
  BareConnection connection_;
  std::vector<sqlite3_stmt*> inserts_;
};

}  // namespace cyberdir::bench
