// Work done on other threads, taken in the order in which it was given.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace cyberdir::base {

/// Threads that are of use beside the one that gives and takes: one a further core, at most four.
[[nodiscard]] inline std::size_t threads_beside_this() {
  constexpr std::size_t kMost = 4;
  const std::size_t cores = std::thread::hardware_concurrency();
  return std::clamp<std::size_t>(cores, 2, kMost + 1) - 1;
}

/// A bounded queue of jobs between one thread, which gives and takes them, and those that do them.
/// Give while it is not full, take while it is not empty; both from one thread.
template <typename Job>
class OrderedWork {
 public:
  /// `work` is called for several jobs at once; what it throws is thrown again by take().
  OrderedWork(std::size_t threads, std::size_t capacity, std::function<void(Job&)> work)
      : capacity_(capacity), work_(std::move(work)) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }

  /// Drops the jobs that were not begun and waits for those that were.
  ~OrderedWork() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    given_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;
  OrderedWork(OrderedWork&&) = delete;
  OrderedWork& operator=(OrderedWork&&) = delete;

  [[nodiscard]] bool full() const { return slots_.size() >= capacity_; }
  [[nodiscard]] bool empty() const { return slots_.empty(); }

  void give(Job job) {
    slots_.push_back(std::make_unique<Slot>(std::move(job)));
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(slots_.back().get());
    }
    given_.notify_one();
  }

  /// The oldest job, when it is done.
  [[nodiscard]] Job take() {
    const std::unique_ptr<Slot> slot = std::move(slots_.front());
    slots_.pop_front();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return slot->done; });
    if (slot->error) std::rethrow_exception(slot->error);
    return std::move(slot->job);
  }

 private:
  struct Slot {
    explicit Slot(Job given) : job(std::move(given)) {}
    Job job;
    bool done = false;
    std::exception_ptr error;
  };

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      given_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
      if (ended_) return;
      Slot* slot = waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      std::exception_ptr error;
      try {
        work_(slot->job);
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      slot->error = error;
      slot->done = true;
      done_.notify_one();
    }
  }

  std::size_t capacity_;
  std::function<void(Job&)> work_;
  std::deque<std::unique_ptr<Slot>> slots_;  // of the giving thread alone

  std::mutex mutex_;
  std::condition_variable given_;
  std::condition_variable done_;
  std::deque<Slot*> waiting_;
  bool ended_ = false;

  std::vector<std::thread> threads_;
};

}  // namespace cyberdir::base
