// A wrong number is stopped at once, by one person, and looked at afterwards; a new one for urgent
// use waits for a second person or a day.
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/instant.h"
#include "submission_world.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using support::Reply;

constexpr std::int64_t kHour = std::int64_t{3'600} * 1'000'000;
constexpr const char* kOldNumber = "+911145678900";
constexpr const char* kNewNumber = "+911145678999";

Json channel(const std::string& kind, const std::string& value, const char* use = nullptr) {
  Json made = {{"kind", kind}, {"value", value}};
  if (use != nullptr) made["use"] = use;
  return made;
}

class Emergency : public testing::Test {
 protected:
  void SetUp() override {
    Json duty = small_contact("duty", "technical");
    duty["meta"]["visibility"] = {{"*", "public"}};
    duty["channels"] = {channel("phone", kOldNumber, "urgent"),
                        channel("email", "old@duty.example", "urgent"),
                        channel("email", "routine@duty.example", "routine")};
    duty["languages"] = {"hi", "fr"};
    world.registry.must_import({duty});
  }
  void forward(std::int64_t micros) {
    world.registry.clock().set({world.registry.clock().now().micros + micros});
  }
  Reply raise(const std::string& who, const Json& body, const std::string& id = "duty") {
    return world.post("/v1/entries/" + id + "/emergency", who, body);
  }
  Json emergencies(const std::string& who, const std::string& query = "") {
    return world.get("/v1/emergencies" + query, who).json();
  }
  Json seen(const std::string& who = "editor", const std::string& id = "duty") {
    return world.get("/v1/entries/" + id, who).json();
  }
  Json channel_of(const std::string& value, const std::string& who = "editor") {
    const Json entry = seen(who);
    for (const Json& one : entry["channels"]) {
      if (one["value"] == value) return one;
    }
    return {};
  }
  // Publishes other channels of the duty desk, by the hands of editor, manager and secretariat.
  void publish_channels(const Json& channels, const std::string& author = "editor") {
    const Json now = seen();
    const std::string id =
        world.propose(author, patch_of("duty", now["meta"]["version"], {{"channels", channels}}));
    world.must(author, "submit", id);
    world.must(author == "second" ? "manager" : "second", "approve", id);
    ASSERT_EQ(world.must("secretariat", "accept", id), "published");
  }
  std::vector<store::MailRow> mails() {
    std::vector<store::MailRow> rows;
    EXPECT_TRUE(world.registry->store().read([&](store::Reader& reader) -> base::Result<void> {
      rows = reader.mail(store::kForever, 100);
      return {};
    }));
    return rows;
  }

  const Json stop_number = {{"suspend", Json::array({channel("phone", kOldNumber)})},
                            {"reason", "taken over"}};
  SubmissionWorld world;
};

TEST_F(Emergency, IsForTheOwnersEditorsAndManagers) {
  const std::map<std::string, int> rows = {
      {"anonymous", 401},   {"reader", 403},        {"reader of TH", 403}, {"manager of TH", 403},
      {"secretariat", 403}, {"administrator", 403}, {"editor", 200},       {"second", 200}};
  for (const auto& [who, status] : rows) EXPECT_EQ(raise(who, stop_number).status, status) << who;
  // What is hidden is not there for others.
  ASSERT_EQ(raise("editor", {{"narrow", "owner"}, {"reason", "r"}}).status, 200);
  for (const char* who : {"reader", "reader of TH", "manager of TH"})
    EXPECT_EQ(raise(who, stop_number).status, 404) << who;
}

TEST_F(Emergency, HoldsAtOnceWhateverElseWaits) {
  // A submission waits, and the tag is stale.
  const std::string waiting =
      world.propose("editor", patch_of("duty", 1, {{"title", {{"en", "Other"}}}}));
  world.must("editor", "submit", waiting);
  const Reply reply = world.post("/v1/entries/duty/emergency", "editor", stop_number, "\"1-old\"");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.json()["meta"]["version"], 2);
  EXPECT_EQ(reply.json()["meta"]["change_note"], "taken over");
  EXPECT_EQ(channel_of(kOldNumber, "anonymous")["suspended"], true);
  EXPECT_EQ(channel_of("routine@duty.example").contains("suspended"), false);
  const Json history = world.get("/v1/entries/duty/history", "editor").json();
  EXPECT_EQ(history["items"][0]["operation"], "emergency");
  // The submission goes on from there.
  world.must("second", "approve", waiting);
  EXPECT_EQ(world.must("secretariat", "accept", waiting), "published");
  EXPECT_EQ(channel_of(kOldNumber)["suspended"], true);
  EXPECT_TRUE(world.registry.integrity_findings().empty());
}

