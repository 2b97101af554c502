// Memory of the server, and what an import and an export add. Counted is what is resident and of no
// file (anonymous): heap, page cache of the engine, and the small touched part of thread stacks.
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
  constexpr std::array kBounds = {std::pair<std::uint64_t, double>{5'000, 64}, {100'000, 256}, {1'000'000, 512}};
  for (const auto& [size, bound] : kBounds) {
    if (count <= size) return {bound, count == size};
  }
  return {kBounds.back().second, false};
}

double server_megabytes(const Options& options, std::uint64_t count) {
  const ServerProcess server(serve_command(options, filled_registry(options, count)));
  std::mt19937_64 random(3);
  std::vector<std::string> requests;
  for (int i = 0; i < 2'000; ++i) {
    const std::uint64_t n = random() % (count / 10) * 10;
    requests.push_back(get_request("/v1/entries/" + entry_id(n), {"Accept: application/json"}));
    requests.push_back(get_request("/v1/entries/" + entry_id(n) + ".xml", {}));
    if (i % 20 == 0) requests.push_back(get_request("/v1/entries?limit=5&q=" + rare_word(n), {"Accept: application/json"}));
    if (i % 200 == 0) requests.push_back(get_request("/v1/entries?limit=5&q=cyber&facets=kind,state", {"Accept: application/json"}));
  }
  (void)load(server.port(), 32, 3, requests, 200);
  return anonymous_bytes(server.pid()) / kMegabyte;
}

double import_megabytes(const Options& options, const fs::path& file) {
  return peak_rise_of([&]() -> std::function<void()> {
           auto registry = std::make_shared<OpenRegistry>(fresh_folder(options, "import"));
           return [registry, file] { import_file(**registry, file); };
         }) / kMegabyte;
}

double export_megabytes(const Options& options, std::uint64_t count, service::ExportForm form) {
  return peak_rise_of([&]() -> std::function<void()> {
           auto registry = std::make_shared<OpenRegistry>(filled_registry(options, count));
           return [registry, form] {
             service::ExportOptions what;
             what.form = form;
             what.audience = "full";
             Nowhere nowhere;
             if (!service::export_directory((*registry)->directory(), operator_origin().caller, what, nowhere)) give_up("an export failed");
           };
         }) / kMegabyte;
}

void measure(const Options& options, Report& report, std::uint64_t count) {
  const auto [bound, named] = bound_of(count);
  report.add_bounded("memory, server", count, {server_megabytes(options, count)}, bound, "MB", named);
  for (const FileForm form : {FileForm::json, FileForm::xml}) {
    const fs::path file = options.scratch / ("memory." + std::string(name_of(form)));
    write_entries(file, form, count);
    report.add_bounded("memory, added by import of " + std::string(name_of(form)), count, {import_megabytes(options, file)}, kMostAdded, "MB", true);
    fs::remove(file);
  }
  report.add_bounded("memory, added by export of json", count, {export_megabytes(options, count, service::ExportForm::json)}, kMostAdded, "MB", true);
  report.add_bounded("memory, added by export of xml", count, {export_megabytes(options, count, service::ExportForm::xml)}, kMostAdded, "MB", true);
}

}  // namespace

void bench_memory(const Options& options, Report& report) {
  for (const std::uint64_t count : options.sizes) measure(options, report, count);
}

}  // namespace cyberdir::bench
