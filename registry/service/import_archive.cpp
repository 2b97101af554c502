#include "service/import_archive.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fstream>

#include "base/bytes.h"
#include "base/error_table.h"
#include "base/sha256.h"
#include "base/utc_day.h"
#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "service/answer_json.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostJobs = 4;
constexpr std::int64_t kItemDays = 90;
constexpr std::int64_t kFileDays = 1;
constexpr const char* kItemsSuffix = ".items";
constexpr const char* kFileSuffix = ".file";
constexpr const char* kPartSuffix = ".part";

base::Error no_room() {
  return fail(ErrorCode::unavailable, "there is no room for the file; try again later");
}

base::Error no_such_import() {
  return fail(ErrorCode::not_found, "there is no import of this id, or none that you may see");
}

base::Error items_gone() {
  return fail(ErrorCode::gone,
              "the items of this import are not kept any more: their time is over, or something in "
              "them was erased");
}

// A file that is read from its beginning.
class FileSource final : public base::ByteSource {
 public:
  FileSource(const fs::path& file, const std::atomic<bool>& stopping)
      : stream_(file, std::ios::binary), source_(stream_), stopping_(stopping) {}
  [[nodiscard]] bool open() const { return stream_.is_open(); }
  Result<std::size_t> read(std::span<char> buffer) override {
    if (stopping_)
      return fail(ErrorCode::unavailable, "the server is being stopped; send it again");
    return source_.read(buffer);
  }

 private:
  std::ifstream stream_;
  base::StreamSource source_;
  const std::atomic<bool>& stopping_;
};

// Makes a file that nobody else may read; null where there is no room.
std::unique_ptr<std::ofstream> open_private(const fs::path& file) {
  auto stream = std::make_unique<std::ofstream>(file, std::ios::binary | std::ios::trunc);
  if (!*stream) return nullptr;
  std::error_code ignored;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, ignored);
  return stream;
}

Json options_json(const ImportOptions& options) {
  Json json = {{"dry_run", options.dry_run},
               {"on_error", options.on_error == OnError::skip ? "skip" : "abort"},
               {"mode", options.mode == ImportMode::replace ? "replace" : "merge"}};
  if (!options.reading.empty()) json["reading"] = options.reading;
  if (!options.scope.state.empty()) json["scope"] = "state:" + options.scope.state;
  if (!options.scope.source.empty()) json["scope"] = "source:" + options.scope.source;
  if (options.mode == ImportMode::replace) json["max_withdraw"] = options.max_withdraw;
  for (const auto& [row, decision] : options.decisions)
    json["decisions"][std::to_string(row)] = decision;
  return json;
}

std::string digest_of(const Origin& origin, std::string_view key) {
  if (key.empty()) return {};
  return std::string(
      base::view_of(base::sha256("import\n" + origin.caller.actor + '\n' + std::string(key))));
}

bool may_see(const model::Caller& caller, const store::ImportRow& row) {
  if (caller.operates || caller.role == model::Role::secretariat) return true;
  const bool edits = caller.role == model::Role::editor || caller.role == model::Role::manager;
  return edits && !caller.owner.empty() && caller.owner == row.owner;
}

// How a text stands inside the JSON of an item.
std::string inside_json(const std::string& text) {
  const std::string quoted = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

bool is_wanted(const ImportItem& item, ItemChoice choice) {
  switch (choice) {
    case ItemChoice::all:
      return true;
    case ItemChoice::errors:
      return item.action == "error";
    case ItemChoice::findings:
      return !item.findings.empty();
  }
  return true;
}

}  // namespace

struct ImportArchive::Job {
  std::mutex mutex;
  std::condition_variable changed;
  ImportProgress progress;
  bool ended = false;
  std::jthread thread;
};

ImportArchive::ImportArchive(store::Store& store, Import& import, fs::path folder,
                             const base::Clock& clock, base::Random& random)
    : store_(store), import_(import), folder_(std::move(folder)), clock_(clock), random_(random) {
  import_.set_planned_items(
      [this](const std::string& plan,
             const std::function<Result<void>(const ImportItem&)>& visit) -> Result<void> {
        std::optional<store::ImportRow> planned;
        CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
          planned = reader.import_by_plan(plan);
          return {};
        }));
        return planned ? each_item(planned->id, visit) : Result<void>(no_such_import());
      });
}

