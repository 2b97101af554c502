// Handing a message to a mail server (RFC 5321).
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "base/secret.h"

namespace cyberdir::mail {

/// Where mail is handed over, and as whom.
struct SmtpSettings {
  /// smtps://host[:port], or smtp://host[:port], where TLS is asked for with STARTTLS and insisted
  /// on unless the host is this machine. Certificates are checked.
  std::string url;
  std::string user;  ///< empty for none
  base::Secret password;
  std::string from;  ///< addr-spec of the sender
};

/// Why a message was not taken.
struct SendFailure {
  std::string said;       ///< a line without control characters, of at most 200 bytes
  bool for_good = false;  ///< the server refuses this message or recipient, and will again
};

/// What a message is handed to. Any thread.
class Transport {
 public:
  Transport() = default;
  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  Transport(Transport&&) = delete;
  Transport& operator=(Transport&&) = delete;
  /// Nothing where the message was taken.
  [[nodiscard]] virtual std::optional<SendFailure> send(const std::string& to,
                                                        const std::string& mime) = 0;
};

/// A mail server, by libcurl: a connection a message, at most a minute. `stop` ends what is in
/// hand, unless all of it was given: then the server's answer is waited for.
class Smtp final : public Transport {
 public:
  Smtp(SmtpSettings settings, const std::atomic<bool>& stop)
      : settings_(std::move(settings)), stop_(stop) {}

  [[nodiscard]] std::optional<SendFailure> send(const std::string& to,
                                                const std::string& mime) override;

 private:
  SmtpSettings settings_;
  const std::atomic<bool>& stop_;
};

/// True for an address of a mail server as SmtpSettings has it.
[[nodiscard]] bool is_smtp_url(const std::string& url);

}  // namespace cyberdir::mail
