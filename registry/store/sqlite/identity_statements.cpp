#include "store/sqlite/identity_statements.h"

namespace cyberdir::store::sqlite {
namespace {

std::optional<IdentityRow> first_identity(Statement& row) {
  if (!row.step()) return std::nullopt;
  return IdentityRow{row.string(0), row.string(1), row.string(2), {row.integer(3)}};
}

}  // namespace

std::optional<IdentityRow> select_identity(Connection& connection, std::string_view issuer,
                                           std::string_view subject) {
  Statement row = connection.prepare(
      "SELECT issuer, subject, account, linked_at FROM identity WHERE issuer = ? AND subject = ?");
  row.bind(issuer).bind(subject);
  return first_identity(row);
}

std::optional<IdentityRow> select_identity_of_account(Connection& connection,
                                                      std::string_view account) {
  Statement row = connection.prepare(
      "SELECT issuer, subject, account, linked_at FROM identity WHERE account = ?");
  row.bind(account);
  return first_identity(row);
}

void put_identity(Connection& connection, const IdentityRow& identity) {
  drop_identity(connection, identity.account);
  connection
      .prepare("INSERT INTO identity (issuer, subject, account, linked_at) VALUES (?, ?, ?, ?)")
      .bind(identity.issuer)
      .bind(identity.subject)
      .bind(identity.account)
      .bind(identity.linked_at.micros)
      .run();
}

void drop_identity(Connection& connection, std::string_view account) {
  connection.prepare("DELETE FROM identity WHERE account = ?").bind(account).run();
}

void put_identity_request(Connection& connection, const IdentityRequestRow& request,
                          std::int64_t most_of_source, base::Instant now) {
  connection.prepare("DELETE FROM identity_request WHERE expires_at <= ?").bind(now.micros).run();
  connection
      .prepare(
          "INSERT INTO identity_request (state, browser, nonce, verifier, source, expires_at) "
          "VALUES (?, ?, ?, ?, ?, ?)")
      .bind_blob(request.state)
      .bind_blob(request.browser)
      .bind(request.nonce.reveal())
      .bind(request.verifier.reveal())
      .bind(request.source)
      .bind(request.expires_at.micros)
      .run();
  connection
      .prepare(
          "DELETE FROM identity_request WHERE state IN (SELECT state FROM identity_request WHERE "
          "source = ? ORDER BY expires_at DESC LIMIT -1 OFFSET ?)")
      .bind(request.source)
      .bind(most_of_source)
      .run();
}

std::optional<IdentityRequestRow> take_identity_request(Connection& connection,
                                                        std::string_view state) {
  std::optional<IdentityRequestRow> found;
  {
    Statement row = connection.prepare(
        "SELECT state, browser, nonce, verifier, source, expires_at FROM identity_request WHERE "
        "state = ?");
    row.bind_blob(state);
    if (!row.step()) return std::nullopt;
    found = IdentityRequestRow{
        row.blob(0),   row.blob(1),     base::Secret(row.string(2)), base::Secret(row.string(3)),
        row.string(4), {row.integer(5)}};
  }
  connection.prepare("DELETE FROM identity_request WHERE state = ?").bind_blob(state).run();
  return found;
}

}  // namespace cyberdir::store::sqlite
