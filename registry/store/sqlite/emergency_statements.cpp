#include "store/sqlite/emergency_statements.h"

namespace cyberdir::store::sqlite {
namespace {

constexpr std::string_view kEmergency =
    "SELECT row, id, entry, version, owner, actor, at, state, decided_by, decided_at FROM "
    "emergency WHERE ";
constexpr std::string_view kLetIn =
    "(?1 = '' OR owner = ?1) AND (?2 = '' OR state = ?2) AND "
    "row < ?3";
constexpr std::string_view kUrgentChange =
    "SELECT row, entry, version, owner, authors, at, until, confirmed_by, confirmed_at FROM "
    "urgent_change WHERE ";

std::optional<base::Instant> instant(const std::optional<std::int64_t>& micros) {
  if (!micros) return std::nullopt;
  return base::Instant{*micros};
}

std::optional<std::int64_t> micros(const std::optional<base::Instant>& instant) {
  if (!instant) return std::nullopt;
  return instant->micros;
}

EmergencyRow read_emergency(const Statement& row) {
  return {row.integer(0), row.string(1),    row.integer(2), row.integer(3), row.string(4),
          row.string(5),  {row.integer(6)}, row.string(7),  row.string(8),  instant(row.maybe(9))};
}

UrgentChangeRow read_urgent_change(const Statement& row) {
  return {row.integer(0),   row.integer(1),   row.integer(2), row.string(3),        row.string(4),
          {row.integer(5)}, {row.integer(6)}, row.string(7),  instant(row.maybe(8))};
}

}  // namespace

std::optional<EmergencyRow> select_emergency(Connection& connection, std::string_view id) {
  static const std::string kSql = std::string(kEmergency) + "id = ?";
  Statement row = connection.prepare(kSql);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_emergency(row);
}

std::vector<EmergencyRow> select_emergencies(Connection& connection, const EmergencyQuery& query) {
  static const std::string kSql =
      std::string(kEmergency) + std::string(kLetIn) + " ORDER BY row DESC LIMIT ?4";
  Statement row = connection.prepare(kSql);
  row.bind(query.owner).bind(query.state).bind(query.before);
  row.bind(static_cast<std::int64_t>(query.limit));
  std::vector<EmergencyRow> rows;
  while (row.step()) rows.push_back(read_emergency(row));
  return rows;
}

std::int64_t count_emergencies(Connection& connection, const EmergencyQuery& query) {
  static const std::string kSql = "SELECT count(*) FROM emergency WHERE " + std::string(kLetIn);
  Statement row = connection.prepare(kSql);
  row.bind(query.owner).bind(query.state).bind(EmergencyQuery().before);
  return row.step() ? row.integer(0) : 0;
}

bool select_emergency_after(Connection& connection, std::int64_t entry, std::int64_t row) {
  Statement later = connection.prepare(
      "SELECT 1 FROM emergency WHERE entry = ? AND row > ? AND state = 'waiting' LIMIT 1");
  later.bind(entry).bind(row);
  return later.step();
}

std::vector<UrgentChangeRow> select_urgent_changes(Connection& connection, std::string_view owner,
                                                   base::Instant since, std::size_t limit) {
  static const std::string kSql = std::string(kUrgentChange) +
                                  "(?1 = '' OR owner = ?1) AND at >= ?2 ORDER BY row DESC LIMIT ?3";
  Statement row = connection.prepare(kSql);
  row.bind(owner).bind(since.micros).bind(static_cast<std::int64_t>(limit));
  std::vector<UrgentChangeRow> rows;
  while (row.step()) rows.push_back(read_urgent_change(row));
  return rows;
}

std::vector<UrgentChangeRow> select_unconfirmed(Connection& connection, std::int64_t entry,
                                                base::Instant now) {
  static const std::string kSql =
      std::string(kUrgentChange) + "entry = ? AND confirmed_at IS NULL AND until > ? ORDER BY row";
  Statement row = connection.prepare(kSql);
  row.bind(entry).bind(now.micros);
  std::vector<UrgentChangeRow> rows;
  while (row.step()) rows.push_back(read_urgent_change(row));
  return rows;
}

std::vector<QuarantineRow> select_quarantines(Connection& connection, std::string_view actor) {
  Statement row = connection.prepare(
      "SELECT row, actor, since, at, by FROM quarantine WHERE actor = ? ORDER BY row DESC");
  row.bind(actor);
  std::vector<QuarantineRow> rows;
  while (row.step())
    rows.push_back(
        {row.integer(0), row.string(1), {row.integer(2)}, {row.integer(3)}, row.string(4)});
  return rows;
}

std::vector<QuarantinedEntryRow> select_quarantined_entries(Connection& connection,
                                                            std::int64_t quarantine) {
  Statement row = connection.prepare(
      "SELECT quarantine, entry, first_version, stood_as, state, decided_by, decided_at FROM "
      "quarantined_entry WHERE quarantine = ? ORDER BY entry");
  row.bind(quarantine);
  std::vector<QuarantinedEntryRow> rows;
  while (row.step()) {
    rows.push_back({row.integer(0), row.integer(1), row.integer(2),
                    model::status_named(row.text(3)).value_or(model::Status::published),
                    row.string(4), row.string(5), instant(row.maybe(6))});
  }
  return rows;
}

bool select_held(Connection& connection, std::int64_t entry) {
  Statement row =
      connection.prepare("SELECT 1 FROM quarantined_entry WHERE entry = ? AND state = 'held'");
  row.bind(entry);
  return row.step();
}

std::optional<NameRequestRow> select_name_request(Connection& connection, std::string_view digest) {
  Statement row = connection.prepare(
      "SELECT digest, entry, name, expires_at FROM name_request WHERE digest = ?");
  row.bind_blob(digest);
  if (!row.step()) return std::nullopt;
  return NameRequestRow{row.blob(0), row.integer(1), row.blob(2), {row.integer(3)}};
}

void add_emergency(Connection& connection, const EmergencyRow& emergency) {
  connection
      .prepare(
          "INSERT INTO emergency (id, entry, version, owner, actor, at, state, decided_by, "
          "decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(emergency.id)
      .bind(emergency.entry)
      .bind(emergency.version)
      .bind(emergency.owner)
      .bind(emergency.actor)
      .bind(emergency.at.micros)
      .bind(emergency.state)
      .bind(emergency.decided_by)
      .bind(micros(emergency.decided_at))
      .run();
}

void set_emergency(Connection& connection, const EmergencyRow& emergency) {
  connection.prepare("UPDATE emergency SET state = ?, decided_by = ?, decided_at = ? WHERE row = ?")
      .bind(emergency.state)
      .bind(emergency.decided_by)
      .bind(micros(emergency.decided_at))
      .bind(emergency.row)
      .run();
}

void add_urgent_change(Connection& connection, const UrgentChangeRow& change) {
  connection
      .prepare(
          "INSERT INTO urgent_change (entry, version, owner, authors, at, until, confirmed_by, "
          "confirmed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(change.entry)
      .bind(change.version)
      .bind(change.owner)
      .bind(change.authors)
      .bind(change.at.micros)
      .bind(change.until.micros)
      .bind(change.confirmed_by)
      .bind(micros(change.confirmed_at))
      .run();
}

void confirm_urgent_change(Connection& connection, std::int64_t row, std::string_view actor,
                           base::Instant at) {
  connection.prepare("UPDATE urgent_change SET confirmed_by = ?, confirmed_at = ? WHERE row = ?")
      .bind(actor)
      .bind(at.micros)
      .bind(row)
      .run();
}

std::int64_t add_quarantine(Connection& connection, const QuarantineRow& quarantine) {
  connection.prepare("INSERT INTO quarantine (actor, since, at, by) VALUES (?, ?, ?, ?)")
      .bind(quarantine.actor)
      .bind(quarantine.since.micros)
      .bind(quarantine.at.micros)
      .bind(quarantine.by)
      .run();
  return connection.last_row();
}

void put_quarantined_entry(Connection& connection, const QuarantinedEntryRow& entry) {
  connection.prepare("INSERT OR REPLACE INTO quarantined_entry VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bind(entry.quarantine)
      .bind(entry.entry)
      .bind(entry.first_version)
      .bind(model::name_of(entry.stood_as))
      .bind(entry.state)
      .bind(entry.decided_by)
      .bind(micros(entry.decided_at))
      .run();
}

void put_name_request(Connection& connection, const NameRequestRow& request) {
  connection.prepare("INSERT OR REPLACE INTO name_request VALUES (?, ?, ?, ?)")
      .bind_blob(request.digest)
      .bind(request.entry)
      .bind_blob(request.name)
      .bind(request.expires_at.micros)
      .run();
}

void drop_name_requests(Connection& connection, std::int64_t entry) {
  connection.prepare("DELETE FROM name_request WHERE entry = ?").bind(entry).run();
}

}  // namespace cyberdir::store::sqlite
