// What was: by time and by sequence, for every way of reading.
#include <gtest/gtest.h>

#include "service/export.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using base::Instant;
using model::Json;

Json organisation(const std::string& id, const std::string& mark,
                  const std::string& type = "company") {
  return {{"id", id},           {"kind", "organisation"},
          {"short_name", mark}, {"name", {{"en", "Organisation " + mark}}},
          {"type", type},       {"meta", {{"owner", "IN"}}}};
}

// Three moments, an hour apart: `a` alone; `a` changed and `b` there; `a` withdrawn.
class AsOfTest : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import(
        {organisation("a", "ones", "company"), organisation("same", "samemoment")});
    seq_[0] = head();
    later();
    registry_.must_import({organisation("a", "twos", "research"), organisation("b", "bees")});
    seq_[1] = head();
    later();
    const auto read = registry_->directory().read(support::operator_origin().caller, "a");
    Staleness staleness;
    ASSERT_TRUE(
        registry_->workflow()
            .withdraw(support::operator_origin(), "a",
                      {parse_etags(make_etag(read->version, read->digest, {}), true), false},
                      staleness)
            .ok());
    seq_[2] = head();
  }
  std::int64_t head() { return registry_->directory().head()->moment.seq; }
  void later() { registry_.clock().set({registry_.clock().now().micros + kHour}); }
  static AsOf at_seq(std::int64_t seq) { return {{}, seq}; }
  static AsOf at_time(std::int64_t micros) { return {Instant{micros}, {}}; }
  [[nodiscard]] std::int64_t start() const {
    return base::parse_rfc3339("2026-11-22T08:00:00Z")->micros;
  }
  ListAnswer list(const AsOf& as_of, const std::string& words = {}) {
    ListQuery query;
    query.words = words;
    query.filters = {{"owner", {"IN"}}};
    query.as_of = as_of;
    query.facets = {"category"};
    auto answer = registry_->directory().list({}, query);
    EXPECT_TRUE(answer.ok());
    return *answer;
  }
  std::string exported(const AsOf& as_of) {
    ExportOptions options;
    options.form = "ndjson";
    options.scope.kind = "organisation";
    options.scope.as_of = as_of;
    options.audience = "public";
    std::string bytes;
    base::StringSink sink(bytes);
    EXPECT_TRUE(export_directory(registry_->directory(), {}, options, sink).ok());
    return bytes;
  }
  static std::string ids(const ListAnswer& answer) {
    std::string all;
    for (const EntryAnswer& item : answer.items)
      all += item.id + std::to_string(item.version) + " ";
    return all;
  }

  static constexpr std::int64_t kHour = std::int64_t{3'600} * 1'000'000;
  support::TemporaryRegistry registry_;
  std::int64_t seq_[3] = {};
};

TEST_F(AsOfTest, reading_an_entry) {
  const auto mark = [&](const AsOf& as_of) -> std::string {
    const auto read = registry_->directory().read({}, "a", as_of);
    return read ? Json::parse(read->json).at("short_name").get<std::string>()
                : std::string(read.error().code == ErrorCode::gone ? "gone" : "none");
  };
  EXPECT_EQ(mark(at_seq(seq_[0])), "ones");
  EXPECT_EQ(mark(at_seq(seq_[1])), "twos");
  EXPECT_EQ(mark(at_seq(seq_[2])), "gone");
  EXPECT_EQ(mark(at_seq(1)), "none") << "the States only";
  EXPECT_EQ(mark(at_seq(seq_[2] + 1)), "none") << "not yet";
  EXPECT_EQ(mark(at_time(start() + kHour / 2)), "ones");
  EXPECT_EQ(mark(at_time(start() + kHour + kHour / 2)), "twos");
  EXPECT_EQ(mark(at_time(start() + 3 * kHour)), "gone");
  EXPECT_EQ(mark(at_time(start() - 1)), "none");
}

TEST_F(AsOfTest, a_sequence_means_the_end_of_its_transaction) {
  const auto of_first = registry_->directory().resolve(at_seq(seq_[0] - 1));
  const auto of_last = registry_->directory().resolve(at_seq(seq_[0]));
  ASSERT_TRUE(of_first.ok());
  EXPECT_EQ(of_first->seq, seq_[0]);
  EXPECT_EQ(of_first->at, of_last->at);
  const auto read = registry_->directory().read({}, "same", at_seq(seq_[0] - 1));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->moment->seq, seq_[0]);
}

TEST_F(AsOfTest, a_commit_at_that_very_time_counts) {
  const Instant at = registry_->directory().resolve(at_seq(seq_[1]))->at;
  EXPECT_EQ(registry_->directory().resolve(at_time(at.micros))->seq, seq_[1]);
  EXPECT_EQ(registry_->directory().resolve(at_time(at.micros - 1))->seq, seq_[0]);
}

