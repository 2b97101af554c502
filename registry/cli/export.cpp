// cyberdir export
#include "service/export.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "model/kinds.h"

namespace cyberdir::cli {
namespace {

struct Options {
  std::string data;
  std::string format = "json";
  std::string kind;
  std::string state;
  std::array<std::vector<std::string>, service::kExportFilters.size()> filters;
  std::string as_of;
  std::string audience = "public";
  std::string output;
};

// Whom an export is for: the public, any participating State, or the registry itself.
std::optional<model::Caller> caller_for(const std::string& audience) {
  model::Caller caller;
  if (audience == "public") return caller;
  if (audience == "full") {
    caller.operates = true;
    return caller;
  }
  if (audience != "states") return std::nullopt;
  caller.role = model::Role::reader;
  caller.every_state = true;
  return caller;
}

int export_to(service::Registry& registry, const model::Caller& caller,
              const service::ExportOptions& options, std::ostream& stream) {
  const auto recorded = service::record_export(registry.store(), operator_origin(), options);
  if (!recorded) return report(recorded.error());
  base::StreamSink sink(stream);
  Progress progress("exporting", 0);
  const auto done = service::export_directory(registry.directory(), caller, options, sink,
                                              [&](std::uint64_t count) { progress.at(0, count); });
  if (!done) return report(done.error());
  stream.flush();
  if (!stream) {
    std::cerr << "cyberdir: the output could not be written\n";
    return kUnreachable;
  }
  return kDone;
}

// A file that is there whole or not at all.
int export_file(service::Registry& registry, const model::Caller& caller,
                const service::ExportOptions& options, const std::filesystem::path& file) {
  std::filesystem::path partial = file;
  partial += ".partial";
  int code = kDone;
  {
    std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
    if (!stream) {
      std::cerr << "cyberdir: " << file.string() << " cannot be written\n";
      return kRefused;
    }
    code = export_to(registry, caller, options, stream);
  }
  std::error_code failed;
  if (code == kDone) {
    std::filesystem::rename(partial, file, failed);
  } else {
    std::filesystem::remove(partial, failed);
  }
  return code;
}

int run_export(const Options& options) {
  service::ExportOptions chosen;
  const codec::OutputForm* form = codec::find_output_form(options.format);
  const auto caller = caller_for(options.audience);
  if (form == nullptr || !caller) {
    std::cerr << "cyberdir: "
              << (form != nullptr ? "the audience is public, states or full"
                                  : "the format is " + codec::output_form_names())
              << '\n';
    return kUsage;
  }
  chosen.form = options.format;
  chosen.audience = options.audience;
  chosen.scope.kind = options.kind;
  chosen.scope.state = options.state;
  for (std::size_t i = 0; i < options.filters.size(); ++i) {
    if (!options.filters.at(i).empty())
      chosen.scope.filters.push_back(
          {std::string(service::kExportFilters.at(i)), options.filters.at(i)});
  }
  if (!options.kind.empty() && model::find_kind(options.kind) == nullptr) {
    std::cerr << "cyberdir: there is no kind " << options.kind << '\n';
    return kUsage;
  }
  if (!options.as_of.empty()) {
    const auto as_of = service::parse_as_of(options.as_of);
    if (!as_of) {
      report(as_of.error());
      return kUsage;
    }
    chosen.scope.as_of = *as_of;
  }
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  if (form->one_kind && options.kind.empty()) {
    if (options.output.empty()) {
      std::cerr << "cyberdir: CSV holds entries of one kind: say --kind, or a folder for -o\n";
      return kUsage;
    }
    std::error_code failed;
    std::filesystem::create_directories(options.output, failed);
    for (const model::Kind& kind : model::kinds()) {
      chosen.scope.kind = kind.name;
      code = std::max(
          code, export_file(*registry, *caller, chosen,
                            std::filesystem::path(options.output) /
                                (std::string(kind.plural) + "." + std::string(form->suffix))));
    }
    return code;
  }
  if (options.output.empty() || options.output == "-")
    return export_to(*registry, *caller, chosen, std::cout);
  return export_file(*registry, *caller, chosen, options.output);
}

}  // namespace

void add_export(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("export", "write the directory, as somebody may see it");
  add_data_option(*command, options->data, true);
  command->add_option("--format", options->format, codec::output_form_names())
      ->capture_default_str();
  command->add_option("--kind", options->kind, "entries of this kind only");
  command->add_option("--state", options->state, "entries of this State only (two letters)");
  for (std::size_t i = 0; i < service::kExportFilters.size(); ++i) {
    const std::string name(service::kExportFilters.at(i));
    command
        ->add_option("--" + name, options->filters.at(i),
                     "entries with this " + name + " only; several by commas")
        ->delimiter(',');
  }
  command->add_option("--as-of", options->as_of,
                      "the directory of that moment: a time, a date, or seq:N");
  command
      ->add_option("--audience", options->audience,
                   "public, states, or full (with drafts and what is the owner's)")
      ->capture_default_str();
  command->add_option("-o,--output", options->output,
                      "file; a folder for CSV of all kinds; standard output where left out");
  command->callback([options, run] { run([options] { return run_export(*options); }); });
}

}  // namespace cyberdir::cli
