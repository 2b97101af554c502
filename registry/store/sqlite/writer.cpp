#include "store/sqlite/writer.h"

#include <array>

#include <sqlite3.h>

#include "codec/commitment.h"

namespace cyberdir::store::sqlite {
namespace {

struct TextTable {
  std::string_view insert;
  std::string_view index;
  std::string_view select;
  std::string_view unindex;
  std::string_view remove;
};

constexpr std::array kTextTables = {
    TextTable{
        "INSERT INTO text_public VALUES (?, ?, ?)",
        "INSERT INTO find_public (rowid, title, body) VALUES (?, ?, ?)",
        "SELECT title, body FROM text_public WHERE row = ?",
        "INSERT INTO find_public (find_public, rowid, title, body) VALUES ('delete', ?, ?, ?)",
        "DELETE FROM text_public WHERE row = ?"},
    TextTable{"INSERT INTO text_group VALUES (?, ?, ?)",
              "INSERT INTO find_group (rowid, title, body) VALUES (?, ?, ?)",
              "SELECT title, body FROM text_group WHERE row = ?",
              "INSERT INTO find_group (find_group, rowid, title, body) VALUES ('delete', ?, ?, ?)",
              "DELETE FROM text_group WHERE row = ?"},
    TextTable{"INSERT INTO text_owner VALUES (?, ?, ?)",
              "INSERT INTO find_owner (rowid, title, body) VALUES (?, ?, ?)",
              "SELECT title, body FROM text_owner WHERE row = ?",
              "INSERT INTO find_owner (find_owner, rowid, title, body) VALUES ('delete', ?, ?, ?)",
              "DELETE FROM text_owner WHERE row = ?"},
};

std::optional<std::int64_t> micros(const std::optional<base::Instant>& instant) {
  if (!instant) return std::nullopt;
  return instant->micros;
}

}  // namespace

Heads read_heads(Connection& connection) {
  Heads heads;
  {
    Statement row = connection.prepare("SELECT seq, at, digest FROM log ORDER BY seq DESC LIMIT 1");
    if (row.step()) {
      heads.seq = row.integer(0);
      heads.at = {row.integer(1)};
      heads.log_digest = row.blob(2);
    }
  }
  Statement row = connection.prepare("SELECT n, at, digest FROM audit ORDER BY n DESC LIMIT 1");
  if (row.step()) {
    heads.audit_n = row.integer(0);
    heads.at = std::max(heads.at, base::Instant{row.integer(1)});
    heads.audit_digest = row.blob(2);
  }
  return heads;
}

std::int64_t SqliteWriter::add_entry(std::string_view id, std::string_view kind) {
  connection_
      .prepare(
          "INSERT INTO entry (id, kind, version, status, owner, grp, modified_at, span) VALUES (?, "
          "?, "
          "0, 'draft', '', '', 0, 0)")
      .bind(id)
      .bind(kind)
      .run();
  return connection_.last_row();
}

void SqliteWriter::set_entry(const EntryRow& entry) {
  Statement update = connection_.prepare(
      "UPDATE entry SET version = ?, status = ?, owner = ?, grp = ?, modified_at = ?, span = ?, "
      "source_name = ?, source_id = ? WHERE row = ?");
  update.bind(entry.version)
      .bind(model::name_of(entry.status))
      .bind(entry.owner)
      .bind(entry.group)
      .bind(entry.modified_at.micros)
      .bind(entry.span);
  if (entry.source_name.empty() || entry.source_id.empty()) {
    update.bind_null().bind_null();
  } else {
    update.bind(entry.source_name).bind(entry.source_id);
  }
  update.bind(entry.row).run();
}

std::int64_t SqliteWriter::add_version(const NewVersion& version) {
  const std::int64_t seq = heads_.seq + 1;
  connection_
      .prepare(
          "INSERT INTO version (entry, n, seq, at, operation, status, actor, on_behalf, "
          "declared_at, declared_by, body, "
          "root, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(version.entry)
      .bind(version.number)
      .bind(seq)
      .bind(at_.micros)
      .bind(version.operation)
      .bind(model::name_of(version.status))
      .bind(version.actor)
      .bind(version.on_behalf)
      .bind(micros(version.declared_at))
      .bind(version.declared_by)
      .bind(version.body)
      .bind_blob(version.root)
      .bind_blob(version.chain)
      .run();
  const std::int64_t row = connection_.last_row();
  connection_.prepare("INSERT INTO salt VALUES (?, ?)").bind(row).bind_blob(version.salts).run();
  add_log_row(version.operation, row, version.chain);
  return seq;
}

void SqliteWriter::add_attestation(const AttestationRow& attestation) {
  connection_.prepare("INSERT INTO attestation VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bind(heads_.seq + 1)
      .bind(attestation.version)
      .bind(at_.micros)
      .bind(attestation.act)
      .bind(attestation.actor)
      .bind(attestation.on_behalf)
      .bind_blob(attestation.digest)
      .run();
  add_log_row(attestation.act, attestation.version, attestation.digest);
}

// `what` is the digest of what the row tells of.
void SqliteWriter::add_log_row(std::string_view operation, std::int64_t version,
                               std::string_view what) {
  const std::int64_t seq = heads_.seq + 1;
  std::string digest = codec::log_digest(heads_.log_digest, seq, at_, operation, what);
  connection_.prepare("INSERT INTO log VALUES (?, ?, ?, ?, ?)")
      .bind(seq)
      .bind(at_.micros)
      .bind(operation)
      .bind(version)
      .bind_blob(digest)
      .run();
  heads_.seq = seq;
  heads_.log_digest = std::move(digest);
}

void SqliteWriter::erase(std::int64_t version_row, std::string_view body, std::string_view salts,
                         const std::vector<codec::ErasedLeaf>& erased) {
  connection_.prepare("UPDATE version SET body = ? WHERE row = ?")
      .bind(body)
      .bind(version_row)
      .run();
  connection_.prepare("UPDATE salt SET leaves = ? WHERE version = ?")
      .bind_blob(salts)
      .bind(version_row)
      .run();
  for (const codec::ErasedLeaf& leaf : erased) {
    connection_.prepare("INSERT INTO erased_leaf VALUES (?, ?, ?)")
        .bind(version_row)
        .bind(leaf.pointer)
        .bind_blob(leaf.digest)
        .run();
  }
}

// The full-text tables are dropped and filled anew. To merge them ("optimize") is not enough: where
// a tree of pages becomes lower, the engine leaves what stood in the gaps of its root, in spite of
// secure_delete; pages that are freed as a whole are zeroed.
void SqliteWriter::scrub_index() {
  for (const std::string name : {"find_public", "find_group", "find_owner"}) {
    std::string make;
    {
      Statement row = connection_.prepare("SELECT sql FROM sqlite_schema WHERE name = ?");
      row.bind(std::string_view(name));
      if (!row.step()) throw EngineFailure(SQLITE_CORRUPT, "there is no " + name);
      make = row.string(0);
    }
    connection_.execute("DROP TABLE " + name);
    connection_.execute(make);
    connection_.execute("INSERT INTO " + name + " (" + name + ") VALUES ('rebuild')");
  }
}

std::int64_t SqliteWriter::add_span(const Span& span) {
  connection_
      .prepare(
          "INSERT INTO span (entry, version, from_seq, to_seq, level, owner, grp, kind, "
          "modified_at, declared_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(span.entry)
      .bind(span.version)
      .bind(span.from_seq)
      .bind(span.to_seq)
      .bind(static_cast<std::int64_t>(span.level))
      .bind(span.owner)
      .bind(span.group)
      .bind(span.kind)
      .bind(span.modified_at.micros)
      .bind(micros(span.declared_at))
      .run();
  const std::int64_t row = connection_.last_row();
  for (const FacetValue& facet : span.facets) {
    connection_.prepare("INSERT OR IGNORE INTO facet VALUES (?, ?, ?, ?)")
        .bind(facet.name)
        .bind(facet.value)
        .bind(row)
        .bind(static_cast<std::int64_t>(facet.level))
        .run();
  }
  for (std::size_t level = 0; level < kTextTables.size(); ++level) {
    const auto& text = span.text[level];
    if (!text) continue;
    connection_.prepare(kTextTables.at(level).insert)
        .bind(row)
        .bind(text->title)
        .bind(text->body)
        .run();
    connection_.prepare(kTextTables.at(level).index)
        .bind(row)
        .bind(text->title)
        .bind(text->body)
        .run();
  }
  for (std::size_t level = 0; level < span.projections.size(); ++level) {
    const auto& projection = span.projections[level];
    if (!projection) continue;
    connection_.prepare("INSERT INTO projection VALUES (?, ?, ?, ?)")
        .bind(projection_row(row, static_cast<std::int64_t>(level)))
        .bind(projection->digest)
        .bind(projection->json)
        .bind(std::int64_t{projection->personal})
        .run();
  }
  return row;
}

void SqliteWriter::close_span(std::int64_t span, std::int64_t to_seq) {
  connection_.prepare("UPDATE span SET to_seq = ? WHERE row = ?").bind(to_seq).bind(span).run();
}

void SqliteWriter::drop_spans(std::int64_t entry, std::int64_t from_version) {
  std::vector<std::int64_t> rows;
  {
    Statement row = connection_.prepare("SELECT row FROM span WHERE entry = ? AND version >= ?");
    row.bind(entry).bind(from_version);
    while (row.step()) rows.push_back(row.integer(0));
  }
  for (const std::int64_t row : rows) {
    for (const TextTable& table : kTextTables) {
      std::optional<IndexText> text;
      {
        Statement select = connection_.prepare(table.select);
        select.bind(row);
        if (select.step()) text = IndexText{select.string(0), select.string(1)};
      }
      if (!text) continue;
      connection_.prepare(table.unindex).bind(row).bind(text->title).bind(text->body).run();
      connection_.prepare(table.remove).bind(row).run();
    }
    connection_.prepare("DELETE FROM projection WHERE row BETWEEN ? AND ?")
        .bind(projection_row(row, 0))
        .bind(projection_row(row, 3))
        .run();
    connection_.prepare("DELETE FROM span WHERE row = ?").bind(row).run();  // its facets go with it
  }
}

void SqliteWriter::add_feed_item(std::string_view feed, std::int64_t seq,
                                 std::string_view operation, std::int64_t entry,
                                 std::int64_t version, std::string_view reason) {
  auto counter = heads_.feeds.find(feed);
  if (counter == heads_.feeds.end()) {
    Statement last = connection_.prepare("SELECT max(n) FROM feed_item WHERE feed = ?");
    last.bind(feed);
    counter = heads_.feeds.emplace(std::string(feed), last.step() ? last.integer(0) : 0).first;
  }
  connection_.prepare("INSERT INTO feed_item VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bind(feed)
      .bind(++counter->second)
      .bind(seq)
      .bind(operation)
      .bind(entry)
      .bind(version)
      .bind(reason)
      .run();
}

void SqliteWriter::add_audit(const AuditRow& row, const std::vector<AuditConcern>& concerns) {
  const std::int64_t n = heads_.audit_n + 1;
  const auto number = [](const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : std::string();
  };
  const std::string digest = codec::audit_digest(
      heads_.audit_digest,
      {std::to_string(n), std::to_string(at_.micros), row.actor, row.source, row.action,
       row.subject, number(row.first_seq), number(row.last_seq), row.request});
  connection_.prepare("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(n)
      .bind(at_.micros)
      .bind(row.actor)
      .bind(row.source)
      .bind(row.action)
      .bind(row.subject)
      .bind(row.first_seq)
      .bind(row.last_seq)
      .bind(row.request)
      .bind_blob(digest)
      .run();
  for (const AuditConcern& concern : concerns) add_concern(connection_, n, concern);
  heads_.audit_n = n;
  heads_.audit_digest = digest;
}

void SqliteWriter::add_token(const TokenRow& token) {
  connection_
      .prepare(
          "INSERT INTO token (id, digest, role, owner, scopes, created_at, expires_at, revoked_at, "
          "made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(token.id)
      .bind_blob(token.digest)
      .bind(token.role)
      .bind(token.owner)
      .bind(token.scopes)
      .bind(token.created_at.micros)
      .bind(micros(token.expires_at))
      .bind(micros(token.revoked_at))
      .bind(token.made_by)
      .run();
}

void SqliteWriter::revoke_token(std::string_view id) {
  connection_.prepare("UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
      .bind(at_.micros)
      .bind(id)
      .run();
}

std::vector<std::string> SqliteWriter::revoke_tokens_of(std::string_view actor) {
  std::vector<std::string> ids;
  {
    Statement row = connection_.prepare(
        "SELECT id FROM token WHERE made_by = ? AND made_by <> '' AND revoked_at IS NULL");
    row.bind(actor);
    while (row.step()) ids.push_back(row.string(0));
  }
  for (const std::string& id : ids) revoke_token(id);
  return ids;
}

void SqliteWriter::put_idempotent(const IdempotentRow& row) {
  constexpr std::int64_t kKeptMicros = std::int64_t{24} * 3'600 * 1'000'000;
  connection_.prepare("DELETE FROM idempotent WHERE at < ?").bind(at_.micros - kKeptMicros).run();
  connection_.prepare("INSERT OR REPLACE INTO idempotent VALUES (?, ?, ?, ?, ?)")
      .bind_blob(row.key)
      .bind_blob(row.request)
      .bind(at_.micros)
      .bind(row.status)
      .bind(row.entry)
      .run();
}

void SqliteWriter::forget_requests(std::string_view id) {
  const std::string first = std::string(id) + ' ';
  const std::string later = ' ' + std::string(id);
  connection_
      .prepare(
          "UPDATE idempotent SET request = x'' WHERE entry = ?1 OR instr(entry, ?2) = 1 OR "
          "instr(entry, ?3) > 0")
      .bind(id)
      .bind(first)
      .bind(later)
      .run();
}

}  // namespace cyberdir::store::sqlite
