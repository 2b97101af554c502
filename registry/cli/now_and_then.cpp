#include "cli/now_and_then.h"

namespace cyberdir::cli {

NowAndThen::NowAndThen(std::chrono::seconds apart, std::function<void()> work)
    : apart_(apart), work_(std::move(work)), thread_([this] {
        std::unique_lock lock(mutex_);
        while (!stops_) {
          changed_.wait_for(lock, apart_, [this] { return stops_; });
          lock.unlock();
          work_();
          lock.lock();
        }
      }) {}

void NowAndThen::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stops_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

}  // namespace cyberdir::cli
