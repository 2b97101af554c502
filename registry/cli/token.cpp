// cyberdir token
#include <iostream>

#include "cli/command.h"
#include "codec/canonical_json.h"
#include "service/account_json.h"

namespace cyberdir::cli {
namespace {

struct Options {
  std::string data;
  std::string role;
  std::string owner;
  std::vector<std::string> scopes;
  std::string expires;
  std::string id;
  bool json = false;
};

int add(const Options& options) {
  const auto role = model::role_named(options.role);
  if (!role || *role == model::Role::anonymous) {
    std::cerr << "cyberdir: the role is reader, editor, manager, secretariat or administrator\n";
    return kUsage;
  }
  service::TokenRequest request;
  request.role = *role;
  request.owner = options.owner;
  request.scopes = options.scopes;
  if (!options.expires.empty()) {
    request.expires_at = base::parse_rfc3339(options.expires);
    if (!request.expires_at && base::is_full_date(options.expires))
      request.expires_at = base::parse_rfc3339(options.expires + "T23:59:59Z");
    if (!request.expires_at) {
      std::cerr << "cyberdir: --expires is a date or a time such as 2027-01-31T12:00:00Z\n";
      return kUsage;
    }
  }
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  const auto token = registry->tokens().add(operator_origin(), request);
  if (!token) return report(token.error());
  std::cout << *token << '\n';
  return kDone;
}

int list(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  const auto rows = registry->tokens().list(operator_origin().caller);
  if (!rows) return report(rows.error());
  const base::Instant now = registry->clock().now();
  model::Json all = model::Json::array();
  for (const store::TokenRow& row : *rows) {
    model::Json one = service::token_json(row, now);
    const std::string state = one.at("state").get<std::string>();
    all.push_back(std::move(one));
    if (!options.json) {
      std::cout << row.id << "  " << column(row.role, 14) << column(row.owner, 6)
                << column(state, 9) << base::to_rfc3339(row.created_at) << '\n';
    }
  }
  if (options.json) std::cout << codec::canonical_json(all) << '\n';
  return kDone;
}

int revoke(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  const auto done = registry->tokens().revoke(operator_origin(), options.id);
  return done ? kDone : report(done.error());
}

}  // namespace

void add_token(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("token", "tokens for tools");
  command->require_subcommand(1);
  CLI::App* adding =
      command->add_subcommand("add", "make a token; it is printed alone, once, and kept nowhere");
  add_data_option(*adding, options->data, true);
  adding
      ->add_option("--role", options->role, "reader, editor, manager, secretariat or administrator")
      ->required();
  adding->add_option("--owner", options->owner,
                     "State (two letters) or organisation (id) that its bearer acts for");
  adding->add_option("--scope", options->scopes, "what it may do beyond its role, such as bulk");
  adding->add_option("--expires", options->expires,
                     "date or time from which it is not valid any more");
  adding->callback([options, run] { run([options] { return add(*options); }); });
  CLI::App* listing =
      command->add_subcommand("list", "the tokens there are, without their secrets");
  add_data_option(*listing, options->data, true);
  listing->add_flag("--json", options->json, "as JSON");
  listing->callback([options, run] { run([options] { return list(*options); }); });
  CLI::App* revoking = command->add_subcommand("revoke", "end a token, from the next request on");
  add_data_option(*revoking, options->data, true);
  revoking->add_option("ID", options->id, "id, as token list shows it")->required();
  revoking->callback([options, run] { run([options] { return revoke(*options); }); });
}

}  // namespace cyberdir::cli