TEST_F(Emergency, TwiceIsOnce) {
  ASSERT_EQ(raise("editor", stop_number).status, 200);
  const std::int64_t seq = world.seq();
  EXPECT_EQ(raise("manager", stop_number).status, 200);
  EXPECT_EQ(world.seq(), seq);
  EXPECT_EQ(emergencies("manager")["total"]["value"], 1);
}

TEST_F(Emergency, NamesChannelsThatAreNotThere) {
  const Reply reply = raise(
      "editor", {{"suspend", {channel("phone", "+1"), channel("phone", "+2")}}, {"reason", "r"}});
  ASSERT_EQ(reply.status, 422);
  EXPECT_EQ(reply.json()["errors"].size(), 2U);
  EXPECT_EQ(seen()["meta"]["version"], 1);
}

TEST_F(Emergency, NarrowingReachesEveryWayOut) {
  const auto found = [&](const std::string& who) {
    return world.get("/v1/entries?q=Desk+duty&kind=contact", who).json()["total"]["value"];
  };
  ASSERT_EQ(found("anonymous"), 1);
  ASSERT_EQ(raise("editor", {{"narrow", "owner"}, {"reason", "r"}}).status, 200);
  EXPECT_EQ(found("anonymous"), 0);
  EXPECT_EQ(found("reader of TH"), 0);
  EXPECT_EQ(found("editor"), 1);
  EXPECT_EQ(world.get("/v1/entries/duty", "anonymous").status, 404);
  EXPECT_EQ(world.get("/v1/entries/duty/history", "reader of TH").status, 404);
  EXPECT_EQ(world.get("/v1/entries/duty?as_of=seq:" + std::to_string(world.seq() - 1), "anonymous")
                .status,
            404);
  EXPECT_EQ(world.registry.export_bytes("json", {}, "states").find(kOldNumber), std::string::npos);
  std::vector<store::FeedItem> items;
  ASSERT_TRUE(world.registry->store().read([&](store::Reader& reader) -> base::Result<void> {
    items = reader.feed("public", 0, 1000);
    return {};
  }));
  EXPECT_EQ(items.back().operation, "withdraw");
  EXPECT_EQ(items.back().reason, "restricted");
  EXPECT_TRUE(world.registry.integrity_findings().empty());
}

TEST_F(Emergency, IsDecidedByAnotherManager) {
  ASSERT_EQ(raise("manager", stop_number).status, 200);
  const std::string id = emergencies("second")["items"][0]["id"];
  const std::map<std::string, int> rows = {
      {"anonymous", 401},   {"reader", 403},        {"editor", 403},       {"manager", 403},
      {"secretariat", 403}, {"administrator", 403}, {"manager of TH", 404}};
  for (const char* decision : {"uphold", "revert"}) {
    for (const auto& [who, status] : rows) {
      EXPECT_EQ(world.post("/v1/emergencies/" + id + "/" + decision, who, Json::object()).status,
                status)
          << who;
    }
  }
  EXPECT_EQ(emergencies("manager")["items"][0]["may_decide"], false);
  EXPECT_EQ(emergencies("second")["items"][0]["may_decide"], true);
  ASSERT_EQ(world.post("/v1/emergencies/" + id + "/uphold", "second", Json::object()).status, 200);
  EXPECT_EQ(world.post("/v1/emergencies/" + id + "/revert", "second", Json::object()).status, 409);
  EXPECT_EQ(emergencies("second")["total"]["value"], 0);
  EXPECT_EQ(emergencies("second", "?state=upheld")["items"][0]["state"], "upheld");
  EXPECT_EQ(channel_of(kOldNumber)["suspended"], true);
}

