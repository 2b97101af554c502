// Erasing personal data: gone from every version and every file, and all chains verify.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "service/etag.h"
#include "service/retention.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using model::Json;
using model::Role;

Json contact(const std::string& name, const std::string& mail) {
  return {{"id", "duty"},
          {"kind", "contact"},
          {"meta", {{"owner", "IN"}, {"visibility", {{"*", "public"}}}}},
          {"organisation", "desk"},
          {"category", "technical"},
          {"nature", "person"},
          {"title", {{"en", "Duty officer"}}},
          {"name", {{"original", name}}},
          {"channels",
           {{{"kind", "email"}, {"value", mail}, {"use", "urgent"}},
            {{"kind", "phone"}, {"value", "+911123456789"}, {"use", "routine"}}}},
          {"languages", {"en"}},
          {"availability", {{"always", true}}}};
}

Json desk() {
  return {{"id", "desk"},         {"kind", "organisation"},       {"meta", {{"owner", "IN"}}},
          {"short_name", "DESK"}, {"name", {{"en", "The desk"}}}, {"type", "national-csirt"}};
}

class RedactionTest : public testing::Test {
 protected:
  RedactionTest() {
    registry_.must_import({desk(), contact("Canaryone", "canarytwo@in.example")});
    put(contact("Canarythree", "canarytwo@in.example"));
    put(contact("Canarythree", "next@in.example"));
  }

  void put(const Json& entry) {
    const auto outcome =
        registry_->workflow().replace(manager_, "duty", {entry, {}}, now(), staleness_);
    ASSERT_TRUE(outcome.ok()) << outcome.error().detail;
  }
  Precondition now() {
    const auto history = registry_->directory().history(manager_.caller, "duty", 99, 1);
    const auto read =
        registry_->directory().version(manager_.caller, "duty", history->items.front().version);
    return {parse_etags(make_etag(read->version, read->digest, {}), true), false};
  }
  base::Result<WriteOutcome> redact(const std::vector<std::string>& pointers,
                                    std::optional<std::int64_t> version = {}) {
    return registry_->erasure().redact(manager_, "duty", {pointers, "the person has left", version},
                                       now(), staleness_);
  }
  Json version(std::int64_t number) {
    return Json::parse(
        registry_->directory().version(manager_.caller, "duty", number).value().json);
  }
  // Files of the data folder that hold these bytes.
  std::vector<std::string> files_with(const std::string& bytes) {
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(registry_.folder())) {
      std::ifstream in(file.path(), std::ios::binary);
      const std::string all((std::istreambuf_iterator<char>(in)), {});
      if (all.find(bytes) != std::string::npos) found.push_back(file.path().filename());
    }
    return found;
  }
  void TearDown() override {
    EXPECT_EQ(registry_.integrity_findings(), std::vector<std::string>{});
  }

  support::TemporaryRegistry registry_;
  Origin manager_ = support::origin_of(Role::manager, "IN");
  Staleness staleness_;
};

TEST_F(RedactionTest, a_field_goes_from_every_version_and_every_file) {
  ASSERT_FALSE(files_with("Canaryone").empty()) << "else this test proves nothing";
  ASSERT_FALSE(files_with("canarythree").empty()) << "folded, in the index";
  const auto outcome = redact({"/name"});
  ASSERT_TRUE(outcome.ok()) << outcome.error().detail;
  EXPECT_EQ(outcome->version, 4);
  EXPECT_FALSE(outcome->entry.json().contains("name"));
  for (std::int64_t n = 1; n <= 4; ++n) {
    EXPECT_FALSE(version(n).contains("name")) << n;
    EXPECT_TRUE(version(n).contains("title")) << n;
  }
  for (const char* canary : {"Canaryone", "canaryone", "Canarythree", "canarythree"})
    EXPECT_EQ(files_with(canary), std::vector<std::string>{}) << canary;
}

