#include "base/ordered_work.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace cyberdir::base {
namespace {

std::vector<int> squares_of_first(int count, std::size_t threads, std::size_t capacity) {
  OrderedWork<int> work(threads, capacity, [](int& number) { number *= number; });
  std::vector<int> taken;
  for (int i = 0; i < count; ++i) {
    if (work.full()) taken.push_back(work.take());
    work.give(i);
  }
  while (!work.empty()) taken.push_back(work.take());
  return taken;
}

TEST(OrderedWorkTest, jobs_are_taken_in_the_order_in_which_they_were_given) {
  std::vector<int> expected;
  for (int i = 0; i < 5'000; ++i) expected.push_back(i * i);
  for (const std::size_t threads : {1U, 2U, 4U}) {
    EXPECT_EQ(squares_of_first(5'000, threads, 1), expected) << threads;
    EXPECT_EQ(squares_of_first(5'000, threads, 7), expected) << threads;
  }
}

TEST(OrderedWorkTest, it_is_full_at_its_capacity_and_empty_when_all_are_taken) {
  OrderedWork<int> work(1, 2, [](int&) {});
  EXPECT_TRUE(work.empty());
  work.give(1);
  EXPECT_FALSE(work.full());
  work.give(2);
  EXPECT_TRUE(work.full());
  EXPECT_EQ(work.take(), 1);
  EXPECT_EQ(work.take(), 2);
  EXPECT_TRUE(work.empty());
}

TEST(OrderedWorkTest, what_a_job_throws_is_thrown_when_it_is_taken) {
  OrderedWork<std::string> work(2, 3, [](std::string& name) {
    if (name == "bad") throw std::runtime_error("of the job " + name);
  });
  work.give("good");
  work.give("bad");
  work.give("after");
  EXPECT_EQ(work.take(), "good");
  EXPECT_THROW((void)work.take(), std::runtime_error);
  EXPECT_EQ(work.take(), "after");
}

TEST(OrderedWorkTest, jobs_that_were_begun_end_before_it_does) {
  std::atomic<int> begun = 0;
  std::atomic<int> ended = 0;
  {
    OrderedWork<int> work(2, 100, [&](int&) {
      ++begun;
      std::this_thread::yield();
      ++ended;
    });
    for (int i = 0; i < 100; ++i) work.give(i);
    (void)work.take();
  }
  EXPECT_GE(begun, 1);
  EXPECT_EQ(begun, ended);
}

}  // namespace
}  // namespace cyberdir::base
