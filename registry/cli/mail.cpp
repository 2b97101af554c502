// cyberdir mail
#include <iostream>

#include "cli/command.h"
#include "codec/canonical_json.h"

namespace cyberdir::cli {
namespace {

struct Options {
  std::string data;
  bool json = false;
};

constexpr std::size_t kMostListed = 1000;

// What is known of a mail but its content, which may be a secret of its recipient's.
model::Json mail_json(const store::MailRow& mail) {
  model::Json json = {{"id", mail.id},
                      {"kind", mail.kind},
                      {"subject", mail.subject},
                      {"language", mail.language},
                      {"state", mail.state},
                      {"at", base::to_rfc3339(mail.at)},
                      {"attempts", mail.attempts}};
  if (!mail.recipient.empty()) json["recipient"] = mail.recipient;
  if (mail.state == "waiting" && mail.attempts > 0)
    json["next_at"] = base::to_rfc3339(mail.next_at);
  if (mail.ended_at) json["ended_at"] = base::to_rfc3339(*mail.ended_at);
  if (!mail.failure.empty()) json["failure"] = mail.failure;
  return json;
}

int list(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  std::vector<store::MailRow> rows;
  const auto read = registry->store().read([&](store::Reader& reader) -> base::Result<void> {
    rows = reader.mail(store::kForever, kMostListed);
    return {};
  });
  if (!read) return report(read.error());
  model::Json all = model::Json::array();
  for (const store::MailRow& mail : rows) {
    all.push_back(mail_json(mail));
    if (options.json) continue;
    std::cout << base::to_rfc3339(mail.at) << "  " << column(mail.state, 8) << column(mail.kind, 20)
              << column(mail.recipient, 32) << mail.failure << '\n';
  }
  if (options.json) std::cout << codec::canonical_json(all) << '\n';
  return kDone;
}

}  // namespace

void add_mail(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("mail", "mail that waits, was sent or was given up");
  command->require_subcommand(1);
  CLI::App* listing = command->add_subcommand("list", "the last mails, newest first");
  listing->footer(
      "Mail waits in the store until serve has a mail server (--smtp). Once it is sent or given "
      "up,\n"
      "recipient and content are erased. Content is never shown here.");
  add_data_option(*listing, options->data, true);
  listing->add_flag("--json", options->json, "as JSON");
  listing->callback([options, run] { run([options] { return list(*options); }); });
}

}  // namespace cyberdir::cli
