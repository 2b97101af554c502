// Import of our own formats beside the plain insertion of the very rows that it leaves.
#include <array>

#include "bare_store.h"
#include "entries.h"
#include "subjects.h"

namespace cyberdir::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::array kForms = {FileForm::json, FileForm::ndjson, FileForm::xml};

double import_seconds(const Options& options, const fs::path& file) {
  const fs::path folder = fresh_folder(options, "import");
  OpenRegistry registry(folder);
  return seconds_of([&] { import_file(*registry, file); });
}

// Rows are read in portions, untimed; what counts is the insertion and the commit.
double bare_seconds(const Options& options, const fs::path& from) {
  constexpr std::size_t kPortion = 1'000;
  const fs::path folder = fresh_folder(options, "bare");
  { OpenRegistry seeded(folder); }
  const StorePlace place = place_of(store::sqlite_file(folder));
  WrittenRows rows(store::sqlite_file(from), place.seq, place.span, place.audit);
  BareWriter writer(store::sqlite_file(folder));
  double seconds = seconds_of([&] { writer.begin(); });
  for (auto portion = rows.next(kPortion); !portion.empty(); portion = rows.next(kPortion)) {
    seconds += seconds_of([&] {
      for (const BareChange& change : portion) writer.insert(change);
    });
  }
  return seconds + seconds_of([&] { writer.commit(); });
}

void measure(const Options& options, Report& report, std::uint64_t count) {
  const auto rows = static_cast<double>(count);
  std::vector<Contender> contenders;
  std::vector<fs::path> files;
  for (const FileForm form : kForms) {
    files.push_back(options.scratch / ("import." + std::string(name_of(form))));
    write_entries(files.back(), form, count);
    contenders.push_back({[&options, rows, file = files.back()] {
      return std::vector{rows / import_seconds(options, file)};
    }});
  }
  const fs::path filled = filled_registry(options, count);
  contenders.push_back({[&] { return std::vector{rows / bare_seconds(options, filled)}; }});
  const Series series = take_turns(contenders, options.rounds);
  for (std::size_t i = 0; i < kForms.size(); ++i) {
    report.add("import " + std::string(name_of(kForms.at(i))), count, series[i][0],
               series.back()[0], "rows/s", at_least(0.6));
  }
  for (const fs::path& file : files) fs::remove(file);
}

}  // namespace

void bench_import(const Options& options, Report& report) {
  for (const std::uint64_t count : options.sizes) measure(options, report, count);
  // How the cost grows: the largest beside the one before it.
  if (options.sizes.size() < 2) return;
  const std::uint64_t large = options.sizes.back();
  const std::uint64_t small = options.sizes[options.sizes.size() - 2];
  const bool is_goal = large == 1'000'000 && small == 100'000;
  for (const FileForm form : kForms) {
    const std::string name = "import " + std::string(name_of(form));
    const Line* few = report.find(name, small);
    const Line* many = report.find(name, large);
    Line line{name + ", beside " + std::to_string(small),
              large,
              many->ours,
              few->ours,
              "rows/s",
              many->ours / few->ours,
              {},
              many->rounds};
    if (is_goal) line.goal = at_least(0.5);
    report.add(std::move(line));
  }
}

}  // namespace cyberdir::bench