ImportArchive::~ImportArchive() {
  stopping_ = true;
  jobs_.clear();  // joins
}

fs::path ImportArchive::items_file(const std::string& id) const {
  return folder_ / (id + kItemsSuffix);
}

fs::path ImportArchive::upload_file(const std::string& id) const {
  return folder_ / (id + kFileSuffix);
}

// ---- running

Result<ImportReport> ImportArchive::run(
    const Origin& origin, base::ByteSource& file, const ReadRecords& read,
    const ImportOptions& options, const std::function<void(const ImportProgress&)>& progress) {
  store::ImportRow row;
  row.id = base::make_uuid7(clock_.now(), random_);
  return run_as(origin, file, read, options, progress, std::move(row));
}

Result<ImportReport> ImportArchive::run_as(
    const Origin& origin, base::ByteSource& file, const ReadRecords& read,
    const ImportOptions& options, const std::function<void(const ImportProgress&)>& progress,
    store::ImportRow row) {
  CYBERDIR_TRY(check_import_options(options));
  row.at = clock_.now();
  row.actor = origin.caller.actor;
  row.owner = origin.caller.on_behalf_of();
  row.file = options.file;
  row.format = options.format;
  const auto put = [&](store::Writer& writer) -> Result<void> {
    writer.put_import(row);
    return {};
  };
  const auto describe = [&](const ImportReport& report) {
    Json answer = import_summary_json(report);
    answer["options"] = options_json(options);
    if (!report.header.empty()) answer["header"] = report.header;
    row.plan = report.plan;
    row.answer = codec::canonical_json(answer);
  };
  // An applied import is on record with what it wrote, or neither is there.
  const auto keep = [&](store::Writer& writer, const ImportReport& report) -> Result<void> {
    row.state = "applied";
    describe(report);
    CYBERDIR_TRY(save_items(row.id, report));
    return put(writer);
  };
  auto report = import_.run(origin, file, read, options, progress, keep);
  if (!report) {
    row.state = "failed";
    Json answer = {
        {"options", options_json(options)},
        {"error",
         {{"code", base::error_row(report.error().code).type}, {"detail", report.error().detail}}}};
    for (const base::Finding& finding : report.error().findings)
      answer["error"]["errors"].push_back(finding_json(finding));
    row.answer = codec::canonical_json(answer);
    CYBERDIR_TRY(store_.write(put));
    return report;
  }
  report->id = row.id;
  if (report->applied) return report;
  row.state = report->dry_run && !base::has_errors(report->findings) &&
                      (report->summary.error == 0 || options.on_error == OnError::skip)
                  ? "planned"
                  : "refused";
  describe(*report);
  CYBERDIR_TRY(save_items(row.id, *report));
  CYBERDIR_TRY(store_.write(put));
  return report;
}

// A length, a line of JSON for each item: read from any place that a page ended at.
Result<void> ImportArchive::save_items(const std::string& id, const ImportReport& report) const {
  std::error_code failed;
  fs::create_directories(folder_, failed);
  fs::permissions(folder_, fs::perms::owner_all, failed);
  const auto stream = open_private(items_file(id));
  if (!stream) return no_room();
  CYBERDIR_TRY(report.for_each([&](const ImportItem& item) -> Result<void> {
    *stream << kept_item(item) << '\n';
    return {};
  }));
  stream->flush();
  return *stream ? Result<void>() : Result<void>(no_room());
}

// ---- what was sent

