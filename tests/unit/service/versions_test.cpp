// Versions, their chain, the log and the feeds, through the workflow.
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "codec/json_reader.h"
#include "service/etag.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using model::Json;
using model::Role;

Json organisation(const std::string& id, const std::string& mark) {
  Json entry = {{"kind", "organisation"},
                {"short_name", mark},
                {"name", {{"en", "Organisation " + mark}}},
                {"type", "company"}};
  if (!id.empty()) entry["id"] = id;
  return entry;
}

class Versions : public testing::Test {
 protected:
  base::Result<WriteOutcome> create(const Json& entry, std::string_view key = {}) {
    return registry_->workflow().create(editor_, {entry, {}}, key);
  }
  base::Result<WriteOutcome> replace(const std::string& id, const Json& entry) {
    return registry_->workflow().replace(editor_, id, {entry, {}}, now(id), staleness_);
  }
  base::Result<WriteOutcome> withdraw(const std::string& id) {
    return registry_->workflow().withdraw(editor_, id, now(id), staleness_);
  }
  base::Result<WriteOutcome> restore(const std::string& id) {
    return registry_->workflow().restore(editor_, id, last_tag(id), staleness_);
  }

  // The tag of what stands now, as its owner sees it.
  Precondition now(const std::string& id) {
    const auto read = registry_->directory().read(editor_.caller, id);
    if (!read) return {std::vector<std::string>{"0-0"}, false};
    return {parse_etags(make_etag(read->version, read->digest, {}), true), false};
  }
  Precondition last_tag(const std::string& id) {
    const auto history = registry_->directory().history(editor_.caller, id, 99, 1);
    const auto read =
        registry_->directory().version(editor_.caller, id, history->items.front().version);
    return {parse_etags(make_etag(read->version, read->digest, {}), true), false};
  }
  std::int64_t seq() { return registry_->directory().head()->moment.seq; }
  std::vector<store::FeedItem> feed(const std::string& name) {
    std::vector<store::FeedItem> items;
    (void)registry_->store().read([&](store::Reader& reader) -> base::Result<void> {
      items = reader.feed(name, 0, 10'000);
      return {};
    });
    return items;
  }
  std::vector<store::LogRow> log() {
    std::vector<store::LogRow> rows;
    (void)registry_->store().read([&](store::Reader& reader) -> base::Result<void> {
      rows = reader.log(0, 10'000);
      return {};
    });
    return rows;
  }
  void TearDown() override {
    EXPECT_EQ(registry_.integrity_findings(), std::vector<std::string>{});
  }

  support::TemporaryRegistry registry_;
  Origin editor_ = support::origin_of(Role::editor, "IN");
  Staleness staleness_;
};

TEST_F(Versions, a_new_entry_gets_an_id_and_version_one) {
  const auto made = create(organisation("", "one"));
  ASSERT_TRUE(made.ok()) << made.error().detail;
  EXPECT_TRUE(made->created);
  EXPECT_EQ(made->version, 1);
  EXPECT_TRUE(model::is_entry_id(made->entry.json().at("id").get<std::string>()));
  EXPECT_EQ(made->entry.json().at("meta").at("owner"), "IN");
  EXPECT_EQ(made->entry.json().at("meta").at("declared_by"), "IN");
}

TEST_F(Versions, each_change_is_a_version_and_a_row_of_the_log) {
  const std::int64_t before = seq();
  ASSERT_TRUE(create(organisation("a", "one")).ok());
  ASSERT_TRUE(replace("a", organisation("a", "two")).ok());
  ASSERT_TRUE(withdraw("a").ok());
  ASSERT_TRUE(restore("a").ok());
  EXPECT_EQ(seq(), before + 4);
  const auto history = registry_->directory().history(editor_.caller, "a", 99, 99);
  ASSERT_TRUE(history.ok());
  std::vector<std::string> operations;
  std::set<std::string> chains;
  for (const HistoryItem& item : history->items) {
    operations.push_back(item.operation);
    chains.insert(item.chain);
  }
  EXPECT_EQ(operations, (std::vector<std::string>{"restore", "withdraw", "update", "create"}));
  EXPECT_EQ(chains.size(), 4U);
  EXPECT_EQ(history->total, 4);
  const Json back = Json::parse(registry_->directory().read({}, "a")->json);
  EXPECT_EQ(back.at("short_name"), "two");
  EXPECT_EQ(back.at("meta").at("status"), "published");
}

TEST_F(Versions, a_write_equal_to_what_is_there_changes_nothing) {
  ASSERT_TRUE(create(organisation("a", "one")).ok());
  const std::int64_t before = seq();
  const std::size_t items = feed("public").size();
  Json same = organisation("a", "one");
  same["meta"] = {
      {"owner", "IN"}, {"change_note", "no reason at all"}, {"version", 77}, {"status", "draft"}};
  const auto again = replace("a", same);
  ASSERT_TRUE(again.ok()) << again.error().detail;
  EXPECT_FALSE(again->changed);
  EXPECT_EQ(again->version, 1);
  EXPECT_EQ(seq(), before);
  EXPECT_EQ(feed("public").size(), items);
}

TEST_F(Versions, what_was_read_can_be_sent_back) {
  ASSERT_TRUE(create(organisation("a", "one")).ok());
  const auto back =
      replace("a", Json::parse(registry_->directory().read(editor_.caller, "a")->json));
  ASSERT_TRUE(back.ok()) << back.error().detail;
  EXPECT_FALSE(back->changed);
}

TEST_F(Versions, preconditions) {
  ASSERT_TRUE(create(organisation("a", "one")).ok());
  const Precondition first = now("a");
  ASSERT_TRUE(replace("a", organisation("a", "two")).ok());
  struct Row {
    const char* name;
    Precondition precondition;
    ErrorCode code;
  };
  for (const Row& row :
       {Row{"none", {}, ErrorCode::precondition_required}, Row{"stale", first, ErrorCode::stale},
        Row{"of nothing", {std::vector<std::string>{"9-abc"}, false}, ErrorCode::stale},
        Row{"empty", {std::vector<std::string>{}, false}, ErrorCode::stale},
        Row{"must not exist", {{}, true}, ErrorCode::stale}}) {
    const auto refused = registry_->workflow().replace(
        editor_, "a", {organisation("a", "three"), {}}, row.precondition, staleness_);
    ASSERT_FALSE(refused.ok()) << row.name;
    EXPECT_EQ(refused.error().code, row.code) << row.name;
    EXPECT_FALSE(registry_->workflow().withdraw(editor_, "a", row.precondition, staleness_).ok())
        << row.name;
  }
  EXPECT_EQ(Json::parse(registry_->directory().read({}, "a")->json).at("short_name"), "two");
}

TEST_F(Versions, a_stale_write_is_told_base_theirs_and_yours) {
  ASSERT_TRUE(create(organisation("a", "one")).ok());
  const Precondition first = now("a");
  ASSERT_TRUE(replace("a", organisation("a", "two")).ok());
  Staleness staleness;
  const auto refused = registry_->workflow().replace(editor_, "a", {organisation("a", "three"), {}},
                                                     first, staleness);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(staleness.current_version, 2);
  EXPECT_EQ(staleness.base_version, 1);
  bool found = false;
  for (const model::Conflict& conflict : staleness.conflicts) {
    if (conflict.pointer != "/short_name") continue;
    found = true;
    EXPECT_EQ(*conflict.base, "one");
    EXPECT_EQ(*conflict.theirs, "two");
    EXPECT_EQ(*conflict.yours, "three");
  }
  EXPECT_TRUE(found);
}

TEST_F(Versions, what_is_withdrawn_is_gone_and_comes_back) {
  ASSERT_TRUE(create(organisation("a", "one")).ok());
  ASSERT_TRUE(withdraw("a").ok());
  EXPECT_EQ(registry_->directory().read({}, "a").error().code, ErrorCode::gone);
  EXPECT_EQ(registry_->workflow()
                .replace(editor_, "a", {organisation("a", "x"), {}}, last_tag("a"), staleness_)
                .error()
                .code,
            ErrorCode::gone);
  EXPECT_EQ(registry_->workflow().withdraw(editor_, "a", last_tag("a"), staleness_).error().code,
            ErrorCode::gone);
  EXPECT_TRUE(registry_->directory().history({}, "a", 99, 99).ok());
  EXPECT_EQ(create(organisation("a", "again")).error().code, ErrorCode::conflict);
  ASSERT_TRUE(restore("a").ok());
  EXPECT_EQ(registry_->workflow().restore(editor_, "a", now("a"), staleness_).error().code,
            ErrorCode::conflict);
  EXPECT_TRUE(registry_->directory().read({}, "a").ok());
}

TEST_F(Versions, who_may_write_whose) {
  ASSERT_TRUE(create(organisation("a", "one")).ok());
  struct Row {
    Role role;
    const char* owner;
    bool may;
  };
  int number = 0;
  for (const Row& row : {Row{Role::anonymous, "", false}, Row{Role::reader, "IN", false},
                         Row{Role::editor, "TH", false}, Row{Role::manager, "TH", false},
                         Row{Role::administrator, "IN", false}, Row{Role::secretariat, "", false},
                         Row{Role::manager, "IN", true}, Row{Role::editor, "IN", true}}) {
    const Origin origin = support::origin_of(row.role, row.owner);
    const std::string mark = "mark" + std::to_string(++number);
    const auto done = registry_->workflow().replace(origin, "a", {organisation("a", mark), {}},
                                                    now("a"), staleness_);
    EXPECT_EQ(done.ok(), row.may) << model::name_of(row.role) << ' ' << row.owner;
    if (!done) {
      EXPECT_EQ(done.error().code, ErrorCode::forbidden);
    }
  }
  // Nor may it be given away, or taken.
  Json given = organisation("a", "given");
  given["meta"] = {{"owner", "TH"}};
  EXPECT_EQ(replace("a", given).error().code, ErrorCode::forbidden);
  EXPECT_EQ(create([] {
              Json entry = organisation("b", "b");
              entry["meta"] = {{"owner", "TH"}};
              return entry;
            }())
                .error()
                .code,
            ErrorCode::forbidden);
}

TEST_F(Versions, commit_times_increase_while_the_clock_stands_or_goes_back) {
  ASSERT_TRUE(create(organisation("a", "v0")).ok());
  for (int i = 1; i <= 20; ++i) {
    if (i == 5) registry_.clock().set({registry_.clock().now().micros - 3'600'000'000});
    if (i == 10) registry_.clock().set({registry_.clock().now().micros + 7'200'000'000});
    if (i == 15) registry_.clock().set({0});
    ASSERT_TRUE(replace("a", organisation("a", "v" + std::to_string(i))).ok());
  }
  base::Instant last{-1};
  std::int64_t number = 0;
  std::map<std::int64_t, int> in_one_moment;
  for (const store::LogRow& row : log()) {
    EXPECT_EQ(row.seq, ++number) << "sequence numbers are contiguous";
    EXPECT_GE(row.at, last);
    last = row.at;
    ++in_one_moment[row.at.micros];
  }
  // The States were one transaction; each write after them has a moment of its own.
  for (const auto& [at, count] : in_one_moment)
    EXPECT_TRUE(count == 1 || at == in_one_moment.begin()->first) << at;
  const auto first = registry_.open_again();
  EXPECT_EQ(first->directory().head()->moment.seq, seq());
}

TEST_F(Versions, idempotency_keys) {
  const auto first = create(organisation("", "one"), "key-1");
  ASSERT_TRUE(first.ok());
  const std::int64_t before = seq();
  const auto again = create(organisation("", "one"), "key-1");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->entry.json().at("id"), first->entry.json().at("id"));
  EXPECT_EQ(seq(), before);
  EXPECT_EQ(create(organisation("", "two"), "key-1").error().code, ErrorCode::conflict)
      << "another body under the same key";
  const auto other_key = create(organisation("", "one"), "key-2");
  ASSERT_TRUE(other_key.ok());
  EXPECT_NE(other_key->entry.json().at("id"), first->entry.json().at("id"));
  // Keys are each caller's own.
  Origin other = support::origin_of(Role::editor, "TH");
  const auto others = registry_->workflow().create(other, {organisation("", "one"), {}}, "key-1");
  ASSERT_TRUE(others.ok());
  EXPECT_NE(others->entry.json().at("id"), first->entry.json().at("id"));
  // A refused request holds no key.
  EXPECT_FALSE(create({{"kind", "organisation"}}, "key-3").ok());
  EXPECT_TRUE(create(organisation("", "three"), "key-3").ok());
}

// ---- feeds

std::vector<std::string> lines(const std::vector<store::FeedItem>& items, std::size_t from) {
  std::vector<std::string> all;
  for (std::size_t i = from; i < items.size(); ++i)
    all.push_back(items[i].operation + (items[i].reason.empty() ? "" : " " + items[i].reason));
  return all;
}

TEST_F(Versions, feeds_are_dense_and_tell_of_narrowing) {
  const std::size_t open = feed("public").size();
  const std::size_t states = feed("states").size();
  Json entry = organisation("a", "one");
  const auto with = [&](const std::string& mark, const Json& meta) {
    Json changed = organisation("a", mark);
    changed["meta"] = meta;
    const auto done = replace("a", changed);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  };
  ASSERT_TRUE(create(entry).ok());
  with("two", {{"visibility", {{"*", "group"}}}});  // the public loses it
  with("three",
       {{"visibility", {{"*", "group"}}}, {"group", "named:TH,BR"}});  // the States but two lose it
  with("four", {{"visibility", {{"*", "group"}}}, {"group", "named:TH"}});  // BR loses it
  with("five", {{"visibility", {{"*", "owner"}}}, {"group", "named:TH"}});  // TH too
  with("six", {{"visibility", {{"*", "public"}}}});                         // open again
  ASSERT_TRUE(withdraw("a").ok());
  EXPECT_EQ(lines(feed("public"), open),
            (std::vector<std::string>{"put", "withdraw restricted", "put", "withdraw deleted"}));
  EXPECT_EQ(
      lines(feed("states"), states),
      (std::vector<std::string>{"put", "put", "withdraw restricted", "put", "withdraw deleted"}));
  EXPECT_EQ(lines(feed("named:TH"), 0),
            (std::vector<std::string>{"put", "put", "withdraw restricted"}));
  EXPECT_EQ(lines(feed("named:BR"), 0), (std::vector<std::string>{"put", "withdraw restricted"}));
  for (const char* name : {"public", "states", "named:TH", "named:BR"}) {
    std::int64_t n = 0;
    for (const store::FeedItem& item : feed(name)) EXPECT_EQ(item.n, ++n) << name;
  }
}

TEST_F(Versions, drafts_are_in_no_feed_and_become_entries) {
  const std::size_t open = feed("public").size();
  const auto report =
      registry_.import("json", support::directory_file({{{"id", "d"},
                                                         {"kind", "organisation"},
                                                         {"short_name", "only"},
                                                         {"meta", {{"owner", "IN"}}}}}));
  ASSERT_TRUE(report.applied);
  EXPECT_GT(report.summary.warning, 0U);
  EXPECT_EQ(feed("public").size(), open);
  EXPECT_EQ(registry_->directory().read({}, "d").error().code, ErrorCode::not_found);
  EXPECT_EQ(
      registry_->directory().read(support::origin_of(Role::reader, "TH").caller, "d").error().code,
      ErrorCode::not_found);
  ASSERT_TRUE(registry_->directory().read(editor_.caller, "d").ok());
  ASSERT_TRUE(replace("d", organisation("d", "whole")).ok());
  EXPECT_TRUE(registry_->directory().read({}, "d").ok());
  EXPECT_EQ(feed("public").size(), open + 1);
  EXPECT_EQ(registry_->directory().history({}, "d", 99, 99)->items.size(), 1U)
      << "the draft stays its owner's";
}

// ---- several at once

TEST_F(Versions, many_threads_lose_nothing) {
  constexpr int kThreads = 6;
  constexpr int kEach = 20;
  std::vector<std::thread> threads;
  std::atomic<int> done = 0;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string id = "t" + std::to_string(t) + "-" + std::to_string(i);
        if (registry_->workflow().create(editor_, {organisation(id, id), {}}, {}).ok()) ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, kThreads * kEach);
  ListQuery query;
  query.filters = {{"owner", {"IN"}}};
  query.limit = 200;
  EXPECT_EQ(registry_->directory().list({}, query)->items.size(),
            static_cast<std::size_t>(kThreads * kEach));
}

TEST_F(Versions, of_two_writers_with_one_tag_one_wins) {
  ASSERT_TRUE(create(organisation("a", "one")).ok());
  const auto other = registry_.open_again();
  const Precondition tag = now("a");
  Staleness staleness;
  ASSERT_TRUE(other->workflow()
                  .replace(editor_, "a", {organisation("a", "theirs"), {}}, tag, staleness)
                  .ok());
  const auto late =
      registry_->workflow().replace(editor_, "a", {organisation("a", "mine"), {}}, tag, staleness_);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::stale);
  EXPECT_EQ(Json::parse(registry_->directory().read({}, "a")->json).at("short_name"), "theirs");
}

TEST_F(Versions, two_openings_of_one_folder_share_chains_and_counters) {
  const auto other = registry_.open_again();
  for (int i = 0; i < 10; ++i) {
    auto& turn = i % 2 == 0 ? *registry_ : *other;
    const std::string id = "x" + std::to_string(i);
    ASSERT_TRUE(turn.workflow().create(editor_, {organisation(id, id), {}}, {}).ok());
    EXPECT_TRUE((i % 2 == 0 ? *other : *registry_).directory().read({}, id).ok())
        << "seen by the other at once";
  }
  // A token made in one holds in the other, and no longer once it is revoked.
  const std::string token = registry_.token(Role::reader, "TH");
  ASSERT_TRUE(other->tokens().caller_of(token).ok());
  const auto rows = other->tokens().list(support::operator_origin().caller);
  ASSERT_TRUE(rows.ok());
  ASSERT_TRUE(other->tokens().revoke(support::operator_origin(), rows->back().id).ok());
  EXPECT_EQ(registry_->tokens().caller_of(token).error().code, ErrorCode::unauthenticated);
}

TEST_F(Versions, a_token_ends_at_its_time) {
  TokenRequest request;
  request.role = Role::reader;
  request.owner = "TH";
  request.expires_at = base::Instant{registry_.clock().now().micros + 1};
  const auto token = registry_->tokens().add(support::operator_origin(), request);
  ASSERT_TRUE(token.ok());
  EXPECT_TRUE(registry_->tokens().caller_of(*token).ok());
  registry_.clock().set(*request.expires_at);
  EXPECT_EQ(registry_->tokens().caller_of(*token).error().code, ErrorCode::unauthenticated);
  EXPECT_FALSE(registry_->tokens().caller_of("").ok());
  EXPECT_FALSE(registry_->tokens().caller_of("cyd_").ok());
}

}  // namespace
}  // namespace cyberdir::service
