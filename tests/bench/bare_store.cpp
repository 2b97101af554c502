#include "bare_store.h"

#include <array>

#include <sqlite3.h>

#include "measure.h"

namespace cyberdir::bench {
namespace {

// `select` gives the sequence number first, then the columns of `insert`. Ordered by the former.
struct Table {
  const char* select;
  const char* insert;
};

constexpr std::array kTables = {
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN entry t ON t.row = c.entry ORDER BY c.seq",
          "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (row) DO UPDATE "
          "SET "
          "version = excluded.version, "
          "status = excluded.status, modified_at = excluded.modified_at"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN version t ON t.seq = c.seq ORDER BY c.seq",
          "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN version v ON v.seq = c.seq CROSS JOIN salt "
          "t ON t.version = v.row ORDER BY c.seq",
          "INSERT INTO salt VALUES (?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN log t ON t.seq = c.seq ORDER BY c.seq",
          "INSERT INTO log VALUES (?, ?, ?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span s ON s.entry = c.entry AND s.row > ?1 "
          "CROSS JOIN projection t ON t.row BETWEEN 4 * s.row AND 4 * s.row + 3 ORDER BY c.seq",
          "INSERT INTO projection VALUES (?, ?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span t ON t.entry = c.entry AND t.row > ?1 "
          "ORDER BY c.seq",
          "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span s ON s.entry = c.entry AND s.row > ?1 "
          "CROSS JOIN facet t ON t.span = s.row ORDER BY c.seq",
          "INSERT INTO facet VALUES (?, ?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span s ON s.entry = c.entry AND s.row > ?1 "
          "CROSS JOIN text_public t ON t.row = s.row ORDER BY c.seq",
          "INSERT INTO text_public VALUES (?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span s ON s.entry = c.entry AND s.row > ?1 "
          "CROSS JOIN text_group t ON t.row = s.row ORDER BY c.seq",
          "INSERT INTO text_group VALUES (?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span s ON s.entry = c.entry AND s.row > ?1 "
          "CROSS JOIN text_owner t ON t.row = s.row ORDER BY c.seq",
          "INSERT INTO text_owner VALUES (?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span s ON s.entry = c.entry AND s.row > ?1 "
          "CROSS JOIN text_public t ON t.row = s.row ORDER BY c.seq",
          "INSERT INTO find_public (rowid, title, body) VALUES (?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span s ON s.entry = c.entry AND s.row > ?1 "
          "CROSS JOIN text_group t ON t.row = s.row ORDER BY c.seq",
          "INSERT INTO find_group (rowid, title, body) VALUES (?, ?, ?)"},
    Table{"SELECT c.seq, t.* FROM changed c CROSS JOIN span s ON s.entry = c.entry AND s.row > ?1 "
          "CROSS JOIN text_owner t ON t.row = s.row ORDER BY c.seq",
          "INSERT INTO find_owner (rowid, title, body) VALUES (?, ?, ?)"},
    Table{"SELECT t.seq, t.* FROM feeds t ORDER BY t.seq",
          "INSERT INTO feed_item VALUES (?, ?, ?, ?, ?, ?, ?)"},
    Table{"SELECT t.first_seq, t.* FROM audits t ORDER BY t.first_seq",
          "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    Table{"SELECT t.first_seq, c.* FROM audits t CROSS JOIN audit_concern c ON c.n = t.n ORDER BY "
          "t.first_seq",
          "INSERT INTO audit_concern VALUES (?, ?, ?)"},
};

void check(sqlite3* handle, int code, const std::string& doing) {
  if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
    give_up(doing + ": " + sqlite3_errmsg(handle));
  }
}

bool step(sqlite3* handle, sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  check(handle, code, sqlite3_sql(statement));
  return code == SQLITE_ROW;
}

Value value_of(sqlite3_stmt* statement, int column) {
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, column);
    case SQLITE_TEXT:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                         size);
    case SQLITE_BLOB:
      return Blob{{static_cast<const char*>(sqlite3_column_blob(statement, column)), size}};
    default:
      return std::monostate();
  }
}

}  // namespace

