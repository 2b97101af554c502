// Quarantine: what an account did since a time is found, hidden, and taken back or let stand.
#include "service/quarantine.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "service/account_rights.h"
#include "support/signed_up.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using model::Json;
using model::Role;
using support::operator_origin;
using support::origin_of;
using support::Person;
using support::Reply;

constexpr std::int64_t kHour = std::int64_t{3'600} * 1'000'000;

Json organisation(const std::string& id, const std::string& name) {
  return {{"id", id},           {"kind", "organisation"}, {"meta", {{"owner", "IN"}}},
          {"short_name", name}, {"name", {{"en", name}}}, {"type", "national-csirt"},
          {"country", "IN"}};
}

class QuarantineTest : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import({organisation("old", "Old")});
    thief_ = support::sign_up(*registry_, "thief@in.example", "manager", "IN");
    other_ = support::sign_up(*registry_, "other@in.example", "manager", "IN");
    forward();
    since_ = registry_.clock().now();
  }
  void forward(std::int64_t micros = kHour) {
    registry_.clock().set({registry_.clock().now().micros + micros});
  }
  Origin as(const Person& person) {
    Origin origin = origin_of(Role::manager, "IN");
    origin.caller.actor = actor_of_account(person.id);
    return origin;
  }
  Origin officer() {
    Origin origin = origin_of(Role::secretariat, "");
    origin.caller.actor = "account:officer";
    return origin;
  }
  void create(const Person& person, const std::string& id) {
    ASSERT_TRUE(registry_->workflow().create(as(person), {organisation(id, "New " + id), {}}, {}));
  }
  void rename(const Person& person, const std::string& id, const std::string& name) {
    const std::string tag = entry_tag(id);
    Staleness staleness;
    const auto done = registry_->workflow().patch(
        as(person), id, PatchForm::merge, {{"short_name", name}}, {{{tag}}, false}, staleness);
    ASSERT_TRUE(done) << done.error().detail;
  }
  std::string entry_tag(const std::string& id) {
    const auto read = registry_->directory().read(operator_origin().caller, id, {});
    const std::string tag = make_etag(read->version, read->digest, "");
    return tag.substr(1, tag.size() - 2);
  }
  int status(const std::string& id, const std::string& token = {}) {
    return registry_.get("/v1/entries/" + id, token).status;
  }
  Json entry(const std::string& id) {
    return Json::parse(registry_->directory().read(operator_origin().caller, id, {})->json);
  }
  QuarantineReport begin() {
    auto report = registry_->quarantine().begin(officer(), thief_.id, since_);
    EXPECT_TRUE(report.ok());
    return std::move(*report);
  }
  std::string state_of(const QuarantineReport& report, const std::string& id) {
    for (const QuarantinedEntry& entry : report.entries) {
      if (entry.entry == id) return entry.state;
    }
    return "absent";
  }

  support::TemporaryRegistry registry_;
  Person thief_;
  Person other_;
  base::Instant since_;
};

TEST_F(QuarantineTest, IsForTheSecretariatAndTheOperator) {
  const auto error_of = [&](const Origin& origin, const std::string& subject) {
    const auto done = registry_->quarantine().begin(origin, subject, since_);
    return done ? ErrorCode::internal : done.error().code;  // internal: it was done
  };
  for (const Role role :
       {Role::anonymous, Role::reader, Role::editor, Role::manager, Role::administrator})
    EXPECT_EQ(error_of(origin_of(role, "IN"), thief_.id), ErrorCode::forbidden);
  EXPECT_EQ(error_of(officer(), "nobody"), ErrorCode::not_found);
  const Person officer_too = support::sign_up(*registry_, "officer@un.example", "secretariat", "");
  EXPECT_EQ(error_of(officer(), officer_too.id), ErrorCode::forbidden);
  EXPECT_EQ(error_of(operator_origin(), officer_too.id), ErrorCode::internal);
  EXPECT_EQ(error_of(officer(), thief_.id), ErrorCode::internal);
  const auto later =
      registry_->quarantine().begin(officer(), thief_.id, {registry_.clock().now().micros + kHour});
  EXPECT_EQ(later.error().code, ErrorCode::invalid);
}

