// Work that a server does now and then beside its requests.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace cyberdir::cli {

/// Runs `work` on a thread of its own, so long after the last time, and once more when it stops.
class NowAndThen {
 public:
  NowAndThen(std::chrono::seconds apart, std::function<void()> work);
  ~NowAndThen() { stop(); }
  NowAndThen(const NowAndThen&) = delete;
  NowAndThen& operator=(const NowAndThen&) = delete;
  NowAndThen(NowAndThen&&) = delete;
  NowAndThen& operator=(NowAndThen&&) = delete;
  /// Waits until the work has ended. May be called again.
  void stop();

 private:
  std::chrono::seconds apart_;
  std::function<void()> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stops_ = false;
  std::thread thread_;
};

}  // namespace cyberdir::cli
