// Single edits, durable, beside bare commits of the rows that they leave.
#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "bare_store.h"
#include "entries.h"
#include "subjects.h"

namespace cyberdir::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kWriters = 8;

void edit(service::Registry& registry, std::uint64_t n) {
  const model::Json patch = {
      {"postal_address", {{"en", "Moved to " + rare_word(n) + " Road " + std::to_string(n)}}}};
  service::Precondition any;
  any.if_match = std::vector<std::string>{"*"};
  service::Staleness staleness;
  const auto outcome = registry.workflow().patch(operator_origin(), entry_id(n),
                                                 service::PatchForm::merge, patch, any, staleness);
  if (!outcome || !outcome->changed)
    give_up("an edit failed" + (outcome ? std::string() : ": " + outcome.error().detail));
}

void measure(const Options& options, Report& report, std::uint64_t count) {
  constexpr std::size_t kMostEdits = 250;
  std::vector<std::uint64_t> order;
  for (std::uint64_t n = 0; n < count; ++n) {
    if (is_organisation(n)) order.push_back(n);
  }
  std::shuffle(order.begin(), order.end(), std::mt19937_64(1));
  const std::size_t edits = std::min(kMostEdits, order.size() / (2 * options.rounds));
  if (edits < kWriters) return;
  order.resize(2 * options.rounds * edits);

  // What the edits leave, read once from a copy on which they were made.
  const fs::path filled = filled_registry(options, count);
  const StorePlace place = place_of(store::sqlite_file(filled));
  const fs::path recorded = copied_registry(options, filled, "recorded");
  {
    OpenRegistry registry(recorded);
    for (const std::uint64_t n : order) edit(*registry, n);
  }
  WrittenRows rows(store::sqlite_file(recorded), place.seq, place.span, place.audit);
  const std::vector<BareChange> changes = rows.next(order.size());

  OpenRegistry ours(copied_registry(options, filled, "edited"));
  BareWriter bare(store::sqlite_file(copied_registry(options, filled, "bare")));
  std::size_t our_place = 0;
  std::size_t bare_place = 0;
  const auto our_round = [&] {
    std::vector<double> rates;
    rates.push_back(static_cast<double>(edits) / seconds_of([&] {
                      for (std::size_t i = 0; i < edits; ++i) edit(*ours, order[our_place + i]);
                    }));
    std::atomic<std::size_t> next{our_place + edits};
    const std::size_t end = our_place + 2 * edits;
    rates.push_back(static_cast<double>(edits) / seconds_of([&] {
                      std::vector<std::thread> writers;
                      for (std::size_t w = 0; w < kWriters; ++w) {
                        writers.emplace_back([&] {
                          for (std::size_t i = next++; i < end; i = next++) edit(*ours, order[i]);
                        });
                      }
                      for (std::thread& writer : writers) writer.join();
                    }));
    our_place = end;
    return rates;
  };
  const auto bare_round = [&] {
    const auto commit_by = [&](std::size_t batch) {
      return static_cast<double>(edits) / seconds_of([&] {
               for (std::size_t i = 0; i < edits; i += batch) {
                 bare.begin();
                 for (std::size_t j = i; j < std::min(edits, i + batch); ++j)
                   bare.insert(changes[bare_place + j]);
                 bare.commit();
               }
               bare_place += edits;
             });
    };
    const double single = commit_by(1);
    return std::vector{single, commit_by(kWriters)};
  };
  const Series series = take_turns({{our_round}, {bare_round}}, options.rounds);
  report.add("edit, one writer", count, series[0][0], series[1][0], "edits/s", at_least(0.5));
  report.add("edit, 8 writers, beside batches of 8", count, series[0][1], series[1][1], "edits/s",
             at_least(0.5));
}

}  // namespace

void bench_edit(const Options& options, Report& report) {
  for (const std::uint64_t count : options.sizes) measure(options, report, count);
}

}  // namespace cyberdir::bench
