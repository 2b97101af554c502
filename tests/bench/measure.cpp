#include "measure.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>

#include "model/json.h"

namespace cyberdir::bench {
namespace {

constexpr double kLongRound = 60;
constexpr std::size_t kFewestRounds = 3;

bool holds(const Line& line) {
  if (!line.goal) return true;
  return line.goal->bound == Goal::Bound::at_least ? line.ratio >= line.goal->value
                                                   : line.ratio <= line.goal->value;
}

std::string text_of(const std::optional<Goal>& goal) {
  if (!goal) return "";
  char text[32];
  std::snprintf(text, sizeof text, "%s %.3g",
                goal->bound == Goal::Bound::at_least ? "at least" : "at most", goal->value);
  return text;
}

// Four digits that say something, without an exponent.
std::string figure(double value) {
  char text[32];
  const int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

void print(const Line& line) {
  std::printf("%-52s %9llu %12s %12s %-10s %7s  %-13s %s\n", line.name.c_str(),
              static_cast<unsigned long long>(line.entries), figure(line.ours).c_str(),
              figure(line.limit).c_str(), line.unit.c_str(), figure(line.ratio).c_str(),
              text_of(line.goal).c_str(),
              !line.goal    ? ""
              : holds(line) ? "holds"
                            : "MISSED");
  std::fflush(stdout);
}

}  // namespace

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double seconds_of(const std::function<void()>& work) {
  const double start = now();
  work();
  return now() - start;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double percentile(std::vector<double>& values, double share) {
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

void give_up(const std::string& sentence) {
  std::fprintf(stderr, "cyberdir_bench: %s\n", sentence.c_str());
  std::exit(EXIT_FAILURE);
}

Series take_turns(const std::vector<Contender>& contenders, std::size_t rounds) {
  Series series(contenders.size());
  for (std::size_t round = 0; round < rounds; ++round) {
    const double start = now();
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const std::size_t turn = round % 2 == 0 ? i : contenders.size() - 1 - i;
      const std::vector<double> figures = contenders[turn].round();
      series[turn].resize(figures.size());
      for (std::size_t f = 0; f < figures.size(); ++f) series[turn][f].push_back(figures[f]);
    }
    if (round == 0 && now() - start > kLongRound && rounds > kFewestRounds) {
      rounds = kFewestRounds;
      std::fprintf(stderr, "a round takes %.0f s: the median is of %zu\n", now() - start, rounds);
    }
  }
  return series;
}

void Report::add(Line line) {
  if (lines_.empty()) {
    std::printf("%-52s %9s %12s %12s %-10s %7s  %s\n", "what", "entries", "ours", "limit", "unit",
                "ratio", "goal");
  }
  print(line);
  lines_.push_back(std::move(line));
}

void Report::add(std::string name, std::uint64_t entries, const std::vector<double>& ours,
                 const std::vector<double>& limit, std::string unit, std::optional<Goal> goal) {
  std::vector<double> ratios(ours.size());
  std::transform(ours.begin(), ours.end(), limit.begin(), ratios.begin(), std::divides<>());
  add({std::move(name), entries, median(ours), median(limit), std::move(unit),
       median(std::move(ratios)), goal, ours.size()});
}

void Report::add_bounded(std::string name, std::uint64_t entries, const std::vector<double>& ours,
                         double bound, std::string unit, bool is_goal) {
  const double value = median(ours);
  add({std::move(name), entries, value, bound, std::move(unit), value / bound,
       is_goal ? std::optional(at_most(1)) : std::nullopt, ours.size()});
}

const Line* Report::find(const std::string& name, std::uint64_t entries) const {
  const auto found = std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) {
    return line.name == name && line.entries == entries;
  });
  return found == lines_.end() ? nullptr : &*found;
}

void Report::write(const std::filesystem::path& file) const {
  model::Json list = model::Json::array();
  for (const Line& line : lines_) {
    list.push_back({{"name", line.name},
                    {"entries", line.entries},
                    {"ours", line.ours},
                    {"limit", line.limit},
                    {"unit", line.unit},
                    {"ratio", line.ratio},
                    {"rounds", line.rounds},
                    {"goal", line.goal ? model::Json(text_of(line.goal)) : model::Json()},
                    {"holds", line.goal ? model::Json(holds(line)) : model::Json()}});
  }
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << list.dump(1) << '\n';
}

void Report::print_sum() const {
  std::size_t goals = 0;
  std::size_t held = 0;
  for (const Line& line : lines_) {
    if (!line.goal) continue;
    ++goals;
    if (holds(line)) ++held;
  }
  std::printf("\n%zu of %zu goals hold\n", held, goals);
}

}  // namespace cyberdir::bench
