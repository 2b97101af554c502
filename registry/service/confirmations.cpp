#include "service/confirmations.h"

#include "service/audit_trail.h"
#include "service/owned_entry.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Status;

namespace {

Result<void> check_status(Status status) {
  switch (status) {
    case Status::published:
      return {};
    case Status::withdrawn:
      return fail(ErrorCode::gone, "the entry was withdrawn; restore it first");
    case Status::suspended:
      return fail(ErrorCode::conflict,
                  "the secretariat holds the entry back; it is released or reverted first");
    default:
      return fail(ErrorCode::conflict, "a draft is not declared right; publish it");
  }
}

}  // namespace

Result<WriteOutcome> Confirmations::confirm(const Origin& origin, const std::string& id,
                                            const Precondition& precondition) {
  std::optional<WriteOutcome> outcome;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(current, owned_entry(writer, origin.caller, id));
    CYBERDIR_TRY(check_status(current.row.status));
    if (precondition.if_match) {
      CYBERDIR_TRY(
          check_precondition(precondition, current.row.version, whole_view(current).digest()));
    }
    const std::int64_t first = writer.next_seq();
    Versions::confirm(writer, origin, current);
    record(writer, origin, "confirm", id, first);
    outcome = outcome_of(writer, id, true);
    return {};
  }));
  return std::move(*outcome);
}

}  // namespace cyberdir::service
