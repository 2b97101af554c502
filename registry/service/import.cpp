#include "service/import.h"

#include <array>
#include <map>

#include "base/bytes.h"
#include "base/ordered_work.h"
#include "base/sha256.h"
#include "codec/json_reader.h"
#include "model/validate.h"
#include "service/audit_trail.h"
#include "service/import_stage.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Findings;
using base::Result;
using model::Entry;
using model::Json;

namespace {

// A byte source that also hashes and counts what passes through it.
class Measured final : public base::ByteSource {
 public:
  explicit Measured(base::ByteSource& source) : source_(source) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    auto count = source_.read(buffer);
    if (count) {
      hash_.update({buffer.data(), *count});
      bytes_ += *count;
    }
    return count;
  }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  base::Digest finish() { return hash_.finish(); }

 private:
  base::ByteSource& source_;
  base::Sha256 hash_;
  std::uint64_t bytes_ = 0;
};

// A reference that was not there when its record was applied; it may have come later.
struct Pending {
  std::uint64_t row;
  std::string pointer;
  std::string target;
  std::string_view kind;
};

}  // namespace

struct ImportReport::Items {
  Spool spool;
  std::map<std::uint64_t, Findings> late;  // found when the file was at its end
};

ImportReport::ImportReport() : items_(std::make_unique<Items>()) {}
ImportReport::~ImportReport() = default;
ImportReport::ImportReport(ImportReport&&) noexcept = default;
ImportReport& ImportReport::operator=(ImportReport&&) noexcept = default;

Result<void> ImportReport::for_each(
    const std::function<Result<void>(const ImportItem&)>& visit) const {
  items_->spool.rewind();
  std::string line;
  while (items_->spool.next(line)) {
    const Json row = Json::parse(line);
    ImportItem item;
    item.row = row[0].get<std::uint64_t>();
    if (!row[1].is_null()) item.line = row[1].get<std::uint64_t>();
    item.place = row[2].get<std::string>();
    item.action = row[3].get<std::string>();
    item.id = row[4].get<std::string>();
    item.status = row[5].get<std::string>();
    item.findings = findings_of(row[6]);
    if (const auto late = items_->late.find(item.row); late != items_->late.end()) {
      item.action = "error";
      item.findings.insert(item.findings.end(), late->second.begin(), late->second.end());
    }
    CYBERDIR_TRY(visit(item));
  }
  return {};
}

namespace {

constexpr std::uint64_t kProgressEvery = 512;

// Counts what the stage is given.
class Counting final : public codec::RecordSink {
 public:
  Counting(Stage& stage, const Measured& bytes,
           const std::function<void(const ImportProgress&)>& progress)
      : stage_(stage), bytes_(bytes), progress_(progress) {}

  Result<void> take(codec::Record record) override {
    if (++records_ % kProgressEvery == 0 && progress_) progress_({bytes_.bytes(), records_, false});
    return stage_.take(std::move(record));
  }

 private:
  Stage& stage_;
  const Measured& bytes_;
  const std::function<void(const ImportProgress&)>& progress_;
  std::uint64_t records_ = 0;
};

// A record on its way into the store.
struct Candidate {
  StagedRecord record;
  bool named = true;     // false where it came without an id and got one here
  bool creates = false;  // by what was known when it was read: to be looked at again
  Entry entry;
  std::optional<PreparedVersion> prepared;
};

// Writes staged records, in their order, in one transaction. Reading and preparing them is done
// on other threads, a few records ahead.
class Apply {
 public:
  Apply(store::Writer& writer, Versions& versions, const Origin& origin, ImportReport& report,
        Spool& items, base::Sha256& plan)
      : writer_(writer),
        versions_(versions),
        origin_(origin),
        report_(report),
        items_(items),
        plan_(plan),
        work_(base::threads_beside_this(), kBatchesAtOnce, [this](Batch& batch) {
          for (Candidate& candidate : batch) prepare(candidate);
        }) {}