TEST_F(QuarantineTest, KeepsTheAccountOutWithItsSessionsAndTokens) {
  const auto made = registry_->tokens().make(as(thief_), {Role::manager, "IN", {}, {}});
  const auto kept = registry_->tokens().make(as(other_), {Role::manager, "IN", {}, {}});
  const base::Secret session = support::signed_in(*registry_, thief_);
  ASSERT_TRUE(registry_->tokens().caller_of(made->secret.reveal()));
  const QuarantineReport report = begin();
  EXPECT_EQ(report.tokens, std::vector<std::string>{made->row.id});
  EXPECT_FALSE(registry_->tokens().caller_of(made->secret.reveal()));
  EXPECT_TRUE(registry_->tokens().caller_of(kept->secret.reveal()));
  EXPECT_FALSE(registry_->sessions().recognise(session.reveal())->has_value());
  EXPECT_EQ(registry_->accounts().read(operator_origin().caller, thief_.id)->state, "suspended");
}

TEST_F(QuarantineTest, HidesWhatWasWrittenSinceFromAllButTheOwner) {
  rename(thief_, "old", "Evil");
  create(thief_, "made");
  create(other_, "theirs");
  const std::string reader = registry_.token(Role::reader, "TH");
  ASSERT_EQ(status("made"), 200);
  const QuarantineReport report = begin();
  EXPECT_EQ(report.entries.size(), 2U);
  for (const char* id : {"old", "made"}) {
    EXPECT_EQ(status(id), 404) << id;
    EXPECT_EQ(status(id, reader), 404) << id;
    EXPECT_EQ(status(std::string(id) + "/history", reader), 404) << id;
    EXPECT_EQ(status(std::string(id) + "/history/1", reader), 404) << id;
    EXPECT_EQ(status(id, registry_.token(Role::editor, "IN")), 200) << id;
    EXPECT_EQ(status(id, registry_.token(Role::secretariat, "")), 200) << id;
    EXPECT_EQ(entry(id)["meta"]["status"], "suspended");
  }
  EXPECT_EQ(entry("old")["short_name"], "Evil");  // its content stays
  EXPECT_EQ(status("theirs"), 200);
  EXPECT_EQ(registry_.get("/v1/entries?q=Evil").json()["total"]["value"], 0);
  EXPECT_EQ(registry_.export_bytes("json", {}, "public").find("Evil"), std::string::npos);
  EXPECT_TRUE(registry_.integrity_findings().empty());
}

TEST_F(QuarantineTest, TakesBackToTheLastVersionBefore) {
  rename(other_, "old", "Between");
  rename(thief_, "old", "Evil");
  rename(thief_, "old", "Worse");
  create(thief_, "made");
  (void)begin();
  const auto report =
      registry_->quarantine().decide(officer(), thief_.id, QuarantineDecision::revert, {{}, true});
  ASSERT_TRUE(report);
  EXPECT_EQ(state_of(*report, "old"), "reverted");
  EXPECT_EQ(entry("old")["short_name"], "Between");
  EXPECT_EQ(entry("old")["meta"]["status"], "published");
  EXPECT_EQ(status("old"), 200);
  EXPECT_EQ(status("made"), 410);
  const Json history = registry_.get("/v1/entries/old/history").json();
  EXPECT_EQ(history["items"][0]["operation"], "revert");
  EXPECT_EQ(history["items"][0]["by"], "secretariat");
  EXPECT_EQ(history["items"][1]["operation"], "quarantine");
  EXPECT_TRUE(registry_.integrity_findings().empty());
}

TEST_F(QuarantineTest, ReleasesWhatIsRight) {
  rename(thief_, "old", "Right");
  create(thief_, "made");
  (void)begin();
  const auto report = registry_->quarantine().decide(officer(), thief_.id,
                                                     QuarantineDecision::release, {{"old"}, false});
  ASSERT_TRUE(report);
  EXPECT_EQ(state_of(*report, "old"), "released");
  EXPECT_EQ(state_of(*report, "made"), "held");
  EXPECT_EQ(status("old"), 200);
  EXPECT_EQ(entry("old")["short_name"], "Right");
  EXPECT_EQ(status("made"), 404);
  const auto again = registry_->quarantine().decide(
      officer(), thief_.id, QuarantineDecision::revert, {{"made", "old", "none"}, false});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().findings.size(), 2U);
  EXPECT_EQ(status("made"), 404);  // nothing was done
  EXPECT_TRUE(registry_.integrity_findings().empty());
}

