#include "service/suggestion.h"

#include <algorithm>

#include "codec/json_patch.h"
#include "model/rebase.h"
#include "service/references.h"
#include "service/versions.h"
#include "service/view.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::Findings;
using base::Severity;
using model::Entry;
using model::Json;

namespace {

void refuse(Findings& findings, std::string code, std::string detail, std::string pointer) {
  findings.push_back(
      {std::move(code), std::move(detail), std::move(pointer), {}, {}, Severity::error});
}

// An entry that stands, and what the caller sees of the version that it speaks about.
struct Seen {
  store::EntryRow row;
  Entry whole;
  VisibleEntry visible;
};

std::optional<Seen> look(store::Reader& reader, const model::Caller& caller, const std::string& id,
                         std::optional<std::int64_t> number) {
  const auto row = reader.entry(id);
  if (!row || row->status == model::Status::withdrawn) return std::nullopt;
  const auto current = reader.version(row->row, row->version);
  const auto version = reader.version(row->row, number.value_or(row->version));
  const auto first = reader.version(row->row, 1);
  if (!current || !version || !first) return std::nullopt;
  const auto today = View::open(*current);
  auto whole = View::open(*version);
  if (!today || !whole) return std::nullopt;
  const model::VersionFacts facts = facts_of(*version, first->at, version->number == row->version,
                                             row->status == model::Status::suspended);
  auto visible =
      View::view_for({*whole, *today, facts}, model::level_for(caller, row->owner, row->group));
  if (!visible) return std::nullopt;
  return Seen{*row, std::move(*whole), std::move(*visible)};
}

// A stranger speaks of the fields that it sees; the envelope is the owner's.
void check_patch(const Seen& seen, const Json& patch, Findings& findings) {
  const Json meta = seen.visible.json().value("meta", Json::object());
  const Json hidden = meta.value("redacted", Json::array());
  for (auto it = patch.begin(); it != patch.end(); ++it) {
    const std::string at = "/" + model::pointer_token(it.key());
    const bool field = seen.whole.kind->field(it.key()) != nullptr;
    const bool shown = std::find(hidden.begin(), hidden.end(), at) == hidden.end();
    if (!field || !shown) {
      refuse(findings, "not-suggested",
             "a suggestion is about fields of the entry that you can see",
             model::change_pointer(0, at));
    }
  }
}

void check_frame(const model::SubmissionBody& body, Findings& findings) {
  const auto only_owner = [&](bool said, const char* pointer) {
    if (said)
      refuse(findings, "not-suggested",
             "a suggestion has a reason and a change; this is for the owner to say", pointer);
  };
  only_owner(!body.authority.empty(), "/authority");
  only_owner(body.effective_from.has_value(), "/effective_from");
  only_owner(!body.vacant.empty(), "/vacant");
  only_owner(body.changes.front().operation != model::Operation::update, "/changes/0/operation");
}

// What the caller would have the entry be, as far as it sees it.
Entry wanted_by(const Seen& seen, const model::Caller& caller, store::Reader& reader,
                const Json& patch, Findings& findings) {
  Findings found;
  Entry wanted = model::take_entry(codec::merge_patch(seen.visible.json(), patch), found);
  if (wanted.kind != nullptr) check_entry(reader, caller, wanted, model::Profile::draft, found);
  for (base::Finding& finding : found) {
    if (finding.severity != Severity::error) continue;  // what is missing may only be hidden
    finding.pointer = model::change_pointer(0, finding.pointer);
    findings.push_back(std::move(finding));
  }
  return wanted;
}

Json content_of(const VisibleEntry& visible) {
  Findings ignored;
  return model::take_entry(visible.json(), ignored).to_json();
}

}  // namespace

bool is_suggestion(store::Reader& reader, const model::Caller& caller,
                   const model::SubmissionBody& body) {
  if (caller.operates || body.changes.size() != 1) return false;
  const model::ProposedChange& change = body.changes.front();
  if (change.operation == model::Operation::create) return false;
  const auto seen = look(reader, caller, change.entry, {});
  return seen && !model::acts_for(caller, seen->row.owner) &&
         !model::claims(change.patch, seen->row.owner, caller.owner);
}

base::Result<Suggestion> take_suggestion(store::Reader& reader, const model::Caller& caller,
                                         const model::SubmissionBody& body, Findings findings) {
  const model::ProposedChange& change = body.changes.front();
  const auto seen = look(reader, caller, change.entry, change.base_version);
  check_frame(body, findings);
  if (!seen)
    refuse(findings, "reference", "there is no such version of this entry",
           "/changes/0/base_version");
  Suggestion suggestion;
  if (seen && seen->whole.kind != nullptr) {
    suggestion.owner = seen->row.owner;
    suggestion.body = body;
    check_patch(*seen, change.patch, findings);
    const Entry wanted = wanted_by(*seen, caller, reader, change.patch, findings);
    const Json whole = seen->whole.to_json();
    const auto carried =
        model::rebase(content_of(seen->visible), whole, wanted.to_json(), *seen->whole.kind);
    suggestion.body.changes.front().patch = model::merge_patch_between(whole, carried.merged);
    if (!base::has_errors(findings) && content_of(seen->visible) == wanted.to_json())
      refuse(findings, "unchanged", "this changes nothing of what you see", "/changes/0/patch");
  }
  if (base::has_errors(findings)) {
    base::Error error =
        base::fail(ErrorCode::invalid, "the suggestion cannot be taken; every finding is listed");
    error.findings = std::move(findings);
    return error;
  }
  return suggestion;
}

}  // namespace cyberdir::service