  Result<void> run(const Spool& staged, const std::function<void(std::uint64_t)>& progress) {
    std::uint64_t records = 0;
    staged.rewind();
    bool more = true;
    while (more || !work_.empty()) {
      while (more && !work_.full()) more = give(staged);
      if (work_.empty()) break;
      for (Candidate& candidate : work_.take()) {
        CYBERDIR_TRY(write(candidate));
        if (++records % kProgressEvery == 0 && progress) progress(records);
      }
    }
    return {};
  }

  // References that nothing answers to, now that every record is in.
  void check_pending(std::map<std::uint64_t, Findings>& late) {
    for (const Pending& reference : pending_) {
      const auto target = writer_.entry(reference.target);
      if (target && (reference.kind.empty() || target->kind == reference.kind)) continue;
      late[reference.row].push_back(
          {target ? "reference-kind" : "reference",
           target ? "this refers to an entry of kind " + std::string(reference.kind)
                  : std::string("there is no entry of this id, in the store or in the file"),
           reference.pointer,
           {},
           {},
           base::Severity::error});
    }
  }

 private:
  using Batch = std::vector<Candidate>;
  static constexpr std::size_t kBatch = 16;
  static constexpr std::size_t kBatchesAtOnce = 4;

  // Hands the next records over to be prepared; false at their end.
  bool give(const Spool& staged) {
    Batch batch;
    while (batch.size() < kBatch) {
      auto record = next_record(staged);
      if (!record) break;
      Candidate candidate{std::move(*record), true, false, {}, {}};
      if (!candidate.record.body.empty() && !base::has_errors(candidate.record.findings))
        identify(candidate);
      batch.push_back(std::move(candidate));
    }
    const bool more = batch.size() == kBatch;
    if (!batch.empty()) work_.give(std::move(batch));
    return more;
  }

  // Finds the entry that a record is about: by its id, else by its source, else a new one.
  void identify(Candidate& candidate) {
    StagedRecord& record = candidate.record;
    if (record.id.empty()) {
      if (const auto known = by_source(record)) {
        record.id = known->id;
      } else {
        record.id = versions_.new_id(writer_at_);
        candidate.named = false;
        candidate.creates = true;
      }
    } else {
      candidate.creates = !writer_.entry(record.id);
    }
  }

  std::optional<store::EntryRow> by_source(const StagedRecord& record) {
    if (record.source_name.empty() || record.source_id.empty()) return std::nullopt;
    return writer_.entry_by_source(record.source_name, record.source_id);
  }

  void prepare(Candidate& candidate) const {
    if (candidate.record.id.empty() || candidate.record.body.empty() ||
        base::has_errors(candidate.record.findings))
      return;
    auto tree = codec::read_stored(candidate.record.body);
    if (!tree) return;  // we wrote it ourselves; write() finds that nothing was read
    Findings none;
    candidate.entry = model::take_entry(std::move(*tree), none, model::Kept::acceptances);
    candidate.entry.id = candidate.record.id;
    if (candidate.creates) {
      candidate.prepared =
          versions_.prepare_first(origin_, writer_at_, candidate.entry, candidate.record.status);
    }
  }

  Result<void> write(Candidate& candidate) {
    StagedRecord& record = candidate.record;
    ImportItem item{record.row, {}, {}, "error", {}, std::string(model::name_of(record.status)),
                    {}};
    std::int64_t base_version = 0;
    if (candidate.entry.kind != nullptr) {
      // A record of the same source may have come just before.
      if (const auto twin = candidate.named ? std::nullopt : by_source(record)) {
        candidate.entry.id = twin->id;
        candidate.prepared.reset();
      }
      item.id = candidate.entry.id;
      const auto before = writer_.entry(item.id);
      base_version = before ? before->version : 0;
      note_references(record.row, candidate.entry);
      if (before && is_claimed(*before, candidate.entry)) {
        item.action = "unchanged";
        record.findings.push_back(
            {"claimed",
             "the entry is declared by its owner now; what the file says of it is not written over "
             "that",
             "",
             {},
             {},
             base::Severity::warning});
      } else {
        CYBERDIR_TRY(enter(candidate, item));
      }
    }
    return note(record, item, base_version);
  }

