#include "service/accounts.h"

#include <algorithm>

#include "base/unicode.h"
#include "model/states.h"
#include "service/account_rights.h"
#include "service/audit_trail.h"
#include "service/outbox.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Role;

namespace {

constexpr std::size_t kLongestEmail = 254;  // RFC 5321 section 4.5.3.1.3, without the brackets
constexpr std::size_t kLongestText = 200;

void add(base::Findings& findings, std::string code, std::string sentence, std::string pointer) {
  findings.push_back(
      {std::move(code), std::move(sentence), std::move(pointer), {}, {}, base::Severity::error});
}

base::Error no_such_account() {
  return fail(ErrorCode::not_found, "there is no account of this id, or none that you may change");
}

Role role_of(const store::AccountRow& account) {
  return model::role_named(account.role).value_or(Role::anonymous);
}

AccountView view_of(store::Reader& reader, const store::AccountRow& row) {
  AccountView view{row.id,   row.email,      row.name,         row.role, row.owner,
                   "active", row.created_at, row.signed_in_at, false,    {}};
  view.identity = reader.identity_of_account(row.id);
  if (row.password.empty() && !view.identity) view.state = "invited";
  if (row.suspended_at) view.state = "suspended";
  view.recovering = reader.recovery(row.id).has_value();
  return view;
}

// A form that mail servers take, strictly enough to catch what was mistyped.
bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.size() > kLongestEmail) return false;
  if (text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view domain = text.substr(at + 1);
  const bool visible =
      std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  return visible && domain.find('.') != std::string_view::npos && !domain.starts_with('.') &&
         !domain.ends_with('.') && domain.find("..") == std::string_view::npos &&
         text.find_first_of("<>()[],;:\\\"") == std::string_view::npos;
}

void check_name(std::string_view name, base::Findings& findings) {
  if (name.empty()) add(findings, "required", "say the person's name", "/name");
  if (name.size() > kLongestText || !base::is_utf8(name) || !base::is_xml_text(name))
    add(findings, "length", "a name is text of at most 200 bytes", "/name");
}

// What a role and an owner ask of one another.
void check_role(store::Reader& reader, const std::string& role, const std::string& owner,
                base::Findings& findings) {
  const auto known = model::role_named(role);
  if (!known || *known == Role::anonymous) {
    add(findings, "role", "the role is reader, editor, manager, secretariat or administrator",
        "/role");
    return;
  }
  const bool for_all = *known == Role::secretariat || *known == Role::administrator;
  if (for_all && !owner.empty()) {
    add(findings, "owner", "the secretariat and administrators act for no owner; leave it out",
        "/owner");
  } else if (!for_all && owner.empty()) {
    add(findings, "required",
        "say whom the person acts for: a State's code, such as IN, or an organisation's id",
        "/owner");
  } else if (!owner.empty() && !model::is_state_code(owner) &&
             !(model::is_entry_id(owner) && reader.entry(owner))) {
    add(findings, "owner", "there is no State of this code and no organisation of this id",
        "/owner");
  }
}

Result<void> refuse(base::Findings findings) {
  if (findings.empty()) return {};
  base::Error error =
      fail(ErrorCode::invalid, "the account is not as it should be; every finding is listed");
  error.findings = std::move(findings);
  return error;
}

base::Error not_yours_to_give(const model::Caller& caller) {
  return fail(ErrorCode::forbidden,
              caller.role == Role::secretariat
                  ? "the secretariat makes managers; they make the accounts of their own"
                  : "you may not give this role, or not for this owner");
}

std::string lower(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return folded;
}

// A token acts by the right of whoever made it.
void end_tokens(store::Writer& writer, const Origin& origin, const std::string& account) {
  for (const std::string& token : writer.revoke_tokens_of(actor_of_account(account)))
    record(writer, origin, "token-revoke", token, writer.next_seq());
}

