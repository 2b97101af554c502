// Submissions on their way: who may do what from where, two editors of one entry, all or nothing,
// times, modes, last contacts, suggestions, and what leaks to nobody.
#include <algorithm>
#include <array>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/due_submissions.h"
#include "submission_world.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using model::Review;
using model::SubmissionAction;
using model::SubmissionState;
using support::Reply;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kComment = "because of the note";

std::vector<std::string> codes_of(const Reply& reply) {
  std::vector<std::string> codes;
  for (const Json& finding : reply.json().value("errors", Json::array()))
    codes.push_back(finding["pointer"].get<std::string>() + " " +
                    finding["code"].get<std::string>());
  return codes;
}

class Submissions : public testing::Test {
 public:
  ~Submissions() override { EXPECT_THAT(world.registry.integrity_findings(), IsEmpty()); }
  SubmissionWorld world;
};

// ---- the table

// A fresh submission by the editor, brought to stand in a state.
std::string bring_to(SubmissionWorld& world, SubmissionState state) {
  const Json now = world.entry("org");
  const std::int64_t version = now["meta"]["version"];
  const std::string name = state == SubmissionState::superseded
                               ? now["short_name"].get<std::string>()
                               : "EX-" + std::to_string(version);
  Json content = patch_of("org", version, {{"short_name", name}});
  if (state == SubmissionState::suggested) return world.propose("reader of TH", content);
  if (state == SubmissionState::accepted) content["effective_from"] = "2999-01-01T00:00:00Z";
  const std::string id = world.propose("editor", content);
  if (state == SubmissionState::withdrawn) world.must("editor", "withdraw", id);
  if (state == SubmissionState::draft || state == SubmissionState::withdrawn) return id;
  world.must("editor", "submit", id);
  if (state == SubmissionState::returned) world.must("secretariat", "return", id, kComment);
  if (state == SubmissionState::rejected) world.must("secretariat", "reject", id, kComment);
  const std::set<SubmissionState> past_approval = {
      SubmissionState::approved, SubmissionState::accepted, SubmissionState::published,
      SubmissionState::superseded};
  if (!past_approval.contains(state)) return id;
  world.must("second", "approve", id);
  if (state != SubmissionState::approved) world.must("secretariat", "accept", id);
  return id;
}

model::Caller caller_of(SubmissionWorld& world, const std::string& who) {
  if (world.token(who).empty()) return {};
  return *world.registry->tokens().caller_of(world.token(who));
}

store::SubmissionRow row_of(SubmissionWorld& world, const std::string& id) {
  std::optional<store::SubmissionRow> found;
  (void)world.registry->store().read([&](store::Reader& reader) -> base::Result<void> {
    found = reader.submission(id);
    return {};
  });
  return std::move(*found);
}

// What is answered to somebody for whom the table has no row, and nothing has changed.
void expect_refused(SubmissionWorld& world, const std::string& who, SubmissionState state,
                    SubmissionAction action, const std::string& id, const Reply& reply) {
  if (world.token(who).empty()) {
    EXPECT_EQ(reply.status, 401);
  } else if (world.get("/v1/submissions/" + id, who).status != 200) {
    EXPECT_EQ(reply.status, 404);
  } else {
    EXPECT_EQ(reply.status, model::is_possible(state, action) ? 403 : 409);
    EXPECT_EQ(reply.json()["state"], name_of(state));
    EXPECT_EQ(reply.json()["possible"], world.seen(id, who)["possible"]);
  }
}

// One caller tries one thing with a fresh submission in that state.
void try_it(SubmissionWorld& world, SubmissionState state, SubmissionAction action,
            const std::string& who) {
  SCOPED_TRACE(std::string(name_of(state)) + ": " + who + " tries to " +
               std::string(name_of(action)));
  const std::string id = bring_to(world, state);
  const Json before = world.seen(id);
  ASSERT_EQ(before["state"], name_of(state));
  const store::SubmissionRow row = row_of(world, id);
  const auto* transition =
      model::find_transition(state, action, caller_of(world, who), row.standing());
  const Reply reply = world.act(who, std::string(name_of(action)), id, kComment);
  if (transition == nullptr) {
    expect_refused(world, who, state, action, id, reply);
    EXPECT_EQ(world.seen(id), before);
    return;
  }
  ASSERT_EQ(reply.status, 200) << reply.body;
  const bool goes_on = transition->to == SubmissionState::accepted;
  EXPECT_EQ(reply.json()["state"],
            goes_on ? name_of(SubmissionState::published) : name_of(transition->to));
}

class EveryState : public testing::TestWithParam<int> {};