Result<std::string> ImportArchive::receive(base::ByteSource& bytes) {
  constexpr std::size_t kBuffer = 256UL * 1024;
  std::error_code failed;
  fs::create_directories(folder_, failed);
  fs::permissions(folder_, fs::perms::owner_all, failed);
  const std::string id = base::make_uuid7(clock_.now(), random_);
  const fs::path part = folder_ / (id + kPartSuffix);
  const auto give_up = [&](base::Error error) {
    fs::remove(part, failed);
    return error;
  };
  {
    const auto stream = open_private(part);
    if (!stream) return no_room();
    std::vector<char> buffer(kBuffer);
    std::uint64_t total = 0;
    while (true) {
      auto count = bytes.read(buffer);
      if (!count) return give_up(std::move(count).error());
      if (*count == 0) break;
      total += *count;
      if (total > kMostUploadBytes)
        return give_up(
            fail(ErrorCode::too_large, "a file that is imported has 1 GiB at most; cut it"));
      stream->write(buffer.data(), static_cast<std::streamsize>(*count));
      if (!*stream) return give_up(no_room());
    }
    stream->flush();
    if (!*stream) return give_up(no_room());
  }
  fs::rename(part, upload_file(id), failed);
  if (failed) return give_up(no_room());
  return id;
}

Result<std::unique_ptr<base::ByteSource>> ImportArchive::file_of(const std::string& id) {
  auto source = std::make_unique<FileSource>(upload_file(id), stopping_);
  if (!source->open()) return fail(ErrorCode::gone, "the file is not kept any more; send it again");
  return std::unique_ptr<base::ByteSource>(std::move(source));
}

void ImportArchive::drop_file(const std::string& id) {
  std::error_code ignored;
  fs::remove(upload_file(id), ignored);
}

Result<std::string> ImportArchive::start(const Origin& origin, const std::string& id,
                                         const ReadRecords& read, const ImportOptions& options,
                                         std::string_view key) {
  CYBERDIR_TRY(check_import_options(options));
  store::ImportRow row;
  row.id = id;
  row.at = clock_.now();
  row.actor = origin.caller.actor;
  row.owner = origin.caller.on_behalf_of();
  row.file = options.file;
  row.format = options.format;
  row.state = "running";
  row.request = digest_of(origin, key);
  row.answer = codec::canonical_json(Json{{"options", options_json(options)}});
  auto job = std::make_shared<Job>();
  {
    const std::lock_guard lock(mutex_);
    drop_ended_jobs();
    if (jobs_.size() >= kMostJobs) {
      return fail(ErrorCode::conflict,
                  "several imports are running; wait until one of them has ended");
    }
    jobs_[id] = job;
  }
  std::string before;
  const auto put = store_.write([&](store::Writer& writer) -> Result<void> {
    const auto same = row.request.empty() ? std::nullopt : writer.import_by_request(row.request);
    if (same) {
      before = same->id;
    } else {
      writer.put_import(row);
    }
    return {};
  });
  if (!put || !before.empty()) {
    const std::lock_guard lock(mutex_);
    jobs_.erase(id);
    if (!put) return put.error();
    drop_file(id);
    return before;
  }
  job->thread = std::jthread([this, job = job.get(), origin, id, read, options, row] {
    const auto progress = [job](const ImportProgress& at) {
      const std::lock_guard inner(job->mutex);
      job->progress = at;
    };
    if (auto file = file_of(id)) {
      // What went wrong is kept with the import.
      (void)run_as(origin, **file, read, options, progress, row);
    }
    const std::lock_guard inner(job->mutex);
    job->ended = true;
    job->changed.notify_all();
  });
  return id;
}

void ImportArchive::drop_ended_jobs() {
  std::erase_if(jobs_, [](const auto& job) {
    const std::lock_guard inner(job.second->mutex);
    return job.second->ended;
  });
}

void ImportArchive::wait(const std::string& id, std::chrono::milliseconds at_most) {
  std::shared_ptr<Job> job;
  {
    const std::lock_guard lock(mutex_);
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return;
    job = found->second;
  }
  std::unique_lock lock(job->mutex);
  job->changed.wait_for(lock, at_most, [&] { return job->ended; });
}

// ---- what is kept

