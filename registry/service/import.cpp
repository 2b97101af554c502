#include "service/import.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "base/bytes.h"
#include "base/sha256.h"
#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "model/kinds.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Findings;
using base::Result;
using model::Entry;
using model::Json;

namespace {

// Lines in a file without a name: it is gone with the process, however that ends.
class Spool {
 public:
  Spool() : file_(std::tmpfile()) {}
  ~Spool() {
    if (file_ != nullptr) std::fclose(file_);
  }
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  Spool(Spool&&) = delete;
  Spool& operator=(Spool&&) = delete;

  Result<void> append(std::string_view line) {
    const std::uint64_t size = line.size();
    if (file_ == nullptr || std::fwrite(&size, sizeof size, 1, file_) != 1 ||
        std::fwrite(line.data(), 1, line.size(), file_) != line.size()) {
      return fail(ErrorCode::unavailable,
                  "there is no room for a temporary file; free some, or set TMPDIR");
    }
    return {};
  }
  void rewind() const {
    if (file_ != nullptr) std::rewind(file_);
  }
  bool next(std::string& line) const {
    std::uint64_t size = 0;
    if (file_ == nullptr || std::fread(&size, sizeof size, 1, file_) != 1) return false;
    line.resize(size);
    return std::fread(line.data(), 1, size, file_) == size;
  }

 private:
  std::FILE* file_;
};

Json findings_json(const Findings& findings) {
  Json list = Json::array();
  for (const base::Finding& finding : findings) {
    list.push_back(
        {finding.code, finding.detail, finding.pointer, finding.severity == base::Severity::error});
  }
  return list;
}

Findings findings_of(const Json& list) {
  Findings findings;
  for (const Json& row : list) {
    findings.push_back({row[0].get<std::string>(),
                        row[1].get<std::string>(),
                        row[2].get<std::string>(),
                        {},
                        {},
                        row[3].get<bool>() ? base::Severity::error : base::Severity::warning});
  }
  return findings;
}

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

bool says_already(const Findings& findings, const base::Finding& finding) {
  return std::any_of(findings.begin(), findings.end(), [&](const base::Finding& said) {
    return said.code == finding.code && said.pointer == finding.pointer;
  });
}

// Checks each record as it is read and keeps it for the second step.
class Stage final : public codec::RecordSink {
 public:
  Stage(Spool& spool, const Origin& origin, const Measured& bytes,
        const std::function<void(const ImportProgress&)>& progress)
      : spool_(spool), origin_(origin), bytes_(bytes), progress_(progress) {}

  Result<void> take(codec::Record record) override {
    constexpr std::uint64_t kProgressEvery = 512;
    if (progress_ && ++records_ % kProgressEvery == 0) progress_({bytes_.bytes(), records_, false});
    model::Status status = model::Status::published;
    Entry& entry = record.entry;
    if (entry.kind != nullptr) {
      if (!entry.meta.contains("owner")) {
        entry.meta["owner"] = entry.kind->name == "state" ? "secretariat" : "registry";
        if (entry.kind->name != "state") {
          record.findings.push_back(
              {"owner-assumed",
               "the record names no owner; it is entered as listed by the registry",
               "/meta/owner",
               {},
               {},
               base::Severity::warning});
        }
      }
      Findings found;
      model::validate(entry, model::Profile::draft, found);
      for (const base::Finding& finding : found) {
        if (finding.code == "incomplete") status = model::Status::draft;
      }
      for (base::Finding& finding : found) {
        if (!says_already(record.findings, finding)) record.findings.push_back(std::move(finding));
      }
      if (!origin_.caller.may_write(entry.owner())) {
        record.findings.push_back({"forbidden",
                                   "you may write entries of your own owner only",
                                   "/meta/owner",
                                   {},
                                   {},
                                   base::Severity::error});
      }
    }
    const Json line = {record.row,
                       record.line ? Json(*record.line) : Json(),
                       std::move(record.place),
                       std::string(model::name_of(status)),
                       findings_json(record.findings),
                       record.withheld,
                       entry.kind == nullptr ? Json() : entry.to_json()};
    return spool_.append(codec::canonical_json(line));
  }

