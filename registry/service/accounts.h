// People's accounts: who there is, in which role, and who may change that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/audience.h"
#include "service/invitations.h"
#include "service/origin.h"
#include "store/store.h"

namespace cyberdir::service {

struct AccountRequest {
  std::string email;
  std::string name;
  std::string role;
  std::string owner;  ///< State code or organisation's id; empty for secretariat, administrator
};

/// What a change of an account may name; what it does not stays.
struct AccountChange {
  std::optional<std::string> name;
  std::optional<std::string> role;
  std::optional<std::string> owner;
  std::optional<bool> suspended;
};

/// An account as those who manage it see it: never its password or second factor.
struct AccountView {
  std::string id;
  std::string email;
  std::string name;
  std::string role;
  std::string owner;
  std::string state;  ///< invited, active or suspended
  base::Instant created_at;
  std::optional<base::Instant> signed_in_at;
  bool recovering = false;  ///< one officer has asked for a recovery
  /// As whom an identity provider knows the person; nothing where they have not signed in so.
  std::optional<store::IdentityRow> identity = {};
};

/// A new account, with the key of its invitation.
struct NewAccount {
  AccountView account;
  Invited invitation;
};

/// What a request for recovery led to: an invitation once two officers have asked.
struct Recovery {
  AccountView account;
  std::optional<Invited> invitation;
};

/// Each function asks service/account_rights whether the caller may. Nobody changes their own role
/// or suspends themselves. Every change ends the account's sessions where it takes rights away, and
/// is on record. With an account that is suspended or removed end the tokens that it made. Any
/// thread.
class Accounts {
 public:
  Accounts(store::Store& store, base::Random& random, Invitations& invitations)
      : store_(store), random_(random), invitations_(invitations) {}

  /// Whether invitations are sent by mail, too. Before the registry is used by several threads.
  void set_mails_invitations(bool mails) { mails_invitations_ = mails; }

  /// Those that the caller gives access to.
  base::Result<std::vector<AccountView>> list(const model::Caller& caller);
  /// Errors: not_found (none that the caller may know of); also for its own account it answers.
  base::Result<AccountView> read(const model::Caller& caller, const std::string& id);
  /// Makes an account and invites its person. Errors: invalid (all findings at once), forbidden,
  /// conflict (the address has an account).
  base::Result<NewAccount> add(const Origin& origin, const AccountRequest& request);
  /// Errors: not_found, forbidden, invalid.
  base::Result<AccountView> change(const Origin& origin, const std::string& id,
                                   const AccountChange& change);
  /// Ends an account for good and erases address, name, password and second factor; its id stays,
  /// because the record names it. Errors: not_found, forbidden.
  base::Result<void> remove(const Origin& origin, const std::string& id);
  /// Cuts the link to an identity provider, and ends all sessions; signing in through it again
  /// links by the address once more, unless the account is suspended. Errors: not_found (also where
  /// there is no link), forbidden.
  base::Result<void> unlink(const Origin& origin, const std::string& id);
  /// A new invitation in place of one that was not accepted. One that was accepted is recovered
  /// instead, but by the operator at the machine. Errors: not_found, conflict.
  base::Result<Invited> invite(const Origin& origin, const std::string& id);
  /// Asks for a new way in for somebody who lost theirs, on the reference of a note. The second of
  /// two different officers of the secretariat gets an invitation. Errors: forbidden (not a person
  /// of the secretariat; one's own account), not_found, invalid (no note), conflict (asked before).
  base::Result<Recovery> recover(const Origin& origin, const std::string& id,
                                 const std::string& note);

 private:
  /// A new invitation for an account, sent by mail where that is set.
  Invited invite(store::Writer& writer, const store::AccountRow& account);

  store::Store& store_;
  base::Random& random_;
  Invitations& invitations_;
  bool mails_invitations_ = false;
};

}  // namespace cyberdir::service
