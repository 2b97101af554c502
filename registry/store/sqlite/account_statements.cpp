#include "store/sqlite/account_statements.h"

namespace cyberdir::store::sqlite {
namespace {

constexpr std::string_view kAccountColumns =
    "id, email, name, role, owner, password, totp, totp_step, created_at, signed_in_at, "
    "suspended_at, removed_at";
constexpr std::string_view kSessionColumns =
    "digest, id, account, kind, name, source, created_at, seen_at, issuer, subject";

std::string account_query(std::string_view rest) {
  return "SELECT " + std::string(kAccountColumns) + " FROM account WHERE " + std::string(rest);
}

std::string session_query(std::string_view rest) {
  return "SELECT " + std::string(kSessionColumns) + " FROM session WHERE " + std::string(rest);
}

std::optional<base::Instant> instant(const std::optional<std::int64_t>& micros) {
  if (!micros) return std::nullopt;
  return base::Instant{*micros};
}

std::optional<std::int64_t> micros(const std::optional<base::Instant>& instant) {
  if (!instant) return std::nullopt;
  return instant->micros;
}

AccountRow read_account(const Statement& row) {
  return {row.string(0),
          row.string(1),
          row.string(2),
          row.string(3),
          row.string(4),
          row.string(5),
          base::Secret(row.blob(6)),
          row.integer(7),
          {row.integer(8)},
          instant(row.maybe(9)),
          instant(row.maybe(10)),
          instant(row.maybe(11))};
}

SessionRow read_session(const Statement& row) {
  return {row.blob(0),   row.string(1),    row.string(2),    row.string(3), row.string(4),
          row.string(5), {row.integer(6)}, {row.integer(7)}, row.string(8), row.string(9)};
}

}  // namespace

std::optional<AccountRow> select_account(Connection& connection, std::string_view id) {
  Statement row = connection.prepare(account_query("id = ?"));
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_account(row);
}

std::optional<AccountRow> select_account_by_email(Connection& connection, std::string_view email) {
  Statement row = connection.prepare(account_query("email = ?"));
  row.bind(email);
  if (!row.step()) return std::nullopt;
  return read_account(row);
}

std::vector<AccountRow> select_accounts(Connection& connection) {
  std::vector<AccountRow> accounts;
  Statement row = connection.prepare(account_query("removed_at IS NULL ORDER BY owner, email"));
  while (row.step()) accounts.push_back(read_account(row));
  return accounts;
}

std::optional<SessionRow> select_session(Connection& connection, std::string_view digest) {
  Statement row = connection.prepare(session_query("digest = ?"));
  row.bind_blob(digest);
  if (!row.step()) return std::nullopt;
  return read_session(row);
}

std::vector<SessionRow> select_sessions(Connection& connection, std::string_view account) {
  std::vector<SessionRow> sessions;
  Statement row = connection.prepare(session_query("account = ? ORDER BY created_at, id"));
  row.bind(account);
  while (row.step()) sessions.push_back(read_session(row));
  return sessions;
}

std::optional<InvitationRow> select_invitation(Connection& connection, std::string_view digest) {
  Statement row = connection.prepare(
      "SELECT digest, account, totp, expires_at FROM invitation WHERE digest = ?");
  row.bind_blob(digest);
  if (!row.step()) return std::nullopt;
  return InvitationRow{row.blob(0), row.string(1), base::Secret(row.blob(2)), {row.integer(3)}};
}

std::optional<RecoveryRow> select_recovery(Connection& connection, std::string_view account) {
  Statement row =
      connection.prepare("SELECT account, officer, note, at FROM recovery WHERE account = ?");
  row.bind(account);
  if (!row.step()) return std::nullopt;
  return RecoveryRow{row.string(0), row.string(1), row.string(2), {row.integer(3)}};
}

std::optional<AttemptRow> select_attempts(Connection& connection, std::string_view key) {
  Statement row = connection.prepare("SELECT key, failures, last_at FROM attempt WHERE key = ?");
  row.bind_blob(key);
  if (!row.step()) return std::nullopt;
  return AttemptRow{row.blob(0), row.integer(1), {row.integer(2)}};
}

bool select_known_device(Connection& connection, std::string_view digest,
                         std::string_view account) {
  Statement row = connection.prepare("SELECT 1 FROM known_device WHERE digest = ? AND account = ?");
  row.bind_blob(digest).bind(account);
  return row.step();
}

void put_account(Connection& connection, const AccountRow& account) {
  Statement put = connection.prepare(
      "INSERT INTO account (" + std::string(kAccountColumns) +
      ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET email = "
      "excluded.email, name = excluded.name, role = excluded.role, owner = excluded.owner, "
      "password = excluded.password, totp = excluded.totp, totp_step = excluded.totp_step, "
      "signed_in_at = excluded.signed_in_at, suspended_at = excluded.suspended_at, removed_at = "
      "excluded.removed_at");
  put.bind(account.id);
  if (account.email.empty()) {
    put.bind_null();
  } else {
    put.bind(account.email);
  }
  put.bind(account.name)
      .bind(account.role)
      .bind(account.owner)
      .bind(account.password)
      .bind_blob(account.totp.reveal())
      .bind(account.totp_step)
      .bind(account.created_at.micros)
      .bind(micros(account.signed_in_at))
      .bind(micros(account.suspended_at))
      .bind(micros(account.removed_at))
      .run();
}

void put_session(Connection& connection, const SessionRow& session) {
  connection
      .prepare("INSERT OR REPLACE INTO session (" + std::string(kSessionColumns) +
               ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind_blob(session.digest)
      .bind(session.id)
      .bind(session.account)
      .bind(session.kind)
      .bind(session.name)
      .bind(session.source)
      .bind(session.created_at.micros)
      .bind(session.seen_at.micros)
      .bind(session.issuer)
      .bind(session.subject)
      .run();
}

void end_session(Connection& connection, std::string_view id) {
  connection.prepare("DELETE FROM session WHERE id = ?").bind(id).run();
}

void end_sessions(Connection& connection, std::string_view account) {
  connection.prepare("DELETE FROM session WHERE account = ?").bind(account).run();
}

void set_session_seen(Connection& connection, std::string_view id, base::Instant at) {
  connection.prepare("UPDATE session SET seen_at = ? WHERE id = ? AND seen_at < ?")
      .bind(at.micros)
      .bind(id)
      .bind(at.micros)
      .run();
}

void set_token_used(Connection& connection, std::string_view id, base::Instant at) {
  connection
      .prepare("UPDATE token SET used_at = ? WHERE id = ? AND (used_at IS NULL OR used_at < ?)")
      .bind(at.micros)
      .bind(id)
      .bind(at.micros)
      .run();
}

void put_invitation(Connection& connection, const InvitationRow& invitation) {
  connection
      .prepare("INSERT INTO invitation (digest, account, totp, expires_at) VALUES (?, ?, ?, ?)")
      .bind_blob(invitation.digest)
      .bind(invitation.account)
      .bind_blob(invitation.totp.reveal())
      .bind(invitation.expires_at.micros)
      .run();
}

void drop_invitations(Connection& connection, std::string_view account) {
  connection.prepare("DELETE FROM invitation WHERE account = ?").bind(account).run();
}

void put_recovery(Connection& connection, const RecoveryRow& recovery) {
  connection
      .prepare("INSERT OR REPLACE INTO recovery (account, officer, note, at) VALUES (?, ?, ?, ?)")
      .bind(recovery.account)
      .bind(recovery.officer)
      .bind(recovery.note)
      .bind(recovery.at.micros)
      .run();
}

void drop_recovery(Connection& connection, std::string_view account) {
  connection.prepare("DELETE FROM recovery WHERE account = ?").bind(account).run();
}

void put_attempts(Connection& connection, const AttemptRow& attempts) {
  connection.prepare("INSERT OR REPLACE INTO attempt (key, failures, last_at) VALUES (?, ?, ?)")
      .bind_blob(attempts.key)
      .bind(attempts.failures)
      .bind(attempts.last_at.micros)
      .run();
}

void drop_attempts(Connection& connection, std::string_view key) {
  connection.prepare("DELETE FROM attempt WHERE key = ?").bind_blob(key).run();
}

void drop_attempts_before(Connection& connection, base::Instant at) {
  connection.prepare("DELETE FROM attempt WHERE last_at < ?").bind(at.micros).run();
}

void put_known_device(Connection& connection, std::string_view digest, std::string_view account,
                      base::Instant at) {
  connection.prepare("INSERT OR REPLACE INTO known_device (digest, account, at) VALUES (?, ?, ?)")
      .bind_blob(digest)
      .bind(account)
      .bind(at.micros)
      .run();
}

void drop_known_devices(Connection& connection, std::string_view account) {
  connection.prepare("DELETE FROM known_device WHERE account = ?").bind(account).run();
}

}  // namespace cyberdir::store::sqlite