BareConnection::BareConnection(const std::filesystem::path& file) {
  const int code =
      sqlite3_open_v2(file.c_str(), &handle_,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  check(handle_, code, "open " + file.string());
}

BareConnection::~BareConnection() {
  for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

void BareConnection::execute(const std::string& sql) {
  check(handle_, sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr), sql);
}

sqlite3_stmt* BareConnection::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  check(handle_, sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr), sql);
  statements_.push_back(statement);
  return statement;
}

std::int64_t BareConnection::integer(const std::string& sql) {
  sqlite3_stmt* statement = prepare(sql);
  if (!step(handle_, statement)) give_up(sql + " gives nothing");
  const std::int64_t value = sqlite3_column_int64(statement, 0);
  sqlite3_reset(statement);
  return value;
}

StorePlace place_of(const std::filesystem::path& store) {
  BareConnection connection(store);
  return {connection.integer("SELECT max(seq) FROM log"),
          connection.integer("SELECT max(row) FROM span"),
          connection.integer("SELECT max(n) FROM audit")};
}

WrittenRows::WrittenRows(const std::filesystem::path& store, std::int64_t after_seq,
                         std::int64_t after_span, std::int64_t after_audit)
    : connection_(store) {
  const std::string since = std::to_string(after_seq);
  connection_.execute(
      "CREATE TEMP TABLE changed (seq INTEGER PRIMARY KEY, entry INTEGER NOT NULL);"
      "INSERT INTO changed SELECT max(seq), entry FROM version WHERE seq > " +
      since +
      " GROUP BY entry;"
      "CREATE TEMP TABLE feeds AS SELECT * FROM feed_item WHERE seq > " +
      since +
      ";"
      "CREATE TEMP TABLE audits AS SELECT * FROM audit WHERE n > " +
      std::to_string(after_audit));
  seqs_ = connection_.prepare("SELECT seq FROM changed ORDER BY seq");
  for (std::size_t table = 0; table < kTables.size(); ++table) {
    Cursor cursor{table, connection_.prepare(kTables.at(table).select), false};
    if (sqlite3_bind_parameter_count(cursor.statement) > 0)
      sqlite3_bind_int64(cursor.statement, 1, after_span);
    cursor.row = step(connection_.handle(), cursor.statement);
    cursors_.push_back(cursor);
  }
}

std::vector<BareChange> WrittenRows::next(std::size_t most) {
  std::vector<BareChange> changes;
  while (changes.size() < most && step(connection_.handle(), seqs_)) {
    const std::int64_t seq = sqlite3_column_int64(seqs_, 0);
    BareChange change;
    for (Cursor& cursor : cursors_) {
      while (cursor.row && sqlite3_column_int64(cursor.statement, 0) <= seq) {
        BareRow row{cursor.table, {}};
        for (int column = 1; column < sqlite3_column_count(cursor.statement); ++column) {
          row.values.push_back(value_of(cursor.statement, column));
        }
        change.push_back(std::move(row));
        cursor.row = step(connection_.handle(), cursor.statement);
      }
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

BareWriter::BareWriter(const std::filesystem::path& store) : connection_(store) {
  connection_.execute(
      "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = FILE; PRAGMA "
      "journal_mode = WAL;"
      "PRAGMA synchronous = FULL; PRAGMA cache_size = -16384");
  for (const Table& table : kTables) inserts_.push_back(connection_.prepare(table.insert));
}

void BareWriter::insert(const BareChange& change) {
  for (const BareRow& row : change) {
    sqlite3_stmt* statement = inserts_[row.table];
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const int parameter = static_cast<int>(i) + 1;
      const Value& value = row.values[i];
      if (const auto* number = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement, parameter, *number);
      } else if (const auto* text = std::get_if<std::string>(&value)) {
        sqlite3_bind_text64(statement, parameter, text->data(), text->size(), SQLITE_STATIC,
                            SQLITE_UTF8);
      } else if (const auto* blob = std::get_if<Blob>(&value)) {
        sqlite3_bind_blob64(statement, parameter, blob->bytes.data(), blob->bytes.size(),
                            SQLITE_STATIC);
      } else {
        sqlite3_bind_null(statement, parameter);
      }
    }
    step(connection_.handle(), statement);
    sqlite3_reset(statement);
  }
}

}  // namespace cyberdir::bench
