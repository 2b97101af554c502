// The thread that publishes submissions at their time.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "service/submissions.h"

namespace cyberdir::service {

/// From its making to its end a thread publishes what is due: at once what became due while nobody
/// served, then each at its time. It sleeps in between; a submission that begins to wait wakes it.
/// The registry's clock is looked at anew after at most half a minute, for clocks are set and other
/// processes write too. One at a time for a registry.
class DueSubmissions {
 public:
  /// `log` takes a line where publication fails; it is tried again later. Called on the thread.
  DueSubmissions(Submissions& submissions, const base::Clock& clock,
                 std::function<void(std::string_view)> log);
  ~DueSubmissions();
  DueSubmissions(const DueSubmissions&) = delete;
  DueSubmissions& operator=(const DueSubmissions&) = delete;
  DueSubmissions(DueSubmissions&&) = delete;
  DueSubmissions& operator=(DueSubmissions&&) = delete;

 private:
  void run();

  Submissions& submissions_;
  const base::Clock& clock_;
  std::function<void(std::string_view)> log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace cyberdir::service
