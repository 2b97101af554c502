// cyberdir account
#include <iostream>

#include "cli/command.h"
#include "codec/canonical_json.h"
#include "service/account_json.h"

namespace cyberdir::cli {
namespace {

struct Options {
  std::string data;
  service::AccountRequest account;
  std::string url = "http://127.0.0.1:8080";
  std::string id;
  bool resume = false;
  bool json = false;
};

// The link alone, so that a script can pass it on; with --json also what it belongs to.
void print(const service::AccountView& account, const service::Invited& invitation,
           const Options& options) {
  if (!options.json) {
    std::cout << options.url << service::invitation_path(invitation.key) << '\n';
    return;
  }
  model::Json made = service::account_json(account);
  made["invitation"] = service::invitation_json(invitation, options.url);
  std::cout << codec::canonical_json(made) << '\n';
}

int add(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  service::AccountRequest request = options.account;
  if (request.name.empty()) request.name = request.email;
  const auto made = registry->accounts().add(operator_origin(), request);
  if (!made) return report(made.error());
  print(made->account, made->invitation, options);
  return kDone;
}

int list(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  const auto accounts = registry->accounts().list(operator_origin().caller);
  if (!accounts) return report(accounts.error());
  model::Json all = model::Json::array();
  for (const service::AccountView& account : *accounts) {
    all.push_back(service::account_json(account));
    if (options.json) continue;
    std::cout << account.id << "  " << column(account.role, 14) << column(account.owner, 6)
              << column(account.state, 10) << account.email;
    if (account.identity)
      std::cout << "  " << account.identity->issuer << ' ' << account.identity->subject;
    std::cout << '\n';
  }
  if (options.json) std::cout << codec::canonical_json(all) << '\n';
  return kDone;
}

int suspend(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  service::AccountChange change;
  change.suspended = !options.resume;
  const auto done = registry->accounts().change(operator_origin(), options.id, change);
  return done ? kDone : report(done.error());
}

int unlink(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  const auto done = registry->accounts().unlink(operator_origin(), options.id);
  return done ? kDone : report(done.error());
}

int invite(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  const auto account = registry->accounts().read(operator_origin().caller, options.id);
  if (!account) return report(account.error());
  const auto invitation = registry->accounts().invite(operator_origin(), options.id);
  if (!invitation) return report(invitation.error());
  print(*account, *invitation, options);
  return kDone;
}

void add_url_option(CLI::App& command, Options& options) {
  command
      .add_option("--url", options.url,
                  "how people reach the registry; the link begins with it, without a slash at the "
                  "end")
      ->type_name("URL")
      ->capture_default_str();
}

void add_adding(CLI::App& command, const std::shared_ptr<Options>& options, const SetRun& run) {
  CLI::App* adding = command.add_subcommand(
      "add", "make an account; the link of its invitation is printed alone, once");
  adding->footer(
      "The link holds for 72 hours and serves once: whoever opens it chooses a password and sets "
      "up an app for codes.");
  add_data_option(*adding, options->data, true);
  adding->add_option("--email", options->account.email, "address that the person signs in with")
      ->required();
  adding
      ->add_option("--role", options->account.role,
                   "reader, editor, manager, secretariat or administrator")
      ->required();
  adding->add_option("--owner", options->account.owner,
                     "State (two letters) or organisation (id) that the person acts for");
  adding->add_option("--name", options->account.name, "the person's name; the address if absent");
  add_url_option(*adding, *options);
  adding->add_flag("--json", options->json, "the account and its invitation, as JSON");
  adding->callback([options, run] { run([options] { return add(*options); }); });
}

}  // namespace

void add_account(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("account", "accounts of people");
  command->require_subcommand(1);
  add_adding(*command, options, run);
  add_quarantine(*command, run);
  CLI::App* listing = command->add_subcommand("list", "the accounts there are");
  add_data_option(*listing, options->data, true);
  listing->add_flag("--json", options->json, "as JSON");
  listing->callback([options, run] { run([options] { return list(*options); }); });
  CLI::App* suspending =
      command->add_subcommand("suspend", "keep somebody out, from the next request on");
  add_data_option(*suspending, options->data, true);
  suspending->add_option("ID", options->id, "id, as account list shows it")->required();
  suspending->add_flag("--resume", options->resume, "let them in again");
  suspending->callback([options, run] { run([options] { return suspend(*options); }); });
  CLI::App* unlinking = command->add_subcommand(
      "unlink",
      "cut the link to an identity provider and end all sessions; signing in there again links by "
      "the address anew, so suspend whom it should keep out");
  add_data_option(*unlinking, options->data, true);
  unlinking->add_option("ID", options->id, "id, as account list shows it")->required();
  unlinking->callback([options, run] { run([options] { return unlink(*options); }); });
  CLI::App* inviting = command->add_subcommand(
      "invite",
      "a new link for somebody, in place of any before; also where they lost their way in");
  add_data_option(*inviting, options->data, true);
  inviting->add_option("ID", options->id, "id, as account list shows it")->required();
  add_url_option(*inviting, *options);
  inviting->add_flag("--json", options->json, "the account and its invitation, as JSON");
  inviting->callback([options, run] { run([options] { return invite(*options); }); });
}

}  // namespace cyberdir::cli