TEST_F(RedactionTest, a_channel_goes_wherever_it_stands) {
  // It is in versions 1 and 2 only; what it was is said by the version that has it.
  const auto outcome = redact({"/channels/0"}, 1);
  ASSERT_TRUE(outcome.ok()) << outcome.error().detail;
  for (std::int64_t n = 1; n <= 2; ++n) {
    const Json channels = version(n).at("channels");
    ASSERT_EQ(channels.size(), 1U) << n;
    EXPECT_EQ(channels[0].at("kind"), "phone");
  }
  EXPECT_EQ(version(3).at("channels").size(), 2U);
  EXPECT_EQ(version(4).at("channels").size(), 2U);
  EXPECT_EQ(files_with("canarytwo"), std::vector<std::string>{});
}

TEST_F(RedactionTest, it_goes_from_a_backup_made_after_it_and_from_search) {
  ASSERT_TRUE(redact({"/name"}).ok());
  ASSERT_TRUE(registry_->store().backup(registry_.folder() / "copy.db").ok());
  EXPECT_EQ(files_with("Canaryone"), std::vector<std::string>{});
  for (const char* as_of : {"", "&as_of=seq:197", "&as_of=seq:198", "&as_of=seq:199"}) {
    const auto reply = registry_.get(std::string("/v1/entries?q=canaryone") + as_of,
                                     registry_.token(Role::manager, "IN"));
    EXPECT_EQ(reply.json().at("items").size(), 0U) << as_of;
  }
}

TEST_F(RedactionTest, a_reader_of_an_older_snapshot_delays_the_files_and_not_the_answer) {
  (void)registry_->store().read_apart([&](store::Reader& reader) -> base::Result<void> {
    (void)reader.head();
    EXPECT_TRUE(redact({"/name"}).ok());
    return {};
  });
  put(contact("Next", "next@in.example"));
  EXPECT_EQ(files_with("Canaryone"), std::vector<std::string>{}) << "emptied by the write after it";
}

TEST_F(RedactionTest, it_may_be_done_again_and_after_a_withdrawal) {
  ASSERT_TRUE(redact({"/name"}).ok());
  ASSERT_TRUE(redact({"/channels/0"}).ok());
  ASSERT_TRUE(registry_->workflow().withdraw(manager_, "duty", now(), staleness_).ok());
  const auto outcome = redact({"/channels", "/title"});
  ASSERT_TRUE(outcome.ok()) << outcome.error().detail;
  EXPECT_EQ(files_with("+911123456789"), std::vector<std::string>{});
  EXPECT_EQ(registry_.get("/v1/entries/duty").status, 410) << "it stays withdrawn";
}

TEST_F(RedactionTest, what_could_not_stand_is_refused_and_changes_nothing) {
  struct Row {
    std::vector<std::string> pointers;
    const char* code;
  };
  const std::vector<Row> rows = {
      {{"/channels"}, "required"},
      {{"/organisation"}, "required"},
      {{"/nothing"}, "pointer"},
      {{"/id"}, "pointer"},
      {{"/kind"}, "pointer"},
      {{"/meta/owner"}, "pointer"},
      {{"/meta/visibility"}, "pointer"},
      {{"/channels/7"}, "pointer"},
      {{"/channels/x"}, "pointer"},
      {{"/extensions/~"}, "pointer"},
      {{"/extensions/x~2"}, "pointer"},
      {{"/"}, "pointer"},
      {{"/extensions/a/b"}, "pointer"},
      {{"/title/en"}, "pointer"},
      {{"/name", "/meta/group"}, "pointer"},
  };
  for (const Row& row : rows) {
    const auto outcome = redact(row.pointers);
    ASSERT_FALSE(outcome.ok()) << row.pointers.front();
    EXPECT_EQ(outcome.error().code, ErrorCode::invalid) << row.pointers.front();
    ASSERT_FALSE(outcome.error().findings.empty()) << row.pointers.front();
    EXPECT_EQ(outcome.error().findings.front().code, row.code) << row.pointers.front();
  }
  EXPECT_TRUE(version(3).contains("name"));
  EXPECT_EQ(registry_->directory().read(manager_.caller, "duty")->version, 3);
}

