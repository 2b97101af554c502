// Sessions of people who signed in: made, recognised, ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/audience.h"
#include "service/last_use.h"
#include "service/networks.h"
#include "service/origin.h"
#include "store/store.h"

namespace cyberdir::service {

/// What a session is for. `pending`: the password was right and the code is still asked; it lets
/// nobody in. `device`: a desk that stays signed in.
enum class SessionKind : std::uint8_t { pending, browser, device };

[[nodiscard]] std::string_view name_of(SessionKind kind);

/// How long a session lasts, in microseconds.
struct SessionLife {
  std::int64_t idle = 0;      ///< since it was last used
  std::int64_t absolute = 0;  ///< since it was made
};
[[nodiscard]] SessionLife life_of(SessionKind kind);

/// Who a session's cookie stands for.
struct SignedIn {
  model::Caller caller;
  std::string account;
  std::string name;
  std::string email;
  std::string session;
  SessionKind kind = SessionKind::browser;
};

/// A session as lists show it.
struct SessionLine {
  std::string id;
  SessionKind kind = SessionKind::browser;
  std::string name;
  std::string source;
  base::Instant created_at;
  base::Instant seen_at;
};

/// A session's secret is 256 random bits in a cookie; the store has its digest. Any thread.
class Sessions {
 public:
  Sessions(store::Store& store, base::Random& random, const base::Clock& clock, Networks& networks,
           LastUse& last_use)
      : store_(store), random_(random), clock_(clock), networks_(networks), last_use_(last_use) {}

  /// Who this secret stands for, as of now: a session that ended, or whose account was suspended or
  /// changed, counts as such from the next request. Nothing where it is not a session, or pending.
  /// Errors: of the store.
  base::Result<std::optional<SignedIn>> recognise(std::string_view secret);

  /// A key for the forms of a browser in which nobody has signed in; it stands for nobody.
  [[nodiscard]] base::Secret make_form_key() { return base::make_key(random_); }
  /// Makes a session within a transaction; returns its secret.
  [[nodiscard]] base::Secret open(store::Writer& writer, const std::string& account,
                                  SessionKind kind, const std::string& name,
                                  const std::string& source);
  /// Makes a pending session of somebody whom a provider knows by this subject; returns its secret.
  [[nodiscard]] base::Secret open_pending(store::Writer& writer, const std::string& account,
                                          const std::string& issuer, const std::string& subject,
                                          const std::string& source);
  /// The account of a pending session. Nothing where there is none that still holds.
  [[nodiscard]] std::optional<store::SessionRow> pending(store::Reader& reader,
                                                         std::string_view secret,
                                                         base::Instant now) const;

  /// Sessions of an account that hold. Errors: not_found (none, or not one's own nor one that the
  /// caller gives access to).
  base::Result<std::vector<SessionLine>> list(const model::Caller& caller,
                                              const std::string& account);
  /// Ends one session of an account. Errors: as list().
  base::Result<void> end(const Origin& origin, const std::string& account,
                         const std::string& session);
  /// Ends all sessions of an account. Errors: as list().
  base::Result<void> end_all(const Origin& origin, const std::string& account);

  /// Makes of the caller's session one of a device that stays signed in, under a name and with a
  /// new secret. Such a session acts as an editor at most; the secretariat and administrators have
  /// none. Errors: invalid (the name), forbidden.
  base::Result<base::Secret> keep_device(const Origin& origin, const SignedIn& session,
                                         const std::string& name);

 private:
  [[nodiscard]] bool holds(const store::SessionRow& session, base::Instant now) const;
  base::Secret add(store::Writer& writer, store::SessionRow row);

  store::Store& store_;
  base::Random& random_;
  const base::Clock& clock_;
  Networks& networks_;
  LastUse& last_use_;
};

/// The token that a form or header has to carry beside the cookie, so that another site cannot send
/// it: derived from the session's secret, which it does not tell.
[[nodiscard]] std::string csrf_token_of(std::string_view session_secret);

}  // namespace cyberdir::service
