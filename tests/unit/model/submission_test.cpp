// The table of transitions, and the reading of what a submission says.
#include "model/submission.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/submission_body.h"

namespace cyberdir::model {
namespace {

using Action = SubmissionAction;
using State = SubmissionState;
using testing::UnorderedElementsAre;

std::vector<std::string> findings_of(const char* text) {
  base::Findings findings;
  (void)take_submission(Json::parse(text), findings);
  std::vector<std::string> found;
  for (const base::Finding& finding : findings)
    found.push_back(finding.pointer + " " + finding.code);
  return found;
}

TEST(SubmissionBody, IsStoredAsItWasRead) {
  const Json tree =
      Json::parse(R"({"reason":"why","authority":{"kind":"letter","date":"2026-01-02"},
      "effective_from":"2027-01-01T00:00:00Z","vacant":["diplomatic"],"changes":[
        {"entry":"a","base_version":3,"operation":"update","patch":{"title":null}},
        {"operation":"create","patch":{"kind":"event"}},
        {"entry":"b","base_version":1,"operation":"withdraw"}]})");
  base::Findings findings;
  EXPECT_EQ(to_json(take_submission(tree, findings)), tree);
  EXPECT_TRUE(findings.empty());
}

TEST(SubmissionBody, EverythingThatIsWrongIsFoundAtOnceWithItsPlace) {
  EXPECT_THAT(
      findings_of(R"({"reasons":1,"reason":7,"authority":{"kind":"rumour","date":"soon","by":"x"},
          "effective_from":"tomorrow","vacant":["policy"],"changes":[
            {"entry":"a","base_version":0,"patch":[],"why":1},
            {"entry":"a","base_version":1,"patch":{}},
            {"base_version":1,"patch":{}},
            {"entry":"b","operation":"delete","base_version":1,"patch":{}},
            {"entry":"c","operation":"withdraw","base_version":1,"patch":{"x":1}},
            {"entry":"d","patch":{}}]})"),
      UnorderedElementsAre(
          "/reasons unknown-field", "/reason type", "/authority/kind code", "/authority/date date",
          "/authority/by unknown-field", "/effective_from time", "/vacant/0 code",
          "/changes/0/base_version type", "/changes/0/patch type", "/changes/0/why unknown-field",
          "/changes/1/entry duplicate", "/changes/2/entry reference", "/changes/3/operation code",
          "/changes/4/patch unknown-field", "/changes/5/base_version required"));
  EXPECT_THAT(findings_of("{}"), UnorderedElementsAre("/changes required"));
  EXPECT_THAT(findings_of("[]"), UnorderedElementsAre(" type"));
  EXPECT_THAT(findings_of(R"({"changes":{}})"), UnorderedElementsAre("/changes required"));
}

TEST(Transitions, NamesLeadBack) {
  for (const Transition& row : transitions()) {
    EXPECT_EQ(submission_state_named(name_of(row.from)), row.from);
    EXPECT_EQ(submission_state_named(name_of(row.to)), row.to);
  }
  for (const Review review : {Review::none, Review::state, Review::full})
    EXPECT_EQ(review_named(name_of(review)), review);
  EXPECT_FALSE(submission_state_named("lost"));
}

TEST(Transitions, AnEndIsAnEnd) {
  for (const State state : {State::published, State::withdrawn, State::rejected, State::superseded})
    EXPECT_FALSE(is_open(state)) << name_of(state);
  for (const State state : {State::draft, State::suggested, State::submitted, State::approved,
                            State::accepted, State::returned})
    EXPECT_TRUE(is_open(state)) << name_of(state);
}

TEST(Transitions, OnlyTheRegistryPublishes) {
  for (const Transition& row : transitions()) {
    const bool publishes = row.action == Action::publish || row.action == Action::supersede;
    if (publishes) {
      EXPECT_EQ(row.by, Party::registry);
    }
    if (row.to == State::published) {
      EXPECT_TRUE(publishes);
    }
  }
}

TEST(Transitions, TheSecretariatChangesNothingOfWhatIsProposed) {
  for (const Transition& row : transitions()) {
    if (row.by != Party::secretariat) continue;
    EXPECT_NE(row.action, Action::edit);
    EXPECT_NE(row.action, Action::submit);
    EXPECT_NE(row.action, Action::approve);
    EXPECT_NE(row.from, State::draft);
    EXPECT_NE(row.from, State::suggested);
  }
}

TEST(Transitions, ASecondPersonIsNoneOfTheAuthors) {
  Caller manager;
  manager.role = Role::manager;
  manager.owner = "IN";
  manager.actor = "m1";
  EXPECT_TRUE(is_party(manager, Party::second_manager, {"IN", "e1 e2", ""}));
  EXPECT_FALSE(is_party(manager, Party::second_manager, {"IN", "e1 m1", ""}));
  EXPECT_FALSE(is_party(manager, Party::second_manager, {"IN", "m1 e1", ""}));
  EXPECT_TRUE(is_party(manager, Party::second_manager, {"IN", "m11 e1", ""}));
  EXPECT_FALSE(is_party(manager, Party::second_manager, {"TH", "e1", ""}));
  manager.role = Role::editor;
  EXPECT_FALSE(is_party(manager, Party::second_manager, {"IN", "e1", ""}));
  EXPECT_TRUE(is_party(manager, Party::editor, {"IN", "e1", ""}));
}

TEST(Transitions, TheOperatorIsNobody) {
  Caller caller;
  caller.operates = true;
  caller.role = Role::manager;
  caller.owner = "IN";
  for (const Transition& row : transitions())
    EXPECT_EQ(find_transition(row.from, row.action, caller, {"IN", "", "x"}), nullptr);
}

TEST(Transitions, WhatTheRegistryDoesByItself) {
  EXPECT_EQ(follows(State::submitted, Review::full, false), std::nullopt);
  EXPECT_EQ(follows(State::submitted, Review::state, false), std::nullopt);
  EXPECT_EQ(follows(State::submitted, Review::none, false), Action::approve);
  EXPECT_EQ(follows(State::submitted, Review::full, true), Action::approve);
  EXPECT_EQ(follows(State::approved, Review::full, true), std::nullopt);
  EXPECT_EQ(follows(State::approved, Review::state, false), Action::publish);
  EXPECT_EQ(follows(State::accepted, Review::full, false), Action::publish);
  EXPECT_EQ(follows(State::draft, Review::none, true), std::nullopt);
  for (const char* owner : {"registry", "secretariat"})
    EXPECT_EQ(review_of(owner, Review::full), Review::none);
  EXPECT_EQ(review_of("IN", Review::full), Review::full);
}

}  // namespace
}  // namespace cyberdir::model
