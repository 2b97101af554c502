// The statements on imports and foreign listings, for reader and writer.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "store/import_records.h"
#include "store/sqlite/connection.h"

namespace cyberdir::store::sqlite {

// Each as the member of Reader or Writer of that name.
[[nodiscard]] std::optional<ImportRow> select_import(Connection& connection, std::string_view id);
[[nodiscard]] std::optional<ImportRow> select_import_by_plan(Connection& connection,
                                                             std::string_view plan);
[[nodiscard]] std::optional<ImportRow> select_import_by_request(Connection& connection,
                                                                std::string_view request);
[[nodiscard]] std::vector<ImportRow> select_imports(Connection& connection,
                                                    const ImportQuery& query);
[[nodiscard]] std::optional<ListingRow> select_listing(Connection& connection,
                                                       std::string_view source,
                                                       std::string_view id);
[[nodiscard]] std::vector<ListingRow> select_listings(Connection& connection, std::int64_t entry);
[[nodiscard]] std::vector<Bearing> select_bearing(Connection& connection, std::string_view facet,
                                                  std::string_view value, std::size_t limit);
[[nodiscard]] bool select_editors(Connection& connection, std::string_view owner,
                                  base::Instant now);
void put_import(Connection& connection, const ImportRow& import);
void put_listing(Connection& connection, const ListingRow& listing);
void erase_listings(Connection& connection, std::int64_t entry);

}  // namespace cyberdir::store::sqlite
