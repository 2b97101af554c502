#include "service/emergencies.h"

#include "model/submission.h"
#include "service/audit_trail.h"
#include "service/owned_entry.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Caller;
using model::Entry;
using model::Json;
using model::Role;

namespace {

constexpr std::string_view kWaiting = "waiting";

base::Error no_such_emergency() {
  return fail(ErrorCode::not_found, "there is no emergency of this id, or none that you may see");
}

// Whose emergencies a caller sees: an owner's, or all where that is empty.
Result<std::string> owner_seen_by(const Caller& caller) {
  if (caller.role == Role::anonymous && !caller.operates)
    return fail(ErrorCode::unauthenticated, "sign in, or send a token");
  if (caller.operates || caller.role == Role::secretariat) return std::string();
  const bool writes = caller.role == Role::editor || caller.role == Role::manager;
  if (!writes || caller.owner.empty())
    return fail(ErrorCode::forbidden, "emergencies are shown to those who write for the owner");
  return caller.owner;
}

bool may_decide(store::Reader& reader, const Caller& caller, const store::EmergencyRow& row) {
  if (row.state != kWaiting || !model::acts_for(caller, row.owner)) return false;
  const bool listed = row.owner == "registry" || row.owner == "secretariat";
  if (!listed && caller.role != Role::manager) return false;
  return caller.actor != row.actor || reader.one_person(row.owner);
}

Result<Entry> content_of(store::Reader& reader, std::int64_t entry, std::int64_t number) {
  const auto version = reader.version(entry, number);
  if (!version) return fail(ErrorCode::corrupt, "a version is missing; run cyberdir verify");
  return View::open(*version);
}

Result<EmergencyView> view_of(store::Reader& reader, const Caller& caller,
                              const store::EmergencyRow& row) {
  CYBERDIR_ASSIGN(before, content_of(reader, row.entry, row.version - 1));
  CYBERDIR_ASSIGN(after, content_of(reader, row.entry, row.version));
  return EmergencyView{row,
                       after.id,
                       std::string(after.kind->name),
                       after.meta.value("change_note", std::string()),
                       model::tightening_between(before, after),
                       may_decide(reader, caller, row)};
}

}  // namespace

Result<WriteOutcome> Emergencies::raise(const Origin& origin, const std::string& id,
                                        const model::EmergencyRequest& request) {
  std::optional<WriteOutcome> outcome;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(current, owned_entry(writer, origin.caller, id));
    if (current.row.status == model::Status::withdrawn)
      return fail(ErrorCode::gone, "the entry was withdrawn; nobody sees it any more");
    base::Findings findings;
    Entry entry = model::tightened(current.entry, request, findings);
    if (base::has_errors(findings)) return not_valid(std::move(findings));
    if (same_content(entry, current.entry)) {
      outcome = outcome_of(writer, id, false);
      return {};
    }
    entry.meta["change_note"] = request.reason;
    const std::int64_t first = writer.next_seq();
    versions_.advance(writer, origin, current, entry, current.row.status, "emergency");
    store::EmergencyRow row;
    row.id = base::make_uuid7(writer.at(), random_);
    row.entry = current.row.row;
    row.version = current.row.version + 1;
    row.owner = current.row.owner;
    row.actor = origin.caller.actor;
    row.at = writer.at();
    writer.add_emergency(row);
    record(writer, origin, "emergency", id, first);
    outcome = outcome_of(writer, id, true);
    return {};
  }));
  return std::move(*outcome);
}

Result<EmergencyList> Emergencies::list(const Caller& caller, const std::string& state,
                                        std::int64_t before, std::size_t limit) {
  CYBERDIR_ASSIGN(owner, owner_seen_by(caller));
  store::EmergencyQuery query{owner, state, {}, limit + 1};  // one more tells of a next page
  query.before = before > 0 ? before : store::kForever;
  EmergencyList list;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    list.total = reader.count_emergencies(query);
    const auto rows = reader.emergencies(query);
    for (const store::EmergencyRow& row : rows) {
      if (list.items.size() == limit) break;
      CYBERDIR_ASSIGN(view, view_of(reader, caller, row));
      list.items.push_back(std::move(view));
    }
    if (rows.size() > limit && limit > 0) list.next = rows.at(limit - 1).row;
    return {};
  }));
  return list;
}

Result<EmergencyView> Emergencies::decide(const Origin& origin, const std::string& id,
                                          EmergencyDecision decision) {
  std::optional<EmergencyView> decided;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(owner, owner_seen_by(origin.caller));
    auto row = writer.emergency(id);
    if (!row || (!owner.empty() && owner != row->owner)) return no_such_emergency();
    if (row->state != kWaiting) return fail(ErrorCode::conflict, "this was decided already");
    if (!may_decide(writer, origin.caller, *row)) {
      return fail(ErrorCode::forbidden,
                  "a manager of the owner decides who did not raise the emergency");
    }
    const std::int64_t first = writer.next_seq();
    const bool reverts = decision == EmergencyDecision::revert;
    if (reverts) {
      if (writer.emergency_waits_after(row->entry, row->row))
        return fail(ErrorCode::conflict, "a later emergency of this entry is to be decided first");
      const auto current = Versions::load(writer, *writer.entry_at(row->entry));
      if (!current)
        return fail(ErrorCode::corrupt, "the entry cannot be read; run cyberdir verify");
      CYBERDIR_ASSIGN(before, content_of(writer, row->entry, row->version - 1));
      CYBERDIR_ASSIGN(after, content_of(writer, row->entry, row->version));
      Entry loose = model::loosened(current->entry, before, after);
      loose.meta.erase("change_note");
      if (!same_content(loose, current->entry))
        versions_.advance(writer, origin, *current, loose, current->row.status, "revert");
    }
    row->state = reverts ? "reverted" : "upheld";
    row->decided_by = origin.caller.actor;
    row->decided_at = writer.at();
    writer.set_emergency(*row);
    CYBERDIR_ASSIGN(view, view_of(writer, origin.caller, *row));
    record(writer, origin, reverts ? "emergency-revert" : "emergency-uphold", view.entry, first);
    decided = std::move(view);
    return {};
  }));
  return std::move(*decided);
}

Json emergency_json(const EmergencyView& emergency) {
  Json suspended = Json::array();
  for (const model::ChannelName& channel : emergency.tightening.suspended)
    suspended.push_back({{"kind", channel.kind}, {"value", channel.value}});
  Json json = {{"id", emergency.row.id},           {"entry", emergency.entry},
               {"kind", emergency.kind},           {"owner", emergency.row.owner},
               {"version", emergency.row.version}, {"at", base::to_rfc3339(emergency.row.at)},
               {"actor", emergency.row.actor},     {"state", emergency.row.state}};
  if (!emergency.reason.empty()) json["reason"] = emergency.reason;
  if (!suspended.empty()) json["suspended"] = std::move(suspended);
  if (emergency.tightening.narrowed_to) json["narrowed_to"] = *emergency.tightening.narrowed_to;
  if (emergency.row.decided_at) {
    json["decided_at"] = base::to_rfc3339(*emergency.row.decided_at);
    json["decided_by"] = emergency.row.decided_by;
  }
  json["may_decide"] = emergency.may_decide;
  return json;
}

}  // namespace cyberdir::service
