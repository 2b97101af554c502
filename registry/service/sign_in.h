// Signing in: a password or the word of an identity provider, then a code; each attempt counted,
// and each on record.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/password.h"
#include "base/result.h"
#include "base/secret.h"
#include "service/id_token.h"
#include "service/origin.h"
#include "service/sessions.h"
#include "store/store.h"

namespace cyberdir::service {

/// Where an attempt comes from.
struct SignInPlace {
  Origin origin;        ///< its caller is anonymous
  std::string address;  ///< of the peer
  base::Secret device;  ///< what the browser was given when somebody signed in from it, or empty
};

/// What an attempt led to.
struct SignInStep {
  enum class Outcome : std::uint8_t {
    refused,     ///< wrong; the same for an account that is not there
    wait,        ///< not judged: too many before it
    code_asked,  ///< the password or the identity was right; `session` is pending
    signed_in,   ///< `session` is whole, `device` is for the browser to keep
    expired,     ///< it was begun too long ago, or elsewhere: begin again
    declined,    ///< the identity provider does not say who this is
    untrusted,   ///< what the identity provider says is not believed
  };
  Outcome outcome = Outcome::refused;
  std::int64_t wait_seconds = 0;
  base::Secret session;
  base::Secret device;
};

/// Every account has a second factor. Whether an account exists is told neither by the answer nor
/// by the work done: an unknown one is checked against a decoy of the same cost. Any thread.
class SignIn {
 public:
  SignIn(store::Store& store, base::Random& random, const base::Clock& clock,
         base::PasswordHasher& hasher, Sessions& sessions)
      : store_(store), random_(random), clock_(clock), hasher_(hasher), sessions_(sessions) {}

  /// Errors: of the store.
  base::Result<SignInStep> try_password(const SignInPlace& place, const std::string& email,
                                        const base::Secret& password);
  /// `pending` is the session that try_password() gave. Errors: of the store.
  base::Result<SignInStep> try_code(const SignInPlace& place, const base::Secret& pending,
                                    const std::string& code);
  /// Signs in whom an identity provider knows, by the link of an account to this subject; where
  /// there is none yet, by the address that both have, which links them. Refused is the same for no
  /// account, one that is suspended or linked to somebody else, and one that has no second factor
  /// where the provider asked for none; where the account has one, its code is asked, and the link
  /// is made after it. Errors: of the store.
  base::Result<SignInStep> try_identity(const SignInPlace& place, const Identity& identity);
  /// The answer of an identity provider was not believed: counts it against its source and puts it
  /// on record. Outcomes: untrusted, wait. Errors: of the store.
  base::Result<SignInStep> refuse_untrusted(const SignInPlace& place);
  /// Ends a session, whoever has its secret. Errors: of the store.
  base::Result<void> sign_out(const Origin& origin, const SignedIn& session);

 private:
  /// The last step: a whole session in place of the pending one, on record.
  void let_in(store::Writer& writer, const SignInPlace& place, store::AccountRow account,
              SignInStep& step);

  store::Store& store_;
  base::Random& random_;
  const base::Clock& clock_;
  base::PasswordHasher& hasher_;
  Sessions& sessions_;
};

}  // namespace cyberdir::service