TEST_F(Emergency, OneWhoIsEnoughDecidesAlone) {
  ASSERT_TRUE(world.registry->submissions().set_one_person(support::operator_origin(), "IN", true));
  ASSERT_EQ(raise("manager", stop_number).status, 200);
  const std::string id = emergencies("manager")["items"][0]["id"];
  EXPECT_EQ(world.post("/v1/emergencies/" + id + "/revert", "manager", Json::object()).status, 200);
}

TEST_F(Emergency, IsTakenBackWithoutUndoingWhatCameSince) {
  ASSERT_EQ(raise("editor", {{"suspend", Json::array({channel("phone", kOldNumber)})},
                             {"narrow", "owner"},
                             {"reason", "r"}})
                .status,
            200);
  const std::string update =
      world.propose("editor", patch_of("duty", 2, {{"title", {{"en", "Night duty"}}}}));
  world.publish(update);
  ASSERT_EQ(raise("editor", {{"suspend", Json::array({channel("email", "routine@duty.example")})},
                             {"reason", "r"}})
                .status,
            200);
  const Json list = emergencies("second");
  const std::string later = list["items"][0]["id"];
  const std::string first = list["items"][1]["id"];
  EXPECT_EQ(world.post("/v1/emergencies/" + first + "/revert", "second", Json::object()).status,
            409);
  ASSERT_EQ(world.post("/v1/emergencies/" + later + "/uphold", "second", Json::object()).status,
            200);
  ASSERT_EQ(world.post("/v1/emergencies/" + first + "/revert", "second", Json::object()).status,
            200);
  const Json now = seen("anonymous");
  EXPECT_EQ(now["title"]["en"], "Night duty");
  EXPECT_FALSE(channel_of(kOldNumber, "anonymous").contains("suspended"));
  EXPECT_EQ(channel_of("routine@duty.example", "anonymous")["suspended"], true);
  EXPECT_EQ(world.get("/v1/entries/duty/history", "editor").json()["items"][0]["operation"],
            "revert");
  EXPECT_TRUE(world.registry.integrity_findings().empty());
}

TEST_F(Emergency, IsListedToItsOwnerAndTheSecretariatAlone) {
  ASSERT_EQ(raise("editor", stop_number).status, 200);
  EXPECT_EQ(emergencies("secretariat")["total"]["value"], 1);
  EXPECT_EQ(emergencies("manager of TH")["total"]["value"], 0);
  for (const char* who : {"reader", "reader of TH", "administrator"})
    EXPECT_EQ(world.get("/v1/emergencies", who).status, 403) << who;
  EXPECT_EQ(world.get("/v1/emergencies", "anonymous").status, 401);
  EXPECT_EQ(world.get("/v1/emergencies?sate=any", "editor").status, 400);
  EXPECT_EQ(world.get("/v1/emergencies?state=open", "editor").status, 400);
}

// ---- changed channels for urgent use

