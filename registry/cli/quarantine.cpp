// cyberdir account quarantine
#include <iostream>

#include "cli/command.h"
#include "codec/canonical_json.h"

namespace cyberdir::cli {
namespace {

struct Options {
  std::string data;
  std::string subject;
  std::string since;
  std::vector<std::string> revert;
  bool revert_all = false;
  std::vector<std::string> release;
  bool json = false;
};

void print(const service::QuarantineReport& report, const Options& options) {
  if (options.json) {
    std::cout << codec::canonical_json(service::quarantine_json(report)) << '\n';
    return;
  }
  for (const service::QuarantinedEntry& entry : report.entries) {
    std::cout << column(entry.state, 11) << column(entry.kind, 14) << column(entry.owner, 6)
              << entry.entry << "  versions";
    for (const std::int64_t version : entry.versions) std::cout << ' ' << version;
    if (entry.others_since) std::cout << "  (others have written since)";
    std::cout << '\n';
  }
  for (const service::QuarantinedSubmission& submission : report.submissions) {
    std::cout << column(std::string(model::name_of(submission.state)), 11)
              << column("submission", 20) << submission.id;
    for (const std::string& action : submission.actions) std::cout << ' ' << action;
    std::cout << '\n';
  }
  for (const std::string& id : report.accounts)
    std::cout << column("made", 11) << column("account", 20) << id << '\n';
  for (const std::string& id : report.tokens)
    std::cout << column("ended", 11) << column("token", 20) << id << '\n';
}

base::Result<service::QuarantineReport> carry_out(service::Registry& registry,
                                                  const Options& options) {
  const service::Origin origin = operator_origin();
  service::Quarantine& quarantine = registry.quarantine();
  if (!options.since.empty()) {
    const auto since = base::parse_rfc3339(options.since);
    CYBERDIR_TRY(quarantine.begin(origin, options.subject, *since));
  }
  if (options.revert_all || !options.revert.empty()) {
    CYBERDIR_TRY(quarantine.decide(origin, options.subject, service::QuarantineDecision::revert,
                                   {options.revert, options.revert_all}));
  }
  if (!options.release.empty()) {
    CYBERDIR_TRY(quarantine.decide(origin, options.subject, service::QuarantineDecision::release,
                                   {options.release, false}));
  }
  return quarantine.report(origin.caller, options.subject);
}

int run_quarantine(const Options& options) {
  if (!options.since.empty() && !base::parse_rfc3339(options.since)) {
    std::cerr << "cyberdir: --since is a time such as 2026-11-22T08:00:00Z\n";
    return kUsage;
  }
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  const auto report_or = carry_out(*registry, options);
  if (!report_or) return report(report_or.error());
  print(*report_or, options);
  return kDone;
}

}  // namespace

void add_quarantine(CLI::App& account, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = account.add_subcommand(
      "quarantine",
      "keep an account or a token out, list all it did since a time, and hide what it wrote");
  command->footer(
      "Without --since it lists what is held back already. Everything is a new version on record;\n"
      "entries that are held back are seen by their owner and the secretariat alone.");
  add_data_option(*command, options->data, true);
  command->add_option("ID", options->subject, "id of an account or a token, as the lists show it")
      ->required();
  command->add_option("--since", options->since, "a time such as 2026-11-22T08:00:00Z")
      ->type_name("T");
  command
      ->add_option("--revert", options->revert,
                   "entries to bring back as they were before; those made since are withdrawn")
      ->type_name("ENTRY");
  command->add_flag("--revert-all", options->revert_all, "all that are held back");
  command->add_option("--release", options->release, "entries to let stand as they are")
      ->type_name("ENTRY");
  command->add_flag("--json", options->json, "as JSON");
  command->callback([options, run] { run([options] { return run_quarantine(*options); }); });
}

}  // namespace cyberdir::cli
