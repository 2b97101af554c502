// Accounts, invitations, recovery: who may do what, and what happens once only.
#include "service/accounts.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/totp.h"
#include "service/account_rights.h"
#include "support/signed_up.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using model::Role;
using support::operator_origin;
using support::origin_of;
using support::Person;

constexpr std::int64_t kHour = std::int64_t{3'600} * 1'000'000;

class Accounts : public testing::Test {
 protected:
  Origin as(const Person& person, Role role, const std::string& owner) {
    Origin origin = origin_of(role, owner);
    origin.caller.actor = actor_of_account(person.id);
    return origin;
  }
  void forward(std::int64_t micros) {
    registry_.clock().set({registry_.clock().now().micros + micros});
  }
  ErrorCode error_of_adding(const Origin& origin, const char* role, const char* owner) {
    const auto made = registry_->accounts().add(
        origin, {"p" + std::to_string(++made_) + "@x.example", "P", role, owner});
    return made ? ErrorCode::internal : made.error().code;  // internal: it was made
  }

  support::TemporaryRegistry registry_;
  int made_ = 0;
};

// Each role × each operation: what may be given, for the own owner and for another.
TEST_F(Accounts, AreMadeByThoseWhoMay) {
  struct Row {
    Role caller;
    const char* owner;
    std::vector<std::string> may;  // "role owner"
  };
  const std::vector<std::string> everything{"reader IN",    "editor IN",     "manager IN",
                                            "reader TH",    "editor TH",     "manager TH",
                                            "secretariat ", "administrator "};
  const std::vector<Row> rows{
      {Role::anonymous, "", {}},
      {Role::reader, "IN", {}},
      {Role::editor, "IN", {}},
      {Role::manager, "IN", {"reader IN", "editor IN", "manager IN"}},
      {Role::secretariat, "", {"manager IN", "manager TH"}},
      {Role::administrator, "", everything},
  };
  for (const Row& row : rows) {
    for (const std::string& wanted : everything) {
      const std::string role = wanted.substr(0, wanted.find(' '));
      const std::string owner = wanted.substr(wanted.find(' ') + 1);
      const bool may = std::find(row.may.begin(), row.may.end(), wanted) != row.may.end();
      const Origin origin = origin_of(row.caller, row.owner);
      const ErrorCode code = error_of_adding(origin, role.c_str(), owner.c_str());
      EXPECT_EQ(code, may ? ErrorCode::internal : ErrorCode::forbidden)
          << model::name_of(row.caller) << " makes " << wanted;
      const auto token =
          registry_->tokens().make(origin, {*model::role_named(role), owner, {}, {}});
      EXPECT_EQ(token.ok(), may) << model::name_of(row.caller) << " makes a token of " << wanted;
    }
  }
}

// Each role × each operation on an account that is there already.
TEST_F(Accounts, AreChangedByThoseWhoMay) {
  struct Row {
    Role caller;
    const char* owner;
    std::vector<std::string> may;  // accounts by name
  };
  const std::vector<std::array<const char*, 2>> accounts{{"reader", "IN"},
                                                         {"manager", "IN"},
                                                         {"manager", "TH"},
                                                         {"secretariat", ""},
                                                         {"administrator", ""}};
  const std::vector<Row> rows{
      {Role::anonymous, "", {}},
      {Role::reader, "IN", {}},
      {Role::editor, "IN", {}},
      {Role::manager, "IN", {"reader IN", "manager IN"}},
      {Role::secretariat, "", {"manager IN", "manager TH"}},
      {Role::administrator,
       "",
       {"reader IN", "manager IN", "manager TH", "secretariat ", "administrator "}},
  };
  for (const Row& row : rows) {
    for (const auto& [role, owner] : accounts) {
      const std::string name = std::string(role) + " " + owner;
      const bool may = std::find(row.may.begin(), row.may.end(), name) != row.may.end();
      const auto made = registry_->accounts().add(
          operator_origin(), {"t" + std::to_string(++made_) + "@x.example", "T", role, owner});
      ASSERT_TRUE(made.ok());
      const std::string id = made->account.id;
      Origin origin = origin_of(row.caller, row.owner);
      origin.caller.actor = actor_of_account("somebody else");
      const auto expect = [&](const char* operation, bool did, bool expected) {
        EXPECT_EQ(did, expected) << model::name_of(row.caller) << ' ' << operation << ' ' << name;
      };
      auto& service = registry_->accounts();
      const bool officer = row.caller == Role::secretariat;
      expect("reads", service.read(origin.caller, id).ok(), may || officer);
      expect("renames", service.change(origin, id, {"New", {}, {}, {}}).ok(), may);
      expect("invites", service.invite(origin, id).ok(), may);
      expect("lists sessions of", registry_->sessions().list(origin.caller, id).ok(), may);
      expect("ends sessions of", registry_->sessions().end_all(origin, id).ok(), may);
      expect("recovers", service.recover(origin, id, "NV 1").ok(), officer);
      expect("suspends", service.change(origin, id, {{}, {}, {}, true}).ok(), may);
      expect("removes", service.remove(origin, id).ok(), may);
    }
  }
}

TEST_F(Accounts, OfOthersAreNeitherShownNorChanged) {
  const Person india = support::sign_up(*registry_, "in@x.example", "reader", "IN");
  const Origin thailand = origin_of(Role::manager, "TH");
  EXPECT_EQ(registry_->accounts().list(thailand.caller)->size(), 0U);
  EXPECT_EQ(registry_->accounts().read(thailand.caller, india.id).error().code,
            ErrorCode::not_found);
  EXPECT_EQ(registry_->accounts().change(thailand, india.id, {{}, "editor", {}, {}}).error().code,
            ErrorCode::not_found);
  EXPECT_EQ(registry_->accounts().remove(thailand, india.id).error().code, ErrorCode::not_found);
  EXPECT_EQ(registry_->accounts().invite(thailand, india.id).error().code, ErrorCode::not_found);
  for (const Role role : {Role::anonymous, Role::reader, Role::editor})
    EXPECT_EQ(registry_->accounts().list(origin_of(role, "IN").caller).error().code,
              ErrorCode::forbidden);
  EXPECT_EQ(registry_->accounts().list(origin_of(Role::manager, "IN").caller)->size(), 1U);
}

TEST_F(Accounts, NobodyRaisesOneself) {
  const Person manager = support::sign_up(*registry_, "m@x.example", "manager", "IN");
  const Person admin = support::sign_up(*registry_, "a@x.example", "administrator", "");
  const Origin as_manager = as(manager, Role::manager, "IN");
  const Origin as_admin = as(admin, Role::administrator, "");
  EXPECT_EQ(
      registry_->accounts().change(as_manager, manager.id, {{}, "reader", {}, {}}).error().code,
      ErrorCode::forbidden);
  EXPECT_EQ(
      registry_->accounts().change(as_admin, admin.id, {{}, "secretariat", {}, {}}).error().code,
      ErrorCode::forbidden);
  const Person editor = support::sign_up(*registry_, "e@x.example", "editor", "IN");
  EXPECT_EQ(
      registry_->accounts().change(as_manager, editor.id, {{}, "secretariat", "", {}}).error().code,
      ErrorCode::forbidden);
  EXPECT_TRUE(registry_->accounts().change(as_manager, editor.id, {{}, "manager", {}, {}}).ok());
}

TEST_F(Accounts, EveryFindingIsToldAtOnce) {
  const auto made = registry_->accounts().add(operator_origin(), {"nobody", "", "king", "ZZ"});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::invalid);
  EXPECT_EQ(made.error().findings.size(), 3U);
  const auto owned =
      registry_->accounts().add(operator_origin(), {"a@b.example", "A", "administrator", "IN"});
  ASSERT_FALSE(owned.ok());
  EXPECT_EQ(owned.error().findings.front().pointer, "/owner");
}

