#include "service/invitations.h"

#include "base/totp.h"
#include "service/account_rights.h"
#include "service/audit_trail.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::int64_t kLifeMicros = std::int64_t{72} * 3'600 * 1'000'000;

base::Error no_invitation() {
  return fail(ErrorCode::not_found,
              "there is no such invitation: it was used, or is older than 72 hours; ask whoever "
              "invited you for another");
}

void add(base::Findings& findings, const char* pointer, const char* code, const char* sentence) {
  findings.push_back({code, sentence, pointer, {}, {}, base::Severity::error});
}

void check_password(const Acceptance& acceptance, base::Findings& findings) {
  const auto fault = base::fault_of_password(acceptance.password.reveal());
  if (!fault) {
    if (acceptance.password.reveal() != acceptance.repeated.reveal())
      add(findings, "/repeated", "password-differs", "the two passwords are not the same");
    return;
  }
  switch (*fault) {
    case base::PasswordFault::too_short:
      return add(findings, "/password", "password-short", "a password has at least 12 characters");
    case base::PasswordFault::too_long:
      return add(findings, "/password", "password-long", "a password has at most 1024 bytes");
    case base::PasswordFault::not_text:
      return add(findings, "/password", "password-text", "the password is not UTF-8 text");
    case base::PasswordFault::common:
      return add(findings, "/password", "password-common",
                 "this password is among the first that are tried; choose another");
  }
}

// The account of an invitation that still holds.
std::optional<store::AccountRow> account_of(store::Reader& reader,
                                            const std::optional<store::InvitationRow>& invitation,
                                            base::Instant now) {
  if (!invitation || invitation->expires_at <= now) return std::nullopt;
  auto account = reader.account(invitation->account);
  if (!account || account->suspended_at || account->removed_at) return std::nullopt;
  return account;
}

}  // namespace

std::string invitation_path(const base::Secret& key) {
  return "/invitation?key=" + std::string(key.reveal());
}

Invited Invitations::make(store::Writer& writer, const std::string& account) {
  writer.drop_invitations(account);
  Invited invited{base::make_key(random_), {writer.at().micros + kLifeMicros}};
  writer.put_invitation({base::digest_of_key(invited.key.reveal()), account,
                         base::make_totp_secret(random_), invited.expires_at});
  return invited;
}

Result<Invitation> Invitations::look(const base::Secret& key) {
  std::optional<Invitation> found;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto row = reader.invitation_by_digest(base::digest_of_key(key.reveal()));
    const auto account = account_of(reader, row, clock_.now());
    if (!account) return no_invitation();
    found = Invitation{account->id, account->email, account->name, row->totp};
    return {};
  }));
  return *found;
}

Result<void> Invitations::accept(const Origin& origin, const base::Secret& key,
                                 const Acceptance& acceptance) {
  CYBERDIR_ASSIGN(invitation, look(key));
  base::Findings findings;
  check_password(acceptance, findings);
  const auto step = base::totp_step_of(invitation.totp, acceptance.code, clock_.now(), 0);
  if (!step) {
    add(findings, "/code", "code-wrong",
        "this is not the code that the app shows now; check that its clock is right");
  }
  if (!findings.empty()) {
    base::Error error = fail(ErrorCode::invalid, "the invitation was not accepted yet");
    error.findings = std::move(findings);
    return error;
  }
  CYBERDIR_ASSIGN(hash, hasher_.hash(acceptance.password));
  return store_.write([&](store::Writer& writer) -> Result<void> {
    // Again, and within the transaction: two who open one link at once are one too many.
    const auto row = writer.invitation_by_digest(base::digest_of_key(key.reveal()));
    auto account = account_of(writer, row, writer.at());
    if (!account) return no_invitation();
    account->password = hash;
    account->totp = row->totp;
    account->totp_step = *step;
    writer.put_account(*account);
    writer.drop_invitations(account->id);
    writer.drop_recovery(account->id);
    writer.end_sessions(account->id);
    writer.drop_known_devices(account->id);
    writer.drop_identity(account->id);  // it may be what was lost; signing in links it anew
    Origin theirs = origin;
    theirs.caller = {};
    theirs.caller.actor = actor_of_account(account->id);
    theirs.caller.role = model::role_named(account->role).value_or(model::Role::anonymous);
    theirs.caller.owner = account->owner;
    record(writer, theirs, "invitation-accept", account->id, writer.next_seq());
    return {};
  });
}

}  // namespace cyberdir::service
