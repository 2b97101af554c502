#include "mail/postman.h"

#include <algorithm>
#include <chrono>

#include "mail/letter.h"
#include "mail/message.h"

namespace cyberdir::mail {

using base::Result;

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kLongestWait = 6 * kHour;
constexpr std::int64_t kGivenUpAfter = 5 * 24 * kHour;
constexpr std::int64_t kMostDoublings = 10;
constexpr std::chrono::seconds kLook{1};

// How long to wait after so many attempts.
std::int64_t wait_after(std::int64_t attempts) {
  const std::int64_t doublings = std::clamp<std::int64_t>(attempts - 1, 0, kMostDoublings);
  return std::min(kMinute << doublings, kLongestWait);
}

void end(store::MailRow& mail, const char* state, base::Instant at) {
  mail.state = state;
  mail.ended_at = at;
  mail.recipient.clear();
  mail.data.clear();
}

}  // namespace

Result<bool> Outgoing::send_one() {
  std::optional<store::MailRow> mail;
  base::Result<Message> message = base::Error{};
  // Most of the time there is nothing, and looking must not wait for those who write.
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto due = reader.due_mail(clock_.now(), 1);
    if (!due.empty()) mail = due.front();
    return {};
  }));
  if (!mail) return false;
  // Claimed first: whoever else sends from this store, or sends after a crash, comes later.
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    mail.reset();
    const auto due = writer.due_mail(clock_.now(), 1);
    if (due.empty()) return {};
    mail = due.front();
    ++mail->attempts;
    mail->next_at = {clock_.now().micros + wait_after(mail->attempts)};
    writer.set_mail(*mail);
    message = letter(writer, *mail, public_url_, from_);
    return {};
  }));
  if (!mail) return true;
  const auto failure = message ? transport_.send(mail->recipient, to_mime(*message))
                               : std::optional(SendFailure{message.error().detail, true});
  CYBERDIR_TRY(finish(std::move(*mail), failure));
  return true;
}

Result<void> Outgoing::finish(store::MailRow mail, const std::optional<SendFailure>& failure) {
  const base::Instant now = clock_.now();
  mail.failure = failure ? failure->said : std::string();
  if (!failure) {
    end(mail, "sent", now);
  } else if (failure->for_good || now.micros - mail.at.micros >= kGivenUpAfter) {
    end(mail, "failed", now);
  }
  return store_.write([&](store::Writer& writer) -> Result<void> {
    writer.set_mail(mail);
    return {};
  });
}

Postman::Postman(store::Store& store, const base::Clock& clock, SmtpSettings settings,
                 std::string public_url, std::function<void(std::string_view)> log)
    : smtp_(settings, ending_),
      outgoing_(store, clock, smtp_, std::move(public_url), settings.from),
      log_(std::move(log)),
      thread_([this] { run(); }) {}

Postman::~Postman() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Postman::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    lock.unlock();
    const auto sent = outgoing_.send_one();
    if (!sent) log_("mail could not be sent: " + sent.error().detail);
    lock.lock();
    if (sent && *sent) continue;
    changed_.wait_for(lock, kLook, [&] { return ending_.load(); });
  }
}

}  // namespace cyberdir::mail
