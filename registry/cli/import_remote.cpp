#include "cli/import_remote.h"

#include <chrono>
#include <iostream>
#include <thread>

#include "cli/command.h"
#include "codec/canonical_json.h"

namespace cyberdir::cli {
namespace {

using base::Result;
using model::Json;

constexpr std::chrono::seconds kBetweenLooks{1};

// Sends the file, and looks again until the import has ended.
Result<Json> run(const Remote& remote, const std::string& query, std::istream& file) {
  Call call{"POST", "/v1/imports?" + query, {}, {}};
  call.file = &file;
  CYBERDIR_ASSIGN(sent, send(remote, call));
  Json report = std::move(sent.body);
  const std::string path = "/v1/imports/" + report.value("id", "");
  while (report.value("state", "") == "running") {
    std::this_thread::sleep_for(kBetweenLooks);
    CYBERDIR_ASSIGN(now, fetch(remote, path));
    report = std::move(now);
  }
  if (!report.contains("error")) return report;
  return base::fail(base::ErrorCode::unavailable, report["error"].value("detail", ""));
}

// The report with all its items, page by page.
Result<void> print_json(const Remote& remote, Json report) {
  const std::string path = "/v1/imports/" + report.value("id", "");
  report.erase("items");
  std::string text = codec::canonical_json(report);
  text.pop_back();  // the closing brace comes after the items
  std::cout << text << ",\"items\":[";
  bool first = true;
  for (std::string next = path + "?limit=200"; !next.empty();) {
    CYBERDIR_ASSIGN(page, send(remote, {"GET", next, {}, {}}));
    const Json items = page.body.value("items", Json::array());
    for (const Json& item : items) {
      std::cout << (first ? "\n" : ",\n") << codec::canonical_json(item);
      first = false;
    }
    next = page.next;
  }
  std::cout << "]}\n";
  return {};
}

void print_words(const std::string& name, const Json& report) {
  const Json sums = report.value("summary", Json::object());
  const auto sum = [&](const char* of) { return sums.value(of, std::uint64_t{0}); };
  std::cout << name << " (" << report.value("format", "") << "): " << sum("create") << " created, "
            << sum("update") << " updated, " << sum("unchanged") << " unchanged, "
            << sum("withdraw") << " withdrawn, " << sum("error") << " with errors, "
            << sum("warning") << " warnings";
  const std::size_t waiting = report.value("submissions", Json::array()).size();
  if (waiting > 0)
    std::cout << "; waiting for others in " << waiting << " submission"
              << (waiting == 1 ? "" : "s");
  if (report.value("dry_run", false))
    std::cout << "; nothing written (dry run)\nplan " << report.value("plan", "");
  std::cout << "\nreport /v1/imports/" << report.value("id", "") << '\n';
}

}  // namespace

int import_remote(const Remote& remote, const std::string& query, const std::string& name,
                  std::istream& file, bool json) {
  const auto done = run(remote, query, file);
  if (!done) return report(done.error());
  if (!json) {
    print_words(name, *done);
  } else if (const auto printed = print_json(remote, *done); !printed) {
    return report(printed.error());
  }
  return done->value("state", "") == "refused" ? kRefused : kDone;
}

}  // namespace cyberdir::cli