TEST_P(EveryState, TakesFromEveryCallerWhatTheTableSays) {
  const auto state = static_cast<SubmissionState>(GetParam());
  SubmissionWorld world;
  for (const auto& [who, token] : world.tokens()) {
    for (const SubmissionAction action :
         {SubmissionAction::submit, SubmissionAction::approve, SubmissionAction::accept,
          SubmissionAction::send_back, SubmissionAction::reject, SubmissionAction::withdraw})
      try_it(world, state, action, who);
  }
  EXPECT_THAT(world.registry.integrity_findings(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(SubmissionTable, EveryState,
                         testing::Range(0, static_cast<int>(SubmissionState::superseded) + 1),
                         [](const testing::TestParamInfo<int>& number) {
                           return std::string(name_of(static_cast<SubmissionState>(number.param)));
                         });

TEST_F(Submissions, NobodyApprovesWhatTheyWroteOrEdited) {
  const std::string id = world.propose("manager", patch_of("org", 1, {{"short_name", "M"}}));
  world.must("manager", "submit", id);
  EXPECT_EQ(world.act("manager", "approve", id).status, 403);
  world.must("secretariat", "return", id, kComment);
  const Reply edited =
      world.put("/v1/submissions/" + id, "second", patch_of("org", 1, {{"short_name", "S"}}),
                world.tag(id, "second"));
  ASSERT_EQ(edited.status, 200) << edited.body;
  world.must("editor", "submit", id);
  EXPECT_EQ(world.act("second", "approve", id).status, 403);
  EXPECT_EQ(world.act("manager", "approve", id).status, 403);
}

TEST_F(Submissions, StepsWantTheTagOfWhatWasRead) {
  const std::string id = world.propose("editor", patch_of("org", 1, {{"short_name", "T"}}));
  const std::string place = "/v1/submissions/" + id;
  EXPECT_EQ(world.post(place + "/submit", "editor", Json::object()).status, 428);
  EXPECT_EQ(world.post(place + "/submit", "editor", Json::object(), "*").status, 428);
  const std::string old = world.tag(id, "editor");
  ASSERT_EQ(world
                .put(place, "colleague", patch_of("org", 1, {{"short_name", "U"}}),
                     world.tag(id, "colleague"))
                .status,
            200);
  EXPECT_EQ(world.post(place + "/submit", "editor", Json::object(), old).status, 412);
  EXPECT_EQ(world.post("/v1/submissions/nothing/submit", "editor", Json::object(), old).status,
            404);
}

TEST_F(Submissions, SendingBackAndRejectingSayWhy) {
  const std::string id = bring_to(world, SubmissionState::submitted);
  for (const char* action : {"return", "reject"}) {
    const Reply reply = world.act("secretariat", action, id);
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(codes_of(reply), Contains("/comment required"));
  }
  world.must("secretariat", "return", id, kComment);
  const Json history = world.seen(id)["history"];
  EXPECT_EQ(history.back()["comment"], kComment);
  EXPECT_EQ(history.back()["by"], "secretariat");
  EXPECT_FALSE(history.back().contains("actor"));
  EXPECT_TRUE(history.front().contains("actor"));  // a colleague's
  EXPECT_FALSE(world.seen(id, "secretariat")["history"].front().contains("actor"));
}

TEST_F(Submissions, EveryStepIsOnTheAuditTrail) {
  const std::string id = world.propose("editor", patch_of("org", 1, {{"short_name", "A"}}));
  world.publish(id);
  std::vector<std::string> actions;
  (void)world.registry->store().read([&](store::Reader& reader) -> base::Result<void> {
    for (const store::AuditRow& row : reader.audit(0, 1000)) {
      if (row.subject != id) continue;
      actions.push_back(row.action);
      EXPECT_EQ(row.first_seq.has_value(), row.action == "submission-publish");
    }
    return {};
  });
  EXPECT_THAT(actions,
              testing::ElementsAre("submission-create", "submission-submit", "submission-approve",
                                   "submission-accept", "submission-publish"));
}

// ---- drafts

TEST_F(Submissions, ADraftMayBeIncompleteAndSaysWhatIsMissing) {
  const Json content = {
      {"changes",
       {{{"operation", "create"},
         {"patch", {{"kind", "organisation"}, {"short_name", "NEW"}, {"type", "research"}}}}}}};
  const std::string id = world.propose("editor", content);
  const Json draft = world.seen(id);
  EXPECT_EQ(draft["findings"][0]["code"], "incomplete");
  EXPECT_EQ(draft["findings"][0]["severity"], "warning");
  EXPECT_EQ(draft["findings"][0]["pointer"], "/changes/0/patch/name");
  const auto entry = draft["changes"][0]["entry"].get<std::string>();
  EXPECT_EQ(world.entry(entry)["meta"]["status"], "draft");
  for (const char* who : {"anonymous", "reader", "reader of TH", "administrator"})
    EXPECT_EQ(world.get("/v1/entries/" + entry, who).status, 404) << who;
  const Reply refused = world.act("editor", "submit", id);
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(codes_of(refused), Contains("/changes/0/patch/name required"));
  Json whole = draft["changes"];
  whole[0]["patch"]["name"]["en"] = "New";
  ASSERT_EQ(
      world.put("/v1/submissions/" + id, "editor", {{"changes", whole}}, world.tag(id, "editor"))
          .status,
      200);
  EXPECT_EQ(world.publish(id), "published");
  EXPECT_EQ(world.get("/v1/entries/" + entry, "anonymous").status, 200);
}

TEST_F(Submissions, ADraftThatIsThrownAwayWasNeverThereForOthers) {
  world.registry->submissions().set_review(Review::none);
  world.propose("editor",
                {{"changes", {{{"operation", "create"}, {"patch", small_organisation("gone")}}}}});
  const Reply draft = world.get("/v1/entries/gone", "editor");
  ASSERT_EQ(world.registry
                .ask("DELETE", "/v1/entries/gone", world.token("editor"), "",
                     {{"if-match", draft.header("etag")}})
                .status,
            200);
  for (const char* who : {"anonymous", "reader", "manager of TH"}) {
    for (const char* route :
         {"/v1/entries/gone", "/v1/entries/gone/history", "/v1/entries/gone/history/1",
          "/v1/entries/gone/history/2", "/v1/entries/gone/diff?from=1&to=2"})
      EXPECT_EQ(world.get(route, who).status, 404) << who << " at " << route;
  }
  EXPECT_EQ(world.get("/v1/entries/gone", "editor").status, 410);
  EXPECT_EQ(world.get("/v1/entries/gone/history", "editor").status, 200);
  Json other = small_organisation("thai");
  other["meta"]["owner"] = other["country"] = "TH";
  other["parent"] = "gone";
  EXPECT_THAT(codes_of(world.post("/v1/entries", "manager of TH", other)),
              Contains("/parent reference"));
}

TEST_F(Submissions, ARepeatedRequestMakesOneSubmission) {
  const Json content = patch_of("org", 1, {{"short_name", "ONCE"}});
  const auto ask = [&](const Json& body) {
    return world.registry.ask(
        "POST", "/v1/submissions", world.token("editor"), body.dump(),
        {{"content-type", "application/json"}, {"idempotency-key", "the-same"}});
  };
  const Reply first = ask(content);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(ask(content).header("location"), first.header("location"));
  EXPECT_EQ(ask(patch_of("org", 1, {{"short_name", "TWICE"}})).status, 409);
  EXPECT_EQ(world.get("/v1/submissions", "editor").json()["total"]["value"], 1);
}

TEST_F(Submissions, WhatIsWrongIsRefusedWithItsPlaceAndNothingIsKept) {
  const std::int64_t before = world.seq();
  const Json content = {
      {"reason", "x"},
      {"changes",
       {{{"operation", "create"}, {"patch", small_organisation("fresh")}},
        {{"entry", "org"}, {"base_version", 1}, {"patch", {{"type", "no-such-type"}}}},
        {{"entry", "tech"}, {"base_version", 1}, {"patch", {{"organisation", "nowhere"}}}},
        {{"entry", "diplomat"}, {"base_version", 9}, {"patch", {{"level", "desk"}}}},
        {{"entry", "nothing"}, {"base_version", 1}, {"patch", Json::object()}}}}};
  const Reply reply = world.post("/v1/submissions", "editor", content);
  EXPECT_EQ(reply.status, 422);
  EXPECT_THAT(codes_of(reply), testing::IsSupersetOf({"/changes/2/patch/organisation reference",
                                                      "/changes/3/base_version reference",
                                                      "/changes/4/entry reference"}));
  EXPECT_THAT(reply.body, HasSubstr("/changes/1/patch/type"));
  EXPECT_EQ(world.seq(), before);
  EXPECT_EQ(world.get("/v1/entries/fresh", "editor").status, 404);
  EXPECT_EQ(world.get("/v1/submissions", "editor").json()["total"]["value"], 0);
}

TEST_F(Submissions, NewEntriesMayReferToOneAnother) {
  Json organisation = small_organisation("new-org");
  Json contact = small_contact("new-desk", "technical");
  contact["organisation"] = "new-org";
  const std::string id =
      world.propose("editor", {{"changes",
                                {{{"operation", "create"}, {"patch", contact}},
                                 {{"operation", "create"}, {"patch", organisation}}}}});
  EXPECT_EQ(world.publish(id), "published");
  EXPECT_EQ(world.entry("new-desk")["meta"]["status"], "published");
}

TEST_F(Submissions, OthersEntriesAreNotTaken) {
  EXPECT_EQ(
      world
          .post("/v1/submissions", "manager of TH",
                {{"changes", {{{"operation", "create"}, {"patch", small_organisation("mine")}}}}})
          .status,
      403);
  const Json two = {{"changes",
                     {{{"entry", "org"}, {"base_version", 1}, {"patch", {{"short_name", "X"}}}},
                      {{"entry", "state-th"}, {"base_version", 1}, {"patch", {{"m49", "1"}}}}}}};
  EXPECT_THAT(codes_of(world.post("/v1/submissions", "editor", two)),
              Contains("/changes/1/entry reference"));
  EXPECT_THAT(codes_of(world.post("/v1/submissions", "editor",
                                  patch_of("org", 1, {{"meta", {{"owner", "TH"}}}}))),
              Contains("/changes/0/patch/meta/owner owner"));
}

// ---- two editors, all or nothing

TEST_F(Submissions, ChangesOfOtherValuesAreRebasedAndTold) {
  const std::string first =
      world.propose("editor", patch_of("org", 1, {{"name", {{"fr", "Exemple"}}}}));
  const std::string second =
      world.propose("colleague", patch_of("org", 1, {{"short_name", "EX-NEW"}}));
  EXPECT_EQ(world.publish(first), "published");
  EXPECT_EQ(world.publish(second), "published");
  const Json entry = world.entry("org");
  EXPECT_EQ(entry["name"]["fr"], "Exemple");
  EXPECT_EQ(entry["short_name"], "EX-NEW");
  const Json rebased = world.seen(second)["rebased"];
  EXPECT_EQ(rebased, Json::parse(R"([{"entry":"org","base_version":1,"current_version":2,
                                      "changed":["/name/fr"]}])"));
  EXPECT_FALSE(world.seen(first).contains("rebased"));
}

TEST_F(Submissions, ChangesOfTheSameValueComeBackWithAllThree) {
  const std::string first = world.propose("editor", patch_of("org", 1, {{"short_name", "A"}}));
  const std::string second = world.propose("colleague", patch_of("org", 1, {{"short_name", "B"}}));
  world.must("colleague", "submit", second);
  world.must("second", "approve", second);
  EXPECT_EQ(world.publish(first), "published");
  const std::int64_t before = world.seq();
  EXPECT_EQ(world.must("secretariat", "accept", second), "returned");
  EXPECT_EQ(world.seq(), before);
  const Json returned = world.seen(second);
  EXPECT_EQ(returned["conflicts"],
            Json::parse(R"([{"entry":"org","pointer":"/short_name","base_version":1,
                "current_version":2,"base":"EX","theirs":"A","yours":"B"}])"));
  const Reply refused = world.act("colleague", "submit", second);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.json()["conflicts"], returned["conflicts"]);
  ASSERT_EQ(world
                .put("/v1/submissions/" + second, "colleague",
                     patch_of("org", 2, {{"short_name", "B"}}), world.tag(second, "colleague"))
                .status,
            200);
  EXPECT_FALSE(world.seen(second).contains("conflicts"));
  EXPECT_EQ(world.publish(second), "published");
  EXPECT_EQ(world.entry("org")["short_name"], "B");
}