TEST_F(QuarantineTest, IsNotLiftedByTheOwnersWrites) {
  rename(thief_, "old", "Evil");
  (void)begin();
  rename(other_, "old", "Mended");
  EXPECT_EQ(entry("old")["meta"]["status"], "suspended");
  EXPECT_EQ(status("old"), 404);
  Staleness staleness;
  EXPECT_EQ(registry_->workflow()
                .withdraw(as(other_), "old", {{{entry_tag("old")}}, false}, staleness)
                .error()
                .code,
            ErrorCode::conflict);
  const auto report = registry_->quarantine().report(officer().caller, thief_.id);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->entries.front().others_since);
  ASSERT_TRUE(registry_->quarantine().decide(officer(), thief_.id, QuarantineDecision::release,
                                             {{"old"}, false}));
  EXPECT_EQ(entry("old")["short_name"], "Mended");
  EXPECT_EQ(status("old"), 200);
}

TEST_F(QuarantineTest, FindsWhatCameOfSubmissions) {
  registry_->submissions().set_review(model::Review::state);
  const Json patch = {
      {"changes", {{{"entry", "old"}, {"base_version", 1}, {"patch", {{"short_name", "Evil"}}}}}}};
  auto made = registry_->submissions().create(as(thief_), patch, {});
  ASSERT_TRUE(made);
  // A colleague edits it too, and so counts as who wrote the version.
  Refusal refusal;
  const auto precondition = [&](const Person& person) {
    const auto now = registry_->submissions().get(as(person).caller, made->id());
    const std::string tag = make_etag(now->revision(), now->digest(), "");
    return Precondition{{{tag.substr(1, tag.size() - 2)}}, false};
  };
  ASSERT_TRUE(registry_->submissions().edit(as(other_), made->id(), EditForm::merge_patch,
                                            {{"reason", "r"}}, precondition(other_), refusal));
  ASSERT_TRUE(registry_->submissions().act(as(other_), made->id(), model::SubmissionAction::submit,
                                           {}, precondition(other_), refusal));
  const Person second = support::sign_up(*registry_, "second@in.example", "manager", "IN");
  ASSERT_TRUE(registry_->submissions().act(as(second), made->id(), model::SubmissionAction::approve,
                                           {}, precondition(second), refusal));
  ASSERT_EQ(entry("old")["short_name"], "Evil");
  const QuarantineReport report = begin();
  EXPECT_EQ(state_of(report, "old"), "held");
  ASSERT_EQ(report.submissions.size(), 1U);
  EXPECT_EQ(report.submissions.front().id, made->id());
}

TEST_F(QuarantineTest, OfATokenRevokesIt) {
  const auto token = registry_->tokens().make(operator_origin(), {Role::manager, "IN", {}, {}});
  const Reply made =
      registry_.ask("POST", "/v1/entries", token->secret.reveal(), organisation("made", "M").dump(),
                    {{"content-type", "application/json"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto report = registry_->quarantine().begin(officer(), token->row.id, since_);
  ASSERT_TRUE(report);
  EXPECT_EQ(state_of(*report, "made"), "held");
  EXPECT_FALSE(registry_->tokens().caller_of(token->secret.reveal()));
}

TEST_F(QuarantineTest, AgainHoldsWhatWasWrittenMeanwhileOnly) {
  rename(thief_, "old", "Evil");
  (void)begin();
  ASSERT_TRUE(registry_->quarantine().decide(officer(), thief_.id, QuarantineDecision::release,
                                             {{"old"}, false}));
  EXPECT_EQ(state_of(begin(), "old"), "released");
  EXPECT_EQ(status("old"), 200);
  forward();
  rename(thief_, "old", "Again");  // as if resumed
  EXPECT_EQ(state_of(begin(), "old"), "held");
  ASSERT_TRUE(registry_->quarantine().decide(officer(), thief_.id, QuarantineDecision::revert,
                                             {{"old"}, false}));
  EXPECT_EQ(entry("old")["short_name"], "Evil");
}

// ---- tokens end with whoever made them

TEST_F(QuarantineTest, SuspendingOrRemovingAnAccountEndsItsTokens) {
  for (const bool removes : {false, true}) {
    const Person person =
        support::sign_up(*registry_, removes ? "a@in.example" : "b@in.example", "manager", "IN");
    const auto token = registry_->tokens().make(as(person), {Role::editor, "IN", {}, {}});
    if (removes) {
      ASSERT_TRUE(registry_->accounts().remove(operator_origin(), person.id));
    } else {
      AccountChange change;
      change.suspended = true;
      ASSERT_TRUE(registry_->accounts().change(operator_origin(), person.id, change));
    }
    EXPECT_FALSE(registry_->tokens().caller_of(token->secret.reveal()));
  }
}

}  // namespace
}  // namespace cyberdir::service
