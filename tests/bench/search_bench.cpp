// Search through the handler, beside raw FTS5 over the same texts.
#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include <sqlite3.h>

#include "bare_store.h"
#include "base/stream.h"
#include "entries.h"
#include "http/routes.h"
#include "subjects.h"

namespace cyberdir::bench {
namespace {

namespace fs = std::filesystem;

constexpr double kSeconds = 1;
constexpr std::size_t kFewestCalls = 3;
constexpr std::uint64_t kNamedSize = 1'000'000;
constexpr std::uint64_t kNamedSmaller = 100'000;

struct Query {
  std::string name;
  std::vector<std::vector<std::pair<std::string, std::string>>> parameters;  ///< one of them a call
  std::vector<std::string> matches;  ///< the same as FTS5 has it
};

struct Times {
  double rate = 0;
  double p50 = 0;  ///< milliseconds
  double p99 = 0;
  double most = 0;
};

// Calls again and again, on as many threads as there are connections to use.
Times repeat(std::size_t threads,
             const std::function<void(std::size_t thread, std::size_t n)>& call) {
  constexpr double kMillis = 1e3;
  std::vector<std::vector<double>> times(threads);
  const double start = now();
  const double end = start + kSeconds;
  std::vector<std::thread> running;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      double begun = now();
      for (std::size_t n = 0; begun < end || n < kFewestCalls; ++n) {
        call(thread, n * threads + thread);
        const double done = now();
        times[thread].push_back((done - begun) * kMillis);
        begun = done;
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  const double seconds = now() - start;
  std::vector<double> all;
  for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
  Times result;
  result.rate = static_cast<double>(all.size()) / seconds;
  result.p50 = percentile(all, 0.5);
  result.p99 = percentile(all, 0.99);
  result.most = *std::max_element(all.begin(), all.end());
  return result;
}

std::vector<double> figures(const Times& times) {
  return {times.rate, times.p50, times.p99, times.most};
}

void call_handler(service::Registry& registry, const Query& query, std::size_t n) {
  http::Request request;
  base::StringSource nothing("");
  request.method = "GET";
  request.path = "/v1/entries";
  request.query = query.parameters[n % query.parameters.size()];
  request.headers = {{"accept", "application/json"}};
  request.remote = "127.0.0.1";
  request.id = "bench";
  request.body = &nothing;
  const http::Response response = http::answer(registry, request);
  if (response.status != 200 || response.body.find("\"items\":[{") == std::string::npos) {
    give_up("a search found nothing or failed: " + query.name + ": " +
            response.body.substr(0, 300));
  }
}

// FTS5 as it comes, over the texts that the public finds by.
fs::path plain_index(const Options& options, const fs::path& store) {
  const fs::path file = fresh_folder(options, "plain-index") / "plain.sqlite";
  BareConnection connection(file);
  connection.execute(
      "PRAGMA journal_mode = WAL; CREATE VIRTUAL TABLE plain USING fts5 (title, body);"
      "ATTACH '" +
      store.string() +
      "' AS ours; BEGIN;"
      "INSERT INTO plain (rowid, title, body) SELECT row, title, body FROM ours.text_public ORDER "
      "BY row; COMMIT");
  return file;
}

class RawSearch {
 public:
  explicit RawSearch(const fs::path& index) : connection_(index) {
    statement_ = connection_.prepare(
        "SELECT rowid, rank FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 20");
  }
  void run(const std::string& match) {
    sqlite3_bind_text(statement_, 1, match.c_str(), -1, SQLITE_STATIC);
    int rows = 0;
    while (sqlite3_step(statement_) == SQLITE_ROW) ++rows;
    sqlite3_reset(statement_);
    if (rows == 0) give_up("raw FTS5 finds nothing for " + match);
  }

 private:
  BareConnection connection_;
  sqlite3_stmt* statement_ = nullptr;
};

std::vector<Query> queries(std::uint64_t count) {
  constexpr std::size_t kMany = 500;
  const std::string common(kCommonWord);
  Query selective{"search, selective word", {}, {}};
  Query everywhere{"search, word in nearly every entry, facets",
                   {{{"q", common}, {"facets", "kind,state,category,theme"}}},
                   {common}};
  Query prefix{"search, beginning of a word", {}, {}};
  Query two{"search, two words",
            {{{"q", "cyber training"}}, {{"q", "cyber law"}}, {{"q", "cyber energy"}}},
            {"cyber AND training", "cyber AND law", "cyber AND energy"}};
  Query filtered{"search, filtered", {}, {}};
  std::mt19937_64 random(7);
  for (std::size_t i = 0; i < kMany; ++i) {
    const std::uint64_t n = random() % (count / 10) * 10;
    const std::string word = rare_word(n);
    selective.parameters.push_back({{"q", word}});
    selective.matches.push_back(word);
    prefix.parameters.push_back({{"q", word.substr(0, 4)}});
    prefix.matches.push_back(word.substr(0, 4) + " *");
    filtered.parameters.push_back({{"q", common}, {"state", state_of(n)}, {"kind", "programme"}});
    filtered.matches.push_back(common);
  }
  return {selective, everywhere, prefix, two, filtered};
}

void measure(const Options& options, Report& report, std::uint64_t count) {
  const std::size_t threads =
      std::min<std::size_t>(4, std::max(1U, std::thread::hardware_concurrency()));
  const fs::path folder = filled_registry(options, count);
  OpenRegistry registry(folder);
  const fs::path index = plain_index(options, store::sqlite_file(folder));
  std::vector<std::unique_ptr<RawSearch>> raws;
  for (std::size_t i = 0; i < threads; ++i) raws.push_back(std::make_unique<RawSearch>(index));
  const bool named = count == kNamedSize;
  const auto goal_if = [](bool asked, Goal goal) {
    return asked ? std::optional(goal) : std::nullopt;
  };
  for (const Query& query : queries(count)) {
    const bool selective = query.name == "search, selective word";
    const bool everywhere = query.matches.size() == 1;
    const std::size_t workers = selective ? threads : 1;
    const Series series = take_turns(
        {{[&] {
           return figures(repeat(
               workers, [&](std::size_t, std::size_t n) { call_handler(*registry, query, n); }));
         }},
         {[&] {
           return figures(repeat(workers, [&](std::size_t thread, std::size_t n) {
             raws[thread]->run(query.matches[n % query.matches.size()]);
           }));
         }}},
        options.rounds);
    const auto& ours = series[0];
    const auto& raw = series[1];
    if (selective) {
      report.add(query.name + ", " + std::to_string(workers) + " threads", count, ours[0], raw[0],
                 "1/s", at_least(0.6));
      report.add(query.name + ", p50", count, ours[1], raw[1], "ms", at_most(1.5));
    } else if (everywhere) {
      report.add(query.name + ", p50", count, ours[1], raw[1], "ms", goal_if(named, at_most(0.01)));
    } else {
      report.add(query.name + ", p99", count, ours[2], raw[2], "ms", goal_if(named, at_most(0.5)));
      report.add_bounded(query.name + ", longest", count, ours[3], 50, "ms", true);
    }
  }
}

}  // namespace

void bench_search(const Options& options, Report& report) {
  for (const std::uint64_t count : options.sizes) measure(options, report, count);
  if (options.sizes.size() < 2) return;
  const std::uint64_t large = options.sizes.back();
  const std::uint64_t small = options.sizes[options.sizes.size() - 2];
  const std::string name = "search, word in nearly every entry, facets, p50";
  const Line* few = report.find(name, small);
  const Line* many = report.find(name, large);
  Line line{name + ", beside " + std::to_string(small),
            large,
            many->ours,
            few->ours,
            "ms",
            many->ours / few->ours,
            {},
            many->rounds};
  if (large == kNamedSize && small == kNamedSmaller) line.goal = at_most(2);
  report.add(std::move(line));
}

}  // namespace cyberdir::bench