TEST_F(Submissions, OneThatCannotBePublishedKeepsAllBack) {
  Json content = patch_of("org", 1, {{"established", "1999"}});
  content["changes"].push_back(
      {{"entry", "tech"}, {"base_version", 1}, {"patch", {{"title", {{"en", "Mine"}}}}}});
  content["changes"].push_back({{"operation", "create"}, {"patch", small_organisation("another")}});
  const std::string id = world.propose("editor", content);
  world.must("editor", "submit", id);
  world.must("second", "approve", id);
  EXPECT_EQ(world.publish(
                world.propose("colleague", patch_of("tech", 1, {{"title", {{"en", "Theirs"}}}}))),
            "published");
  const std::int64_t before = world.seq();
  EXPECT_EQ(world.must("secretariat", "accept", id), "returned");
  EXPECT_EQ(world.seq(), before);
  EXPECT_FALSE(world.entry("org").contains("established"));
  EXPECT_EQ(world.entry("another")["meta"]["status"], "draft");
}

TEST_F(Submissions, AnEntryThatWasWithdrawnMeanwhileSendsItBack) {
  const std::string id =
      world.propose("editor", patch_of("tech", 1, {{"title", {{"en", "Still here"}}}}));
  world.must("editor", "submit", id);
  world.must("second", "approve", id);
  Json ending = {
      {"vacant", {"technical"}},
      {"changes", {{{"entry", "tech"}, {"base_version", 1}, {"operation", "withdraw"}}}}};
  EXPECT_EQ(world.publish(world.propose("colleague", ending)), "published");
  EXPECT_EQ(world.must("secretariat", "accept", id), "returned");
  EXPECT_EQ(world.seen(id)["errors"][0]["code"], "status");
}

