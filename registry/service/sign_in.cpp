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

bool may_sign_in(const store::AccountRow& account) {
  return !account.password.empty() && !account.suspended_at && !account.removed_at;
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
    if (!account || !may_sign_in(*account)) {
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
    account->signed_in_at = writer.at();
    writer.put_account(*account);
    writer.end_session(session->id);
    step.session = sessions_.open(writer, account->id, SessionKind::browser, "", place.address);
    step.device = place.device.empty() ? base::make_key(random_) : place.device;
    writer.put_known_device(base::digest_of_key(step.device.reveal()), account->id);
    step.outcome = Outcome::signed_in;
    record(writer, as_account(place.origin, *account), "sign-in", account->id, writer.next_seq());
    return {};
  }));
  return step;
}

Result<void> SignIn::sign_out(const Origin& origin, const SignedIn& session) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    writer.end_session(session.session);
    record(writer, origin, "sign-out", session.account, writer.next_seq());
    return {};
  });
}

}  // namespace cyberdir::service
