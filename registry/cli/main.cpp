// The program: one command line, one file a command.
#include <iostream>

#include "cli/command.h"

namespace {

constexpr const char* kFooter =
    R"(Exit codes: 0 done; 1 the data was refused or something was found wrong; 2 wrong usage;
3 the server or the store could not be reached.

Begin with:
  cyberdir serve --data var/registry
  cyberdir import FILE --data var/registry --dry-run
  cyberdir account add --data var/registry --role administrator --email you@example.org
  cyberdir token add --data var/registry --role manager --owner IN)";

}  // namespace

namespace cyberdir::cli {
namespace {

int run(int argc, char** argv) {
  CLI::App app(
      "cyberdir: the registry of every State's cyber points of contact, initiatives and "
      "programmes.",
      "cyberdir");
  app.require_subcommand(1);
  app.footer(kFooter);
  app.set_version_flag("--version", "cyberdir " CYBERDIR_VERSION);
  Run chosen;
  const SetRun set_run = [&](Run run) { chosen = std::move(run); };
  add_serve(app, set_run);
  add_import(app, set_run);
  add_export(app, set_run);
  add_lookups(app, set_run);
  add_token(app, set_run);
  add_submission(app, set_run);
  add_account(app, set_run);
  add_mail(app, set_run);
  add_audit(app, set_run);
  add_backup(app, set_run);
  add_verify(app, set_run);
  add_columns(app, set_run);
  add_schema(app, set_run);
  add_routes(app, set_run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  try {
    return chosen ? chosen() : kUsage;
  } catch (const std::exception& bug) {
    std::cerr << "cyberdir: an error of the program: " << bug.what() << '\n';
    return kRefused;
  }
}

}  // namespace
}  // namespace cyberdir::cli

int main(int argc, char** argv) { return cyberdir::cli::run(argc, argv); }