TEST_F(Submissions, AWithdrawalOfWhatHasChangedSinceComesBack) {
  const std::string id = world.propose(
      "editor",
      {{"changes", {{{"entry", "org"}, {"base_version", 1}, {"operation", "withdraw"}}}}});
  world.must("editor", "submit", id);
  world.must("second", "approve", id);
  EXPECT_EQ(world.publish(world.propose("colleague", patch_of("org", 1, {{"short_name", "C"}}))),
            "published");
  EXPECT_EQ(world.must("secretariat", "accept", id), "returned");
  EXPECT_EQ(world.entry("org")["meta"]["status"], "published");
}

TEST_F(Submissions, WhatIsSoAlreadyIsSuperseded) {
  const std::string first = world.propose("editor", patch_of("org", 1, {{"short_name", "SAME"}}));
  const std::string second =
      world.propose("colleague", patch_of("org", 1, {{"short_name", "SAME"}}));
  EXPECT_EQ(world.publish(first), "published");
  EXPECT_EQ(world.publish(second), "superseded");
  EXPECT_EQ(world.entry("org")["meta"]["version"], 2);
}

TEST_F(Submissions, AVersionIsDeclaredByTheOwnerAndMadeByTheAuthor) {
  world.publish(world.propose("editor", patch_of("org", 1, {{"short_name", "BY"}})));
  EXPECT_EQ(world.entry("org")["meta"]["declared_by"], "IN");
  const Json newest = world.get("/v1/entries/org/history", "anonymous").json()["items"][0];
  EXPECT_EQ(newest["by"], "IN");
  EXPECT_EQ(newest["operation"], "update");
}

