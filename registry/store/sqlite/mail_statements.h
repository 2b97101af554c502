// The statements on mail, for reader and writer.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "store/mail_records.h"
#include "store/sqlite/connection.h"

namespace cyberdir::store::sqlite {

// Each as the member of Reader or Writer of that name.
[[nodiscard]] std::vector<MailRow> select_due_mail(Connection& connection, base::Instant now,
                                                   std::size_t limit);
[[nodiscard]] std::optional<base::Instant> select_next_mail(Connection& connection);
[[nodiscard]] std::vector<MailRow> select_mail(Connection& connection, std::int64_t before,
                                               std::size_t limit);
void add_mail(Connection& connection, const MailRow& mail);
void set_mail(Connection& connection, const MailRow& mail);
void give_up_mail_to(Connection& connection, std::string_view recipient, base::Instant at);
void trim_mail(Connection& connection, base::Instant waiting_since, base::Instant ended_before,
               base::Instant at);

}  // namespace cyberdir::store::sqlite
