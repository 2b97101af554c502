// From starting the program to its first answer.
#include "entries.h"
#include "load_client.h"
#include "subjects.h"

namespace cyberdir::bench {

void bench_start(const Options& options, Report& report) {
  constexpr std::uint64_t kNamedSize = 1'000'000;
  for (const std::uint64_t count : options.sizes) {
    const std::filesystem::path folder = filled_registry(options, count);
    std::vector<double> seconds;
    for (std::size_t round = 0; round < options.rounds; ++round) {
      const double start = now();
      const ServerProcess server(serve_command(options, folder));
      const WholeAnswer answer = ask(
          server.port(), get_request("/v1/entries/" + entry_id(0), {"Accept: application/json"}));
      seconds.push_back(now() - start);
      if (answer.status != 200) give_up("the first answer is " + std::to_string(answer.status));
    }
    report.add_bounded("start to first answer", count, seconds, 1, "s", count == kNamedSize);
  }
}

}  // namespace cyberdir::bench
