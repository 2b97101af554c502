// The past beside the present, where every entry has ten versions.
#include "codec/json_reader.h"
#include "entries.h"
#include "service/export.h"
#include "subjects.h"

namespace cyberdir::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kVersions = 10;
constexpr std::uint64_t kMostEntries = 5'000;

class Nowhere final : public base::ByteSink {
 public:
  base::Result<void> write(std::string_view) override { return {}; }
};

double export_seconds(service::Registry& registry, const std::optional<service::AsOf>& as_of) {
  service::ExportOptions options;
  options.scope.as_of = as_of;
  options.audience = "full";
  Nowhere nowhere;
  const model::Caller caller = operator_origin().caller;
  return seconds_of([&] {
    if (!service::export_directory(registry.directory(), caller, options, nowhere))
      give_up("an export failed");
  });
}

double search_millis(service::Registry& registry, const std::string& words,
                     const std::optional<service::AsOf>& as_of) {
  constexpr int kCalls = 40;
  constexpr double kMillis = 1e3;
  std::vector<double> times;
  for (int i = 0; i < kCalls; ++i) {
    service::ListQuery query;
    query.words = words;
    query.as_of = as_of;
    times.push_back(kMillis * seconds_of([&] {
                      const auto list = registry.directory().list(model::Caller{}, query);
                      if (!list || list->items.empty())
                        give_up("a search in the past found nothing");
                    }));
  }
  return median(std::move(times));
}

void measure(const Options& options, Report& report, std::uint64_t count) {
  const fs::path folder = fresh_folder(options, "versions");
  const fs::path file = options.scratch / "versions.ndjson";
  OpenRegistry registry(folder);
  std::int64_t middle = 0;
  for (std::uint64_t edition = 1; edition <= kVersions; ++edition) {
    write_entries(file, FileForm::ndjson, count, edition);
    import_file(*registry, file);
    if (edition == kVersions / 2) middle = registry->directory().head()->moment.seq;
  }
  const service::AsOf past{{}, middle};
  const auto figures = [&](const std::optional<service::AsOf>& as_of) {
    return std::vector{export_seconds(*registry, as_of) * 1e3,
                       search_millis(*registry, rare_word(0), as_of),
                       search_millis(*registry, std::string(kCommonWord), as_of)};
  };
  const Series series =
      take_turns({{[&] { return figures(past); }}, {[&] { return figures({}); }}}, options.rounds);
  report.add("as_of export, 10 versions, beside the present", count, series[0][0], series[1][0],
             "ms", at_most(3));
  report.add("as_of search, selective, 10 versions", count, series[0][1], series[1][1], "ms",
             at_most(3));
  report.add("as_of search, word in every entry, 10 versions", count, series[0][2], series[1][2],
             "ms", at_most(3));
}

}  // namespace

void bench_as_of(const Options& options, Report& report) {
  std::uint64_t before = 0;
  for (const std::uint64_t size : options.sizes) {
    const std::uint64_t count = std::min(size, kMostEntries);
    if (count != before) measure(options, report, count);
    before = count;
  }
}

}  // namespace cyberdir::bench
