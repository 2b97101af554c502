// Work that a server does once a minute beside its requests.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace cyberdir::cli {

/// Runs `work` on a thread of its own, a minute after the last time, and once more when it stops.
class EveryMinute {
 public:
  explicit EveryMinute(std::function<void()> work);
  ~EveryMinute() { stop(); }
  EveryMinute(const EveryMinute&) = delete;
  EveryMinute& operator=(const EveryMinute&) = delete;
  EveryMinute(EveryMinute&&) = delete;
  EveryMinute& operator=(EveryMinute&&) = delete;
  /// Waits until the work has ended. May be called again.
  void stop();

 private:
  std::function<void()> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stops_ = false;
  std::thread thread_;
};

}  // namespace cyberdir::cli
