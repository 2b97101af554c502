// The statements on acts that are looked at afterwards, for reader and writer.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "store/emergency_records.h"
#include "store/sqlite/connection.h"

namespace cyberdir::store::sqlite {

// Each as the member of Reader or Writer of that name.
[[nodiscard]] std::optional<EmergencyRow> select_emergency(Connection& connection,
                                                           std::string_view id);
[[nodiscard]] std::vector<EmergencyRow> select_emergencies(Connection& connection,
                                                           const EmergencyQuery& query);
[[nodiscard]] std::int64_t count_emergencies(Connection& connection, const EmergencyQuery& query);
[[nodiscard]] bool select_emergency_after(Connection& connection, std::int64_t entry,
                                          std::int64_t row);
[[nodiscard]] std::vector<UrgentChangeRow> select_urgent_changes(Connection& connection,
                                                                 std::string_view owner,
                                                                 base::Instant since,
                                                                 std::size_t limit);
[[nodiscard]] std::vector<UrgentChangeRow> select_unconfirmed(Connection& connection,
                                                              std::int64_t entry,
                                                              base::Instant now);
[[nodiscard]] std::vector<QuarantineRow> select_quarantines(Connection& connection,
                                                            std::string_view actor);
[[nodiscard]] std::vector<QuarantinedEntryRow> select_quarantined_entries(Connection& connection,
                                                                          std::int64_t quarantine);
[[nodiscard]] bool select_held(Connection& connection, std::int64_t entry);
[[nodiscard]] std::optional<NameRequestRow> select_name_request(Connection& connection,
                                                                std::string_view digest);

void add_emergency(Connection& connection, const EmergencyRow& emergency);
void set_emergency(Connection& connection, const EmergencyRow& emergency);
void add_urgent_change(Connection& connection, const UrgentChangeRow& change);
void confirm_urgent_change(Connection& connection, std::int64_t row, std::string_view actor,
                           base::Instant at);
[[nodiscard]] std::int64_t add_quarantine(Connection& connection, const QuarantineRow& quarantine);
void put_quarantined_entry(Connection& connection, const QuarantinedEntryRow& entry);
void put_name_request(Connection& connection, const NameRequestRow& request);
void drop_name_requests(Connection& connection, std::int64_t entry);

}  // namespace cyberdir::store::sqlite