TEST_F(Submissions, WithdrawingAndRestoringGoTheSameWay) {
  Json ending = {{"changes", {{{"entry", "org"}, {"base_version", 1}, {"operation", "withdraw"}}}}};
  EXPECT_EQ(world.publish(world.propose("editor", ending)), "published");
  EXPECT_EQ(world.get("/v1/entries/org", "anonymous").status, 410);
  Json back = {{"changes", {{{"entry", "org"}, {"base_version", 2}, {"operation", "restore"}}}}};
  EXPECT_EQ(world.publish(world.propose("editor", back)), "published");
  EXPECT_EQ(world.get("/v1/entries/org", "anonymous").status, 200);
}

// ---- modes

TEST_F(Submissions, OnePersonIsEnoughWhereTheOwnerSaysSo) {
  ASSERT_TRUE(
      world.registry->submissions().set_one_person(support::operator_origin(), "IN", true).ok());
  const std::string id = world.propose("editor", patch_of("org", 1, {{"short_name", "ONE"}}));
  EXPECT_EQ(world.must("editor", "submit", id), "approved");
  EXPECT_EQ(world.must("secretariat", "accept", id), "published");
  world.registry->submissions().set_review(Review::state);
  const std::string next = world.propose("editor", patch_of("org", 2, {{"short_name", "TWO"}}));
  EXPECT_EQ(world.must("editor", "submit", next), "published");
  ASSERT_TRUE(
      world.registry->submissions().set_one_person(support::operator_origin(), "IN", false).ok());
  const std::string last = world.propose("editor", patch_of("org", 3, {{"short_name", "THREE"}}));
  EXPECT_EQ(world.must("editor", "submit", last), "submitted");
  EXPECT_FALSE(world.registry->submissions()
                   .set_one_person(support::operator_origin(), "nobody", true)
                   .ok());
}

TEST_F(Submissions, WithoutReviewSubmittingPublishes) {
  world.registry->submissions().set_review(Review::none);
  const std::string id = world.propose("editor", patch_of("org", 1, {{"short_name", "NOW"}}));
  EXPECT_EQ(world.must("editor", "submit", id), "published");
}

TEST_F(Submissions, TheSecretariatsOwnEntriesNeedNobodyElse) {
  Json listed = small_organisation("listed");
  listed["meta"]["owner"] = "registry";
  const std::string id =
      world.propose("secretariat", {{"changes", {{{"operation", "create"}, {"patch", listed}}}}});
  EXPECT_EQ(world.must("secretariat", "submit", id), "published");
  EXPECT_EQ(world.get("/v1/entries/listed", "anonymous").status, 200);
}

// ---- times

TEST_F(Submissions, WhatIsForLaterIsPublishedAtItsTimeAlsoAfterARestart) {
  Json content = patch_of("org", 1, {{"short_name", "2027"}});
  content["effective_from"] = "2027-01-01T00:00:00Z";
  const std::string id = world.propose("editor", content);
  EXPECT_EQ(world.publish(id), "accepted");
  EXPECT_EQ(world.seen(id)["due_at"], "2027-01-01T00:00:00Z");
  const auto next = world.registry->submissions().publish_due();
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(**next, *base::parse_rfc3339("2027-01-01T00:00:00Z"));
  EXPECT_EQ(world.entry("org")["short_name"], "EX");
  world.registry.clock().set(*base::parse_rfc3339("2027-01-01T00:00:01Z"));
  {  // another process opens the folder, as after a restart
    const auto again = world.registry.open_again();
    const service::DueSubmissions due(again->submissions(), world.registry.clock(),
                                      [](std::string_view line) { ADD_FAILURE() << line; });
  }
  EXPECT_EQ(world.seen(id)["state"], "published");
  EXPECT_FALSE(world.seen(id).contains("due_at"));
  EXPECT_EQ(world.seen(id)["history"].back()["by"], "registry");
  EXPECT_EQ(world.entry("org")["short_name"], "2027");
}

