// cyberdir backup, cyberdir restore
#include <iostream>

#include "base/clock.h"
#include "base/random.h"
#include "cli/command.h"

namespace cyberdir::cli {
namespace {

struct Options {
  std::string data;
  std::string file;
};

int restore(const Options& options) {
  const base::SystemClock clock;
  base::SystemRandom random;
  const auto restored =
      service::restore_backup(operator_origin(), options.file, options.data, clock, random);
  if (!restored) return report(restored.error());
  for (const std::string& finding : restored->findings) std::cerr << finding << '\n';
  if (!restored->findings.empty()) {
    std::cerr << "cyberdir: the backup does not verify; nothing was restored\n";
    return kRefused;
  }
  std::cout << restored->entries << " entries, " << restored->versions << " versions restored to "
            << options.data << '\n';
  return kDone;
}

}  // namespace

void add_backup(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* backing_up =
      app.add_subcommand("backup", "copy the registry, as of now, to a file; the server may go on");
  backing_up->add_option("FILE", options->file, "new file")->required();
  add_data_option(*backing_up, options->data, true);
  backing_up->callback([options, run] {
    run([options] {
      int code = kDone;
      const auto registry = open_registry(options->data, code);
      if (!registry) return code;
      const auto done = service::back_up(*registry, operator_origin(), options->file);
      return done ? kDone : report(done.error());
    });
  });
  CLI::App* restoring =
      app.add_subcommand("restore", "put a backup into an empty place, after it was verified");
  restoring->add_option("FILE", options->file, "the backup")->required();
  add_data_option(*restoring, options->data, true);
  restoring->callback([options, run] { run([options] { return restore(*options); }); });
}

}  // namespace cyberdir::cli
