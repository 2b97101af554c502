#include "service/urgent_review.h"

#include <algorithm>

#include "model/kept_members.h"
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

constexpr std::int64_t kListedMicros = std::int64_t{14} * 24 * 3'600 * 1'000'000;
constexpr std::size_t kMostListed = 100;

bool may_confirm(const Caller& caller, const store::UrgentChangeRow& row) {
  const bool writes = caller.role == Role::editor || caller.role == Role::manager ||
                      caller.role == Role::secretariat;
  return writes && model::acts_for(caller, row.owner) &&
         !model::is_author(row.authors, caller.actor);
}

// Calls `visit` with each channel of a contact.
template <typename EntryType, typename Visit>
void each_channel(EntryType& contact, const Visit& visit) {
  const auto channels = contact.body.find("channels");
  if (channels == contact.body.end() || !channels->is_array()) return;
  for (auto& channel : *channels) {
    if (channel.is_object()) visit(channel);
  }
}

bool waits_for(const Json& channel, const store::UrgentChangeRow& row) {
  return channel.value(std::string(model::kUrgentFrom), std::string()) ==
         base::to_rfc3339(row.until);
}

// Takes the mark of a change from its channels; false where it is on none of them any more.
bool take_mark(Entry& contact, const store::UrgentChangeRow& row) {
  bool marked = false;
  each_channel(contact, [&](Json& channel) {
    if (!waits_for(channel, row)) return;
    channel.erase(model::kUrgentFrom);
    marked = true;
  });
  return marked;
}

Result<UrgentChangeView> view_of(store::Reader& reader, const Caller& caller,
                                 const store::UrgentChangeRow& row, base::Instant now) {
  UrgentChangeView view;
  view.row = row;
  const auto entry = reader.entry_at(row.entry);
  const auto current = entry ? Versions::load(reader, *entry) : std::nullopt;
  const auto before = reader.version(row.entry, row.version - 1);
  const auto after = reader.version(row.entry, row.version);
  if (!current || !before || !after)
    return fail(ErrorCode::corrupt, "a version is missing; run cyberdir verify");
  CYBERDIR_ASSIGN(old_form, View::open(*before));
  CYBERDIR_ASSIGN(new_form, View::open(*after));
  UrgentDifference difference = urgent_difference(old_form, new_form);
  view.entry = entry->id;
  view.tag = make_etag(entry->version, whole_view(*current).digest(), "json");
  view.added = std::move(difference.added);
  for (Json& channel : difference.removed) {
    if (channel.value("kind", std::string()) != "email") view.by_voice.push_back(channel);
  }
  each_channel(current->entry, [&](const Json& channel) {
    view.waits = view.waits || (waits_for(channel, row) && row.until > now);
  });
  view.may_confirm = view.waits && may_confirm(caller, row);
  return view;
}

}  // namespace

Result<WriteOutcome> UrgentReview::confirm(const Origin& origin, const std::string& id,
                                           const Precondition& precondition) {
  std::optional<WriteOutcome> outcome;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(current, owned_entry(writer, origin.caller, id));
    CYBERDIR_TRY(
        check_precondition(precondition, current.row.version, whole_view(current).digest()));
    const std::int64_t first = writer.next_seq();
    Entry entry = current.entry;
    bool waited = false;
    bool confirmed = false;
    for (const auto& row : writer.unconfirmed_urgent_changes(current.row.row, writer.at())) {
      Entry without = entry;
      if (!take_mark(without, row)) continue;
      waited = true;
      if (!may_confirm(origin.caller, row)) continue;
      entry = std::move(without);
      confirmed = true;
      writer.confirm_urgent_change(row.row, origin.caller.actor);
    }
    if (!waited) return fail(ErrorCode::conflict, "no changed channel of this contact waits");
    if (!confirmed) {
      return fail(ErrorCode::forbidden,
                  "a second person of the owner confirms, who did not make the change");
    }
    entry.meta.erase("change_note");
    versions_.advance(writer, origin, current, entry, current.row.status, "confirm-urgent");
    record(writer, origin, "confirm-urgent", id, first);
    outcome = outcome_of(writer, id, true);
    return {};
  }));
  return std::move(*outcome);
}

Result<std::vector<UrgentChangeView>> UrgentReview::list(const Caller& caller) {
  const bool all = caller.operates || caller.role == Role::secretariat;
  const bool own = caller.role == Role::editor || caller.role == Role::manager;
  if (!all && (!own || caller.owner.empty()))
    return fail(ErrorCode::forbidden, "this is shown to those who write for the owner");
  const base::Instant now = clock_.now();
  std::vector<UrgentChangeView> views;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const std::string owner = all ? std::string() : caller.owner;
    for (const auto& row :
         reader.urgent_changes(owner, {now.micros - kListedMicros}, kMostListed)) {
      CYBERDIR_ASSIGN(view, view_of(reader, caller, row, now));
      views.push_back(std::move(view));
    }
    return {};
  }));
  return views;
}

}  // namespace cyberdir::service