TEST_F(RedactionTest, a_manager_of_the_owner_does_it) {
  struct Row {
    Role role;
    const char* owner;
    ErrorCode code;
  };
  for (const Row& row : {Row{Role::editor, "IN", ErrorCode::forbidden},
                         Row{Role::reader, "IN", ErrorCode::forbidden},
                         Row{Role::manager, "TH", ErrorCode::forbidden},
                         Row{Role::secretariat, "", ErrorCode::forbidden},
                         Row{Role::administrator, "", ErrorCode::forbidden}}) {
    const auto outcome =
        registry_->erasure().redact(support::origin_of(row.role, row.owner), "duty",
                                    {{"/name"}, "because", {}}, now(), staleness_);
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().code, row.code);
  }
}

TEST_F(RedactionTest, over_http) {
  const std::string token = registry_.token(Role::manager, "IN");
  const std::string tag = registry_.get("/v1/entries/duty", token).header("ETag");
  const auto ask = [&](const std::string& body, const std::string& if_match) {
    std::vector<std::pair<std::string, std::string>> headers = {
        {"content-type", "application/json"}};
    if (!if_match.empty()) headers.emplace_back("if-match", if_match);
    return registry_.ask("POST", "/v1/entries/duty/redact", token, body, headers);
  };
  const std::string body = R"({"pointers":["/name"],"ground":"the person has left"})";
  EXPECT_EQ(ask(body, "").status, 428);
  EXPECT_EQ(ask(body, "\"1-000000000000000000000000\"").status, 412);
  EXPECT_EQ(ask(R"({"pointers":[]})", tag).status, 422);
  EXPECT_EQ(ask(R"({"pointers":["/name"],"ground":"x","more":1})", tag).status, 422);
  const auto done = ask(body, tag);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.json().at("meta").at("version"), 4);
  EXPECT_EQ(done.body.find("Canary"), std::string::npos);
  EXPECT_FALSE(done.header("ETag").empty());
}

// What people of a State sent on its way past other eyes, in every place where a submission keeps
// it.
class ProposedPersonTest : public RedactionTest {
 protected:
  using Act = model::SubmissionAction;

  static Origin editor() {
    Origin origin = support::origin_of(Role::editor, "IN");
    origin.caller.actor = "token:editor";
    return origin;
  }
  static Origin secretariat() { return support::origin_of(Role::secretariat, ""); }

  std::string propose(const Origin& author, const Json& patch, const std::string& reason) {
    Json content = {{"reason", reason},
                    {"changes", {{{"entry", "duty"}, {"base_version", 3}, {"patch", patch}}}}};
    if (author.caller.owner == "IN")
      content["authority"] = {{"kind", "letter"}, {"reference", "letter on " + reason}};
    const auto made = registry_->submissions().create(author, content, "key of " + reason);
    EXPECT_TRUE(made.ok()) << made.error().detail;
    return made ? made->id() : std::string();
  }
  void act(const Origin& who, const std::string& id, Act action, const std::string& comment) {
    const auto seen = registry_->submissions().get(who.caller, id);
    ASSERT_TRUE(seen.ok());
    const Precondition tag = {parse_etags(make_etag(seen->revision(), seen->digest(), {}), true),
                              false};
    Refusal refusal;
    const auto done = registry_->submissions().act(who, id, action, comment, tag, refusal);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }
  Json seen(const std::string& id) {
    return registry_->submissions().get(manager_.caller, id).value().json();
  }
};