  static bool is_claimed(const store::EntryRow& before, const Entry& entry) {
    return entry.owner() == "registry" && before.owner != "registry" &&
           before.status != model::Status::withdrawn;
  }

  void note_references(std::uint64_t row, const Entry& entry) {
    model::for_each_reference(entry, [&](const std::string& pointer, const model::Field& field,
                                         const std::string& target) {
      if (!writer_.entry(target)) pending_.push_back({row, pointer, target, field.refers_to});
    });
  }

  Result<void> enter(Candidate& candidate, ImportItem& item) {
    auto applied =
        versions_.apply(writer_, origin_, std::move(candidate.entry), candidate.record.status,
                        candidate.record.withheld, std::move(candidate.prepared));
    if (applied) {
      static constexpr std::array kActions = {"create", "update", "unchanged"};
      item.action = kActions.at(static_cast<std::size_t>(applied->action));
      return {};
    }
    if (applied.error().code == ErrorCode::corrupt) return std::move(applied).error();
    item.id.clear();
    candidate.record.findings.push_back(
        {"conflict", applied.error().detail, "", {}, {}, base::Severity::error});
    return {};
  }

  Result<void> note(const StagedRecord& record, const ImportItem& item, std::int64_t base_version) {
    ImportSummary& summary = report_.summary;
    if (item.action == "create") ++summary.create;
    if (item.action == "update") ++summary.update;
    if (item.action == "unchanged") ++summary.unchanged;
    if (item.action == "error") ++summary.error;
    for (const base::Finding& finding : record.findings) {
      if (finding.severity == base::Severity::warning) ++summary.warning;
    }
    plan_.update_part(item.action)
        .update_part(base_version == 0 ? std::string() : item.id)
        .update_part(std::to_string(base_version));
    const Json kept = {record.row,
                       record.line ? Json(*record.line) : Json(),
                       record.place,
                       item.action,
                       item.id,
                       item.status,
                       findings_json(record.findings)};
    return items_.append(kept.dump(-1, ' ', false, Json::error_handler_t::replace));
  }

  store::Writer& writer_;
  const base::Instant writer_at_ = writer_.at();
  Versions& versions_;
  const Origin& origin_;
  ImportReport& report_;
  Spool& items_;
  base::Sha256& plan_;
  std::vector<Pending> pending_;
  base::OrderedWork<Batch> work_;  // last: its threads end before what they use
};

}  // namespace

Result<ImportReport> Import::run(const Origin& origin, base::ByteSource& file,
                                 const ReadRecords& read, const ImportOptions& options,
                                 const std::function<void(const ImportProgress&)>& progress) {
  ImportReport report;
  report.format = options.format;
  report.dry_run = options.dry_run;
  Spool staged;
  Measured measured(file);
  {
    Stage stage(staged, origin.caller);
    Counting counting(stage, measured, progress);
    CYBERDIR_TRY(read(measured, counting));
    CYBERDIR_TRY(stage.finish());
  }
  base::Sha256 plan;
  plan.update(base::view_of(measured.finish())).update_part(options.format);

  CYBERDIR_TRY(store_.write_large([&](store::Writer& writer) -> Result<bool> {
    report.base_seq = writer.head().seq;
    Apply apply(writer, versions_, origin, report, report.items_->spool, plan);
    CYBERDIR_TRY(apply.run(staged, [&](std::uint64_t records) {
      if (progress) progress({measured.bytes(), records, true});
    }));
    apply.check_pending(report.items_->late);
    report.summary.error += report.items_->late.size();
    report.plan = base::to_hex(plan.finish());
    if (!options.plan.empty() && options.plan != report.plan) {
      return fail(
          ErrorCode::conflict,
          "what the import would do has changed since that plan; make a new one with --dry-run");
    }
    if (report.summary.error > 0 || options.dry_run) return false;
    const std::int64_t first = report.base_seq + 1;
    report.seq = writer.next_seq() - 1;
    record(writer, origin, "import", options.format, first);
    report.applied = true;
    return true;
  }));
  if (!report.applied) report.seq = report.base_seq;
  return report;
}

}  // namespace cyberdir::service
