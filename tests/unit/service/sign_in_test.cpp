// Signing in and sessions, with a clock that is moved by hand.
#include "service/sign_in.h"

#include <string>

#include <gtest/gtest.h>

#include "service/attempts.h"
#include "support/signed_up.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using support::kGoodPassword;
using support::operator_origin;
using support::Person;
using Outcome = SignInStep::Outcome;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

class SigningIn : public testing::Test {
 protected:
  void SetUp() override { person_ = support::sign_up(*registry_, "p@x.example", "manager", "IN"); }
  void forward(std::int64_t micros) {
    registry_.clock().set({registry_.clock().now().micros + micros});
  }
  static SignInPlace place(const std::string& address, const base::Secret& device = {}) {
    return {{{}, "test", ""}, address, device};
  }
  SignInStep try_password(const SignInPlace& from, const std::string& password,
                          const std::string& email = "p@x.example") {
    auto step = registry_->sign_in().try_password(from, email, base::Secret(password));
    EXPECT_TRUE(step.ok());
    return std::move(*step);
  }
  SignInStep try_code(const SignInPlace& from, const base::Secret& pending,
                      const std::string& code) {
    auto step = registry_->sign_in().try_code(from, pending, code);
    EXPECT_TRUE(step.ok());
    return std::move(*step);
  }
  SignInStep sign_in(const SignInPlace& from) {
    const SignInStep step = try_password(from, std::string(kGoodPassword));
    EXPECT_EQ(step.outcome, Outcome::code_asked);
    return try_code(from, step.session, person_.code(registry_.clock().now()));
  }
  std::optional<SignedIn> who(const base::Secret& session) {
    return *registry_->sessions().recognise(session.reveal());
  }

  support::TemporaryRegistry registry_;
  Person person_;
};

TEST_F(SigningIn, TakesAPasswordAndThenACode) {
  const SignInStep first = try_password(place("192.0.2.1"), std::string(kGoodPassword));
  EXPECT_EQ(first.outcome, Outcome::code_asked);
  EXPECT_FALSE(who(first.session)) << "half signed in is not signed in";
  const SignInStep second =
      try_code(place("192.0.2.1"), first.session, person_.code(registry_.clock().now()));
  EXPECT_EQ(second.outcome, Outcome::signed_in);
  EXPECT_NE(first.session.reveal(), second.session.reveal());
  const auto signed_in = who(second.session);
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->caller.role, model::Role::manager);
  EXPECT_EQ(signed_in->caller.owner, "IN");
  EXPECT_EQ(signed_in->caller.actor, "account:" + person_.id);
  EXPECT_EQ(
      try_code(place("192.0.2.1"), first.session, person_.code(registry_.clock().now())).outcome,
      Outcome::expired);
}

TEST_F(SigningIn, ACodeServesOnce) {
  EXPECT_EQ(sign_in(place("192.0.2.1")).outcome, Outcome::signed_in);
  EXPECT_EQ(sign_in(place("192.0.2.1")).outcome, Outcome::refused);
  forward(30 * kSecond);
  EXPECT_EQ(sign_in(place("192.0.2.1")).outcome, Outcome::signed_in);
}

// The work is the same whether or not there is an account: one hash is checked, and no more.
TEST(SigningInAnywhere, AnUnknownAccountCostsWhatAWrongPasswordCosts) {
  const support::TemporaryFolder folder;
  const base::FixedClock clock(*base::parse_rfc3339("2026-11-22T08:00:00Z"));
  base::SeededRandom random(3);
  auto counting = std::make_unique<support::CountingHasher>();
  const support::CountingHasher& hasher = *counting;
  auto opened = Registry::open(folder.path(), clock, random, std::move(counting));
  ASSERT_TRUE(opened.ok());
  Registry& registry = **opened;
  support::sign_up(registry, "known@x.example", "reader", "IN");
  const auto invited =
      registry.accounts().add(operator_origin(), {"invited@x.example", "I", "reader", "IN"});
  ASSERT_TRUE(invited.ok());
  const auto suspended = support::sign_up(registry, "suspended@x.example", "reader", "IN");
  ASSERT_TRUE(registry.accounts().change(operator_origin(), suspended.id, {{}, {}, {}, true}).ok());
  for (const char* email :
       {"known@x.example", "unknown@x.example", "invited@x.example", "suspended@x.example", ""}) {
    const int before = hasher.checked();
    const auto step =
        registry.sign_in().try_password({{{}, "test", ""}, "192.0.2.1", {}}, email,
                                        base::Secret(std::string("wrong, whoever it is")));
    ASSERT_TRUE(step.ok());
    EXPECT_EQ(step->outcome, Outcome::refused) << email;
    EXPECT_TRUE(step->session.empty()) << email;
    EXPECT_EQ(hasher.checked(), before + 1) << email;
  }
}