TEST_F(ProposedPersonTest, goes_with_the_field_from_whatever_was_proposed) {
  registry_->submissions().set_review(model::Review::full);
  const std::string rejected =
      propose(editor(), {{"name", {{"original", "Canaryfive"}}}}, "Canaryfive comes");
  act(editor(), rejected, Act::submit, "");
  act(manager_, rejected, Act::approve, "");
  act(secretariat(), rejected, Act::reject, "Canaryfive is unknown here");
  const std::string open =
      propose(editor(), {{"name", {{"original", "Canarysix"}}}, {"acknowledge_within_hours", 3}},
              "an open one");
  const std::string suggested = propose(support::origin_of(Role::reader, "TH"),
                                        {{"name", {{"original", "Canaryseven"}}}}, "heard so");
  for (const char* canary : {"Canaryfive", "Canarysix", "Canaryseven"})
    ASSERT_FALSE(files_with(canary).empty()) << canary;

  ASSERT_TRUE(redact({"/name"}).ok());
  for (const char* canary : {"Canaryfive", "Canarysix", "Canaryseven", "Canarythree"})
    EXPECT_EQ(files_with(canary), std::vector<std::string>{}) << canary;
  EXPECT_FALSE(seen(rejected).contains("reason")) << "it named the person";
  EXPECT_EQ(seen(open).at("reason"), "an open one") << "it did not";
  EXPECT_EQ(seen(open).at("changes")[0].at("patch"), Json({{"acknowledge_within_hours", 3}}));
  EXPECT_EQ(seen(suggested).at("changes")[0].value("patch", Json::object()), Json::object());
}

TEST_F(ProposedPersonTest, goes_from_what_stood_against_it) {
  registry_->submissions().set_review(model::Review::full);
  const std::string id =
      propose(editor(), {{"name", {{"original", "Canaryeight"}}}}, "a successor");
  act(editor(), id, Act::submit, "");
  act(manager_, id, Act::approve, "");
  registry_->submissions().set_review(model::Review::none);
  put(contact("Canarynine", "next@in.example"));
  registry_->submissions().set_review(model::Review::full);
  act(secretariat(), id, Act::accept, "");
  ASSERT_EQ(seen(id).at("state"), "returned");
  ASSERT_FALSE(files_with("Canarynine").empty());
  ASSERT_TRUE(redact({"/name"}).ok());
  for (const char* canary : {"Canaryeight", "Canarynine"})
    EXPECT_EQ(files_with(canary), std::vector<std::string>{}) << canary;
}

TEST_F(ProposedPersonTest, expires_a_time_after_the_submission_ended) {
  registry_->submissions().set_review(model::Review::full);
  const std::string ended =
      propose(editor(), {{"name", {{"original", "Canaryfive"}}}}, "Canaryfive comes");
  act(editor(), ended, Act::withdraw, "");
  const std::string open =
      propose(editor(), {{"name", {{"original", "Canarysix"}}}}, "an open one");
  registry_.clock().set({registry_.clock().now().micros + 1'000'000});
  const base::Instant later = registry_.clock().now();
  ASSERT_TRUE(registry_->erasure().expire_personal(support::operator_origin(), later).ok());
  EXPECT_EQ(files_with("Canaryfive"), std::vector<std::string>{});
  EXPECT_FALSE(files_with("Canarysix").empty()) << "it is still being worked on";
  EXPECT_EQ(*registry_->erasure().expire_personal(support::operator_origin(), later), 0U);
}

TEST_F(RedactionTest, the_ground_does_not_repeat_it) {
  const auto outcome = registry_->erasure().redact(
      manager_, "duty", {{"/name"}, "Canarythree has left", {}}, now(), staleness_);
  ASSERT_FALSE(outcome.ok());
  ASSERT_EQ(outcome.error().findings.size(), 1U);
  EXPECT_EQ(outcome.error().findings.front().pointer, "/ground");
  EXPECT_FALSE(files_with("Canaryone").empty()) << "nothing was changed";
  EXPECT_TRUE(version(1).contains("name"));
}