TEST_F(Accounts, AnAddressHasOneAccountWhateverItsCase) {
  support::sign_up(*registry_, "one@x.example", "reader", "IN");
  const auto again =
      registry_->accounts().add(operator_origin(), {"ONE@x.example", "B", "reader", "IN"});
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Accounts, AnInvitationServesOnceAndFor72Hours) {
  const auto made =
      registry_->accounts().add(operator_origin(), {"n@x.example", "N", "reader", "IN"});
  ASSERT_TRUE(made.ok());
  const base::Secret& key = made->invitation.key;
  const base::Secret password{std::string(support::kGoodPassword)};
  const auto invitation = registry_->invitations().look(key);
  ASSERT_TRUE(invitation.ok());
  const auto code = [&] {
    return base::totp_code(invitation->totp, base::totp_step_at(registry_.clock().now()));
  };
  // What is wrong is all said, and the link holds.
  const auto wrong = registry_->invitations().accept(
      operator_origin(), key, {base::Secret("password"), base::Secret("x"), "000000"});
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().findings.size(), 2U);
  EXPECT_TRUE(
      registry_->invitations().accept(operator_origin(), key, {password, password, code()}).ok());
  EXPECT_EQ(registry_->invitations()
                .accept(operator_origin(), key, {password, password, code()})
                .error()
                .code,
            ErrorCode::not_found);

  const auto late =
      registry_->accounts().add(operator_origin(), {"l@x.example", "L", "reader", "IN"});
  forward(72 * kHour + 1'000'000);
  EXPECT_EQ(registry_->invitations().look(late->invitation.key).error().code, ErrorCode::not_found);
  const auto again = registry_->accounts().invite(operator_origin(), late->account.id);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(registry_->invitations().look(again->key).ok());
}

TEST_F(Accounts, ANewInvitationReplacesTheOneBefore) {
  const auto made =
      registry_->accounts().add(operator_origin(), {"n@x.example", "N", "reader", "IN"});
  const auto again = registry_->accounts().invite(origin_of(Role::manager, "IN"), made->account.id);
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(registry_->invitations().look(made->invitation.key).ok());
  EXPECT_TRUE(registry_->invitations().look(again->key).ok());
}

