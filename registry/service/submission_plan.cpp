#include "service/submission_plan.h"

#include <algorithm>

#include "codec/json_patch.h"
#include "model/kept_members.h"
#include "model/rebase.h"
#include "model/states.h"
#include "service/last_contact.h"
#include "service/references.h"

namespace cyberdir::service {

using base::Findings;
using base::Severity;
using model::Entry;
using model::Json;
using model::Operation;
using model::ProposedChange;
using model::Status;

namespace {

base::Finding error(std::string code, std::string detail, std::string pointer) {
  return {std::move(code), std::move(detail), std::move(pointer), {}, {}, Severity::error};
}

// An entry that a change concerns, as it stands and as the change was made against it.
struct Target {
  store::EntryRow row;
  Entry current;
  Entry base;
  std::int64_t base_version = 0;
};

std::optional<Entry> open(store::Reader& reader, std::int64_t row, std::int64_t number) {
  const auto version = reader.version(row, number);
  if (!version) return std::nullopt;
  auto entry = View::open(*version);
  if (!entry) return std::nullopt;
  return std::move(*entry);
}

class Planner {
 public:
  Planner(store::Reader& reader, std::string_view owner, const model::Caller& caller,
          model::Profile profile)
      : reader_(reader), owner_(owner), caller_(caller), profile_(profile) {}

  SubmissionPlan plan;

  void add(const ProposedChange& change, std::size_t index) {
    index_ = index;
    const auto target = find_target(change);
    if (!target && change.operation != Operation::create) return;
    auto planned = work_out(change, target ? &*target : nullptr);
    if (!planned) return;
    if (planned->operation != Operation::withdraw) check(planned->entry);
    plan.changes.push_back(std::move(*planned));
  }

 private:
  void refuse(std::string code, std::string detail, std::string_view member) {
    plan.prospect.findings.push_back(error(std::move(code), std::move(detail),
                                           model::change_pointer(index_) + std::string(member)));
  }

  // Findings within the entry become findings within the submission.
  void take_findings(Findings& findings) {
    for (base::Finding& finding : findings) {
      finding.pointer = finding.pointer.empty() ? model::change_pointer(index_) + "/patch"
                                                : model::change_pointer(index_, finding.pointer);
      plan.prospect.findings.push_back(std::move(finding));
    }
    findings.clear();
  }

  // True where the owner takes over what a foreign directory lists of it.
  [[nodiscard]] bool claims(const ProposedChange& change, const store::EntryRow& row) const {
    return change.operation == Operation::update && row.status == Status::published &&
           model::claims(change.patch, row.owner, owner_);
  }

  // Nothing, with a finding, where the change cannot be about its entry as it stands.
  std::optional<Target> find_target(const ProposedChange& change) {
    const auto row = reader_.entry(change.entry);
    if (!row || (row->owner != owner_ && !claims(change, *row))) {
      if (change.operation != Operation::create || row) {
        refuse("reference",
               change.operation == Operation::create
                   ? "there is an entry of this id already, or it may not be used"
                   : "there is no entry of this id that the submission's owner owns; all entries "
                     "of a submission have one owner",
               "/entry");
      }
      return std::nullopt;
    }
    const bool withdrawn = row->status == Status::withdrawn;
    if (withdrawn != (change.operation == Operation::restore)) {
      refuse("status",
             withdrawn ? "the entry is withdrawn; restore it first"
                       : "the entry is not withdrawn; there is nothing to restore",
             "/entry");
      return std::nullopt;
    }
    if (row->status == Status::suspended && change.operation == Operation::withdraw) {
      refuse("status", "the secretariat holds the entry back; it is released or reverted first",
             "/entry");
      return std::nullopt;
    }
    const std::int64_t number = change.base_version.value_or(0);
    auto current = open(reader_, row->row, row->version);
    auto based = open(reader_, row->row, number);
    if (!current || !based) {
      refuse("reference", "there is no such version of this entry", "/base_version");
      return std::nullopt;
    }
    return Target{*row, std::move(*current), std::move(*based), number};
  }

  std::optional<PlannedChange> work_out(const ProposedChange& change, const Target* target) {
    switch (change.operation) {
      case Operation::withdraw:
        return ended(*target);
      case Operation::restore:
        return PlannedChange{Operation::restore, target->current, target->row.version, true};
      case Operation::create:
      case Operation::update:
        return changed(change, target);
    }
    return std::nullopt;
  }

