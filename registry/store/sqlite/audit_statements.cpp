#include "store/sqlite/audit_statements.h"

#include <variant>

namespace cyberdir::store::sqlite {
namespace {

constexpr std::int64_t kActs = 1;
constexpr std::int64_t kSubject = 2;

// Conditions that hold together, with the values that they compare to. Only those that are asked
// for are written down, so that the engine sees which index serves.
class Conditions {
 public:
  using Value = std::variant<std::int64_t, std::string>;

  void add(std::string_view sql, std::vector<Value> values) {
    text_ += (text_.empty() ? " WHERE " : " AND ") + std::string(sql);
    for (Value& value : values) values_.push_back(std::move(value));
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  void bind(Statement& statement) const {
    for (const Value& value : values_) {
      if (const auto* number = std::get_if<std::int64_t>(&value)) {
        statement.bind(*number);
      } else {
        statement.bind(std::string_view(std::get<std::string>(value)));
      }
    }
  }

 private:
  std::string text_;
  std::vector<Value> values_;
};

// What an owner is not shown of a row it cannot find the row by either.
Conditions conditions_of(const AuditQuery& query) {
  Conditions conditions;
  const bool of_owner = !query.owner.empty();
  if (of_owner) conditions.add("c.owner = ?", {query.owner});
  conditions.add(of_owner ? "c.n > ? AND c.n < ?" : "a.n > ? AND a.n < ?",
                 {query.after, query.before});
  if (!query.actor.empty()) conditions.add("a.actor = ?", {query.actor});
  if (!query.actor.empty() && of_owner) conditions.add("c.part & 1", {});
  if (!query.action.empty()) conditions.add("a.action = ?", {query.action});
  if (!query.subject.empty()) {
    // The subject itself, or with more after a space, which comes before "!".
    conditions.add("a.subject >= ? AND a.subject < ?", {query.subject, query.subject + '!'});
    if (of_owner) conditions.add("c.part > 0", {});
  }
  if (query.since) conditions.add("a.at >= ?", {query.since->micros});
  if (query.until) conditions.add("a.at <= ?", {query.until->micros});
  return conditions;
}

std::string from_audit(const AuditQuery& query) {
  return query.owner.empty() ? " FROM audit AS a"
                             : " FROM audit_concern AS c CROSS JOIN audit AS a ON a.n = c.n";
}

Conditions conditions_of(const LookUpQuery& query) {
  Conditions conditions;
  conditions.add("l.reader = ? AND l.actor <> '' AND l.day BETWEEN ? AND ?",
                 {query.reader, query.since, query.until});
  if (!query.actor.empty()) conditions.add("l.actor = ?", {query.actor});
  if (!query.entry.empty()) conditions.add("e.id = ?", {query.entry});
  return conditions;
}

LookUpRow read_look_up(const Statement& row) {
  return {row.integer(0), row.string(1), row.integer(2),
          row.string(3),  row.string(4), row.integer(5)};
}

constexpr std::string_view kDisclosureColumns =
    "SELECT id, entry, from_day, until_day, note, asked_by, asked_at, confirmed_by, confirmed_at "
    "FROM disclosure ";

DisclosureRow read_disclosure(const Statement& row) {
  DisclosureRow disclosure{row.string(0),    row.integer(1), row.integer(2),
                           row.integer(3),   row.string(4),  row.string(5),
                           {row.integer(6)}, row.string(7),  {}};
  if (const auto at = row.maybe(8)) disclosure.confirmed_at = base::Instant{*at};
  return disclosure;
}

}  // namespace

std::vector<AuditLine> select_audit(Connection& connection, const AuditQuery& query) {
  const bool of_owner = !query.owner.empty();
  const Conditions conditions = conditions_of(query);
  const std::string sql =
      "SELECT a.n, a.at, a.actor, a.source, a.action, a.subject, a.first_seq, a.last_seq, "
      "a.request, a.digest, (SELECT owner FROM audit_concern AS f WHERE f.n = a.n AND f.part & "
      "1), " +
      std::string(of_owner ? "c.part" : "3") + from_audit(query) + conditions.text() +
      (of_owner ? " ORDER BY c.n" : " ORDER BY a.n") + (query.oldest_first ? "" : " DESC") +
      " LIMIT ?";
  Statement row = connection.prepare(sql);
  conditions.bind(row);
  row.bind(static_cast<std::int64_t>(query.limit));
  std::vector<AuditLine> lines;
  while (row.step()) {
    lines.push_back(
        {{row.integer(0),
          {row.integer(1)},
          row.string(2),
          row.string(3),
          row.string(4),
          row.string(5),
          row.maybe(6),
          row.maybe(7),
          row.string(8),
          row.blob(9)},
         row.string(10),
         {query.owner, (row.integer(11) & kActs) != 0, (row.integer(11) & kSubject) != 0}});
  }
  return lines;
}

std::int64_t count_audit(Connection& connection, const AuditQuery& query) {
  const bool of_all = query.owner.empty() && query.actor.empty() && query.action.empty() &&
                      query.subject.empty() && !query.since && !query.until;
  if (of_all) {  // numbered from 1 without a gap
    Statement row = connection.prepare("SELECT coalesce(max(n), 0) FROM audit");
    return row.step() ? row.integer(0) : 0;
  }
  AuditQuery all = query;
  all.after = 0;
  all.before = std::numeric_limits<std::int64_t>::max();
  const Conditions conditions = conditions_of(all);
  Statement row = connection.prepare("SELECT count(*)" + from_audit(all) + conditions.text());
  conditions.bind(row);
  return row.step() ? row.integer(0) : 0;
}

std::string select_owner_of(Connection& connection, std::string_view id) {
  Statement row = connection.prepare(
      "SELECT owner FROM entry WHERE id = ?1 UNION ALL SELECT owner FROM account WHERE id = ?1 "
      "UNION ALL SELECT owner FROM token WHERE id = ?1 UNION ALL SELECT owner FROM submission "
      "WHERE id = ?1 LIMIT 1");
  row.bind(id);
  return row.step() ? row.string(0) : std::string();
}

std::vector<std::string> select_owners_changed(Connection& connection, std::int64_t first_seq,
                                               std::int64_t last_seq) {
  Statement row = connection.prepare(
      "SELECT DISTINCT e.owner FROM log AS l CROSS JOIN version AS v ON v.row = l.version CROSS "
      "JOIN "
      "entry AS e ON e.row = v.entry WHERE l.seq BETWEEN ? AND ?");
  row.bind(first_seq).bind(last_seq);
  std::vector<std::string> owners;
  while (row.step()) owners.push_back(row.string(0));
  return owners;
}

std::vector<LookUpRow> select_look_ups(Connection& connection, const LookUpQuery& query) {
  Conditions conditions = conditions_of(query);
  if (query.after) {
    conditions.add("(-l.day, l.entry, l.actor) > (?, ?, ?)",
                   {-query.after->day, query.after->entry, query.after->actor});
  }
  Statement row = connection.prepare(
      "SELECT l.entry, e.id, l.day, l.reader, l.actor, l.count FROM look_up AS l JOIN entry AS e "
      "ON e.row = l.entry" +
      conditions.text() + " ORDER BY -l.day, l.entry, l.actor LIMIT ?");
  conditions.bind(row);
  row.bind(static_cast<std::int64_t>(query.limit));
  std::vector<LookUpRow> rows;
  while (row.step()) rows.push_back(read_look_up(row));
  return rows;
}

std::int64_t count_look_ups(Connection& connection, const LookUpQuery& query) {
  const Conditions conditions = conditions_of(query);
  Statement row = connection.prepare(
      "SELECT count(*) FROM look_up AS l JOIN entry AS e ON e.row = l.entry" + conditions.text());
  conditions.bind(row);
  return row.step() ? row.integer(0) : 0;
}

std::vector<LookUpRow> select_look_ups_of(Connection& connection, std::int64_t entry,
                                          std::int64_t from_day, std::int64_t until_day) {
  Statement row = connection.prepare(
      "SELECT entry, '', day, reader, '', sum(count) FROM look_up WHERE entry = ? AND day BETWEEN "
      "? AND ? GROUP BY day, reader ORDER BY day, reader");
  row.bind(entry).bind(from_day).bind(until_day);
  std::vector<LookUpRow> rows;
  while (row.step()) rows.push_back(read_look_up(row));
  return rows;
}

std::optional<DisclosureRow> select_disclosure(Connection& connection, std::string_view id) {
  Statement row = connection.prepare(std::string(kDisclosureColumns) + "WHERE id = ?");
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_disclosure(row);
}

std::vector<DisclosureRow> select_disclosures(Connection& connection, std::size_t limit) {
  Statement row =
      connection.prepare(std::string(kDisclosureColumns) + "ORDER BY asked_at DESC LIMIT ?");
  row.bind(static_cast<std::int64_t>(limit));
  std::vector<DisclosureRow> rows;
  while (row.step()) rows.push_back(read_disclosure(row));
  return rows;
}

std::int64_t select_personal_records(Connection& connection, std::string_view caller,
                                     std::int64_t day) {
  Statement row =
      connection.prepare("SELECT records FROM personal_quota WHERE caller = ? AND day = ?");
  row.bind(caller).bind(day);
  return row.step() ? row.integer(0) : 0;
}

void add_concern(Connection& connection, std::int64_t n, const AuditConcern& concern) {
  connection.prepare("INSERT INTO audit_concern VALUES (?, ?, ?)")
      .bind(std::string_view(concern.owner))
      .bind(n)
      .bind((concern.acts ? kActs : 0) + (concern.subject ? kSubject : 0))
      .run();
}

void add_look_ups(Connection& connection, const LookUpRow& look_ups) {
  connection
      .prepare(
          "INSERT INTO look_up SELECT row, ?2, ?3, ?4, ?5 FROM entry WHERE id = ?1 ON CONFLICT DO "
          "UPDATE SET count = count + excluded.count")
      .bind(std::string_view(look_ups.id))
      .bind(look_ups.day)
      .bind(std::string_view(look_ups.reader))
      .bind(std::string_view(look_ups.actor))
      .bind(look_ups.count)
      .run();
}

std::int64_t drop_look_ups_before(Connection& connection, std::int64_t day) {
  std::int64_t rows = 0;
  {
    Statement row = connection.prepare("SELECT count(*) FROM look_up WHERE day < ?");
    row.bind(day);
    if (row.step()) rows = row.integer(0);
  }
  if (rows > 0) connection.prepare("DELETE FROM look_up WHERE day < ?").bind(day).run();
  return rows;
}

void put_disclosure(Connection& connection, const DisclosureRow& disclosure) {
  Statement put = connection.prepare(
      "INSERT INTO disclosure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
      "confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at");
  put.bind(std::string_view(disclosure.id))
      .bind(disclosure.entry)
      .bind(disclosure.from_day)
      .bind(disclosure.until_day)
      .bind(std::string_view(disclosure.note))
      .bind(std::string_view(disclosure.asked_by))
      .bind(disclosure.asked_at.micros);
  if (disclosure.confirmed_at) {
    put.bind(std::string_view(disclosure.confirmed_by)).bind(disclosure.confirmed_at->micros);
  } else {
    put.bind_null().bind_null();
  }
  put.run();
}

void add_personal_records(Connection& connection, std::string_view caller, std::int64_t day,
                          std::int64_t records) {
  connection
      .prepare(
          "INSERT INTO personal_quota VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET records = records "
          "+ excluded.records")
      .bind(caller)
      .bind(day)
      .bind(records)
      .run();
}

void drop_personal_records_before(Connection& connection, std::int64_t day) {
  connection.prepare("DELETE FROM personal_quota WHERE day < ?").bind(day).run();
}

}  // namespace cyberdir::store::sqlite
