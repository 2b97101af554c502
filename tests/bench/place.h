// What every subject works with: how it was asked, folders, registries and programs that run.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/clock.h"
#include "base/random.h"
#include "measure.h"
#include "service/registry.h"

namespace cyberdir::bench {

/// What was asked on the command line.
struct Options {
  std::vector<std::uint64_t> sizes;
  std::size_t rounds = 5;
  std::filesystem::path program;  ///< cyberdir itself
  std::filesystem::path scratch;  ///< a folder for what is made on the way; removed at the end
};

/// A registry in a folder, opened with the system's clock and randomness.
class OpenRegistry {
 public:
  explicit OpenRegistry(const std::filesystem::path& folder);
  service::Registry& operator*() { return *registry_; }
  service::Registry* operator->() { return registry_.get(); }

 private:
  base::SystemClock clock_;
  base::SystemRandom random_;
  std::unique_ptr<service::Registry> registry_;
};

/// The operator, who may read and write everything.
[[nodiscard]] service::Origin operator_origin();

/// Imports a file as `cyberdir import` does; gives up where anything is not as it should be.
void import_file(service::Registry& registry, const std::filesystem::path& file);

/// The folder of a registry that holds the first `count` entries, made on first use and then
/// shared: to be read only. Its store is closed.
[[nodiscard]] std::filesystem::path filled_registry(const Options& options, std::uint64_t count);

/// A fresh, empty folder.
[[nodiscard]] std::filesystem::path fresh_folder(const Options& options, const std::string& name);

/// A copy of a closed registry's store in a fresh folder.
[[nodiscard]] std::filesystem::path copied_registry(const Options& options,
                                                    const std::filesystem::path& from,
                                                    const std::string& name);

/// A server that runs as a program of its own and says on its first line of output where it
/// listens. Ended with SIGTERM.
class ServerProcess {
 public:
  explicit ServerProcess(const std::vector<std::string>& command);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ServerProcess(ServerProcess&&) = delete;
  ServerProcess& operator=(ServerProcess&&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int port_ = 0;
};

/// The command that serves the registry of a folder on a free port.
[[nodiscard]] std::vector<std::string> serve_command(const Options& options,
                                                     const std::filesystem::path& folder);

/// Bytes of a process that are resident and of no file (`Anonymous` of smaps_rollup): heap, stacks,
/// the engine's page cache.
[[nodiscard]] double anonymous_bytes(pid_t process);

/// How far anonymous memory of this process rises above where it stands, while `work` runs; looked
/// at every few milliseconds.
[[nodiscard]] double rise_during(const std::function<void()>& work);

/// Runs this program with the words and gives the number that it prints: in a process of its own
/// no memory that was used and given back earlier hides what is used now.
[[nodiscard]] double number_from_child(const std::vector<std::string>& words);

}  // namespace cyberdir::bench
