// The audit trail: a row for each act, in the transaction of what was done.
#pragma once

#include <string_view>

#include "service/origin.h"
#include "store/store.h"

namespace cyberdir::service {

/// One row for what was done with `subject`, an id that more words may follow, and for all sequence
/// numbers since `first_seq` (none where that is the next one).
void record(store::Writer& writer, const Origin& origin, std::string_view action,
            std::string_view subject, std::int64_t first_seq);

/// A row for an act that changes nothing else, such as an export: durable before it returns.
/// Errors: of the store.
base::Result<void> record_alone(store::Store& store, const Origin& origin, std::string_view action,
                                std::string_view subject);

}  // namespace cyberdir::service