TEST_F(SigningIn, FailuresSlowTheirSourceAndNobodyElse) {
  const SignInPlace stranger = place("198.51.100.7");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_password(stranger, "wrong").outcome, Outcome::refused);
  const SignInStep sixth = try_password(stranger, std::string(kGoodPassword));
  EXPECT_EQ(sixth.outcome, Outcome::wait);
  EXPECT_EQ(sixth.wait_seconds, 1);
  EXPECT_EQ(sign_in(place("192.0.2.1")).outcome, Outcome::signed_in);
  forward(30 * kSecond);
  EXPECT_EQ(try_password(stranger, "wrong").outcome, Outcome::refused);
  EXPECT_EQ(try_password(stranger, "wrong").wait_seconds, 2);
}

TEST_F(SigningIn, AnUnknownAddressIsSlowedAsAKnownOneIs) {
  for (const char* email : {"p@x.example", "nobody@x.example"}) {
    const SignInPlace from = place(std::string("198.51.100.") + email[0]);
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(try_password(from, "wrong", email).outcome, Outcome::refused);
    EXPECT_EQ(try_password(from, "wrong", email).wait_seconds, 1) << email;
  }
}

TEST_F(SigningIn, ABrowserThatIsKnownIsNotHeldUpByOthersAtItsAddress) {
  const SignInStep known = sign_in(place("192.0.2.1"));
  ASSERT_FALSE(known.device.empty());
  for (int i = 0; i < 5; ++i) try_password(place("192.0.2.1"), "wrong");
  EXPECT_EQ(try_password(place("192.0.2.1"), "wrong").outcome, Outcome::wait);
  EXPECT_EQ(try_password(place("192.0.2.1", known.device), std::string(kGoodPassword)).outcome,
            Outcome::code_asked);
  EXPECT_EQ(try_password(place("192.0.2.1", base::Secret("made up")), "wrong").outcome,
            Outcome::wait);
}

TEST_F(SigningIn, ASourceThatGoesFromAccountToAccountIsSlowed) {
  int judged = 0;
  for (int i = 0; i < 60; ++i) {
    const auto step =
        try_password(place("198.51.100.9"), "wrong", "a" + std::to_string(i) + "@x.example");
    judged += step.outcome == Outcome::refused ? 1 : 0;
  }
  EXPECT_EQ(judged, 50);
}

TEST_F(SigningIn, CodesAreNotGuessedFromManySources) {
  int judged = 0;
  for (int i = 0; i < 20; ++i) {
    const SignInPlace from = place("198.51.100." + std::to_string(i));
    const SignInStep first = try_password(from, std::string(kGoodPassword));
    ASSERT_EQ(first.outcome, Outcome::code_asked);
    judged += try_code(from, first.session, "000000").outcome == Outcome::refused ? 1 : 0;
  }
  EXPECT_EQ(judged, 10);
}

TEST(Attempts, DelayDoublesUpToAQuarterOfAnHour) {
  EXPECT_EQ(delay_after(0, 5), 0);
  EXPECT_EQ(delay_after(4, 5), 0);
  EXPECT_EQ(delay_after(5, 5), 1);
  EXPECT_EQ(delay_after(6, 5), 2);
  EXPECT_EQ(delay_after(14, 5), 512);
  EXPECT_EQ(delay_after(15, 5), 900);
  EXPECT_EQ(delay_after(1'000'000, 5), 900);
}

TEST_F(SigningIn, ASessionEndsWhenItIsIdleAndInAnyCaseAfterHalfADay) {
  const base::Secret session = sign_in(place("192.0.2.1")).session;
  forward(29 * kMinute);
  EXPECT_TRUE(who(session));
  forward(29 * kMinute);
  EXPECT_TRUE(who(session)) << "it was used in between, though that is not written yet";
  ASSERT_TRUE(registry_->last_use().write().ok());
  forward(29 * kMinute);
  EXPECT_TRUE(who(session));
  for (int i = 0; i < 21; ++i) {
    forward(29 * kMinute);
    EXPECT_TRUE(who(session)) << i;
  }
  forward(29 * kMinute);
  EXPECT_FALSE(who(session));
  const base::Secret idle = sign_in(place("192.0.2.1")).session;
  forward(30 * kMinute);
  EXPECT_FALSE(who(idle));
}

