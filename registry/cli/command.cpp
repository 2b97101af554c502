#include "cli/command.h"

#include <chrono>
#include <cstdio>
#include <iostream>

#include <unistd.h>

#include "base/clock.h"
#include "base/error_table.h"
#include "base/random.h"
#include "base/unicode.h"

namespace cyberdir::cli {
namespace {

std::int64_t now_millis() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

void add_data_option(CLI::App& command, std::string& folder, bool required) {
  auto* option = command.add_option(
      "--data", folder, "folder of the registry; made, with the States in it, where there is none");
  option->type_name("DIR");
  if (required) option->required();
}

std::unique_ptr<service::Registry> open_registry(const std::string& folder, int& exit_code) {
  static const base::SystemClock clock;
  static base::SystemRandom random;
  auto registry = service::Registry::open(folder, clock, random);
  if (registry) return std::move(*registry);
  report(registry.error());
  exit_code = kUnreachable;
  return nullptr;
}

int report(const base::Error& error) {
  std::cerr << "cyberdir: " << error.detail << '\n';
  for (const base::Finding& finding : error.findings) {
    std::cerr << "  " << (finding.severity == base::Severity::error ? "error" : "warning") << ' '
              << finding.code << ' ' << finding.pointer << ": " << finding.detail << '\n';
  }
  return base::error_row(error.code).exit_code;
}

service::Origin operator_origin() {
  service::Origin origin;
  origin.caller.operates = true;
  origin.caller.actor = "operator";
  origin.source = "cli";
  return origin;
}

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)),
      total_(total),
      started_(now_millis()),
      terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (terminal_ && shown_ != 0) std::fputs("\r\033[K", stderr);
}

void Progress::at(std::uint64_t done, std::uint64_t records) {
  constexpr std::int64_t kEveryMillis = 200;
  const std::int64_t now = now_millis();
  if (!terminal_ || now - shown_ < kEveryMillis) return;
  shown_ = now;
  const double seconds = static_cast<double>(now - started_) / 1000.0;
  const double rate = seconds > 0 ? static_cast<double>(records) / seconds : 0;
  if (total_ > 0 && done > 0) {
    const double share = static_cast<double>(done) / static_cast<double>(total_);
    const double left = share > 0 ? seconds * (1 - share) / share : 0;
    std::fprintf(stderr, "\r\033[K%s: %.0f %%, %llu records, %.0f/s, %.0f s left", what_.c_str(),
                 share * 100, static_cast<unsigned long long>(records), rate, left);
  } else {
    std::fprintf(stderr, "\r\033[K%s: %llu records, %.0f/s", what_.c_str(),
                 static_cast<unsigned long long>(records), rate);
  }
}

std::string column(std::string_view text, std::size_t width) {
  std::string cell;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size() && count < width; ++count) {
    const char32_t c = base::next_code_point(text, at);
    base::append_utf8(cell,
                      c < 0x20 || c == 0x7F ? U' ' : c);  // no control characters on a terminal
  }
  cell.append(width - count, ' ');
  return cell;
}

}  // namespace cyberdir::cli