 private:
  Spool& spool_;
  const Origin& origin_;
  const Measured& bytes_;
  const std::function<void(const ImportProgress&)>& progress_;
  std::uint64_t records_ = 0;
};

std::string member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Result<ImportReport> Import::run(const Origin& origin, base::ByteSource& file,
                                 const ReadRecords& read, const ImportOptions& options,
                                 const std::function<void(const ImportProgress&)>& progress) {
  ImportReport report;
  report.format = options.format;
  report.dry_run = options.dry_run;
  Spool staged;
  Measured measured(file);
  Stage stage(staged, origin, measured, progress);
  CYBERDIR_TRY(read(measured, stage));
  base::Sha256 plan;
  plan.update(base::view_of(measured.finish())).update_part(options.format);

  CYBERDIR_TRY(store_.write_large([&](store::Writer& writer) -> Result<bool> {
    report.base_seq = writer.head().seq;
    std::vector<Pending> pending;
    std::string line;
    std::uint64_t records = 0;
    staged.rewind();
    while (staged.next(line)) {
      constexpr std::uint64_t kProgressEvery = 512;
      if (progress && ++records % kProgressEvery == 0) progress({measured.bytes(), records, true});
      Json row = Json::parse(line);
      const auto number = row[0].get<std::uint64_t>();
      const model::Status status = *model::status_named(row[3].get<std::string>());
      Findings findings = findings_of(row[4]);
      const auto withheld = row[5].get<std::vector<std::string>>();
      ImportItem item{number, {}, {}, "error", {}, row[3].get<std::string>(), {}};
      std::int64_t base_version = 0;
      if (!base::has_errors(findings) && !row[6].is_null()) {
        Findings none;
        Entry entry = model::take_entry(std::move(row[6]), none);
        if (entry.id.empty()) {
          const Json source = entry.meta.value("source", Json::object());
          const std::string name = member(source, "name");
          const std::string id = member(source, "id");
          if (!name.empty() && !id.empty()) {
            if (const auto known = writer.entry_by_source(name, id)) entry.id = known->id;
          }
        }
        const auto before = entry.id.empty() ? std::nullopt : writer.entry(entry.id);
        base_version = before ? before->version : 0;
        model::for_each_reference(entry, [&](const std::string& pointer, const model::Field& field,
                                             const std::string& target) {
          if (!writer.entry(target)) pending.push_back({number, pointer, target, field.refers_to});
        });
        const bool claimed = before && entry.owner() == "registry" && before->owner != "registry" &&
                             before->status != model::Status::withdrawn;
        if (claimed) {
          findings.push_back({"claimed",
                              "the entry is declared by its owner now; what the file says of it is "
                              "not written over that",
                              "",
                              {},
                              {},
                              base::Severity::warning});
          item.action = "unchanged";
          item.id = before->id;
        } else {
          auto applied = workflow_.apply(writer, origin, std::move(entry), status, withheld);
          if (applied) {
            static constexpr std::array kActions = {"create", "update", "unchanged"};
            item.action = kActions.at(static_cast<std::size_t>(applied->action));
            item.id = writer.entry_at(applied->entry)->id;
          } else if (applied.error().code == ErrorCode::corrupt) {
            return std::move(applied).error();
          } else {
            findings.push_back(
                {"conflict", applied.error().detail, "", {}, {}, base::Severity::error});
          }
        }
      }
      if (item.action == "create") ++report.summary.create;
      if (item.action == "update") ++report.summary.update;
      if (item.action == "unchanged") ++report.summary.unchanged;
      if (item.action == "error") ++report.summary.error;
      for (const base::Finding& finding : findings) {
        if (finding.severity == base::Severity::warning) ++report.summary.warning;
      }
      plan.update_part(item.action)
          .update_part(base_version == 0 ? std::string() : item.id)
          .update_part(std::to_string(base_version));
      const Json kept = {
          number, row[1], row[2], item.action, item.id, item.status, findings_json(findings)};
      CYBERDIR_TRY(report.items_->spool.append(kept.dump()));
    }
    for (const Pending& reference : pending) {
      const auto target = writer.entry(reference.target);
      if (target && (reference.kind.empty() || target->kind == reference.kind)) continue;
      report.items_->late[reference.row].push_back(
          {target ? "reference-kind" : "reference",
           target ? "this refers to an entry of kind " + std::string(reference.kind)
                  : std::string("there is no entry of this id, in the store or in the file"),
           reference.pointer,
           {},
           {},
           base::Severity::error});
    }
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
    if (report.seq >= first) Workflow::record(writer, origin, "import", options.format, first);
    report.applied = true;
    return true;
  }));
  if (!report.applied) report.seq = report.base_seq;
  return report;
}

}  // namespace cyberdir::service
