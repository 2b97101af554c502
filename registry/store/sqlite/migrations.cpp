#include "store/sqlite/migrations.h"

#include <charconv>

#include "base/sha256.h"
#include "embedded/schema.h"

namespace cyberdir::store::sqlite {
namespace {

std::int64_t number_of(std::string_view file_name) {
  std::int64_t number = 0;
  std::from_chars(file_name.data(), file_name.data() + file_name.size(), number);
  return number;
}

}  // namespace

base::Result<void> migrate(Connection& connection) {
  connection.execute("BEGIN IMMEDIATE");
  const auto refuse = [&](std::string sentence) {
    connection.execute("ROLLBACK");
    return base::fail(base::ErrorCode::corrupt, std::move(sentence));
  };
  connection.execute(
      "CREATE TABLE IF NOT EXISTS migration (n INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum "
      "TEXT NOT NULL)");
  std::int64_t applied = 0;
  {
    Statement last = connection.prepare("SELECT max(n) FROM migration");
    if (last.step()) applied = last.integer(0);
  }
  std::int64_t known = 0;
  for (const schema::EmbeddedFile& file : schema::files()) {  // sorted by name, that is by number
    known = number_of(file.name);
    const std::string checksum = base::sha256_hex(file.bytes);
    if (known > applied) {
      connection.execute(std::string(file.bytes));
      connection.prepare("INSERT INTO migration VALUES (?, ?, ?)")
          .bind(known)
          .bind(file.name)
          .bind(checksum)
          .run();
      continue;
    }
    Statement recorded = connection.prepare("SELECT checksum FROM migration WHERE n = ?");
    recorded.bind(known);
    if (!recorded.step() || recorded.text(0) != checksum) {
      return refuse("the store's schema file " + std::string(file.name) +
                    " is not the one this program knows");
    }
  }
  if (applied > known) {
    return refuse("the store was written by a later version of this program (schema " +
                  std::to_string(applied) + "); use that version");
  }
  connection.execute("COMMIT");
  return {};
}

}  // namespace cyberdir::store::sqlite