TEST_F(RedactionTest, what_a_repeated_request_was_compared_with_goes_and_its_key_stays_used) {
  Json other = contact("Canaryfive", "other@in.example");
  other["id"] = "other";
  const auto make = [&] { return registry_->workflow().create(manager_, {other, {}}, "a key"); };
  ASSERT_TRUE(make().ok());
  ASSERT_TRUE(make().ok()) << "the same again";
  const auto read = registry_->directory().version(manager_.caller, "other", 1);
  const Precondition one = {parse_etags(make_etag(1, read->digest, {}), true), false};
  ASSERT_TRUE(
      registry_->erasure()
          .redact(manager_, "other", {{"/name"}, "the person has left", {}}, one, staleness_)
          .ok());
  const auto again = make();
  ASSERT_FALSE(again.ok()) << "or somebody could try out what was sent";
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(RedactionTest, persons_of_withdrawn_entries_expire) {
  ASSERT_TRUE(registry_->workflow().withdraw(manager_, "duty", now(), staleness_).ok());
  registry_.clock().set({registry_.clock().now().micros + 1'000'000});
  const base::Instant later = registry_.clock().now();
  ASSERT_TRUE(registry_->erasure().expire_personal(support::operator_origin(), later).ok());
  for (const char* canary : {"Canaryone", "Canarythree"})
    EXPECT_EQ(files_with(canary), std::vector<std::string>{}) << canary;
  EXPECT_EQ(*registry_->erasure().expire_personal(support::operator_origin(), later), 0U);
}

TEST_F(RedactionTest, persons_of_past_versions_expire) {
  registry_.clock().set({registry_.clock().now().micros + 1'000'000});
  const base::Instant later = registry_.clock().now();
  const auto changed = registry_->erasure().expire_personal(support::operator_origin(), later);
  ASSERT_TRUE(changed.ok()) << changed.error().detail;
  EXPECT_EQ(*changed, 2U) << "the versions that were replaced";
  EXPECT_FALSE(version(1).contains("name"));
  EXPECT_FALSE(version(2).contains("name"));
  EXPECT_TRUE(version(3).contains("name")) << "it is current";
  EXPECT_EQ(files_with("Canaryone"), std::vector<std::string>{});
  EXPECT_FALSE(files_with("Canarythree").empty());
  const std::int64_t seq = registry_->directory().head()->moment.seq;
  EXPECT_EQ(seq, 199) << "no version of its own: the past is erased, nothing is written";
  const auto again = registry_->erasure().expire_personal(support::operator_origin(), later);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, 0U);
}

TEST_F(RedactionTest, personal_enquiries_of_past_versions_expire) {
  Json initiative = {
      {"id", "circle"},
      {"kind", "initiative"},
      {"meta", {{"owner", "IN"}}},
      {"title", {{"en", "Circle"}}},
      {"lead", "desk"},
      {"scope", "regional"},
      {"themes", {"norms"}},
      {"stage", "active"},
      {"enquiries", {{{"kind", "email"}, {"value", "canaryfour@in.example"}, {"personal", true}}}}};
  registry_.must_import({initiative});
  initiative["enquiries"][0] = {{"kind", "email"}, {"value", "office@in.example"}};
  registry_.must_import({initiative});
  ASSERT_FALSE(files_with("canaryfour").empty());
  registry_.clock().set({registry_.clock().now().micros + 1'000'000});
  ASSERT_TRUE(registry_->erasure()
                  .expire_personal(support::operator_origin(), registry_.clock().now())
                  .ok());
  EXPECT_EQ(files_with("canaryfour"), std::vector<std::string>{});
  EXPECT_FALSE(files_with("office@in.example").empty());
}

TEST_F(RedactionTest, retention_looks_once_a_day) {
  constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
  const base::Instant start = registry_.clock().now();
  Retention retention(registry_->erasure(), registry_->look_ups(), registry_->imports(),
                      registry_.clock(), 30);
  EXPECT_EQ(*retention.look(), 0U) << "it is not time yet";
  registry_.clock().set({start.micros + 29 * kDay});
  EXPECT_EQ(*retention.look(), 0U);
  registry_.clock().set({start.micros + 29 * kDay + kDay / 2});
  EXPECT_EQ(*retention.look(), 0U);
  registry_.clock().set({start.micros + 31 * kDay});
  EXPECT_EQ(*retention.look(), 2U);
  put(contact("Next", "next@in.example"));
  registry_.clock().set({start.micros + 400 * kDay});
  Retention never(registry_->erasure(), registry_->look_ups(), registry_->imports(),
                  registry_.clock(), 0);
  EXPECT_EQ(*never.look(), 0U);
  EXPECT_EQ(*retention.look(), 1U);
}

}  // namespace
}  // namespace cyberdir::service
