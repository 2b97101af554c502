// cyberdir verify
#include <filesystem>
#include <iostream>

#include "cli/command.h"
#include "codec/canonical_json.h"
#include "model/json.h"
#include "store/store.h"

namespace cyberdir::cli {

void add_verify(CLI::App& app, const SetRun& run) {
  struct Options {
    std::string data;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "verify", "check every digest, chain, reference, projection and row of the index");
  add_data_option(*command, options->data, true);
  command->add_flag("--json", options->json, "the report as JSON");
  command->callback([options, run] {
    run([options] {
      if (!std::filesystem::exists(store::sqlite_file(options->data))) {
        std::cerr << "cyberdir: there is no registry in " << options->data << '\n';
        return kUnreachable;
      }
      int code = kDone;
      const auto registry = open_registry(options->data, code);
      // A store that cannot even be opened was found wrong.
      if (!registry) return kRefused;
      Progress progress("verifying", 0);
      const auto checked =
          registry->integrity().check([&](std::uint64_t entries) { progress.at(0, entries); });
      if (!checked) return report(checked.error());
      if (options->json) {
        const model::Json summary = {{"ok", checked->findings.empty()},
                                     {"entries", checked->entries},
                                     {"versions", checked->versions},
                                     {"seq", checked->seq},
                                     {"findings", checked->findings}};
        std::cout << codec::canonical_json(summary) << '\n';
      } else {
        for (const std::string& finding : checked->findings) std::cout << finding << '\n';
        std::cout << checked->entries << " entries, " << checked->versions
                  << " versions, up to sequence number " << checked->seq << ": "
                  << (checked->findings.empty()
                          ? "all verified"
                          : std::to_string(checked->findings.size()) + " findings")
                  << '\n';
      }
      return checked->findings.empty() ? kDone : kRefused;
    });
  });
}

}  // namespace cyberdir::cli