// The account, where the caller manages it and is not the person.
Result<store::AccountRow> managed(store::Reader& reader, const model::Caller& caller,
                                  const std::string& id) {
  auto row = reader.account(id);
  if (!row || row->removed_at || !may_give_access(caller, role_of(*row), row->owner))
    return no_such_account();
  if (caller.actor == actor_of_account(id))
    return fail(ErrorCode::forbidden, "your own role and state are for somebody else to change");
  return std::move(*row);
}

}  // namespace

Invited Accounts::invite(store::Writer& writer, const store::AccountRow& account) {
  Invited invited = invitations_.make(writer, account.id);
  if (mails_invitations_) {
    post(writer, random_,
         {mail_kind::kInvitation,
          account.email,
          {},
          account.id,
          {{"key", std::string(invited.key.reveal())}}});
  }
  return invited;
}

Result<std::vector<AccountView>> Accounts::list(const model::Caller& caller) {
  if (!gives_access(caller))
    return fail(ErrorCode::forbidden, "accounts are shown to those who manage them");
  std::vector<AccountView> views;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    for (const store::AccountRow& row : reader.accounts()) {
      // Officers recover everybody's accounts, and so have to find them.
      const bool shown =
          caller.role == Role::secretariat || may_give_access(caller, role_of(row), row.owner);
      if (shown) views.push_back(view_of(reader, row));
    }
    return {};
  }));
  return views;
}

Result<AccountView> Accounts::read(const model::Caller& caller, const std::string& id) {
  std::optional<AccountView> view;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto row = reader.account(id);
    const bool shown = row && !row->removed_at &&
                       (caller.actor == actor_of_account(id) || caller.role == Role::secretariat ||
                        may_give_access(caller, role_of(*row), row->owner));
    if (!shown) return no_such_account();
    view = view_of(reader, *row);
    return {};
  }));
  return std::move(*view);
}

Result<NewAccount> Accounts::add(const Origin& origin, const AccountRequest& request) {
  std::optional<NewAccount> made;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    base::Findings findings;
    const std::string email = lower(request.email);
    if (!is_email(email))
      service::add(findings, "email", "this is not an address such as name@ministry.example",
                   "/email");
    check_name(request.name, findings);
    check_role(writer, request.role, request.owner, findings);
    const auto role = model::role_named(request.role);
    if (role && *role != Role::anonymous && !may_give_access(origin.caller, *role, request.owner))
      return not_yours_to_give(origin.caller);
    CYBERDIR_TRY(refuse(std::move(findings)));
    if (writer.account_by_email(email))
      return fail(ErrorCode::conflict, "there is an account of this address already");
    store::AccountRow row;
    row.id = base::make_uuid7(writer.at(), random_);
    row.email = email;
    row.name = request.name;
    row.role = request.role;
    row.owner = request.owner;
    row.created_at = writer.at();
    writer.put_account(row);
    made = NewAccount{view_of(writer, row), invite(writer, row)};
    record(writer, origin, "account-add", row.id + " " + row.role + " " + row.owner,
           writer.next_seq());
    return {};
  }));
  return std::move(*made);
}

Result<AccountView> Accounts::change(const Origin& origin, const std::string& id,
                                     const AccountChange& change) {
  std::optional<AccountView> view;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(row, managed(writer, origin.caller, id));
    const store::AccountRow before = row;
    row.name = change.name.value_or(row.name);
    row.role = change.role.value_or(row.role);
    row.owner = change.owner.value_or(row.owner);
    base::Findings findings;
    check_name(row.name, findings);
    check_role(writer, row.role, row.owner, findings);
    CYBERDIR_TRY(refuse(std::move(findings)));
    if (!may_give_access(origin.caller, role_of(row), row.owner))
      return not_yours_to_give(origin.caller);
    const bool suspended = change.suspended.value_or(row.suspended_at.has_value());
    if (suspended && !row.suspended_at) row.suspended_at = writer.at();
    if (!suspended) row.suspended_at.reset();
    const auto note = [&](const char* action, const std::string& more) {
      record(writer, origin, action, id + more, writer.next_seq());
    };
    if (row.role != before.role || row.owner != before.owner) {
      note("account-role", " " + row.role + " " + row.owner);
      writer.end_sessions(id);
    }
    if (row.name != before.name) note("account-name", "");
    if (row.suspended_at && !before.suspended_at) {
      note("account-suspend", "");
      writer.end_sessions(id);
      end_tokens(writer, origin, id);
    }
    if (!row.suspended_at && before.suspended_at) note("account-resume", "");
    writer.put_account(row);
    view = view_of(writer, row);
    return {};
  }));
  return std::move(*view);
}

