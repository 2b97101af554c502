// The statements on identities of a provider and on requests to it, for reader and writer.
#pragma once

#include <optional>
#include <string_view>

#include "store/account_records.h"
#include "store/sqlite/connection.h"

namespace cyberdir::store::sqlite {

// Each as the member of Reader or Writer of that name.
[[nodiscard]] std::optional<IdentityRow> select_identity(Connection& connection,
                                                         std::string_view issuer,
                                                         std::string_view subject);
[[nodiscard]] std::optional<IdentityRow> select_identity_of_account(Connection& connection,
                                                                    std::string_view account);
void put_identity(Connection& connection, const IdentityRow& identity);
void drop_identity(Connection& connection, std::string_view account);
void put_identity_request(Connection& connection, const IdentityRequestRow& request,
                          std::int64_t most_of_source, base::Instant now);
[[nodiscard]] std::optional<IdentityRequestRow> take_identity_request(Connection& connection,
                                                                      std::string_view state);

}  // namespace cyberdir::store::sqlite
