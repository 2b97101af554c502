#include "store/sqlite/connection.h"

#include <algorithm>

#include <sqlite3.h>

namespace cyberdir::store::sqlite {
namespace {

constexpr int kBusyMillis = 30'000;

[[noreturn]] void raise(sqlite3* handle, int code, const char* doing) {
  throw EngineFailure(code,
                      std::string(doing) + ": " +
                          (handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
}

// Counting the engine's allocations serialises threads; nobody reads the counts.
void configure_once() {
  static const int kConfigured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)kConfigured;
}

}  // namespace

base::Error error_of(const EngineFailure& failure) {
  const int primary = failure.code() & 0xFF;
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) {
    return base::fail(base::ErrorCode::corrupt,
                      std::string("the store is damaged; restore a backup. ") + failure.what());
  }
  return base::fail(base::ErrorCode::unavailable,
                    std::string("the store could not be used. ") + failure.what());
}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Statement& Statement::bind(std::int64_t value) {
  sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text64(statement_, ++bound_, text.data() == nullptr ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
  sqlite3_bind_blob64(statement_, ++bound_, bytes.data() == nullptr ? "" : bytes.data(),
                      bytes.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind(std::optional<std::int64_t> value) {
  return value ? bind(*value) : bind_null();
}

Statement& Statement::bind_null() {
  sqlite3_bind_null(statement_, ++bound_);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  raise(sqlite3_db_handle(statement_), sqlite3_extended_errcode(sqlite3_db_handle(statement_)),
        sqlite3_sql(statement_));
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::rewind() {
  sqlite3_reset(statement_);
  bound_ = 0;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Statement::maybe(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

Connection::Connection(const std::filesystem::path& file, Access access) {
  configure_once();
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE |
                    (access == Access::read ? 0 : SQLITE_OPEN_CREATE);
  const int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
  if (code != SQLITE_OK) {
    sqlite3_close_v2(handle_);
    throw EngineFailure(code, "open " + file.string() + ": " + sqlite3_errstr(code));
  }
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kBusyMillis);  // before any PRAGMA, which may wait too
  execute(
      "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA "
      "temp_store = FILE;");
  define_caller_level();
  define_judged();
  define_declared();
  if (access == Access::write) {
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA "
        "journal_size_limit = 67108864;");
  } else if (access == Access::trial) {
    execute(
        "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; "
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;");
  } else {
    execute("PRAGMA query_only = ON; PRAGMA cache_size = -4096;");
  }
}

namespace {

// A text that a function of SQL was given; empty for none. It lives as long as the value.
std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

const Declared* declared_of(sqlite3_context* context) {
  return *static_cast<const Declared* const*>(sqlite3_user_data(context));
}

}  // namespace

void Connection::define_caller_level() {
  const auto answer = [](sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    const auto* caller = *static_cast<const model::Caller* const*>(sqlite3_user_data(context));
    const model::Visibility level =
        caller == nullptr ? model::Visibility::open
                          : model::level_for(*caller, text_of(values[0]), text_of(values[1]));
    sqlite3_result_int(context, static_cast<int>(level));
  };
  sqlite3_create_function_v2(handle_, "caller_level", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, &caller_,
                             answer, nullptr, nullptr, nullptr);
}

void Connection::define_judged() {
  const auto answer = [](sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    const auto* judged =
        *static_cast<const std::vector<Judged>* const*>(sqlite3_user_data(context));
    const auto n = static_cast<std::size_t>(sqlite3_value_int64(values[0]));
    bool holds = false;
    if (judged != nullptr && n < judged->size()) {
      const Judged& one = (*judged)[n];
      const std::string_view value = one.judge(text_of(values[1]));
      holds = std::find(one.values.begin(), one.values.end(), value) != one.values.end();
    }
    sqlite3_result_int(context, holds ? 1 : 0);
  };
  sqlite3_create_function_v2(handle_, "judged", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, &judged_,
                             answer, nullptr, nullptr, nullptr);
}

void Connection::define_declared() {
  const auto own_term = [](sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    const auto* declared = declared_of(context);
    if (declared == nullptr) return;  // NULL
    const auto days = declared->terms.days_for(text_of(values[0]), text_of(values[1]));
    if (days) sqlite3_result_int64(context, *days);
  };
  const auto term = [](sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    const auto* declared = declared_of(context);
    if (declared != nullptr)
      sqlite3_result_int64(context, declared->terms.days_for(text_of(values[0])));
  };
  const auto freshness = [](sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    const auto* declared = declared_of(context);
    if (declared == nullptr) return;
    std::optional<base::Instant> at;
    if (sqlite3_value_type(values[0]) != SQLITE_NULL)
      at = base::Instant{sqlite3_value_int64(values[0])};
    const std::string_view name =
        model::name_of(model::freshness_of(at, declared->now, sqlite3_value_int64(values[1])));
    sqlite3_result_text(context, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
  };
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  sqlite3_create_function_v2(handle_, "own_term", 2, kFlags, &declared_, own_term, nullptr, nullptr,
                             nullptr);
  sqlite3_create_function_v2(handle_, "term", 1, kFlags, &declared_, term, nullptr, nullptr,
                             nullptr);
  sqlite3_create_function_v2(handle_, "freshness", 2, kFlags, &declared_, freshness, nullptr,
                             nullptr, nullptr);
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

Statement Connection::prepare(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) raise(handle_, code, std::string(sql).c_str());
    found = statements_.emplace(std::string(sql), statement).first;
  }
  return Statement(found->second);
}

void Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) raise(handle_, sqlite3_extended_errcode(handle_), sql.c_str());
}

std::int64_t Connection::last_row() const { return sqlite3_last_insert_rowid(handle_); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

}  // namespace cyberdir::store::sqlite