TEST_F(Submissions, WhatNoLongerAppliesAtItsTimeComesBack) {
  Json content = patch_of("org", 1, {{"short_name", "LATER"}});
  content["effective_from"] = "2027-01-01T00:00:00Z";
  const std::string id = world.propose("editor", content);
  world.publish(id);
  world.publish(world.propose("colleague", patch_of("org", 1, {{"short_name", "SOONER"}})));
  world.registry.clock().set(*base::parse_rfc3339("2027-01-02T00:00:00Z"));
  ASSERT_TRUE(world.registry->submissions().publish_due().ok());
  EXPECT_EQ(world.seen(id)["state"], "returned");
  EXPECT_EQ(world.seen(id)["conflicts"][0]["theirs"], "SOONER");
  EXPECT_EQ(world.entry("org")["short_name"], "SOONER");
}

TEST_F(Submissions, WhatWasTakenBackIsNotPublishedAtItsTime) {
  Json content = patch_of("org", 1, {{"short_name", "NEVER"}});
  content["effective_from"] = "2027-01-01T00:00:00Z";
  const std::string id = world.propose("editor", content);
  world.publish(id);
  EXPECT_EQ(world.must("editor", "withdraw", id), "withdrawn");
  world.registry.clock().set(*base::parse_rfc3339("2027-01-02T00:00:00Z"));
  const auto next = world.registry->submissions().publish_due();
  ASSERT_TRUE(next.ok());
  EXPECT_FALSE(next->has_value());
  EXPECT_EQ(world.entry("org")["short_name"], "EX");
}

TEST_F(Submissions, TheTimerIsToldOfWhatBeginsToWait) {
  int told = 0;
  world.registry->submissions().set_listener([&] { ++told; });
  world.publish(world.propose("editor", patch_of("org", 1, {{"short_name", "AT ONCE"}})));
  EXPECT_EQ(told, 0);
  Json content = patch_of("org", 2, {{"short_name", "LATER"}});
  content["effective_from"] = "2027-01-01T00:00:00Z";
  world.publish(world.propose("editor", content));
  EXPECT_EQ(told, 1);
}

// ---- last contacts

TEST_F(Submissions, TheLastContactStaysUnlessItIsReplacedOrThePostIsVacant) {
  const Json ending = {{"entry", "tech"}, {"base_version", 1}, {"operation", "withdraw"}};
  const std::string alone = world.propose("editor", {{"changes", {ending}}});
  EXPECT_EQ(world.seen(alone)["findings"][0]["code"], "last-contact");
  EXPECT_THAT(codes_of(world.act("editor", "submit", alone)), Contains("/changes/0 last-contact"));
  const std::string changed =
      world.propose("editor", patch_of("diplomat", 1, {{"category", "policy"}}));
  const Reply refused = world.act("editor", "submit", changed);
  EXPECT_THAT(codes_of(refused), Contains("/changes/0 last-contact"));
  EXPECT_THAT(refused.body, HasSubstr("last published diplomatic contact of the State"));
  const std::string also = world.propose(
      "editor", patch_of("diplomat", 1, {{"category", "policy"}, {"also_serves", {"diplomatic"}}}));
  EXPECT_EQ(world.must("editor", "submit", also), "submitted");
  const std::string replaced = world.propose(
      "editor",
      {{"changes",
        {ending, {{"operation", "create"}, {"patch", small_contact("heir", "technical")}}}}});
  EXPECT_EQ(world.publish(replaced), "published");
  const Json last = {{"entry", "heir"}, {"base_version", 2}, {"operation", "withdraw"}};
  const std::string vacant =
      world.propose("editor", {{"vacant", {"technical"}}, {"changes", {last}}});
  EXPECT_EQ(world.publish(vacant), "published");
}

TEST_F(Submissions, TwoThatTakeTheLastTwoAreNotBothPublished) {
  EXPECT_EQ(world.publish(world.propose(
                "editor",
                {{"changes",
                  {{{"operation", "create"}, {"patch", small_contact("tech-2", "technical")}}}}})),
            "published");
  std::vector<std::string> ids;
  for (const auto& [entry, version] :
       std::vector<std::pair<std::string, int>>{{"tech", 1}, {"tech-2", 2}}) {
    ids.push_back(world.propose(
        "editor",
        {{"changes", {{{"entry", entry}, {"base_version", version}, {"operation", "withdraw"}}}}}));
    world.must("editor", "submit", ids.back());
    world.must("second", "approve", ids.back());
  }
  EXPECT_EQ(world.must("secretariat", "accept", ids[0]), "published");
  EXPECT_EQ(world.must("secretariat", "accept", ids[1]), "returned");
  EXPECT_EQ(world.seen(ids[1])["errors"][0]["code"], "last-contact");
}

