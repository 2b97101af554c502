#include "store/sqlite/mail_statements.h"

namespace cyberdir::store::sqlite {
namespace {

constexpr std::string_view kSelect =
    "SELECT row, id, kind, recipient, language, subject, data, at, state, attempts, next_at, "
    "ended_at, failure FROM mail WHERE ";

MailRow read_mail(const Statement& row) {
  MailRow mail{row.integer(0), row.string(1),  row.string(2),     row.string(3),
               row.string(4),  row.string(5),  row.string(6),     {row.integer(7)},
               row.string(8),  row.integer(9), {row.integer(10)}, {},
               row.string(12)};
  if (const auto ended = row.maybe(11)) mail.ended_at = base::Instant{*ended};
  return mail;
}

std::vector<MailRow> read_all(Statement& row) {
  std::vector<MailRow> rows;
  while (row.step()) rows.push_back(read_mail(row));
  return rows;
}

}  // namespace

std::vector<MailRow> select_due_mail(Connection& connection, base::Instant now, std::size_t limit) {
  static const std::string kSql =
      std::string(kSelect) + "state = 'waiting' AND next_at <= ? ORDER BY next_at, row LIMIT ?";
  Statement row = connection.prepare(kSql);
  row.bind(now.micros).bind(static_cast<std::int64_t>(limit));
  return read_all(row);
}

std::optional<base::Instant> select_next_mail(Connection& connection) {
  Statement row = connection.prepare("SELECT min(next_at) FROM mail WHERE state = 'waiting'");
  if (!row.step()) return std::nullopt;
  const auto at = row.maybe(0);
  if (!at) return std::nullopt;
  return base::Instant{*at};
}

std::vector<MailRow> select_mail(Connection& connection, std::int64_t before, std::size_t limit) {
  static const std::string kSql = std::string(kSelect) + "row < ? ORDER BY row DESC LIMIT ?";
  Statement row = connection.prepare(kSql);
  row.bind(before).bind(static_cast<std::int64_t>(limit));
  return read_all(row);
}

void add_mail(Connection& connection, const MailRow& mail) {
  connection
      .prepare(
          "INSERT INTO mail (id, kind, recipient, language, subject, data, at, state, attempts, "
          "next_at, failure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(mail.id)
      .bind(mail.kind)
      .bind(mail.recipient)
      .bind(mail.language)
      .bind(mail.subject)
      .bind(mail.data)
      .bind(mail.at.micros)
      .bind(mail.state)
      .bind(mail.attempts)
      .bind(mail.next_at.micros)
      .bind(mail.failure)
      .run();
}

void set_mail(Connection& connection, const MailRow& mail) {
  Statement update = connection.prepare(
      "UPDATE mail SET recipient = ?, data = ?, state = ?, attempts = ?, next_at = ?, ended_at = "
      "?, failure = ? WHERE row = ?");
  update.bind(mail.recipient)
      .bind(mail.data)
      .bind(mail.state)
      .bind(mail.attempts)
      .bind(mail.next_at.micros);
  if (mail.ended_at) {
    update.bind(mail.ended_at->micros);
  } else {
    update.bind_null();
  }
  update.bind(mail.failure).bind(mail.row).run();
}

void give_up_mail_to(Connection& connection, std::string_view recipient, base::Instant at) {
  connection
      .prepare(
          "UPDATE mail SET recipient = '', data = '', state = 'failed', ended_at = ?, failure = "
          "'the address was erased' WHERE state = 'waiting' AND recipient = ?")
      .bind(at.micros)
      .bind(recipient)
      .run();
}

void trim_mail(Connection& connection, base::Instant waiting_since, base::Instant ended_before,
               base::Instant at) {
  connection
      .prepare(
          "UPDATE mail SET recipient = '', data = '', state = 'failed', ended_at = ?, failure = "
          "'it waited too long' WHERE state = 'waiting' AND at < ?")
      .bind(at.micros)
      .bind(waiting_since.micros)
      .run();
  connection.prepare("DELETE FROM mail WHERE state <> 'waiting' AND ended_at < ?")
      .bind(ended_before.micros)
      .run();
}

}  // namespace cyberdir::store::sqlite
