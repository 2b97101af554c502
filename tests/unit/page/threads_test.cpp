// Pages are rendered by many threads at once; the race detector reads along in its own build.
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "page/languages.h"
#include "page/render.h"
#include "tests/unit/page/sample.h"

namespace cyberdir::page {
namespace {

TEST(Threads, RenderTheSameBytes) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 5;
  std::vector<std::string> seen(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (std::string& mine : seen) {
    threads.emplace_back([&mine] {
      for (int round = 0; round < kRounds; ++round) {
        mine.clear();
        for (const std::string_view language : languages()) {
          mine += render_state(sample::state("text"), sample::frame(std::string(language)));
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& other : seen) EXPECT_EQ(other, seen.front());
}

}  // namespace
}  // namespace cyberdir::page
