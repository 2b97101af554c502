#include "service/import.h"

#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/sha256.h"
#include "service/audit_trail.h"
#include "service/import_run.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::uint64_t kProgressEvery = 512;

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
  void header(std::string row) override { stage_.header(std::move(row)); }

 private:
  Stage& stage_;
  const Measured& bytes_;
  const std::function<void(const ImportProgress&)>& progress_;
  std::uint64_t records_ = 0;
};

// The file, and what of the options decides what becomes of its records.
std::string digest_of(const base::Digest& file, const ImportOptions& options) {
  base::Sha256 asked;
  asked.update_part(base::view_of(file))
      .update_part(options.format)
      .update_part(options.reading)
      .update_part(options.on_error == OnError::skip ? "skip" : "abort")
      .update_part(options.mode == ImportMode::replace ? "replace" : "merge")
      .update_part(options.scope.state)
      .update_part(options.scope.source)
      .update_part(std::to_string(options.max_withdraw));
  for (const auto& [row, decision] : options.decisions)
    asked.update_part(std::to_string(row)).update_part(decision);
  return std::string(base::view_of(asked.finish()));
}

// An import that is wrong as a whole, or in records that are not to be skipped, is not kept.
bool may_be_kept(const ImportReport& report, const ImportOptions& options) {
  if (base::has_errors(report.findings)) return false;
  return report.summary.error == 0 || options.on_error == OnError::skip;
}

}  // namespace

Result<ImportReport> Import::run(const Origin& origin, base::ByteSource& file,
                                 const ReadRecords& read, const ImportOptions& options,
                                 const std::function<void(const ImportProgress&)>& progress,
                                 const Keep& keep) {
  CYBERDIR_TRY(check_import_options(options));
  Spool staged;
  std::string header;
  Measured measured(file);
  {
    Stage stage(staged, origin.caller);
    Counting counting(stage, measured, progress);
    CYBERDIR_TRY(read(measured, counting));
    CYBERDIR_TRY(stage.finish());
    header = stage.header_row();
  }
  const std::string asked = digest_of(measured.finish(), options);
  const auto applying = [&](std::uint64_t records) {
    if (progress) progress({measured.bytes(), records, true});
  };
  CYBERDIR_ASSIGN(report, apply(staged, header, origin, options, asked, applying, keep));
  report.dry_run = options.dry_run;
  return std::move(report);
}

// Rows that turn out to be wrong at the end of the file were entered by then: where errors are
// skipped, all of it is done again without them, until what is left is sound.
Result<ImportReport> Import::apply(const Spool& staged, const std::string& header,
                                   const Origin& origin, const ImportOptions& options,
                                   const std::string& asked,
                                   const std::function<void(std::uint64_t)>& progress,
                                   const Keep& keep) {
  std::set<std::uint64_t> left_out;
  while (true) {
    ImportReport report;
    report.format = options.format;
    report.header = header;
    std::set<std::uint64_t> late;
    std::unique_ptr<store::Store> copy;
    if (options.dry_run) {
      CYBERDIR_ASSIGN(made, store_.staged_copy());
      copy = std::move(made);
    }
    store::Store& store = copy ? *copy : store_;
    CYBERDIR_TRY(store.write_large([&](store::Writer& writer) -> Result<bool> {
      ImportRun run(writer, versions_, submissions_, origin, options, left_out, asked);
      CYBERDIR_TRY(run.run(staged, report, progress));
      late = run.late_errors();
      if (options.on_error == OnError::skip && !late.empty()) return false;
      if (!options.plan.empty() && options.plan != report.plan) return moved_since(options, report);
      if (options.dry_run || !may_be_kept(report, options)) return false;
      report.seq = writer.next_seq() - 1;
      report.applied = true;
      record(writer, origin, "import", options.format, run.first_unrecorded());
      if (keep) CYBERDIR_TRY(keep(writer, report));
      return true;
    }));
    if (options.on_error == OnError::skip && !late.empty()) {
      left_out.merge(late);
      continue;
    }
    if (!report.applied) {
      report.seq = report.base_seq;
      report.submissions.clear();
    }
    submissions_.tell_listener();
    return report;
  }
}

// Which rows would do something else than was planned.
base::Error Import::moved_since(const ImportOptions& options, const ImportReport& report) const {
  constexpr std::size_t kMostRows = 1'000;
  base::Error error = fail(
      ErrorCode::conflict,
      "what the import would do has changed since that plan was made; look at the rows that are "
      "named, and plan again");
  std::vector<std::pair<std::string, std::int64_t>> planned;
  if (planned_) {
    const auto read = planned_(options.plan, [&](const ImportItem& item) -> Result<void> {
      planned.emplace_back(item.action, item.base_version);
      return {};
    });
    if (!read) planned.clear();
  }
  std::size_t n = 0;
  (void)report.for_each([&](const ImportItem& item) -> Result<void> {
    const std::size_t at = n++;
    if (at >= planned.size() || error.findings.size() >= kMostRows) return {};
    if (planned[at] == std::pair(item.action, item.base_version)) return {};
    base::Finding moved{"moved",
                        "planned: " + planned[at].first + " from version " +
                            std::to_string(planned[at].second) + "; now: " + item.action +
                            " from version " + std::to_string(item.base_version),
                        item.place,
                        {},
                        item.line,
                        base::Severity::error};
    if (item.row != 0) moved.row = item.row;
    error.findings.push_back(std::move(moved));
    return {};
  });
  return error;
}

}  // namespace cyberdir::service
