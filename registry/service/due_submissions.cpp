#include "service/due_submissions.h"

#include <algorithm>
#include <chrono>

namespace cyberdir::service {
namespace {

constexpr std::int64_t kLongestSleepMicros = 30'000'000;

}  // namespace

DueSubmissions::DueSubmissions(Submissions& submissions, const base::Clock& clock,
                               std::function<void(std::string_view)> log)
    : submissions_(submissions), clock_(clock), log_(std::move(log)) {
  submissions_.set_listener([this] {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    changed_.notify_all();
  });
  thread_ = std::thread([this] { run(); });
}

DueSubmissions::~DueSubmissions() {
  submissions_.set_listener({});
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void DueSubmissions::run() {
  std::unique_lock lock(mutex_);
  do {  // once at least: what became due while nobody served
    woken_ = false;
    lock.unlock();
    const auto next = submissions_.publish_due();
    if (!next) log_("a submission could not be published at its time: " + next.error().detail);
    std::int64_t sleep = kLongestSleepMicros;
    if (next && *next)
      sleep = std::clamp<std::int64_t>((*next)->micros - clock_.now().micros, 0, sleep);
    lock.lock();
    changed_.wait_for(lock, std::chrono::microseconds(sleep), [&] { return woken_ || ending_; });
  } while (!ending_);
}

}  // namespace cyberdir::service