TEST_F(Accounts, AManagerCannotTakeOverSomebodyWhoSignedUp) {
  const Person editor = support::sign_up(*registry_, "e@x.example", "editor", "IN");
  EXPECT_EQ(registry_->accounts().invite(origin_of(Role::manager, "IN"), editor.id).error().code,
            ErrorCode::conflict);
}

TEST_F(Accounts, RecoveryTakesTwoOfficersAndANote) {
  const Person lost = support::sign_up(*registry_, "lost@x.example", "manager", "IN");
  const Person one = support::sign_up(*registry_, "one@un.example", "secretariat", "");
  const Person two = support::sign_up(*registry_, "two@un.example", "secretariat", "");
  const Origin first = as(one, Role::secretariat, "");
  const Origin second = as(two, Role::secretariat, "");
  EXPECT_EQ(registry_->accounts().recover(first, lost.id, "").error().code, ErrorCode::invalid);
  const auto asked = registry_->accounts().recover(first, lost.id, "NV 12/2026");
  ASSERT_TRUE(asked.ok());
  EXPECT_FALSE(asked->invitation);
  EXPECT_TRUE(registry_->accounts().read(first.caller, lost.id)->recovering);
  EXPECT_EQ(registry_->accounts().recover(first, lost.id, "NV 12/2026").error().code,
            ErrorCode::conflict);
  const auto granted = registry_->accounts().recover(second, lost.id, "NV 12/2026");
  ASSERT_TRUE(granted.ok());
  ASSERT_TRUE(granted->invitation);
  EXPECT_TRUE(registry_->invitations().look(granted->invitation->key).ok());
}

TEST_F(Accounts, RecoveryIsForPersonsOfTheSecretariatAndForOthers) {
  const Person one = support::sign_up(*registry_, "one@un.example", "secretariat", "");
  const auto refused = [&](const Origin& origin) {
    return registry_->accounts().recover(origin, one.id, "NV 1").error().code;
  };
  EXPECT_EQ(refused(origin_of(Role::secretariat, "")), ErrorCode::forbidden);  // a token
  EXPECT_EQ(refused(as(one, Role::secretariat, "")), ErrorCode::forbidden);    // oneself
  EXPECT_EQ(refused(as(one, Role::administrator, "")), ErrorCode::forbidden);
  EXPECT_EQ(refused(as(one, Role::manager, "IN")), ErrorCode::forbidden);
}

TEST_F(Accounts, ARemovedAccountLeavesNothingPersonal) {
  const Person gone = support::sign_up(*registry_, "gone@x.example", "reader", "IN");
  ASSERT_TRUE(registry_->accounts().remove(operator_origin(), gone.id).ok());
  EXPECT_FALSE(registry_->accounts().read(operator_origin().caller, gone.id).ok());
  ASSERT_TRUE(registry_->store()
                  .read([&](store::Reader& reader) -> base::Result<void> {
                    const auto row = reader.account(gone.id);
                    EXPECT_TRUE(row && row->email.empty() && row->name.empty() &&
                                row->password.empty() && row->totp.empty());
                    return {};
                  })
                  .ok());
  // The address is free again, more than once.
  for (int i = 0; i < 2; ++i) {
    const Person back = support::sign_up(*registry_, "gone@x.example", "reader", "IN");
    EXPECT_TRUE(registry_->accounts().remove(operator_origin(), back.id).ok());
  }
}

TEST_F(Accounts, EveryChangeIsOnRecordAndTheRecordVerifies) {
  const Person person = support::sign_up(*registry_, "p@x.example", "reader", "IN");
  ASSERT_TRUE(
      registry_->accounts().change(operator_origin(), person.id, {{}, "editor", {}, true}).ok());
  ASSERT_TRUE(registry_->accounts().change(operator_origin(), person.id, {{}, {}, {}, false}).ok());
  std::string acts;
  ASSERT_TRUE(registry_->store()
                  .read([&](store::Reader& reader) -> base::Result<void> {
                    for (const store::AuditRow& row : reader.audit(0, 1000)) {
                      if (row.subject.find(person.id) != std::string::npos)
                        acts += row.action + " ";
                      EXPECT_EQ(row.subject.find("p@x.example"), std::string::npos);
                    }
                    return {};
                  })
                  .ok());
  EXPECT_EQ(acts, "account-add invitation-accept account-role account-suspend account-resume ");
  EXPECT_TRUE(registry_.integrity_findings().empty());
}

TEST_F(Accounts, TokensRememberTheirLastUseOnceItIsWritten) {
  const std::string token = registry_.token(Role::reader, "IN");
  ASSERT_TRUE(registry_->tokens().caller_of(token).ok());
  EXPECT_FALSE(registry_->tokens().list(operator_origin().caller)->front().used_at);
  ASSERT_TRUE(registry_->last_use().write().ok());
  EXPECT_EQ(registry_->tokens().list(operator_origin().caller)->front().used_at,
            registry_.clock().now());
}

}  // namespace
}  // namespace cyberdir::service