TEST_F(AsOfTest, lists_searches_and_facets) {
  EXPECT_EQ(ids(list(at_seq(seq_[0]))), "a1 same1 ");
  EXPECT_EQ(ids(list(at_seq(seq_[1]))), "a2 b1 same1 ");
  EXPECT_EQ(ids(list(at_seq(seq_[2]))), "b1 same1 ");
  EXPECT_EQ(ids(list(at_time(start() + kHour / 2))), "a1 same1 ");
  EXPECT_EQ(ids(list(at_seq(seq_[0]), "ones")), "a1 ");
  EXPECT_EQ(ids(list(at_seq(seq_[1]), "ones")), "");
  EXPECT_EQ(ids(list(at_seq(seq_[1]), "twos")), "a2 ");
  EXPECT_EQ(ids(list(at_seq(seq_[2]), "twos")), "");
  const auto facet = [&](std::int64_t seq) {
    std::string all;
    const ListAnswer answer = list(at_seq(seq));
    for (const auto& [name, values] : answer.facets) {
      for (const auto& value : values) all += value.value + std::to_string(value.count.value) + " ";
    }
    return all;
  };
  EXPECT_EQ(facet(seq_[0]), "company2 ");
  EXPECT_EQ(facet(seq_[1]), "company2 research1 ");
  EXPECT_EQ(facet(seq_[2]), "company2 ");
  EXPECT_EQ(list(at_seq(seq_[0])).total.value, 2);
  EXPECT_EQ(list(at_seq(seq_[0])).moment.seq, seq_[0]);
}

TEST_F(AsOfTest, history) {
  EXPECT_EQ(registry_->directory().history({}, "a", 99, 99, at_seq(seq_[0]))->items.size(), 1U);
  EXPECT_EQ(registry_->directory().history({}, "a", 99, 99, at_seq(seq_[1]))->items.size(), 2U);
  EXPECT_EQ(registry_->directory().history({}, "a", 99, 99, at_seq(seq_[2]))->items.size(), 3U);
  EXPECT_FALSE(registry_->directory().history({}, "b", 99, 99, at_seq(seq_[0])).ok());
}

TEST_F(AsOfTest, exports_state_the_commit_time_and_stay_the_same) {
  const std::string first = exported(at_seq(seq_[0]));
  const Json head = Json::parse(first.substr(0, first.find('\n')));
  EXPECT_EQ(head.at("seq"), seq_[0]);
  EXPECT_EQ(head.at("as_of"),
            base::to_rfc3339(registry_->directory().resolve(at_seq(seq_[0]))->at));
  EXPECT_NE(first.find("ones"), std::string::npos);
  EXPECT_EQ(first.find("twos"), std::string::npos);
  EXPECT_EQ(first.find("bees"), std::string::npos);
  const std::string second = exported(at_seq(seq_[1]));
  EXPECT_NE(second.find("twos"), std::string::npos);
  EXPECT_EQ(second.find("ones"), std::string::npos);
  EXPECT_EQ(exported(at_seq(seq_[2])).find("twos"), std::string::npos);
  later();
  registry_.must_import({organisation("c", "cees")});
  EXPECT_EQ(exported(at_seq(seq_[0])), first);
  EXPECT_EQ(exported(at_time(start() + kHour / 2)), first);
}

// The export of a moment is what was exported at that moment, but for what is personal.
TEST_F(AsOfTest, the_past_is_what_it_was) {
  const std::string present = exported({{}, seq_[2]});
  later();
  registry_.must_import({organisation("b", "other")});
  EXPECT_EQ(exported(at_seq(seq_[2])), present);
}

TEST(ParseAsOf, forms) {
  struct Row {
    const char* text;
    bool is_valid;
  };
  for (const Row& row : {Row{"2026-11-22", true},
                         {"2026-11-22T08:00:00Z", true},
                         {"2026-11-22T08:00:00+02:00", true},
                         {"seq:0", true},
                         {"seq:12", true},
                         Row{"", false},
                         {"seq:", false},
                         {"seq:-1", false},
                         {"seq:1x", false},
                         {"seq:99999999999999999999", false},
                         {"2026-02-30", false},
                         {"2026", false},
                         {"now", false},
                         {"12", false},
                         {" 2026-11-22", false}}) {
    const auto parsed = parse_as_of(row.text);
    EXPECT_EQ(parsed.ok(), row.is_valid) << row.text;
    if (!parsed) {
      EXPECT_EQ(parsed.error().code, ErrorCode::malformed);
    }
  }
  EXPECT_EQ(parse_as_of("2026-11-22")->time, base::parse_rfc3339("2026-11-22T23:59:59.999999Z"));
}

}  // namespace
}  // namespace cyberdir::service