// ---- suggestions

TEST_F(Submissions, NobodyFillsAnOwnersListWithSuggestions) {
  const Json content = patch_of("org", 1, {{"short_name", "BETTER"}});
  std::string last;
  for (std::int64_t n = 0; n < service::kMostOpenSuggestions; ++n)
    last = world.propose("reader of TH", content);
  const auto refused = world.post("/v1/submissions", "reader of TH", content);
  EXPECT_EQ(refused.status, 409) << refused.body;
  EXPECT_EQ(world.post("/v1/submissions", "manager of TH", content).status, 201)
      << "others are not held up by it";
  world.must("reader of TH", "withdraw", last);
  EXPECT_EQ(world.post("/v1/submissions", "reader of TH", content).status, 201);
}

TEST_F(Submissions, ASuggestionReachesTheOwnerAndItsMakerSeesWhatBecameOfIt) {
  Json content = patch_of("org", 1, {{"short_name", "BETTER"}});
  content["reason"] = "seen on your site";
  const std::string id = world.propose("reader of TH", content);
  EXPECT_EQ(world.seen(id, "reader of TH")["state"], "suggested");
  EXPECT_EQ(world.seen(id, "editor")["changes"][0]["patch"]["short_name"], "BETTER");
  EXPECT_EQ(world.get("/v1/submissions/" + id, "secretariat").status, 404);
  EXPECT_EQ(world.get("/v1/submissions/" + id, "manager of TH").status, 404);
  EXPECT_EQ(world.must("editor", "submit", id), "submitted");
  EXPECT_EQ(world.act("second", "return", id, "an internal matter").status, 200);
  const Json maker = world.seen(id, "reader of TH");
  EXPECT_EQ(maker["state"], "returned");
  EXPECT_FALSE(maker.contains("history"));
  EXPECT_THAT(maker.dump(), Not(HasSubstr("internal matter")));
  EXPECT_EQ(maker["reason"], "seen on your site");
  EXPECT_EQ(world.publish(id), "published");
  EXPECT_EQ(world.seen(id, "reader of TH")["state"], "published");
  EXPECT_EQ(world.entry("org")["short_name"], "BETTER");
  EXPECT_EQ(world.get("/v1/submissions", "reader of TH").json()["total"]["value"], 1);
}

TEST_F(Submissions, ASuggestionIsRejectedWithAReasonThatItsMakerReads) {
  const std::string id = world.propose("reader", patch_of("org", 1, {{"short_name", "NO"}}));
  EXPECT_EQ(world.act("reader", "reject", id, "x").status, 403);
  world.must("editor", "reject", id, "it is right as it is");
  EXPECT_EQ(world.seen(id, "reader")["comment"], "it is right as it is");
  const std::string other = world.propose("reader", patch_of("org", 1, {{"short_name", "NO"}}));
  EXPECT_EQ(world.act("editor", "withdraw", other).status, 403);
  EXPECT_EQ(world.must("reader", "withdraw", other), "withdrawn");
}

TEST_F(Submissions, WhatASuggesterDoesNotSeeStaysAsItIs) {
  Json contact = small_contact("narrow", "policy");
  contact["channels"].push_back(
      {{"kind", "phone"}, {"value", "+911155501234"}, {"visibility", "owner"}});
  contact["meta"]["visibility"] = {{"level", "owner"}};
  contact["level"] = "head";
  world.registry.must_import({contact});
  const Json seen = world.get("/v1/entries/narrow", "reader of TH").json();
  ASSERT_EQ(seen["channels"].size(), 1U);
  Json channels = seen["channels"];
  channels.push_back({{"kind", "email"}, {"value", "new@desk.example"}});
  const std::string id =
      world.propose("reader of TH", patch_of("narrow", 1, {{"channels", channels}}));
  EXPECT_THAT(world.seen(id, "reader of TH").dump(), Not(HasSubstr("+911155501234")));
  EXPECT_EQ(world.publish(id), "published");
  const Json now = world.entry("narrow");
  EXPECT_EQ(now["channels"].size(), 3U);
  EXPECT_EQ(now["level"], "head");
  EXPECT_THAT(codes_of(world.post("/v1/submissions", "reader of TH",
                                  patch_of("narrow", 1, {{"level", "desk"}}))),
              Contains("/changes/0/patch/level not-suggested"));
}

