#include "service/import_run.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "codec/json_reader.h"
#include "model/kept_members.h"
#include "model/kinds.h"
#include "model/rebase.h"
#include "model/validate.h"
#include "service/audit_trail.h"
#include "service/withheld.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::Finding;
using base::Findings;
using base::Result;
using base::Severity;
using model::Entry;
using model::Json;
using model::Operation;
using model::Status;

namespace {

constexpr std::uint64_t kProgressEvery = 512;
constexpr std::size_t kBatch = 16;
constexpr std::size_t kBatchesAtOnce = 4;

Finding finding(const char* code, std::string detail, std::string pointer, Severity severity) {
  return {code, std::move(detail), std::move(pointer), {}, {}, severity};
}

// What a foreign directory says otherwise than the entry: of the kind's fields alone, for envelope
// and extensions are each side's own.
std::vector<model::Change> listed_otherwise(const Entry& entry, const Entry& listed) {
  Json from = entry.to_json();
  Json to = listed.to_json();
  for (Json* side : {&from, &to}) {
    side->erase("meta");
    side->erase("extensions");
    side->erase("id");
  }
  for (auto it = from.begin(); it != from.end();) {
    it = to.contains(it.key()) ? std::next(it) : from.erase(it);  // silence says nothing
  }
  return model::diff(from, to, *entry.kind);
}

// Nobody writes over what others own, whatever a record says of its owner. What a foreign directory
// lists can be claimed.
bool may_touch(const model::Caller& caller, const store::EntryRow& entry) {
  const bool listed = entry.owner == "registry" && !entry.source_name.empty();
  return listed || caller.may_write(entry.owner) || caller.role == model::Role::secretariat;
}

Json changes_kept(const std::vector<model::Change>& changes) {
  Json list = Json::array();
  for (const model::Change& change : changes) {
    Json one = {{"pointer", change.pointer}};
    if (change.from) one["from"] = *change.from;
    if (change.to) one["to"] = *change.to;
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

ImportRun::ImportRun(store::Writer& writer, Versions& versions, Submissions& submissions,
                     const Origin& origin, const ImportOptions& options,
                     const std::set<std::uint64_t>& left_out, std::string_view asked)
    : writer_(writer),
      at_(writer.at()),
      versions_(versions),
      submissions_(submissions),
      origin_(origin),
      options_(options),
      left_out_(left_out),
      matcher_(writer, origin.caller, writer.head().seq),
      work_(base::threads_beside_this(), kBatchesAtOnce, [this](Batch& batch) {
        for (Incoming& incoming : batch) prepare(incoming);
      }) {
  plan_.update_part(asked);
}

Result<void> ImportRun::run(const Spool& staged, ImportReport& report,
                            const std::function<void(std::uint64_t)>& progress) {
  report_ = &report;
  first_unrecorded_ = writer_.next_seq();
  report.base_seq = writer_.head().seq;
  std::uint64_t records = 0;
  staged.rewind();
  bool more = true;
  while (more || !work_.empty()) {
    while (more && !work_.full()) more = give(staged);
    if (work_.empty()) break;
    for (Incoming& incoming : work_.take()) {
      CYBERDIR_TRY(write(incoming));
      if (++records % kProgressEvery == 0 && progress) progress(records);
    }
  }
  if (options_.mode == ImportMode::replace) CYBERDIR_TRY(withdraw_missing());
  while (!proposals_.empty()) CYBERDIR_TRY(submit(std::string(proposals_.begin()->first)));
  check_pending();
  report.summary.error += late_errors_.size();
  report.plan = base::to_hex(plan_.finish());
  return {};
}

// ---- one record

// Hands the next records over to be prepared; false at their end.
bool ImportRun::give(const Spool& staged) {
  Batch batch;
  while (batch.size() < kBatch) {
    auto record = next_record(staged);
    if (!record) break;
    Incoming incoming;
    incoming.record = std::move(*record);
    const bool sound = !incoming.record.body.empty() && !base::has_errors(incoming.record.findings);
    if (sound && !left_out_.contains(incoming.record.row)) identify(incoming);
    batch.push_back(std::move(incoming));
  }
  const bool more = batch.size() == kBatch;
  if (!batch.empty()) work_.give(std::move(batch));
  return more;
}

// Finds the entry that a record is about: by its id, else as a person decided, else by its source
// and identifiers, else a new one.
void ImportRun::identify(Incoming& incoming) {
  StagedRecord& record = incoming.record;
  if (!record.id.empty()) {
    incoming.creates = !writer_.entry(record.id);
    return;
  }
  const auto decision = options_.decisions.find(record.row);
  if (decision != options_.decisions.end() && decision->second != "new")
    return decide(incoming, decision->second);
  Match match = matcher_.find(record);
  if (match.entry) {
    record.id = match.entry->id;
    incoming.listed_elsewhere = match.entry->source_name != record.source_name ||
                                match.entry->source_id != record.source_id;
    return;
  }
  if (decision == options_.decisions.end()) incoming.candidates = std::move(match.candidates);
  record.id = versions_.new_id(at_);
  incoming.named = false;
  incoming.creates = true;
}

void ImportRun::decide(Incoming& incoming, const std::string& decision) {
  StagedRecord& record = incoming.record;
  if (decision == "skip") return;  // without an id it is not entered
  const auto row = writer_.entry(decision);
  const bool seen =
      row && model::level_for(origin_.caller, row->owner, row->group) != model::Visibility::open;
  if (!row || row->kind != record.kind || !(seen || row->status == Status::published)) {
    record.findings.push_back(
        finding("decision", "there is no entry of this kind with the id that was decided on", {},
                Severity::error));
    return;
  }
  record.id = row->id;
  incoming.listed_elsewhere =
      row->source_name != record.source_name || row->source_id != record.source_id;
}

void ImportRun::prepare(Incoming& incoming) const {
  const StagedRecord& record = incoming.record;
  if (record.id.empty() || record.body.empty() || base::has_errors(record.findings)) return;
  auto tree = codec::read_stored(record.body);
  if (!tree) return;  // we wrote it ourselves; write() finds that nothing was read
  Findings none;
  incoming.entry = model::take_entry(std::move(*tree), none, model::Kept::acceptances);
  incoming.entry.id = record.id;
  if (incoming.creates)
    incoming.prepared = versions_.prepare_first(origin_, at_, incoming.entry, record.status);
}

Result<void> ImportRun::write(Incoming& incoming) {
  StagedRecord& record = incoming.record;
  ++n_;
  ImportItem item;
  item.row = record.row;
  item.line = record.line;
  item.place = record.place;
  item.action = "error";
  item.status = model::name_of(record.status);
  item.candidates = std::move(incoming.candidates);
  const auto decision = options_.decisions.find(record.row);
  if (decision != options_.decisions.end() && decision->second == "skip") {
    item.action = "unchanged";
    record.findings = {
        finding("skipped", "this record was left out, as was decided", {}, Severity::warning)};
  } else if (incoming.entry.kind != nullptr && !left_out_.contains(record.row)) {
    // A record of the same source may have come just before.
    if (!incoming.named && !record.source_id.empty()) {
      if (const auto twin = writer_.entry_by_source(record.source_name, record.source_id)) {
        incoming.entry.id = twin->id;
        incoming.prepared.reset();
      }
    }
    item.id = incoming.entry.id;
    const auto before = writer_.entry(item.id);
    item.base_version = before ? before->version : 0;
    note_references(record.row, incoming.entry);
    CYBERDIR_TRY(enter(incoming, before, item));
    if (before) touched_.push_back(before->row);
  }
  if (!item.candidates.empty()) {
    record.findings.push_back(
        finding("likely-duplicate",
                "an entry of this name or with the same identifier is there already; look at both, "
                "then say which: decide=ROW:ID, or decide=ROW:new",
                {}, Severity::warning));
  }
  if (left_out_.contains(record.row) && !base::has_errors(record.findings)) {
    record.findings.push_back(finding(
        "left-out", "this record refers to what could not be entered, so it is left out as well",
        {}, Severity::error));
  }
  item.findings = std::move(record.findings);
  if (item.action == "error") item.original = std::move(record.original);
  return note(std::move(item));
}

Result<void> ImportRun::enter(Incoming& incoming, const std::optional<store::EntryRow>& before,
                              ImportItem& item) {
  const bool stands = before && before->status != Status::withdrawn;
  const bool declared =
      stands && incoming.entry.owner() == "registry" && before->owner != "registry";
  const bool same_owner = stands && before->owner == incoming.entry.owner();
  if (declared || (incoming.listed_elsewhere && same_owner && before->owner == "registry"))
    return note_listing(incoming, *before, item);
  if (before && !may_touch(origin_.caller, *before)) {
    item.id.clear();
    item.base_version = 0;
    incoming.record.findings.push_back(finding(
        "owner", "another owns the entry of this id; leave it out, or take an id of your own",
        "/id", Severity::error));
    return {};
  }
  // What is new is the operator's to enter; what an owner has already is that owner's to change.
  const bool is_new = !before || before->status == Status::draft;
  const bool proposes = incoming.record.status == Status::published &&
                        !(is_new && origin_.caller.operates) &&
                        waits(std::string(incoming.entry.owner()));
  if (proposes) return propose(incoming, before, item);
  return enter_directly(incoming, item);
}

Result<void> ImportRun::enter_directly(Incoming& incoming, ImportItem& item) {
  auto applied =
      versions_.apply(writer_, origin_, std::move(incoming.entry), incoming.record.status,
                      incoming.record.withheld, std::move(incoming.prepared));
  if (!applied) {
    if (applied.error().code == ErrorCode::corrupt) return std::move(applied).error();
    item.id.clear();
    incoming.record.findings.push_back(
        finding("conflict", applied.error().detail, {}, Severity::error));
    return {};
  }
  static constexpr std::array kActions = {"create", "update", "unchanged"};
  item.action = kActions.at(static_cast<std::size_t>(applied->action));
  if (applied->action == Applied::Action::create) touched_.push_back(applied->entry);
  if (applied->action != Applied::Action::update) return {};
  const auto old = writer_.version(applied->entry, applied->version - 1);
  const auto now = writer_.version(applied->entry, applied->version);
  if (!old || !now) return {};
  CYBERDIR_ASSIGN(from, View::open(*old));
  CYBERDIR_ASSIGN(to, View::open(*now));
  item.differences = model::diff(from.to_json(), to.to_json(), *to.kind);
  return {};
}

// The entry is its owner's word, or another directory's: what this one says is kept beside it.
Result<void> ImportRun::note_listing(Incoming& incoming, const store::EntryRow& before,
                                     ImportItem& item) {
  StagedRecord& record = incoming.record;
  const auto current = Versions::load(writer_, before);
  if (!current)
    return base::fail(ErrorCode::corrupt, "an entry cannot be read; run cyberdir verify");
  item.action = "unchanged";
  item.differences = listed_otherwise(current->entry, incoming.entry);
  const bool declared = before.owner != "registry";
  record.findings.push_back(finding(
      declared ? "claimed" : "listed-elsewhere",
      declared ? "the entry is declared by its owner now; what the file says of it is not written "
                 "over that"
               : "another directory listed this first; what this one says otherwise is shown as a "
                 "difference and not written over that",
      {}, Severity::warning));
  if (record.source_name.empty() || record.source_id.empty()) return {};
  const bool own_source =
      before.source_name == record.source_name && before.source_id == record.source_id;
  if (own_source && !declared) return {};
  writer_.put_listing({record.source_name, record.source_id, before.row, record.source_url, at_,
                       changes_kept(item.differences).dump()});
  return {};
}

// ---- what waits for others

bool ImportRun::waits(const std::string& owner) {
  const auto known = waits_.find(owner);
  if (known != waits_.end()) return known->second;
  return waits_[owner] = submissions_.diverts_import(writer_, origin_, owner, at_);
}

Result<void> ImportRun::propose(Incoming& incoming, const std::optional<store::EntryRow>& before,
                                ImportItem& item) {
  model::ProposedChange change;
  change.entry = incoming.entry.id;
  const std::string owner(incoming.entry.owner());
  if (!before) {
    item.action = "create";
    change.operation = Operation::create;
    change.patch = incoming.entry.to_json();
    add_proposal(owner, std::move(change), item);
    return {};
  }
  const auto current = Versions::load(writer_, *before);
  if (!current)
    return base::fail(ErrorCode::corrupt, "an entry cannot be read; run cyberdir verify");
  if (current->entry.kind != incoming.entry.kind) {
    incoming.record.findings.push_back(
        finding("conflict", "the entry is there already, as " + before->kind, {}, Severity::error));
    return {};
  }
  if (before->status == Status::withdrawn) {
    incoming.record.findings.push_back(finding(
        "withdrawn", "the entry was withdrawn; its owner restores it first", {}, Severity::error));
    return {};
  }
  Entry wanted = std::move(incoming.entry);
  if (!incoming.record.withheld.empty())
    keep_withheld(wanted, current->entry, incoming.record.withheld);
  model::carry_kept(wanted, current->entry);
  item.action = "unchanged";
  if (same_content(current->entry, wanted) && before->status != Status::draft) return {};
  const Json from = current->entry.to_json();
  const Json to = wanted.to_json();
  change.operation = Operation::update;
  change.base_version = before->version;
  change.patch = model::merge_patch_between(from, to);
  for (const store::SubmissionRow& open : writer_.submissions_naming(wanted.id)) {
    if (!model::is_open(open.state) || open.state == model::SubmissionState::suggested) continue;
    for (const model::ProposedChange& proposed : SubmissionView::open(open).changes) {
      const bool same = proposed.entry == wanted.id &&
                        (proposed.patch == change.patch ||
                         (proposed.operation == Operation::create && proposed.patch == to));
      if (!same) continue;
      item.submission = open.id;
      incoming.record.findings.push_back(finding(
          "proposed-already", "a submission that waits proposes just this", {}, Severity::warning));
      return {};
    }
  }
  item.action = "update";
  item.differences = model::diff(from, to, *wanted.kind);
  add_proposal(owner, std::move(change), item);
  return {};
}

void ImportRun::add_proposal(std::string_view owner, model::ProposedChange change,
                             const ImportItem& item) {
  Proposals& waiting = proposals_[std::string(owner)];
  waiting.changes.push_back(std::move(change));
  waiting.items.emplace_back(n_, item.row);
}

Result<void> ImportRun::submit(const std::string& owner) {
  Proposals proposals = std::move(proposals_.extract(owner).mapped());
  model::SubmissionBody body;
  body.reason = "Import" + (options_.file.empty() ? std::string() : " of " + options_.file);
  body.changes = std::move(proposals.changes);
  record_writes();
  auto made = submissions_.propose(writer_, origin_, owner, std::move(body));
  first_unrecorded_ = writer_.next_seq();
  if (made) {
    report_->submissions.push_back(*made);
    for (const auto& [n, row] : proposals.items) report_->items_->late[n].submission = *made;
    return {};
  }
  if (made.error().findings.empty()) return std::move(made).error();
  for (Finding& found : made.error().findings) {
    std::size_t index = proposals.items.size();
    for (std::size_t i = 0; i < proposals.items.size(); ++i) {
      for (const std::string& prefix :
           {model::change_pointer(i) + "/patch/", model::change_pointer(i) + "/"}) {
        if (!(found.pointer + "/").starts_with(prefix)) continue;
        index = i;
        found.pointer = (found.pointer + "/").substr(prefix.size() - 1);
        found.pointer.pop_back();
        break;
      }
      if (index == i) break;
    }
    if (index == proposals.items.size()) {
      report_->findings.push_back(std::move(found));
    } else {
      const auto [n, row] = proposals.items[index];
      add_late(n, row, std::move(found));
    }
  }
  if (base::has_errors(report_->findings)) ++report_->summary.error;
  return {};
}

// Submissions put what they write on record themselves; rows of the trail come in order.
void ImportRun::record_writes() {
  if (first_unrecorded_ != writer_.next_seq())
    record(writer_, origin_, "import", options_.format, first_unrecorded_);
}

// ---- replace mode

Result<void> ImportRun::withdraw_missing() {
  constexpr std::size_t kRowsAtOnce = 512;
  std::sort(touched_.begin(), touched_.end());
  std::vector<store::EntryRow> missing;
  std::int64_t after = 0;
  std::uint64_t count = 0;
  for (auto rows = writer_.entries(after, kRowsAtOnce); !rows.empty();
       rows = writer_.entries(after, kRowsAtOnce)) {
    after = rows.back().row;
    for (store::EntryRow& row : rows) {
      const bool in_scope = options_.scope.state.empty() ? row.source_name == options_.scope.source
                                                         : row.owner == options_.scope.state;
      if (!in_scope || row.status != Status::published || row.kind == "state") continue;
      if (std::binary_search(touched_.begin(), touched_.end(), row.row)) continue;
      if (!origin_.caller.may_write(row.owner) && origin_.caller.role != model::Role::secretariat) {
        report_->findings.push_back(finding(
            "owner", "the scope has entries that you do not own, and that you may not withdraw", {},
            Severity::error));
        ++report_->summary.error;
        return {};
      }
      if (++count <= options_.max_withdraw) missing.push_back(std::move(row));
    }
  }
  if (count > options_.max_withdraw) {
    report_->findings.push_back(finding(
        "too-many-withdrawals",
        "the file lacks " + std::to_string(count) + " entries of the scope, and " +
            std::to_string(options_.max_withdraw) +
            " may be withdrawn at most; look at the file, then allow as many with max_withdraw",
        {}, Severity::error));
    ++report_->summary.error;
    return {};
  }
  for (const store::EntryRow& row : missing) CYBERDIR_TRY(withdraw(row));
  return {};
}

Result<void> ImportRun::withdraw(const store::EntryRow& row) {
  ++n_;
  ImportItem item;
  item.action = "withdraw";
  item.id = row.id;
  item.base_version = row.version;
  item.status = "withdrawn";
  if (waits(row.owner)) {
    model::ProposedChange change;
    change.operation = Operation::withdraw;
    change.entry = row.id;
    change.base_version = row.version;
    add_proposal(row.owner, std::move(change), item);
  } else {
    CYBERDIR_TRY(versions_.end(writer_, origin_, row.id));
  }
  return note(std::move(item));
}

// ---- what is noted

Result<void> ImportRun::note(ImportItem item) {
  ImportSummary& summary = report_->summary;
  if (item.action == "create") ++summary.create;
  if (item.action == "update") ++summary.update;
  if (item.action == "unchanged") ++summary.unchanged;
  if (item.action == "withdraw") ++summary.withdraw;
  if (item.action == "error") ++summary.error;
  for (const Finding& found : item.findings) {
    if (found.severity == Severity::warning) ++summary.warning;
  }
  plan_.update_part(item.action)
      .update_part(item.base_version == 0 ? std::string() : item.id)
      .update_part(std::to_string(item.base_version));
  CYBERDIR_TRY(report_->items_->spool.append(kept_item(item)));
  constexpr std::size_t kFull = model::kMostChanges;
  for (auto& [owner, waiting] : proposals_) {
    if (waiting.changes.size() < kFull) continue;
    return submit(std::string(owner));
  }
  return {};
}

void ImportRun::note_references(std::uint64_t row, const Entry& entry) {
  model::for_each_reference(
      entry, [&](const std::string& pointer, const model::Field& field, const std::string& target) {
        if (!writer_.entry(target)) pending_.push_back({n_, row, pointer, target, field.refers_to});
      });
}

// References that nothing answers to, now that every record is in.
void ImportRun::check_pending() {
  for (const Pending& reference : pending_) {
    const auto target = writer_.entry(reference.target);
    if (target && (reference.kind.empty() || target->kind == reference.kind)) continue;
    add_late(
        reference.n, reference.row,
        finding(target ? "reference-kind" : "reference",
                target ? "this refers to an entry of kind " + std::string(reference.kind)
                       : std::string("there is no entry of this id, in the store or in the file"),
                reference.pointer, Severity::error));
  }
}

void ImportRun::add_late(std::uint64_t n, std::uint64_t row, Finding found) {
  if (found.severity == Severity::error) late_errors_.insert(row);
  report_->items_->late[n].findings.push_back(std::move(found));
}

}  // namespace cyberdir::service
