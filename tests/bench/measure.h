// The measuring core: rounds in which ours and its limits take turns, medians, and the report.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cyberdir::bench {

/// Seconds of a steady clock.
[[nodiscard]] double now();

/// Seconds that `work` takes.
[[nodiscard]] double seconds_of(const std::function<void()>& work);

/// The middle of the values (of an even number, the mean of the two). Wants at least one.
[[nodiscard]] double median(std::vector<double> values);

/// The value below which `share` (0 to 1) of them lie. Wants at least one.
[[nodiscard]] double percentile(std::vector<double>& values, double share);

/// Stops the program with a sentence: a benchmark that measures something else is worth nothing.
[[noreturn]] void give_up(const std::string& sentence);

/// One of those that take turns. A round gives one or more figures, always as many.
struct Contender {
  std::function<std::vector<double>()> round;
};

/// By contender, by figure, by round.
using Series = std::vector<std::vector<std::vector<double>>>;

/// Runs every contender once a round, in turn, the order reversed every second round so that what
/// drifts on the machine meets all alike. `rounds` of them, but three where the first takes longer
/// than a minute (said on standard error).
[[nodiscard]] Series take_turns(const std::vector<Contender>& contenders, std::size_t rounds);

/// What a ratio must be.
struct Goal {
  enum class Bound : std::uint8_t { at_least, at_most } bound;
  double value;
};
[[nodiscard]] inline Goal at_least(double value) { return {Goal::Bound::at_least, value}; }
[[nodiscard]] inline Goal at_most(double value) { return {Goal::Bound::at_most, value}; }

/// One line of the report. Without a goal it is there to be looked at.
struct Line {
  std::string name;
  std::uint64_t entries = 0;
  double ours = 0;
  double limit = 0;
  std::string unit;
  double ratio = 0;
  std::optional<Goal> goal;
  std::size_t rounds = 1;
};

/// Prints lines as they come and keeps them.
class Report {
 public:
  void add(Line line);
  /// Ours beside its limit, round by round: the ratio is the median of the rounds' ratios, since
  /// the two of a round met the same machine.
  void add(std::string name, std::uint64_t entries, const std::vector<double>& ours,
           const std::vector<double>& limit, std::string unit, std::optional<Goal> goal);
  /// A figure with a fixed bound: the ratio is its share of the bound.
  void add_bounded(std::string name, std::uint64_t entries, const std::vector<double>& ours,
                   double bound, std::string unit, bool is_goal);

  /// A line that was added, for comparing sizes. Null where there is none.
  [[nodiscard]] const Line* find(const std::string& name, std::uint64_t entries) const;

  /// Writes all lines as JSON.
  void write(const std::filesystem::path& file) const;
  /// Prints how many goals hold, and those that do not.
  void print_sum() const;

 private:
  std::vector<Line> lines_;
};

}  // namespace cyberdir::bench
