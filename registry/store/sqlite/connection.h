// A thin wrapper of SQLite: connections and prepared statements that are kept and reset.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/audience.h"
#include "store/search_query.h"

struct sqlite3;
struct sqlite3_stmt;

namespace cyberdir::store::sqlite {

/// A failure of the engine. Thrown inside store/sqlite and turned into an Error at its edge.
class EngineFailure : public std::runtime_error {
 public:
  EngineFailure(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  [[nodiscard]] int code() const { return code_; }

 private:
  int code_;
};

/// The Error of an engine's failure: corrupt or unavailable.
[[nodiscard]] base::Error error_of(const EngineFailure& failure);

/// A prepared statement in use. Resets itself when it goes out of scope.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  ~Statement();
  Statement(Statement&& other) noexcept : statement_(other.statement_), bound_(other.bound_) {
    other.statement_ = nullptr;
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;

  // Parameters, in order. Texts and blobs must live until the statement is reset.
  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view text);
  Statement& bind(const char* text) { return bind(std::string_view(text)); }
  Statement& bind(std::string&& text) = delete;  // it would be gone before it is read
  Statement& bind_blob(std::string_view bytes);
  Statement& bind(std::optional<std::int64_t> value);
  Statement& bind_null();

  /// True where there is a row. Throws EngineFailure.
  bool step();
  /// Runs a statement that gives no rows.
  void run();
  /// Makes ready to bind and step from the beginning.
  void rewind();

  // Columns of the present row.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
  [[nodiscard]] std::string blob(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::optional<std::int64_t> maybe(int column) const;

 private:
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

/// What a connection is opened for. `trial`: to write into a file that nobody else has and that is
/// thrown away; nothing is rolled back there.
enum class Access : std::uint8_t { read, write, trial };

/// A connection with its statements. One thread at a time.
class Connection {
 public:
  Connection(const std::filesystem::path& file, Access access);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;

  /// The statement of this text, prepared once and kept.
  Statement prepare(std::string_view sql);
  /// Runs one or more statements without parameters.
  void execute(const std::string& sql);
  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] std::int64_t last_row() const;
  /// True while a transaction is open.
  [[nodiscard]] bool in_transaction() const;
  /// On whose behalf the SQL function caller_level(owner, group) answers; set around a search.
  void set_caller(const model::Caller* caller) { caller_ = caller; }
  /// What the SQL function judged(n, kept) answers by: 1 where the n-th has one of its values; set
  /// around a search.
  void set_judged(const std::vector<Judged>* judged) { judged_ = judged; }
  /// What the SQL functions own_term(filter, value), term(kind) and freshness(declared_at, term)
  /// answer by; set around a search.
  void set_declared(const Declared* declared) { declared_ = declared; }

 private:
  void define_caller_level();
  void define_judged();
  void define_declared();

  sqlite3* handle_ = nullptr;
  const model::Caller* caller_ = nullptr;
  const std::vector<Judged>* judged_ = nullptr;
  const Declared* declared_ = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

}  // namespace cyberdir::store::sqlite
