// The statements on accounts, sessions, invitations and attempts, for reader and writer.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "store/account_records.h"
#include "store/sqlite/connection.h"

namespace cyberdir::store::sqlite {

// Each as the member of Reader or Writer of that name.
[[nodiscard]] std::optional<AccountRow> select_account(Connection& connection, std::string_view id);
[[nodiscard]] std::optional<AccountRow> select_account_by_email(Connection& connection,
                                                                std::string_view email);
[[nodiscard]] std::vector<AccountRow> select_accounts(Connection& connection);
[[nodiscard]] std::optional<SessionRow> select_session(Connection& connection,
                                                       std::string_view digest);
[[nodiscard]] std::vector<SessionRow> select_sessions(Connection& connection,
                                                      std::string_view account);
[[nodiscard]] std::optional<InvitationRow> select_invitation(Connection& connection,
                                                             std::string_view digest);
[[nodiscard]] std::optional<RecoveryRow> select_recovery(Connection& connection,
                                                         std::string_view account);
[[nodiscard]] std::optional<AttemptRow> select_attempts(Connection& connection,
                                                        std::string_view key);
[[nodiscard]] bool select_known_device(Connection& connection, std::string_view digest,
                                       std::string_view account);

void put_account(Connection& connection, const AccountRow& account);
void put_session(Connection& connection, const SessionRow& session);
void end_session(Connection& connection, std::string_view id);
void end_sessions(Connection& connection, std::string_view account);
void set_session_seen(Connection& connection, std::string_view id, base::Instant at);
void set_token_used(Connection& connection, std::string_view id, base::Instant at);
void put_invitation(Connection& connection, const InvitationRow& invitation);
void drop_invitations(Connection& connection, std::string_view account);
void put_recovery(Connection& connection, const RecoveryRow& recovery);
void drop_recovery(Connection& connection, std::string_view account);
void put_attempts(Connection& connection, const AttemptRow& attempts);
void drop_attempts(Connection& connection, std::string_view key);
void drop_attempts_before(Connection& connection, base::Instant at);
void put_known_device(Connection& connection, std::string_view digest, std::string_view account,
                      base::Instant at);
void drop_known_devices(Connection& connection, std::string_view account);

}  // namespace cyberdir::store::sqlite
