#include "place.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/stream.h"
#include "entries.h"
#include "importers/formats.h"

namespace cyberdir::bench {

namespace fs = std::filesystem;

OpenRegistry::OpenRegistry(const fs::path& folder) {
  auto opened = service::Registry::open(folder, clock_, random_);
  if (!opened)
    give_up("the registry in " + folder.string() + " does not open: " + opened.error().detail);
  registry_ = std::move(*opened);
  registry_->submissions().set_review(model::Review::none);
}

service::Origin operator_origin() {
  service::Origin origin;
  origin.caller.operates = true;
  origin.caller.actor = "operator";
  origin.source = "bench";
  return origin;
}

void import_file(service::Registry& registry, const fs::path& file) {
  constexpr std::size_t kHeadBytes = 4096;
  std::ifstream stream(file, std::ios::binary);
  base::StreamSource source(stream);
  importers::PeekedSource peeked(source);
  const auto head = peeked.head(kHeadBytes);
  if (!head) give_up(file.string() + " cannot be read");
  const auto format = importers::choose_format({}, *head, {});
  if (!format) give_up(format.error().detail);
  service::ImportOptions options;
  options.format = format->name;
  const auto report = registry.import().run(operator_origin(), peeked, format->read, options, {});
  if (!report) give_up("an import failed: " + report.error().detail);
  if (report->applied && report->summary.warning == 0) return;
  (void)report->for_each([](const service::ImportItem& item) -> base::Result<void> {
    for (const base::Finding& finding : item.findings) {
      std::fprintf(stderr, "%s %s: %s\n", item.place.c_str(), finding.pointer.c_str(),
                   finding.detail.c_str());
    }
    return item.findings.empty() ? base::Result<void>() : base::fail(base::ErrorCode::invalid, "");
  });
  give_up("the generated entries were not imported without a finding");
}

fs::path fresh_folder(const Options& options, const std::string& name) {
  const fs::path folder = options.scratch / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

fs::path filled_registry(const Options& options, std::uint64_t count) {
  fs::path folder = options.scratch / ("filled-" + std::to_string(count));
  if (fs::exists(folder)) return folder;
  const fs::path file = options.scratch / "filling.ndjson";
  write_entries(file, FileForm::ndjson, count);
  const fs::path making = fresh_folder(options, "filling");
  {
    OpenRegistry registry(making);
    import_file(*registry, file);
  }
  fs::rename(making, folder);
  fs::remove(file);
  return folder;
}

fs::path copied_registry(const Options& options, const fs::path& from, const std::string& name) {
  const fs::path folder = fresh_folder(options, name);
  fs::copy_file(store::sqlite_file(from), store::sqlite_file(folder));
  return folder;
}

namespace {

struct Spawned {
  pid_t pid = -1;
  int output = -1;
};

Spawned spawn(const std::vector<std::string>& command) {
  int out[2] = {-1, -1};
  if (pipe2(out, O_CLOEXEC) != 0) give_up("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  Spawned spawned{-1, out[0]};
  const int failed = posix_spawn(&spawned.pid, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  if (failed != 0) give_up(command[0] + " cannot be started");
  return spawned;
}

// Closes the descriptor.
std::string first_line(int descriptor) {
  std::string line;
  for (char c = 0; read(descriptor, &c, 1) == 1 && c != '\n';) line.push_back(c);
  close(descriptor);
  return line;
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& command) {
  const Spawned spawned = spawn(command);
  pid_ = spawned.pid;
  const std::string line = first_line(spawned.output);
  const auto colon = line.rfind(':');
  if (!line.starts_with("listening on ") || colon == std::string::npos)
    give_up(command[0] + " does not listen: " + line);
  port_ = std::stoi(line.substr(colon + 1));
}

ServerProcess::~ServerProcess() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

std::vector<std::string> serve_command(const Options& options, const fs::path& folder) {
  return {options.program.string(),
          "serve",
          "--review",
          "none",
          "--listen",
          "127.0.0.1:0",
          "--data",
          folder.string(),
          "--log-level",
          "error",
          "--personal-records-per-day",
          "0"};
}

double anonymous_bytes(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/smaps_rollup");
  constexpr double kKilobyte = 1024;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("Anonymous:")) return std::stod(line.substr(10)) * kKilobyte;
  }
  give_up("smaps_rollup has no line Anonymous");
}

double rise_during(const std::function<void()>& work) {
  constexpr std::chrono::milliseconds kBetween{5};
  const double before = anonymous_bytes(getpid());
  std::atomic<double> peak{before};
  std::atomic<bool> done{false};
  const auto look = [&] { peak = std::max(peak.load(), anonymous_bytes(getpid())); };
  std::thread watcher([&] {
    while (!done) {
      look();
      std::this_thread::sleep_for(kBetween);
    }
  });
  work();
  done = true;
  watcher.join();
  look();
  return peak - before;
}

double number_from_child(const std::vector<std::string>& words) {
  std::vector<std::string> command = {"/proc/self/exe"};
  command.insert(command.end(), words.begin(), words.end());
  const Spawned child = spawn(command);
  const std::string line = first_line(child.output);
  int status = 0;
  waitpid(child.pid, &status, 0);
  if (status != 0 || line.empty()) give_up("a child that measures memory failed");
  return std::stod(line);
}

}  // namespace cyberdir::bench