TEST_F(SigningIn, WhatIsTakenAwayIsGoneFromTheNextRequest) {
  const base::Secret session = sign_in(place("192.0.2.1")).session;
  ASSERT_TRUE(who(session));
  const auto elsewhere = registry_.open_again();
  ASSERT_TRUE(elsewhere->accounts().change(operator_origin(), person_.id, {{}, {}, {}, true}).ok());
  EXPECT_FALSE(who(session));
  ASSERT_TRUE(
      registry_->accounts().change(operator_origin(), person_.id, {{}, {}, {}, false}).ok());
  EXPECT_FALSE(who(session)) << "a suspension ends sessions for good";

  forward(kMinute);
  const base::Secret one = sign_in(place("192.0.2.1")).session;
  forward(kMinute);
  const base::Secret two = sign_in(place("192.0.2.2")).session;
  const auto signed_in = who(one);
  ASSERT_TRUE(signed_in);
  const Origin self{signed_in->caller, "test", ""};
  EXPECT_EQ(registry_->sessions().list(self.caller, person_.id)->size(), 2U);
  ASSERT_TRUE(registry_->sign_in().sign_out(self, *signed_in).ok());
  EXPECT_FALSE(who(one));
  EXPECT_TRUE(who(two));
  ASSERT_TRUE(registry_->sessions().end_all(self, person_.id).ok());
  EXPECT_FALSE(who(two));
}

TEST_F(SigningIn, SessionsOfOthersAreNotOnesOwnToEnd) {
  const base::Secret session = sign_in(place("192.0.2.1")).session;
  const std::string id = who(session)->session;
  for (const Origin& stranger : {support::origin_of(model::Role::manager, "TH"),
                                 support::origin_of(model::Role::reader, "IN")}) {
    EXPECT_FALSE(registry_->sessions().list(stranger.caller, person_.id).ok());
    EXPECT_FALSE(registry_->sessions().end(stranger, person_.id, id).ok());
    EXPECT_FALSE(registry_->sessions().end_all(stranger, person_.id).ok());
  }
  EXPECT_TRUE(registry_->sessions()
                  .end(support::origin_of(model::Role::manager, "IN"), person_.id, id)
                  .ok());
  EXPECT_FALSE(who(session));
}

TEST_F(SigningIn, ADeviceStaysSignedInAndActsAsAnEditorAtMost) {
  const base::Secret session = sign_in(place("192.0.2.1")).session;
  const auto before = who(session);
  const Origin self{before->caller, "test", ""};
  EXPECT_FALSE(registry_->sessions().keep_device(self, *before, "").ok());
  const auto device = registry_->sessions().keep_device(self, *before, "Duty desk, room 4");
  ASSERT_TRUE(device.ok());
  EXPECT_FALSE(who(session)) << "its secret is a new one";
  forward(59 * kDay);
  const auto desk = who(*device);
  ASSERT_TRUE(desk);
  EXPECT_EQ(desk->caller.role, model::Role::editor);
  const auto lines =
      registry_->sessions().list(support::origin_of(model::Role::manager, "IN").caller, person_.id);
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->size(), 1U);
  EXPECT_EQ(lines->front().name, "Duty desk, room 4");
  ASSERT_TRUE(
      registry_->sessions()
          .end(support::origin_of(model::Role::manager, "IN"), person_.id, lines->front().id)
          .ok());
  EXPECT_FALSE(who(*device));
}

TEST_F(SigningIn, EveryAttemptIsOnRecordWithoutWhatWasTyped) {
  try_password(place("192.0.2.1"), "wrong");
  try_password(place("192.0.2.1"), "wrong", "my-password-by-mistake");
  const SignInStep first = try_password(place("192.0.2.1"), std::string(kGoodPassword));
  try_code(place("192.0.2.1"), first.session, "000000");
  const base::Secret session =
      try_code(place("192.0.2.1"), first.session, person_.code(registry_.clock().now())).session;
  const auto signed_in = who(session);
  ASSERT_TRUE(signed_in);
  ASSERT_TRUE(registry_->sign_in().sign_out({signed_in->caller, "test", ""}, *signed_in).ok());
  std::string acts;
  ASSERT_TRUE(registry_->store()
                  .read([&](store::Reader& reader) -> base::Result<void> {
                    for (const store::AuditRow& row : reader.audit(0, 1000)) {
                      if (row.action.starts_with("sign-")) acts += row.action + " ";
                      EXPECT_EQ(row.subject.find("my-password"), std::string::npos);
                    }
                    return {};
                  })
                  .ok());
  EXPECT_EQ(acts, "sign-in-refused sign-in-refused sign-in-code-refused sign-in sign-out ");
}

}  // namespace
}  // namespace cyberdir::service
