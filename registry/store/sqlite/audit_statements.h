// The statements on the audit trail, look-ups, disclosures and quotas, for reader and writer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/audit_records.h"
#include "store/sqlite/connection.h"

namespace cyberdir::store::sqlite {

// Each as the member of Reader or Writer of that name.
[[nodiscard]] std::vector<AuditLine> select_audit(Connection& connection, const AuditQuery& query);
[[nodiscard]] std::int64_t count_audit(Connection& connection, const AuditQuery& query);
[[nodiscard]] std::string select_owner_of(Connection& connection, std::string_view id);
[[nodiscard]] std::vector<std::string> select_owners_changed(Connection& connection,
                                                             std::int64_t first_seq,
                                                             std::int64_t last_seq);
[[nodiscard]] std::vector<LookUpRow> select_look_ups(Connection& connection,
                                                     const LookUpQuery& query);
[[nodiscard]] std::int64_t count_look_ups(Connection& connection, const LookUpQuery& query);
[[nodiscard]] std::vector<LookUpRow> select_look_ups_of(Connection& connection, std::int64_t entry,
                                                        std::int64_t from_day,
                                                        std::int64_t until_day);
[[nodiscard]] std::optional<DisclosureRow> select_disclosure(Connection& connection,
                                                             std::string_view id);
[[nodiscard]] std::vector<DisclosureRow> select_disclosures(Connection& connection,
                                                            std::size_t limit);
[[nodiscard]] std::int64_t select_personal_records(Connection& connection, std::string_view caller,
                                                   std::int64_t day);

void add_concern(Connection& connection, std::int64_t n, const AuditConcern& concern);
void add_look_ups(Connection& connection, const LookUpRow& look_ups);
[[nodiscard]] std::int64_t drop_look_ups_before(Connection& connection, std::int64_t day);
void put_disclosure(Connection& connection, const DisclosureRow& disclosure);
void add_personal_records(Connection& connection, std::string_view caller, std::int64_t day,
                          std::int64_t records);
void drop_personal_records_before(Connection& connection, std::int64_t day);

}  // namespace cyberdir::store::sqlite