TEST_F(Emergency, AChangedUrgentChannelWaits) {
  EXPECT_FALSE(channel_of(kOldNumber).contains("urgent_from"));  // the first publication
  publish_channels({channel("phone", kNewNumber, "urgent"),
                    channel("email", "old@duty.example", "urgent"),
                    channel("email", "routine@duty.example", "urgent")});
  const std::string until = base::to_rfc3339(
      {base::parse_rfc3339(seen()["meta"]["modified_at"].get<std::string>())->micros + 24 * kHour});
  EXPECT_EQ(channel_of(kNewNumber, "anonymous")["urgent_from"], until);
  EXPECT_EQ(channel_of("routine@duty.example")["urgent_from"], until);  // its use was turned
  EXPECT_FALSE(channel_of("old@duty.example").contains("urgent_from"));
  // An edit that keeps it keeps its time; what a client says of it is ignored.
  forward(kHour);
  Json channels = seen()["channels"];
  channels[0]["priority"] = 1;
  channels[0]["urgent_from"] = "2020-01-01T00:00:00Z";
  channels[1]["urgent_from"] = "2030-01-01T00:00:00Z";
  publish_channels(channels);
  EXPECT_EQ(channel_of(kNewNumber)["urgent_from"], until);
  EXPECT_FALSE(channel_of("old@duty.example").contains("urgent_from"));
  // Turning it to routine use ends the waiting, turning it back begins anew.
  channels = seen()["channels"];
  channels[0]["use"] = "routine";
  publish_channels(channels);
  EXPECT_FALSE(channel_of(kNewNumber).contains("urgent_from"));
  channels[0]["use"] = "urgent";
  publish_channels(channels);
  EXPECT_GT(channel_of(kNewNumber)["urgent_from"].get<std::string>(), until);
  EXPECT_TRUE(world.registry.integrity_findings().empty());
}

TEST_F(Emergency, WhatWasReadCanBeSentBack) {
  publish_channels(Json::array({channel("phone", kNewNumber, "urgent")}));
  world.registry->submissions().set_review(model::Review::none);
  const Reply read = world.get("/v1/entries/duty", "editor");
  const std::int64_t seq = world.seq();
  EXPECT_EQ(world.put("/v1/entries/duty", "editor", read.json(), read.header("etag")).status, 200);
  const Reply patched = world.registry.ask(
      "PATCH", "/v1/entries/duty", world.token("editor"),
      Json({{"channels", read.json()["channels"]}}).dump(),
      {{"content-type", "application/merge-patch+json"}, {"if-match", read.header("etag")}});
  EXPECT_EQ(patched.status, 200);
  EXPECT_EQ(world.seq(), seq);
  // A stale write is told of what it changes, not of what the registry keeps.
  ASSERT_EQ(
      raise("editor", {{"suspend", Json::array({channel("phone", kNewNumber)})}, {"reason", "r"}})
          .status,
      200);
  Json mine = read.json();
  mine["title"]["en"] = "Mine";
  const Reply stale = world.put("/v1/entries/duty", "editor", mine, read.header("etag"));
  ASSERT_EQ(stale.status, 412);
  const Json refusal = stale.json();
  for (const Json& conflict : refusal["conflicts"])
    EXPECT_EQ(conflict["pointer"].get<std::string>().find("urgent_from"), std::string::npos);
}

TEST_F(Emergency, ASecondPersonConfirms) {
  publish_channels(Json::array({channel("phone", kNewNumber, "urgent")}), "manager");
  const auto confirm = [&](const std::string& who, const std::string& tag) {
    return world.post("/v1/entries/duty/confirm-urgent", who, Json::object(), tag);
  };
  const std::string tag = world.get("/v1/entries/duty", "second").header("etag");
  EXPECT_EQ(confirm("second", "").status, 428);
  EXPECT_EQ(confirm("second", "\"1-old\"").status, 412);
  EXPECT_EQ(confirm("manager", tag).status, 403);  // wrote it
  for (const char* who : {"reader", "manager of TH", "administrator", "secretariat"})
    EXPECT_EQ(confirm(who, world.get("/v1/entries/duty", who).header("etag")).status, 403) << who;
  EXPECT_EQ(confirm("anonymous", tag).status, 401);
  const Reply done = confirm("editor", tag);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_FALSE(channel_of(kNewNumber, "anonymous").contains("urgent_from"));
  EXPECT_EQ(confirm("editor", done.header("etag")).status, 409);
  EXPECT_EQ(world.get("/v1/entries/duty/history", "editor").json()["items"][0]["operation"],
            "confirm-urgent");
}

