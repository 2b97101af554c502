// Memory of the server, and what an import and an export add. Counted is what is resident and of no
// file (anonymous): heap, page cache of the engine, and the small touched part of thread stacks.
#include <array>
#include <random>

#include "entries.h"
#include "load_client.h"
#include "service/export.h"
#include "subjects.h"

namespace cyberdir::bench {
namespace {

namespace fs = std::filesystem;

constexpr double kMegabyte = 1024 * 1024;
constexpr double kMostAdded = 64;

class Nowhere final : public base::ByteSink {
 public:
  base::Result<void> write(std::string_view) override { return {}; }
};

// The bound that the goal names for a size; where it names none, that of the next larger one.
std::pair<double, bool> bound_of(std::uint64_t count) {
  struct Bound {
    std::uint64_t entries;
    double megabytes;
  };
  constexpr std::array kBounds = {Bound{5'000, 64}, Bound{100'000, 256}, Bound{1'000'000, 512}};
  for (const Bound& bound : kBounds) {
    if (count <= bound.entries) return {bound.megabytes, count == bound.entries};
  }
  return {kBounds.back().megabytes, false};
}

double server_megabytes(const Options& options, std::uint64_t count) {
  const ServerProcess server(serve_command(options, filled_registry(options, count)));
  std::mt19937_64 random(3);
  std::vector<std::string> requests;
  for (int i = 0; i < 2'000; ++i) {
    const std::uint64_t n = random() % (count / 10) * 10;
    requests.push_back(get_request("/v1/entries/" + entry_id(n), {"Accept: application/json"}));
    requests.push_back(get_request("/v1/entries/" + entry_id(n) + ".xml", {}));
    if (i % 20 == 0)
      requests.push_back(
          get_request("/v1/entries?limit=5&q=" + rare_word(n), {"Accept: application/json"}));
    if (i % 200 == 0)
      requests.push_back(get_request("/v1/entries?limit=5&q=cyber&facets=kind,state",
                                     {"Accept: application/json"}));
  }
  (void)load(server.port(), 32, 3, requests, 200);
  return anonymous_bytes(server.pid()) / kMegabyte;
}

void measure(const Options& options, Report& report, std::uint64_t count) {
  const auto [bound, named] = bound_of(count);
  report.add_bounded("memory, server", count, {server_megabytes(options, count)}, bound, "MB",
                     named);
  for (const FileForm form : {FileForm::json, FileForm::xml}) {
    const std::string name(name_of(form));
    const fs::path file = options.scratch / ("memory." + name);
    write_entries(file, form, count);
    const auto added = [&](const std::string& by, const fs::path& folder, const std::string& what) {
      const double bytes = number_from_child({"memory-of", by, folder.string(), what});
      report.add_bounded("memory, added by " + by + " of " + name, count, {bytes / kMegabyte},
                         kMostAdded, "MB", true);
    };
    added("import", fresh_folder(options, "import"), file.string());
    added("export", filled_registry(options, count), name);
    fs::remove(file);
  }
}

}  // namespace

double added_by_import(const fs::path& folder, const fs::path& file) {
  OpenRegistry registry(folder);
  return rise_during([&] { import_file(*registry, file); });
}

double added_by_export(const fs::path& folder, const std::string& form) {
  OpenRegistry registry(folder);
  service::ExportOptions what;
  what.form = form;
  what.audience = "full";
  const model::Caller caller = operator_origin().caller;
  Nowhere nowhere;
  return rise_during([&] {
    if (!service::export_directory(registry->directory(), caller, what, nowhere))
      give_up("an export failed");
  });
}

void bench_memory(const Options& options, Report& report) {
  for (const std::uint64_t count : options.sizes) measure(options, report, count);
}

}  // namespace cyberdir::bench