Result<void> Accounts::remove(const Origin& origin, const std::string& id) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(row, managed(writer, origin.caller, id));
    writer.end_sessions(id);
    writer.drop_invitations(id);
    writer.drop_recovery(id);
    writer.drop_known_devices(id);
    end_tokens(writer, origin, id);
    writer.drop_identity(id);
    store::AccountRow empty;
    empty.id = row.id;
    empty.role = row.role;
    empty.owner = row.owner;
    empty.created_at = row.created_at;
    empty.suspended_at = writer.at();
    empty.removed_at = writer.at();
    writer.put_account(empty);
    record(writer, origin, "account-remove", id, writer.next_seq());
    return {};
  });
}

Result<void> Accounts::unlink(const Origin& origin, const std::string& id) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_TRY(managed(writer, origin.caller, id));
    if (!writer.identity_of_account(id))
      return fail(ErrorCode::not_found, "this account is linked to no identity provider");
    writer.drop_identity(id);
    writer.end_sessions(id);
    record(writer, origin, "identity-unlink", id, writer.next_seq());
    return {};
  });
}

Result<Invited> Accounts::invite(const Origin& origin, const std::string& id) {
  std::optional<Invited> invited;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(row, managed(writer, origin.caller, id));
    const bool signed_up = !row.password.empty() || writer.identity_of_account(id).has_value();
    if (signed_up && !origin.caller.operates) {
      return fail(ErrorCode::conflict,
                  "this person has signed up; two officers of the secretariat recover an account");
    }
    if (row.suspended_at)
      return fail(ErrorCode::conflict, "the account is suspended; end that first");
    invited = invite(writer, row);
    record(writer, origin, "account-invite", id, writer.next_seq());
    return {};
  }));
  return std::move(*invited);
}

Result<Recovery> Accounts::recover(const Origin& origin, const std::string& id,
                                   const std::string& note) {
  constexpr std::int64_t kWaits = std::int64_t{72} * 3'600 * 1'000'000;
  if (origin.caller.role != Role::secretariat || !is_person(origin.caller)) {
    return fail(ErrorCode::forbidden,
                "two officers of the secretariat recover an account, each signed in as a person");
  }
  if (origin.caller.actor == actor_of_account(id))
    return fail(ErrorCode::forbidden, "your own account is for two others to recover");
  std::optional<Recovery> recovery;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    const auto row = writer.account(id);
    if (!row || row->removed_at || row->suspended_at) return no_such_account();
    base::Findings findings;
    if (note.empty() || note.size() > kLongestText || !base::is_xml_text(note)) {
      service::add(findings, "required",
                   "say the reference of the note that asks for this, in at most 200 bytes",
                   "/note");
    }
    CYBERDIR_TRY(refuse(std::move(findings)));
    const auto first = writer.recovery(id);
    const bool waiting = first && first->at.micros + kWaits > writer.at().micros;
    if (waiting && first->officer == origin.caller.actor)
      return fail(ErrorCode::conflict, "you have asked for this; another officer has to as well");
    recovery = Recovery{};
    if (waiting) {
      writer.drop_recovery(id);
      recovery->invitation = invite(writer, *row);
    } else {
      writer.put_recovery({id, origin.caller.actor, note, writer.at()});
    }
    recovery->account = view_of(writer, *row);
    record(writer, origin, waiting ? "recovery-grant" : "recovery-ask", id + " " + note,
           writer.next_seq());
    return {};
  }));
  return std::move(*recovery);
}

}  // namespace cyberdir::service
