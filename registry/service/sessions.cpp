#include "service/sessions.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/sha256.h"
#include "base/unicode.h"
#include "service/account_rights.h"
#include "service/audit_trail.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Role;

namespace {

constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

constexpr std::array<std::string_view, 3> kKindNames = {"pending", "browser", "device"};
constexpr std::array<SessionLife, 3> kLives = {
    SessionLife{5 * kMinute, 5 * kMinute},
    SessionLife{30 * kMinute, 12 * kHour},
    SessionLife{60 * kDay, 180 * kDay},
};

SessionKind kind_named(std::string_view name) {
  const auto* found = std::find(kKindNames.begin(), kKindNames.end(), name);
  return found == kKindNames.end() ? SessionKind::pending
                                   : static_cast<SessionKind>(found - kKindNames.begin());
}

base::Error no_such_session() {
  return fail(ErrorCode::not_found, "there is no such session, or none that you may end");
}

bool may_see_sessions(const model::Caller& caller, const store::AccountRow& account) {
  const Role role = model::role_named(account.role).value_or(Role::anonymous);
  return caller.actor == actor_of_account(account.id) ||
         may_give_access(caller, role, account.owner);
}

// A device is left alone on a desk: it neither approves nor gives access.
Role role_on(SessionKind kind, Role role) {
  return kind == SessionKind::device && role == Role::manager ? Role::editor : role;
}

}  // namespace

std::string_view name_of(SessionKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

SessionLife life_of(SessionKind kind) { return kLives.at(static_cast<std::size_t>(kind)); }

std::string csrf_token_of(std::string_view session_secret) {
  base::Sha256 digest;
  digest.update_part("cyberdir form").update_part(session_secret);
  return base::to_base64url(base::view_of(digest.finish()));
}

bool Sessions::holds(const store::SessionRow& session, base::Instant now) const {
  const SessionLife life = life_of(kind_named(session.kind));
  const base::Instant seen =
      std::max(session.seen_at, last_use_.of_session(session.id).value_or(session.seen_at));
  return now.micros < session.created_at.micros + life.absolute &&
         now.micros < seen.micros + life.idle;
}

Result<std::optional<SignedIn>> Sessions::recognise(std::string_view secret) {
  std::optional<SignedIn> found;
  const base::Instant now = clock_.now();
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto session = reader.session_by_digest(base::digest_of_key(secret));
    if (!session || kind_named(session->kind) == SessionKind::pending || !holds(*session, now))
      return {};
    const auto account = reader.account(session->account);
    if (!account || account->suspended_at || account->removed_at) return {};
    SignedIn who;
    who.kind = kind_named(session->kind);
    who.caller.role = role_on(who.kind, model::role_named(account->role).value_or(Role::anonymous));
    who.caller.owner = account->owner;
    who.caller.actor = actor_of_account(account->id);
    who.caller.networks = networks_.of(reader, account->owner);
    who.account = account->id;
    who.name = account->name;
    who.email = account->email;
    who.session = session->id;
    found = std::move(who);
    return {};
  }));
  if (found) last_use_.note_session(found->session, now);
  return found;
}

base::Secret Sessions::open(store::Writer& writer, const std::string& account, SessionKind kind,
                            const std::string& name, const std::string& source) {
  store::SessionRow row;
  row.account = account;
  row.kind = name_of(kind);
  row.name = name;
  row.source = source;
  return add(writer, std::move(row));
}

base::Secret Sessions::open_pending(store::Writer& writer, const std::string& account,
                                    const std::string& issuer, const std::string& subject,
                                    const std::string& source) {
  store::SessionRow row;
  row.account = account;
  row.kind = name_of(SessionKind::pending);
  row.source = source;
  row.issuer = issuer;
  row.subject = subject;
  return add(writer, std::move(row));
}

base::Secret Sessions::add(store::Writer& writer, store::SessionRow row) {
  for (const store::SessionRow& before : writer.sessions(row.account)) {
    if (!holds(before, writer.at())) writer.end_session(before.id);
  }
  base::Secret secret = base::make_key(random_);
  row.digest = base::digest_of_key(secret.reveal());
  row.id = base::make_uuid7(writer.at(), random_);
  row.created_at = writer.at();
  row.seen_at = writer.at();
  writer.put_session(row);
  return secret;
}

std::optional<store::SessionRow> Sessions::pending(store::Reader& reader, std::string_view secret,
                                                   base::Instant now) const {
  auto session = reader.session_by_digest(base::digest_of_key(secret));
  if (!session || kind_named(session->kind) != SessionKind::pending || !holds(*session, now))
    return std::nullopt;
  return session;
}

Result<std::vector<SessionLine>> Sessions::list(const model::Caller& caller,
                                                const std::string& account) {
  std::vector<SessionLine> lines;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto row = reader.account(account);
    if (!row || !may_see_sessions(caller, *row)) return no_such_session();
    for (const store::SessionRow& session : reader.sessions(account)) {
      const SessionKind kind = kind_named(session.kind);
      if (kind == SessionKind::pending || !holds(session, clock_.now())) continue;
      const base::Instant seen =
          std::max(session.seen_at, last_use_.of_session(session.id).value_or(session.seen_at));
      lines.push_back({session.id, kind, session.name, session.source, session.created_at, seen});
    }
    return {};
  }));
  return lines;
}

Result<void> Sessions::end(const Origin& origin, const std::string& account,
                           const std::string& session) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    const auto row = writer.account(account);
    if (!row || !may_see_sessions(origin.caller, *row)) return no_such_session();
    const auto sessions = writer.sessions(account);
    const bool known = std::any_of(sessions.begin(), sessions.end(),
                                   [&](const auto& each) { return each.id == session; });
    if (!known) return no_such_session();
    writer.end_session(session);
    record(writer, origin, "session-end", account + " " + session, writer.next_seq());
    return {};
  });
}

Result<void> Sessions::end_all(const Origin& origin, const std::string& account) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    const auto row = writer.account(account);
    if (!row || !may_see_sessions(origin.caller, *row)) return no_such_session();
    writer.end_sessions(account);
    record(writer, origin, "session-end-all", account, writer.next_seq());
    return {};
  });
}

Result<base::Secret> Sessions::keep_device(const Origin& origin, const SignedIn& session,
                                           const std::string& name) {
  constexpr std::size_t kLongestName = 100;
  const Role role = origin.caller.role;
  if (role == Role::secretariat || role == Role::administrator) {
    return fail(ErrorCode::forbidden,
                "the secretariat and administrators sign in each time; there is no device session");
  }
  if (name.empty() || name.size() > kLongestName || !base::is_xml_text(name)) {
    base::Error error = fail(ErrorCode::invalid, "the device needs a name");
    error.findings.push_back({"required",
                              "say which device this is, such as Duty desk, room 4 (at most 100 "
                              "bytes)",
                              "/name",
                              {},
                              {},
                              base::Severity::error});
    return error;
  }
  base::Secret secret;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    writer.end_session(session.session);
    secret = open(writer, session.account, SessionKind::device, name, origin.source);
    record(writer, origin, "session-device", session.account + " " + name, writer.next_seq());
    return {};
  }));
  return secret;
}

}  // namespace cyberdir::service
