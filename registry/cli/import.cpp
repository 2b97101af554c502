// cyberdir import
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "cli/import_remote.h"
#include "codec/canonical_json.h"
#include "http/parameters.h"
#include "importers/formats.h"
#include "importers/importer.h"
#include "service/answer_json.h"

namespace cyberdir::cli {
namespace {

constexpr std::size_t kHeadBytes = 64UL * 1024;

struct Options {
  std::vector<std::string> files;
  std::string data;
  std::string format;
  std::string kind;
  ColumnOptions columns;
  std::string plan;
  std::string on_error = "abort";
  std::string mode = "merge";
  std::string scope;
  std::uint64_t max_withdraw = 0;
  std::vector<std::string> decisions;
  bool dry_run = false;
  bool json = false;
  Remote remote;
};

// What is asked of the import, but for the file. Errors: malformed.
base::Result<service::ImportOptions> import_options(const Options& options) {
  service::ImportOptions asked;
  asked.dry_run = options.dry_run;
  asked.plan = options.plan;
  asked.reading = options.kind;
  asked.on_error = *service::on_error_named(options.on_error);
  asked.mode = *service::import_mode_named(options.mode);
  if (!options.scope.empty()) {
    CYBERDIR_ASSIGN(scope, service::parse_replace_scope(options.scope));
    asked.scope = std::move(scope);
  }
  asked.max_withdraw = options.max_withdraw;
  for (const std::string& decision : options.decisions)
    CYBERDIR_TRY(service::add_decision(asked, decision));
  CYBERDIR_TRY(service::check_import_options(asked));
  return asked;
}

// The report as JSON, its items one after the other as they lie on disk.
base::Result<void> print_json(const service::ImportReport& report, const std::string& file) {
  model::Json head = service::import_summary_json(report);
  head["file"] = file;
  std::string text = codec::canonical_json(head);
  text.pop_back();  // the closing brace comes after the items
  std::cout << text << ",\"items\":[";
  bool first = true;
  CYBERDIR_TRY(report.for_each([&](const service::ImportItem& item) -> base::Result<void> {
    std::cout << (first ? "\n" : ",\n") << codec::canonical_json(service::import_item_json(item));
    first = false;
    return {};
  }));
  std::cout << "]}\n";
  return {};
}

base::Result<void> print_text(const service::ImportReport& report, const std::string& file) {
  constexpr std::uint64_t kMostLines = 50;
  std::uint64_t shown = 0;
  for (const base::Finding& finding : report.findings)
    std::cerr << file << ": error " << finding.code << ": " << finding.detail << '\n';
  CYBERDIR_TRY(report.for_each([&](const service::ImportItem& item) -> base::Result<void> {
    for (const base::Finding& finding : item.findings) {
      if (++shown > kMostLines) continue;
      std::cerr << file << ": row " << item.row
                << (item.line ? ", line " + std::to_string(*item.line) : std::string()) << ", "
                << item.place << finding.pointer << ": "
                << (finding.severity == base::Severity::error ? "error " : "warning ")
                << finding.code << ": " << finding.detail << '\n';
    }
    return {};
  }));
  if (shown > kMostLines)
    std::cerr << "… and " << shown - kMostLines << " more; --json lists them all\n";
  const service::ImportSummary& sums = report.summary;
  std::cout << file << " (" << report.format << "): " << sums.create << " created, " << sums.update
            << " updated, " << sums.unchanged << " unchanged, " << sums.withdraw << " withdrawn, "
            << sums.error << " with errors, " << sums.warning << " warnings";
  if (!report.submissions.empty()) {
    std::cout << "; waiting for others in " << report.submissions.size() << " submission"
              << (report.submissions.size() == 1 ? "" : "s");
  }
  if (report.dry_run) std::cout << "; nothing written (dry run)\nplan " << report.plan;
  if (!report.dry_run && !report.applied) std::cout << "; nothing written";
  std::cout << '\n';
  return {};
}

int import_one(service::Registry& registry, const Options& options, const std::string& file) {
  std::ifstream stream;
  const bool piped = file == "-";
  if (!piped) stream.open(file, std::ios::binary);
  if (!piped && (!stream || std::filesystem::is_directory(file))) {
    std::cerr << "cyberdir: the file " << file << " cannot be read\n";
    return kRefused;
  }
  base::StreamSource source(piped ? static_cast<std::istream&>(std::cin) : stream);
  importers::PeekedSource peeked(source);
  const auto head = peeked.head(kHeadBytes);
  if (!head) return report(head.error());
  const auto format = choose_csv_format(options.format, options.kind, options.columns, *head);
  if (!format) return report(format.error());
  auto asked = import_options(options);
  if (!asked) {
    report(asked.error());
    return kUsage;
  }
  asked->format = format->name;
  asked->file = piped ? std::string() : std::filesystem::path(file).filename().string();
  std::error_code unknown;
  const auto size = piped ? 0 : std::filesystem::file_size(file, unknown);
  base::Result<service::ImportReport> result = [&] {
    Progress reading("reading " + file, unknown ? 0 : size);
    Progress writing("writing " + file, 0);
    return registry.imports().run(operator_origin(), peeked, format->read, *asked,
                                  [&](const service::ImportProgress& progress) {
                                    (progress.applying ? writing : reading)
                                        .at(progress.applying ? 0 : progress.bytes,
                                            progress.records);
                                  });
  }();
  if (!result) return report(result.error());
  const auto printed = options.json ? print_json(*result, file) : print_text(*result, file);
  if (!printed) return report(printed.error());
  const bool done = result->summary.error == 0 || result->applied;
  return done ? kDone : kRefused;
}

// What is asked, as the parameters of the API say it.
std::string query_of(const Options& options, const std::string& name) {
  std::string query = "file=" + http::encode_query(name);
  const auto add = [&](const char* parameter, const std::string& value) {
    if (!value.empty()) query.append("&").append(parameter) += "=" + http::encode_query(value);
  };
  add("format", options.format);
  add("kind", options.kind);
  add("dry_run", options.dry_run ? "true" : "");
  add("plan", options.plan);
  add("on_error", options.on_error);
  add("mode", options.mode);
  add("scope", options.scope);
  add("max_withdraw", options.max_withdraw > 0 ? std::to_string(options.max_withdraw) : "");
  for (const std::string& decision : options.decisions) add("decide", decision);
  return query;
}

int send_one(const Options& options, const std::string& file) {
  std::ifstream stream;
  const bool piped = file == "-";
  if (!piped) stream.open(file, std::ios::binary);
  if (!piped && (!stream || std::filesystem::is_directory(file))) {
    std::cerr << "cyberdir: the file " << file << " cannot be read\n";
    return kRefused;
  }
  const std::string name = piped ? "" : std::filesystem::path(file).filename().string();
  return import_remote(options.remote, query_of(options, name), file,
                       piped ? static_cast<std::istream&>(std::cin) : stream, options.json);
}

int run_all(const Options& options) {
  int code = kDone;
  if (options.data.empty() == options.remote.url.empty()) {
    std::cerr << "cyberdir: say where the registry is: --data DIR or --url URL\n";
    return kUsage;
  }
  if (!options.remote.url.empty()) {
    for (const std::string& file : options.files) code = std::max(code, send_one(options, file));
    return code;
  }
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  for (const std::string& file : options.files)
    code = std::max(code, import_one(*registry, options, file));
  return code;
}

}  // namespace

void add_import(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "import", "read files of entries into the registry, each whole or not at all");
  std::string foreign;
  for (const importers::Importer& importer : importers::importers())
    foreign += "\n  " + std::string(importer.name) + ": " + std::string(importer.title);
  command->footer(
      "The format is told from the content: our own JSON, NDJSON, XML and CSV, CSV of others by a\n"
      "column map (cyberdir columns), and" +
      foreign + "\nA second import of the same file changes nothing.");
  command->add_option("FILE", options->files, "files; - is standard input")->required();
  add_data_option(*command, options->data, false);
  command->add_option("--url", options->remote.url, "a server, instead of a folder")
      ->type_name("URL");
  command
      ->add_option("--token-file", options->remote.token_file,
                   "file with a token for --url, in its first line")
      ->type_name("FILE");
  command->add_option("--format", options->format,
                      importers::format_names() + "; told from the content where left out");
  command->add_option("--kind", options->kind, "kind of the rows of a CSV that does not say it");
  add_column_options(*command, options->columns);
  command->add_flag("--dry-run", options->dry_run,
                    "do everything but keep it; the report has the plan");
  command
      ->add_option("--plan", options->plan,
                   "apply only if the import still does what that plan says")
      ->type_name("DIGEST");
  command
      ->add_option("--on-error", options->on_error,
                   "abort: nothing is written where a record has an error; skip: all others are")
      ->check(CLI::IsMember({"abort", "skip"}))
      ->capture_default_str();
  command
      ->add_option("--mode", options->mode,
                   "merge: what the file lacks stays; replace: it is withdrawn, within --scope")
      ->check(CLI::IsMember({"merge", "replace"}))
      ->capture_default_str();
  command->add_option("--scope", options->scope,
                      "of replace: state:XX (what that State owns), or source:NAME (what that "
                      "directory lists)");
  command->add_option("--max-withdraw", options->max_withdraw,
                      "of replace: more than so many are not withdrawn; all is refused then");
  command
      ->add_option("--decide", options->decisions,
                   "on likely duplicates: ROW:ID (it is about that entry), ROW:new, ROW:skip")
      ->type_name("ROW:WHAT");
  command->add_flag("--json", options->json, "the report as JSON on standard output");
  command->callback([options, run] { run([options] { return run_all(*options); }); });
}

}  // namespace cyberdir::cli
