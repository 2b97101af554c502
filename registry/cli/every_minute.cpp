#include "cli/every_minute.h"

#include <chrono>

namespace cyberdir::cli {

EveryMinute::EveryMinute(std::function<void()> work)
    : work_(std::move(work)), thread_([this] {
        std::unique_lock lock(mutex_);
        while (!stops_) {
          changed_.wait_for(lock, std::chrono::minutes(1), [this] { return stops_; });
          lock.unlock();
          work_();
          lock.lock();
        }
      }) {}

void EveryMinute::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stops_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

}  // namespace cyberdir::cli
