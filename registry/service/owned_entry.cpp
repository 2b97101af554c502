#include "service/owned_entry.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;

base::Result<CurrentEntry> owned_entry(store::Reader& reader, const model::Caller& caller,
                                       const std::string& id) {
  const auto row = reader.entry(id);
  auto current = row ? Versions::load(reader, *row) : std::nullopt;
  if (row && !current)
    return fail(ErrorCode::corrupt, "the entry cannot be read; the operator runs cyberdir verify");
  const auto level =
      row ? model::level_for(caller, row->owner, row->group) : model::Visibility::open;
  const bool seen =
      current && View::view_for({current->entry, current->entry, current->facts}, level);
  if (!seen || (row->status == model::Status::withdrawn && level != model::Visibility::owner)) {
    return fail(ErrorCode::not_found, "there is no entry of this id, or none that you may see");
  }
  if (!caller.may_write(row->owner))
    return fail(ErrorCode::forbidden, "this is for those who write for the entry's owner");
  return std::move(*current);
}

VisibleEntry whole_view(const CurrentEntry& current) {
  return *View::view_for({current.entry, current.entry, current.facts}, model::Visibility::owner);
}

WriteOutcome outcome_of(store::Reader& reader, const std::string& id, bool changed) {
  const auto current = Versions::load(reader, *reader.entry(id));
  return {whole_view(*current), current->row.version, false, changed, {}};
}

base::Error not_valid(base::Findings findings) {
  base::Error error =
      fail(ErrorCode::invalid, "what was sent is not valid; every finding is listed");
  error.findings = std::move(findings);
  return error;
}

}  // namespace cyberdir::service