TEST_F(Submissions, ASuggestionIsOneChangeOfFieldsThatAreSeen) {
  const auto refused = [&](const Json& content) {
    return codes_of(world.post("/v1/submissions", "reader of TH", content));
  };
  EXPECT_THAT(refused(patch_of("org", 1, {{"meta", {{"owner", "TH"}}}})),
              Contains("/changes/0/patch/meta not-suggested"));
  EXPECT_THAT(refused(patch_of("org", 1, {{"type", "no-such"}})), Not(IsEmpty()));
  EXPECT_THAT(refused(patch_of("org", 1, {{"short_name", "EX"}})),
              Contains("/changes/0/patch unchanged"));
  EXPECT_THAT(
      refused({{"changes", {{{"entry", "org"}, {"base_version", 1}, {"operation", "withdraw"}}}}}),
      Contains("/changes/0/operation not-suggested"));
  Json timed = patch_of("org", 1, {{"short_name", "T"}});
  timed["effective_from"] = "2027-01-01T00:00:00Z";
  EXPECT_THAT(refused(timed), Contains("/effective_from not-suggested"));
  const Json hidden = small_contact("hidden", "policy");
  Json closed = hidden;
  closed["meta"]["visibility"] = {{"*", "owner"}};
  world.registry.must_import({closed});
  // A hidden entry and none at all are answered alike.
  const Reply there =
      world.post("/v1/submissions", "reader of TH", patch_of("hidden", 1, {{"level", "desk"}}));
  const Reply nowhere =
      world.post("/v1/submissions", "reader of TH", patch_of("nowhere", 1, {{"level", "desk"}}));
  EXPECT_EQ(there.status, nowhere.status);
  EXPECT_EQ(there.body, nowhere.body);
  EXPECT_EQ(
      world.post("/v1/submissions", "anonymous", patch_of("org", 1, {{"short_name", "X"}})).status,
      401);
}

// ---- nobody else

TEST_F(Submissions, NothingOfAContentLeaksToAnybodyElse) {
  constexpr const char* kCanary = "canary-7f3a";
  Json fresh = small_organisation("canary-entry");
  fresh["name"]["en"] = std::string(kCanary) + " name";
  Json content = {{"reason", std::string(kCanary) + " reason"},
                  {"authority", {{"reference", std::string(kCanary) + " reference"}}},
                  {"effective_from", "2999-01-01T00:00:00Z"},
                  {"changes",
                   {{{"operation", "create"}, {"patch", fresh}},
                    {{"entry", "org"},
                     {"base_version", 1},
                     {"patch", {{"name", {{"en", std::string(kCanary) + " patch"}}}}}}}}};
  const std::string id = world.propose("editor", content);
  const std::string suggestion = world.propose(
      "reader of TH", patch_of("org", 1, {{"name", {{"fr", std::string(kCanary) + " hint"}}}}));
  const std::vector<std::string> routes = {"/v1/submissions",
                                           "/v1/submissions.xml",
                                           "/v1/submissions/" + id,
                                           "/v1/submissions/" + id + ".xml",
                                           "/v1/submissions/" + suggestion,
                                           "/v1/entries?q=canary",
                                           "/v1/entries?limit=200",
                                           "/v1/entries/canary-entry",
                                           "/v1/entries/canary-entry/history",
                                           "/v1/entries/canary-entry/history/1",
                                           "/v1/entries/org",
                                           "/v1/entries/org/history",
                                           "/v1/export?format=json",
                                           "/v1/export?format=xml",
                                           "/v1/export?format=csv&kind=organisation",
                                           "/en/",
                                           "/en/search?q=canary",
                                           "/en/entries/canary-entry",
                                           "/en/states/in",
                                           "/metrics"};
  const auto look = [&](const std::vector<std::string>& callers, const std::string& when) {
    for (const std::string& who : callers) {
      for (const std::string& route : routes) {
        EXPECT_THAT(world.get(route, who).body, Not(HasSubstr(kCanary)))
            << who << " at " << route << " " << when;
      }
      for (const char* action : {"submit", "approve", "accept", "return", "reject", "withdraw"}) {
        EXPECT_THAT(world.act(who, action, id, "x").body, Not(HasSubstr(kCanary)))
            << who << " tries to " << action << " " << when;
      }
    }
  };
  const std::vector<std::string> strangers = {"anonymous", "reader", "manager of TH",
                                              "administrator"};
  look(strangers, "as a draft");
  for (const std::string& route : routes) {  // drafts of entries it reads as it reads all of O
    if (!route.starts_with("/v1/submissions")) continue;
    EXPECT_THAT(world.get(route, "secretariat").body, Not(HasSubstr(kCanary))) << route;
  }
  world.must("editor", "submit", id);
  world.must("second", "approve", id);
  world.must("secretariat", "accept", id);
  look(strangers, "while it waits");
  EXPECT_THAT(world.get("/v1/submissions/" + id, "secretariat").body, HasSubstr(kCanary));
  EXPECT_THAT(world.get("/v1/submissions/" + suggestion, "reader of TH").body, HasSubstr(kCanary));
  EXPECT_EQ(world.get("/v1/submissions/" + id, "reader of TH").status, 404);
  EXPECT_EQ(world.get("/v1/submissions", "reader of TH").json()["total"]["value"], 1);
  EXPECT_EQ(world.get("/v1/submissions", "administrator").json()["total"]["value"], 0);
}

}  // namespace
}  // namespace cyberdir::scenarios
