// Sends what waits in the outbox.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "mail/smtp.h"
#include "store/store.h"

namespace cyberdir::mail {

/// One mail at a time, at least once each: it is claimed in the store, handed over, and marked. One
/// that is not taken is tried again after a minute, then twice as long each time up to six hours,
/// across restarts, for five days; then, or where the server refuses it for good, it is given up.
/// Recipient and content are erased with the end of a mail; the fact stays.
class Outgoing {
 public:
  Outgoing(store::Store& store, const base::Clock& clock, Transport& transport,
           std::string public_url, std::string from)
      : store_(store),
        clock_(clock),
        transport_(transport),
        public_url_(std::move(public_url)),
        from_(std::move(from)) {}

  /// Sends the mail that is due first. False where none is. Errors: of the store.
  base::Result<bool> send_one();

 private:
  base::Result<void> finish(store::MailRow mail, const std::optional<SendFailure>& failure);

  store::Store& store_;
  const base::Clock& clock_;
  Transport& transport_;
  std::string public_url_;
  std::string from_;
};

/// A thread that sends as long as it stands.
class Postman {
 public:
  /// `log` takes a line where the store fails. Called on the thread.
  Postman(store::Store& store, const base::Clock& clock, SmtpSettings settings,
          std::string public_url, std::function<void(std::string_view)> log);
  ~Postman();
  Postman(const Postman&) = delete;
  Postman& operator=(const Postman&) = delete;
  Postman(Postman&&) = delete;
  Postman& operator=(Postman&&) = delete;

 private:
  void run();

  std::atomic<bool> ending_{false};
  Smtp smtp_;
  Outgoing outgoing_;
  std::function<void(std::string_view)> log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
};

}  // namespace cyberdir::mail
