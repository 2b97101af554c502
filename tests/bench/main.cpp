// cyberdir_bench: measures the product and, in the same run, what bounds it. Start here.
//
// One file a subject (subjects.h). Ours and its limit take turns (measure.h), so that a machine
// that is busy with something else is so for both.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "subjects.h"

namespace {

namespace bench = cyberdir::bench;

struct Subject {
  const char* name;
  void (*run)(const bench::Options&, bench::Report&);
};
constexpr Subject kSubjects[] = {{"read", bench::bench_read},     {"search", bench::bench_search},
                                 {"import", bench::bench_import}, {"export", bench::bench_export},
                                 {"edit", bench::bench_edit},     {"as_of", bench::bench_as_of},
                                 {"memory", bench::bench_memory}, {"start", bench::bench_start}};

std::filesystem::path scratch;

}  // namespace

int main(int count, char** words) {
  CLI::App app(
      "Measures cyberdir beside its limits, in turn; what it prints it also writes as JSON.",
      "cyberdir_bench");
  bench::Options options;
  options.sizes = {1'000, 100'000};
  options.program = CYBERDIR_BENCH_PROGRAM;
  std::filesystem::path out =
      std::filesystem::path(CYBERDIR_BENCH_SOURCE_DIR) / "build" / "bench.json";
  std::vector<std::string> only;
  std::string bytes;
  app.add_option("--entries", options.sizes, "numbers of entries, such as 1000,100000,1000000")
      ->delimiter(',')
      ->check(CLI::Range(100, 100'000'000));
  app.add_option("--only", only,
                 "subjects: read, search, import, export, edit, as_of, memory, start")
      ->delimiter(',');
  app.add_option("--rounds", options.rounds, "rounds of which the median is taken")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--out", out, "where the JSON goes")->capture_default_str();
  app.add_option("--program", options.program, "the program that is served")->capture_default_str();
  app.add_option("--scratch", options.scratch,
                 "folder for registries made on the way; beside the JSON where left out");
  CLI::App* server =
      app.add_subcommand("serve-bytes", "bare cpp-httplib, which this program starts for itself")
          ->group("");
  server->add_option("FILE", bytes)->required();
  std::vector<std::string> of;
  CLI::App* memory =
      app.add_subcommand("memory-of", "import FOLDER FILE, or export FOLDER FORM")->group("");
  memory->add_option("WHAT", of)->required()->expected(3);
  CLI11_PARSE(app, count, words);
  if (server->parsed()) return bench::serve_bytes(bytes);
  if (memory->parsed()) {
    std::printf("%.0f\n", of[0] == "import" ? bench::added_by_import(of[1], of[2])
                                            : bench::added_by_export(of[1], of[2]));
    return 0;
  }

  std::sort(options.sizes.begin(), options.sizes.end());
  options.sizes.erase(std::unique(options.sizes.begin(), options.sizes.end()), options.sizes.end());
  if (options.scratch.empty()) options.scratch = out.parent_path() / "bench-scratch";
  options.scratch = std::filesystem::absolute(options.scratch) / std::to_string(getpid());
  scratch = options.scratch;
  std::filesystem::create_directories(scratch);
  std::atexit([] { std::filesystem::remove_all(scratch); });  // also where it gives up
  bench::Report report;
  for (const Subject& subject : kSubjects) {
    if (only.empty() || std::find(only.begin(), only.end(), subject.name) != only.end())
      subject.run(options, report);
  }
  report.print_sum();
  report.write(out);
  std::printf("written to %s\n", out.c_str());
  return 0;
}
