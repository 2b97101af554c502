#include "service/sign_in.h"

#include "base/totp.h"
#include "service/account_rights.h"
#include "service/attempts.h"
#include "service/audit_trail.h"

namespace cyberdir::service {

using base::Result;
using Outcome = SignInStep::Outcome;

namespace {

std::string lower(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return folded;
}

bool is_open(const store::AccountRow& account) {
  return !account.suspended_at && !account.removed_at;
}

bool may_sign_in(const store::AccountRow& account) {
  return !account.password.empty() && is_open(account);
}

// Whether an account may be signed in to as this subject of a provider: it is linked to it, or both
// are free to be linked.
bool belongs(store::Reader& reader, const store::AccountRow& account, const std::string& issuer,
             const std::string& subject) {
  const auto link = reader.identity_of(issuer, subject);
  if (link) return link->account == account.id;
  const auto other = reader.identity_of_account(account.id);
  return !other || other->issuer != issuer;
}

// The account that an identity stands for; nothing where it stands for none that is open.
std::optional<store::AccountRow> account_of(store::Reader& reader, const Identity& identity) {
  const auto link = reader.identity_of(identity.issuer, identity.subject);
  auto account = link                     ? reader.account(link->account)
                 : identity.email.empty() ? std::nullopt
                                          : reader.account_by_email(identity.email);
  if (!account || !is_open(*account) ||
      !belongs(reader, *account, identity.issuer, identity.subject))
    return std::nullopt;
  return account;
}

// Against whom an attempt on an address counts. A browser from which the account has signed in
// before has a counter of its own, so that nobody's failures elsewhere make it wait.
std::vector<Counter> counters_of(store::Reader& reader, const SignInPlace& place,
                                 const std::string& email) {
  const auto account = reader.account_by_email(email);
  const std::string device = base::digest_of_key(place.device.reveal());
  if (!place.device.empty() && account && reader.knows_device(device, account->id))
    return {counter_of_device(device, email)};
  return {counter_of_source_and_email(place.address, email), counter_of_source(place.address)};
}

// A wrong code also counts against its account, but not from a browser that is known.
std::vector<Counter> counters_of_code(store::Reader& reader, const SignInPlace& place,
                                      const store::AccountRow& account) {
  std::vector<Counter> counters = counters_of(reader, place, account.email);
  if (counters.size() > 1) counters.push_back(counter_of_codes(account.id));
  return counters;
}

Origin as_account(const Origin& origin, const store::AccountRow& account) {
  Origin theirs = origin;
  theirs.caller = {};
  theirs.caller.actor = actor_of_account(account.id);
  theirs.caller.role = model::role_named(account.role).value_or(model::Role::anonymous);
  theirs.caller.owner = account.owner;
  return theirs;
}

// The address that was typed is not recorded: now and then it is a password.
void record_failure(store::Writer& writer, const Origin& origin, const std::string& account,
                    const char* action) {
  const std::string subject = account.empty() ? "unknown" : account;
  record(writer, origin, action, subject, writer.next_seq());
}

// From now on the subject counts, not the address. An invitation that is still about would be a
// second way in for whoever has its link.
void link(store::Writer& writer, const Origin& origin, const std::string& account,
          const std::string& issuer, const std::string& subject) {
  if (writer.identity_of(issuer, subject)) return;
  writer.put_identity({issuer, subject, account, writer.at()});
  writer.drop_invitations(account);
  record(writer, as_account(origin, *writer.account(account)), "identity-link",
         account + " " + issuer, writer.next_seq());
}

}  // namespace

Result<SignInStep> SignIn::try_password(const SignInPlace& place, const std::string& email,
                                        const base::Secret& password) {
  const std::string address = lower(email);
  SignInStep step;
  std::optional<store::AccountRow> account;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    step.wait_seconds = begin_attempt(writer, counters_of(writer, place, address));
    account = writer.account_by_email(address);
    return {};
  }));
  if (step.wait_seconds > 0) {
    step.outcome = Outcome::wait;
    return step;
  }
  const bool known = account && may_sign_in(*account);
  const bool right = hasher_.matches(known ? account->password : hasher_.decoy(), password);
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    const auto now = known ? writer.account(account->id) : std::nullopt;
    const bool still = now && may_sign_in(*now) && now->password == account->password;
    if (!known || !right || !still) {
      record_failure(writer, place.origin, account ? account->id : "", "sign-in-refused");
      return {};
    }
    forgive_attempts(writer, counters_of(writer, place, address));
    step.session = sessions_.open(writer, account->id, SessionKind::pending, "", place.address);
    step.outcome = Outcome::code_asked;
    return {};
  }));
  return step;
}