KeptImport ImportArchive::kept(store::ImportRow row) {
  KeptImport import;
  auto answer = codec::read_stored(row.answer);
  import.answer = answer ? std::move(*answer) : Json::object();
  std::error_code ignored;
  import.has_file = fs::exists(upload_file(row.id), ignored);
  import.has_items = fs::exists(items_file(row.id), ignored);
  if (row.state == "running") {
    const std::lock_guard lock(mutex_);
    const auto job = jobs_.find(row.id);
    if (job == jobs_.end()) {
      row.state = "failed";  // the program was stopped while it ran: nothing was written
      import.answer["error"] = {{"code", base::error_row(ErrorCode::unavailable).type},
                                { "detail",
                                  "the server was stopped before it was done; nothing was "
                                  "written, import it again" }};
    } else {
      const std::lock_guard inner(job->second->mutex);
      import.progress = job->second->progress;
    }
  }
  import.row = std::move(row);
  return import;
}

Result<KeptImport> ImportArchive::get(const model::Caller& caller, const std::string& id) {
  std::optional<store::ImportRow> row;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    row = reader.import(id);
    return {};
  }));
  if (!row || !may_see(caller, *row)) return no_such_import();
  return kept(std::move(*row));
}

Result<std::vector<KeptImport>> ImportArchive::list(const model::Caller& caller,
                                                    std::int64_t before, std::size_t limit) {
  store::ImportQuery query;
  const bool all = caller.operates || caller.role == model::Role::secretariat;
  query.owner = all ? std::string() : caller.owner;
  if (!all && query.owner.empty()) return std::vector<KeptImport>();
  if (before > 0) query.before = before;
  query.limit = limit;
  std::vector<store::ImportRow> rows;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    rows = reader.imports(query);
    return {};
  }));
  std::vector<KeptImport> imports;
  for (store::ImportRow& row : rows) {
    if (may_see(caller, row)) imports.push_back(kept(std::move(row)));
  }
  return imports;
}

Result<void> ImportArchive::each_item(const std::string& id,
                                      const std::function<Result<void>(const ImportItem&)>& visit) {
  std::ifstream stream(items_file(id), std::ios::binary);
  if (!stream) return items_gone();
  std::string line;
  while (std::getline(stream, line)) CYBERDIR_TRY(visit(item_kept(line)));
  return {};
}

Result<ItemPage> ImportArchive::items(const model::Caller& caller, const std::string& id,
                                      std::uint64_t from, std::size_t limit, ItemChoice choice) {
  CYBERDIR_TRY(get(caller, id));
  std::ifstream stream(items_file(id), std::ios::binary);
  if (!stream) return items_gone();
  std::string line;
  if (from > 0) {  // a page ended here: the byte before is the end of a line
    stream.seekg(static_cast<std::streamoff>(from - 1));
    if (!std::getline(stream, line) || !line.empty())
      return fail(ErrorCode::malformed, "cursor: it is none that a page of this import gave");
  }
  ItemPage page;
  while (std::getline(stream, line)) {
    ImportItem item = item_kept(line);
    if (!is_wanted(item, choice)) continue;
    page.items.push_back(std::move(item));
    if (page.items.size() < limit) continue;
    page.next = static_cast<std::uint64_t>(stream.tellg());
    if (stream.peek() == std::ifstream::traits_type::eof()) page.next = 0;
    break;
  }
  return page;
}

// ---- forgetting

void ImportArchive::forget() {
  std::error_code ignored;
  const auto now = fs::file_time_type::clock::now();
  for (const auto& file : fs::directory_iterator(folder_, ignored)) {
    const auto age = now - fs::last_write_time(file.path(), ignored);
    const bool items = file.path().extension() == kItemsSuffix;
    if (age > std::chrono::hours(24 * (items ? kItemDays : kFileDays)))
      fs::remove(file.path(), ignored);
  }
}

void ImportArchive::erase(const std::string& entry, const std::set<std::string>& words) {
  std::vector<std::string> sought = {entry};
  for (const std::string& word : words) sought.push_back(inside_json(word));
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder_, ignored)) {
    bool concerned = file.path().extension() != kItemsSuffix;
    if (!concerned) {
      std::ifstream stream(file.path(), std::ios::binary);
      std::string line;
      while (!concerned && std::getline(stream, line)) {
        concerned = std::any_of(sought.begin(), sought.end(), [&](const std::string& text) {
          return line.find(text) != std::string::npos;
        });
      }
    }
    if (concerned) fs::remove(file.path(), ignored);
  }
}

}  // namespace cyberdir::service
