#include "store/sqlite/import_statements.h"

namespace cyberdir::store::sqlite {
namespace {

constexpr std::string_view kImport =
    "SELECT row, id, at, actor, owner, file, format, state, plan, answer, request FROM import "
    "WHERE ";
constexpr std::string_view kListing =
    "SELECT source, id, entry, url, seen_at, difference FROM listing WHERE ";

std::optional<ImportRow> read_import(Statement& row) {
  if (!row.step()) return std::nullopt;
  return ImportRow{row.integer(0), row.string(1), {row.integer(2)}, row.string(3),
                   row.string(4),  row.string(5), row.string(6),    row.string(7),
                   row.string(8),  row.string(9), row.blob(10)};
}

std::optional<ListingRow> read_listing(Statement& row) {
  if (!row.step()) return std::nullopt;
  return ListingRow{row.string(0), row.string(1),    row.integer(2),
                    row.string(3), {row.integer(4)}, row.string(5)};
}

}  // namespace

std::optional<ImportRow> select_import(Connection& connection, std::string_view id) {
  static const std::string kSql = std::string(kImport) + "id = ?";
  Statement row = connection.prepare(kSql);
  row.bind(id);
  return read_import(row);
}

std::optional<ImportRow> select_import_by_plan(Connection& connection, std::string_view plan) {
  static const std::string kSql =
      std::string(kImport) + "plan = ? AND state = 'planned' ORDER BY row DESC LIMIT 1";
  Statement row = connection.prepare(kSql);
  row.bind(plan);
  return read_import(row);
}

std::optional<ImportRow> select_import_by_request(Connection& connection,
                                                  std::string_view request) {
  static const std::string kSql = std::string(kImport) + "request = ?";
  Statement row = connection.prepare(kSql);
  row.bind_blob(request);
  return read_import(row);
}

std::vector<ImportRow> select_imports(Connection& connection, const ImportQuery& query) {
  static const std::string kSql =
      std::string(kImport) + "(?1 = '' OR owner = ?1) AND row < ?2 ORDER BY row DESC LIMIT ?3";
  Statement row = connection.prepare(kSql);
  row.bind(query.owner).bind(query.before).bind(static_cast<std::int64_t>(query.limit));
  std::vector<ImportRow> imports;
  while (auto import = read_import(row)) imports.push_back(*std::move(import));
  return imports;
}

std::optional<ListingRow> select_listing(Connection& connection, std::string_view source,
                                         std::string_view id) {
  static const std::string kSql = std::string(kListing) + "source = ? AND id = ?";
  Statement row = connection.prepare(kSql);
  row.bind(source).bind(id);
  return read_listing(row);
}

std::vector<ListingRow> select_listings(Connection& connection, std::int64_t entry) {
  static const std::string kSql = std::string(kListing) + "entry = ? ORDER BY source, id";
  Statement row = connection.prepare(kSql);
  row.bind(entry);
  std::vector<ListingRow> listings;
  while (auto listing = read_listing(row)) listings.push_back(*std::move(listing));
  return listings;
}

std::vector<Bearing> select_bearing(Connection& connection, std::string_view facet,
                                    std::string_view value, std::size_t limit) {
  Statement row = connection.prepare(
      "SELECT s.entry, s.owner, s.grp, f.level FROM facet f JOIN span s ON s.row = f.span WHERE "
      "f.name = ? AND f.value = ? AND s.to_seq = 9223372036854775807 ORDER BY s.entry LIMIT ?");
  row.bind(facet).bind(value).bind(static_cast<std::int64_t>(limit));
  std::vector<Bearing> bearing;
  while (row.step()) {
    bearing.push_back({row.integer(0), row.string(1), row.string(2),
                       static_cast<model::Visibility>(row.integer(3))});
  }
  return bearing;
}

bool select_editors(Connection& connection, std::string_view owner, base::Instant now) {
  Statement row = connection.prepare(
      "SELECT EXISTS (SELECT 1 FROM account WHERE owner = ?1 AND role IN ('editor', 'manager') AND "
      "suspended_at IS NULL AND removed_at IS NULL) OR EXISTS (SELECT 1 FROM token WHERE owner = "
      "?1 AND role IN ('editor', 'manager') AND revoked_at IS NULL AND (expires_at IS NULL OR "
      "expires_at > ?2))");
  row.bind(owner).bind(now.micros);
  return row.step() && row.integer(0) != 0;
}

void put_import(Connection& connection, const ImportRow& import) {
  Statement put = connection.prepare(
      "INSERT INTO import (id, at, actor, owner, file, format, state, plan, answer, request) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET format = "
      "excluded.format, state = excluded.state, plan = excluded.plan, answer = excluded.answer");
  put.bind(std::string_view(import.id))
      .bind(import.at.micros)
      .bind(std::string_view(import.actor))
      .bind(std::string_view(import.owner))
      .bind(std::string_view(import.file))
      .bind(std::string_view(import.format))
      .bind(std::string_view(import.state))
      .bind(std::string_view(import.plan))
      .bind(std::string_view(import.answer));
  if (import.request.empty()) {
    put.bind_null();
  } else {
    put.bind_blob(import.request);
  }
  put.run();
}

void put_listing(Connection& connection, const ListingRow& listing) {
  connection
      .prepare(
          "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET entry = "
          "excluded.entry, url = excluded.url, seen_at = excluded.seen_at, difference = "
          "excluded.difference")
      .bind(std::string_view(listing.source))
      .bind(std::string_view(listing.id))
      .bind(listing.entry)
      .bind(std::string_view(listing.url))
      .bind(listing.seen_at.micros)
      .bind(std::string_view(listing.difference))
      .run();
}

void erase_listings(Connection& connection, std::int64_t entry) {
  connection.prepare("UPDATE listing SET difference = '' WHERE entry = ?").bind(entry).run();
}

}  // namespace cyberdir::store::sqlite