Result<SignInStep> SignIn::try_code(const SignInPlace& place, const base::Secret& pending,
                                    const std::string& code) {
  SignInStep step;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    const auto session = sessions_.pending(writer, pending.reveal(), clock_.now());
    auto account = session ? writer.account(session->account) : std::nullopt;
    const bool by_identity = session && !session->issuer.empty();
    const bool may =
        account && (by_identity ? is_open(*account) &&
                                      belongs(writer, *account, session->issuer, session->subject)
                                : may_sign_in(*account));
    if (!may) {
      step.outcome = Outcome::expired;
      return {};
    }
    const std::vector<Counter> counters = counters_of_code(writer, place, *account);
    step.wait_seconds = begin_attempt(writer, counters);
    if (step.wait_seconds > 0) {
      step.outcome = Outcome::wait;
      return {};
    }
    const auto used = base::totp_step_of(account->totp, code, clock_.now(), account->totp_step);
    if (!used) {
      record_failure(writer, place.origin, account->id, "sign-in-code-refused");
      return {};
    }
    forgive_attempts(writer, counters);
    account->totp_step = *used;
    writer.end_session(session->id);
    if (by_identity) link(writer, place.origin, account->id, session->issuer, session->subject);
    let_in(writer, place, std::move(*account), step);
    return {};
  }));
  return step;
}

Result<SignInStep> SignIn::try_identity(const SignInPlace& place, const Identity& identity) {
  SignInStep step;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    auto account = account_of(writer, identity);
    const std::vector<Counter> counters =
        counters_of(writer, place, account ? account->email : identity.email);
    step.wait_seconds = begin_attempt(writer, counters);
    if (step.wait_seconds > 0) {
      step.outcome = Outcome::wait;
      return {};
    }
    if (!account || (!identity.second_factor && account->totp.empty())) {
      record_failure(writer, place.origin, account ? account->id : "", "sign-in-identity-refused");
      return {};
    }
    forgive_attempts(writer, counters);
    if (identity.second_factor) {
      link(writer, place.origin, account->id, identity.issuer, identity.subject);
      let_in(writer, place, std::move(*account), step);
      return {};
    }
    step.session = sessions_.open_pending(writer, account->id, identity.issuer, identity.subject,
                                          place.address);
    step.outcome = Outcome::code_asked;
    return {};
  }));
  return step;
}

Result<SignInStep> SignIn::refuse_untrusted(const SignInPlace& place) {
  SignInStep step;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    step.wait_seconds = begin_attempt(writer, {counter_of_source(place.address)});
    step.outcome = step.wait_seconds > 0 ? Outcome::wait : Outcome::untrusted;
    if (step.outcome == Outcome::untrusted)
      record_failure(writer, place.origin, "", "sign-in-identity-untrusted");
    return {};
  }));
  return step;
}

void SignIn::let_in(store::Writer& writer, const SignInPlace& place, store::AccountRow account,
                    SignInStep& step) {
  account.signed_in_at = writer.at();
  writer.put_account(account);
  step.session = sessions_.open(writer, account.id, SessionKind::browser, "", place.address);
  step.device = place.device.empty() ? base::make_key(random_) : place.device;
  writer.put_known_device(base::digest_of_key(step.device.reveal()), account.id);
  step.outcome = Outcome::signed_in;
  record(writer, as_account(place.origin, account), "sign-in", account.id, writer.next_seq());
}

Result<void> SignIn::sign_out(const Origin& origin, const SignedIn& session) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    writer.end_session(session.session);
    record(writer, origin, "sign-out", session.account, writer.next_seq());
    return {};
  });
}

}  // namespace cyberdir::service