TEST_F(Emergency, WhoeverHadAPartInWritingDoesNotConfirm) {
  const std::string id = world.propose(
      "editor",
      patch_of("duty", 1, {{"channels", Json::array({channel("phone", kNewNumber, "urgent")})}}));
  const std::string submission = "/v1/submissions/" + id;
  ASSERT_EQ(world.registry
                .ask("PATCH", submission, world.token("colleague"), R"({"reason":"x"})",
                     {{"content-type", "application/merge-patch+json"},
                      {"if-match", world.tag(id, "colleague")}})
                .status,
            200);
  world.must("editor", "submit", id);
  world.must("second", "approve", id);
  world.must("secretariat", "accept", id);
  const std::string tag = world.get("/v1/entries/duty", "editor").header("etag");
  for (const char* who : {"editor", "colleague"})
    EXPECT_EQ(world.post("/v1/entries/duty/confirm-urgent", who, Json::object(), tag).status, 403)
        << who;
  EXPECT_EQ(world.post("/v1/entries/duty/confirm-urgent", "second", Json::object(), tag).status,
            200);
}

TEST_F(Emergency, TheWaitingEndsByItself) {
  publish_channels(Json::array({channel("phone", kNewNumber, "urgent")}));
  forward(25 * kHour);
  const std::string tag = world.get("/v1/entries/duty", "second").header("etag");
  EXPECT_EQ(world.post("/v1/entries/duty/confirm-urgent", "second", Json::object(), tag).status,
            409);
}

TEST_F(Emergency, WithoutAHoldNothingWaits) {
  world.registry->versions().set_urgent_hold(0);
  publish_channels(Json::array({channel("phone", kNewNumber, "urgent")}));
  EXPECT_FALSE(channel_of(kNewNumber).contains("urgent_from"));
  EXPECT_FALSE(mails().empty());
}

TEST_F(Emergency, OthersAreToldOfTheChangeWithoutTheNewValue) {
  publish_channels({channel("phone", kNewNumber, "urgent"),
                    channel("email", "routine@duty.example", "routine")});
  std::map<std::string, store::MailRow> by_recipient;
  for (const store::MailRow& mail : mails()) by_recipient[mail.recipient] = mail;
  EXPECT_EQ(by_recipient.size(), 4U);
  EXPECT_EQ(by_recipient["old@duty.example"].kind, "urgent-changed-here");
  EXPECT_EQ(by_recipient["old@duty.example"].language, "fr");
  for (const char* other : {"routine@duty.example", "tech@desk.example", "diplomat@desk.example"})
    EXPECT_EQ(by_recipient[other].kind, "urgent-changed") << other;
  for (const auto& [recipient, mail] : by_recipient)
    EXPECT_EQ(mail.data.find(kNewNumber), std::string::npos);
}

TEST_F(Emergency, ChangesThatAreNotUrgentTellNobody) {
  Json channels = seen()["channels"];
  channels[2]["value"] = "other@duty.example";
  channels[0]["priority"] = 3;
  publish_channels(channels);
  EXPECT_TRUE(mails().empty());
}

TEST_F(Emergency, AnotherStatesContactsAreNotTold) {
  Json theirs = small_contact("theirs", "technical");
  theirs["meta"]["owner"] = "TH";
  theirs["channels"][0]["value"] = "desk@th.example";
  world.registry.must_import({theirs});
  publish_channels(Json::array({channel("phone", kNewNumber, "urgent")}));
  for (const store::MailRow& mail : mails()) EXPECT_NE(mail.recipient, "desk@th.example");
}

}  // namespace
}  // namespace cyberdir::scenarios
