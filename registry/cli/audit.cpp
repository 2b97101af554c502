// cyberdir audit
#include <fstream>
#include <iostream>

#include "base/bytes.h"
#include "cli/command.h"
#include "codec/canonical_json.h"
#include "model/json.h"

namespace cyberdir::cli {
namespace {

int export_audit(const std::string& data, std::ostream& out) {
  int code = kDone;
  const auto registry = open_registry(data, code);
  if (!registry) return code;
  const auto read = registry->store().read_apart([&](store::Reader& reader) -> base::Result<void> {
    constexpr std::size_t kBatch = 256;
    std::int64_t after = 0;
    while (true) {
      const auto rows = reader.audit(after, kBatch);
      if (rows.empty()) return {};
      for (const store::AuditRow& row : rows) {
        after = row.n;
        model::Json line = {{"n", row.n},
                            {"at", base::to_rfc3339(row.at)},
                            {"actor", row.actor},
                            {"source", row.source},
                            {"action", row.action},
                            {"subject", row.subject},
                            {"digest", base::to_hex(base::bytes_of(row.digest))}};
        if (row.first_seq) line["first_seq"] = *row.first_seq;
        if (row.last_seq) line["last_seq"] = *row.last_seq;
        if (!row.request.empty()) line["request"] = row.request;
        out << codec::canonical_json(line) << '\n';
      }
    }
  });
  if (!read) return report(read.error());
  out.flush();
  return out ? kDone : kUnreachable;
}

}  // namespace

void add_audit(CLI::App& app, const SetRun& run) {
  struct Options {
    std::string data;
    std::string output;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("audit", "the trail of who did what");
  command->require_subcommand(1);
  CLI::App* exporting =
      command->add_subcommand("export", "the whole trail as NDJSON, oldest first");
  add_data_option(*exporting, options->data, true);
  exporting->add_flag("--json")->description("as JSON, a row a line (it always is)");
  exporting->add_option("-o,--output", options->output, "file; standard output where left out");
  exporting->callback([options, run] {
    run([options] {
      if (options->output.empty()) return export_audit(options->data, std::cout);
      std::ofstream file(options->output, std::ios::binary | std::ios::trunc);
      if (!file) {
        std::cerr << "cyberdir: " << options->output << " cannot be written\n";
        return kRefused;
      }
      return export_audit(options->data, file);
    });
  });
}

}  // namespace cyberdir::cli