  // What has changed since the withdrawal was asked for has not been looked at.
  PlannedChange ended(const Target& target) {
    const Json base = target.base.to_json();
    const Json theirs = target.current.to_json();
    EntryConflicts conflicts{target.row.id, target.base_version, target.row.version, {}};
    for (model::Change& change : model::diff(base, theirs, *target.current.kind))
      conflicts.conflicts.push_back(
          {change.pointer, std::move(change.from), std::move(change.to), {}});
    if (!conflicts.conflicts.empty()) plan.prospect.conflicts.push_back(std::move(conflicts));
    return {Operation::withdraw, target.current, target.row.version, true};
  }

  std::optional<PlannedChange> changed(const ProposedChange& change, const Target* target) {
    Findings findings;
    const bool creates = change.operation == Operation::create;
    Entry yours = creates ? new_entry(change, owner_, findings)
                          : model::take_entry(
                                codec::merge_patch(target->base.to_json(), change.patch), findings);
    if (!creates && yours.id != change.entry)
      findings.push_back(error("id", "an entry keeps its id", "/id"));
    if (target != nullptr && yours.kind != target->base.kind && yours.kind != nullptr)
      findings.push_back(
          error("kind", "an entry keeps its kind; withdraw it and enter a new one", "/kind"));
    if (yours.kind != nullptr && yours.owner() != owner_) {
      findings.push_back(
          error("owner", "the owner stays: all entries of a submission have one", "/meta/owner"));
    }
    if (target != nullptr && target->row.owner != owner_) {
      const std::string of = model::state_of(target->current.body);
      if (!of.empty() && of != owner_)
        findings.push_back(
            error("owner", "what is listed of another State cannot be claimed", "/meta/owner"));
    }
    if (target != nullptr) model::carry_kept(yours, target->base);
    const bool sound = yours.kind != nullptr && !base::has_errors(findings);
    take_findings(findings);
    if (!sound) return std::nullopt;
    if (target == nullptr) return PlannedChange{change.operation, std::move(yours), 0, true};
    return rebased(change.operation, *target, std::move(yours));
  }

  PlannedChange rebased(Operation operation, const Target& target, Entry yours) {
    PlannedChange planned{operation, std::move(yours), target.row.version, true};
    if (target.base_version != target.row.version) {
      model::Rebase moved = model::rebase(target.base.to_json(), target.current.to_json(),
                                          planned.entry.to_json(), *target.current.kind);
      if (!moved.conflicts.empty()) {
        plan.prospect.conflicts.push_back(
            {target.row.id, target.base_version, target.row.version, std::move(moved.conflicts)});
      } else if (!moved.theirs.empty()) {
        plan.rebased.push_back(
            {target.row.id, target.base_version, target.row.version, std::move(moved.theirs)});
      }
      Findings ignored;  // merged of two entries that were read
      planned.entry = model::take_entry(std::move(moved.merged), ignored, model::Kept::everything);
      model::carry_kept(planned.entry, target.current);
    }
    planned.changes =
        target.row.status == Status::draft || !same_content(target.current, planned.entry);
    return planned;
  }

  void check(const Entry& entry) {
    Findings findings;
    check_entry(reader_, caller_, entry, profile_, findings);
    take_findings(findings);
  }

  store::Reader& reader_;
  std::string_view owner_;
  const model::Caller& caller_;
  model::Profile profile_;
  std::size_t index_ = 0;
};

}  // namespace

bool SubmissionPlan::changes_anything() const {
  return std::any_of(changes.begin(), changes.end(),
                     [](const PlannedChange& change) { return change.changes; });
}

Entry new_entry(const ProposedChange& change, std::string_view owner, Findings& findings) {
  Entry entry = model::take_entry(change.patch, findings);
  if (entry.id.empty()) entry.id = change.entry;
  if (!change.entry.empty() && entry.id != change.entry)
    findings.push_back(error("id", "the id is that of the change; leave it out here", "/id"));
  if (!entry.meta.contains("owner")) entry.meta["owner"] = std::string(owner);
  return entry;
}

SubmissionPlan plan_submission(store::Reader& reader, const model::SubmissionBody& body,
                               std::string_view owner, const model::Caller& caller,
                               model::Profile profile) {
  Planner planner(reader, owner, caller, profile);
  for (std::size_t i = 0; i < body.changes.size(); ++i) planner.add(body.changes[i], i);
  check_last_contacts(reader, owner, body,
                      profile == model::Profile::publish ? Severity::error : Severity::warning,
                      planner.plan);
  return std::move(planner.plan);
}

Json rebased_json(const std::vector<Rebased>& rebased) {
  Json list = Json::array();
  for (const Rebased& one : rebased) {
    list.push_back({{"entry", one.entry},
                    {"base_version", one.base_version},
                    {"current_version", one.current_version},
                    {"changed", one.changed}});
  }
  return list;
}

}  // namespace cyberdir::service
