// How often entries are looked up: counted by entry, reader and day, told late and in classes.
#include "service/look_ups.h"

#include <gtest/gtest.h>

#include "base/utc_day.h"
#include "service/retention.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using model::Role;

class LookUpsTest : public testing::Test {
 protected:
  void SetUp() override {
    set_day("2026-11-23");  // a Monday
    registry_.must_import({{{"id", "org-1"},
                            {"kind", "organisation"},
                            {"meta", {{"owner", "IN"}}},
                            {"short_name", "Org"},
                            {"name", {{"en", "Organisation"}}},
                            {"type", "company"},
                            {"country", "IN"}}});
  }
  void set_day(const char* date) {
    registry_.clock().set({base::start_of_day(*base::day_of_date(date)).micros + 1});
  }
  static model::Caller caller_of(Role role, std::string owner, std::string actor = "token:t") {
    model::Caller caller;
    caller.role = role;
    caller.owner = std::move(owner);
    if (role != Role::anonymous) caller.actor = std::move(actor);
    return caller;
  }
  void look(const model::Caller& caller, int times, const char* entry = "org-1") {
    for (int i = 0; i < times; ++i) registry_->look_ups().note(caller, entry);
  }
  std::vector<LookUpWeek> weeks() {
    const auto told = registry_->look_ups().of_entry(caller_of(Role::editor, "IN"), "org-1");
    EXPECT_TRUE(told.ok());
    return told ? *told : std::vector<LookUpWeek>();
  }
  static std::int64_t count(const LookUpWeek& week, ReaderClass of) {
    return week.counts.at(static_cast<std::size_t>(of));
  }
  std::int64_t rows() {
    std::int64_t count = 0;
    (void)registry_->store().read([&](store::Reader& reader) -> base::Result<void> {
      count = reader.count_rows("look_up");
      return {};
    });
    return count;
  }

  support::TemporaryRegistry registry_;
};

TEST_F(LookUpsTest, a_week_is_told_when_it_ended_a_week_ago) {
  look(caller_of(Role::reader, "FR"), 7);
  ASSERT_TRUE(registry_->look_ups().write().ok());
  set_day("2026-12-06");
  EXPECT_TRUE(weeks().empty()) << "it ended six days ago";
  set_day("2026-12-07");
  ASSERT_EQ(weeks().size(), 1U);
  EXPECT_EQ(base::date_of_day(weeks()[0].monday), "2026-11-23");
  EXPECT_EQ(count(weeks()[0], ReaderClass::states), 7);
}

TEST_F(LookUpsTest, are_told_by_class) {
  look(caller_of(Role::editor, "IN"), 5);
  look(caller_of(Role::reader, "FR"), 6);
  look(caller_of(Role::manager, "BR"), 1);
  look(caller_of(Role::reader, "org-1"), 8);
  look(caller_of(Role::secretariat, ""), 8);
  look(caller_of(Role::administrator, ""), 1);
  look({}, 10);
  look(support::operator_origin().caller, 99);
  ASSERT_TRUE(registry_->look_ups().write().ok());
  set_day("2026-12-07");
  const LookUpWeek week = weeks().at(0);
  EXPECT_EQ(count(week, ReaderClass::own), 5);
  EXPECT_EQ(count(week, ReaderClass::states), 7);
  EXPECT_EQ(count(week, ReaderClass::organisations), 8);
  EXPECT_EQ(count(week, ReaderClass::secretariat), 9);
  EXPECT_EQ(count(week, ReaderClass::anybody), 10);
}

TEST_F(LookUpsTest, few_are_not_told_from_none) {
  for (const int times : {0, 1, 4}) {
    set_day("2026-11-24");
    look(caller_of(Role::reader, "FR"), times);
    ASSERT_TRUE(registry_->look_ups().write().ok());
    set_day("2026-12-07");
    const model::Json told = look_up_weeks_json("org-1", weeks());
    EXPECT_EQ(told.dump().find("\"count\""), std::string::npos) << "in sum " << times;
    for (const model::Json& of_class : told["weeks"][0]["counts"])
      EXPECT_EQ(of_class["fewer_than"], 5);
    if (times == 1) break;  // one and four are five, which is told
  }
  set_day("2026-11-24");
  look(caller_of(Role::reader, "FR"), 4);
  ASSERT_TRUE(registry_->look_ups().write().ok());
  set_day("2026-12-07");
  EXPECT_EQ(look_up_weeks_json("org-1", weeks())["weeks"][0]["counts"][1]["count"], 5);
}

TEST_F(LookUpsTest, each_week_since_the_entry_began_is_told_whether_or_not_anybody_looked) {
  set_day("2027-01-11");
  ASSERT_EQ(weeks().size(), 6U);
  EXPECT_EQ(base::date_of_day(weeks().front().monday), "2026-12-28");
  EXPECT_EQ(base::date_of_day(weeks().back().monday), "2026-11-23");
  set_day("2028-01-03");
  EXPECT_EQ(weeks().size(), 52U);
}

TEST_F(LookUpsTest, are_told_to_those_who_write_the_entry) {
  const auto asks = [&](const model::Caller& caller, const char* entry) {
    const auto told = registry_->look_ups().of_entry(caller, entry);
    return told ? std::optional<ErrorCode>() : told.error().code;
  };
  EXPECT_EQ(asks(caller_of(Role::manager, "IN"), "org-1"), std::nullopt);
  EXPECT_EQ(asks(caller_of(Role::reader, "IN"), "org-1"), ErrorCode::forbidden);
  EXPECT_EQ(asks(caller_of(Role::manager, "FR"), "org-1"), ErrorCode::forbidden);
  EXPECT_EQ(asks(caller_of(Role::secretariat, ""), "org-1"), ErrorCode::forbidden);
  EXPECT_EQ(asks(caller_of(Role::secretariat, ""), "state-in"), std::nullopt);
  EXPECT_EQ(asks(caller_of(Role::manager, "FR"), "no-such"), ErrorCode::not_found);
  EXPECT_EQ(asks({}, "org-1"), ErrorCode::unauthenticated);
}

TEST_F(LookUpsTest, of_people_are_told_to_their_own_manager) {
  look(caller_of(Role::reader, "FR", "account:a"), 2);
  look(caller_of(Role::reader, "FR", "account:b"), 1, "state-in");
  look(caller_of(Role::reader, "BR", "account:c"), 1);
  store::LookUpQuery query;
  query.until = 1'000'000;
  query.limit = 1;
  const auto first = registry_->look_ups().of_people(caller_of(Role::manager, "FR"), query);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->total, 2);
  ASSERT_TRUE(first->more);
  query.after = first->items.at(0);
  const auto second = registry_->look_ups().of_people(caller_of(Role::manager, "FR"), query);
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(second->more);
  std::set<std::string> told;
  for (const auto* page : {&*first, &*second})
    for (const auto& row : page->items) told.insert(row.id + row.actor + std::to_string(row.count));
  EXPECT_EQ(told, (std::set<std::string>{"org-1account:a2", "state-inaccount:b1"}));
  for (const Role role : {Role::reader, Role::editor, Role::secretariat, Role::administrator}) {
    const auto refused =
        registry_->look_ups().of_people(caller_of(role, role < Role::manager ? "FR" : ""), query);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  }
}

TEST_F(LookUpsTest, add_up_in_one_row_a_day) {
  const model::Caller reader = caller_of(Role::reader, "FR");
  look(reader, 3);
  ASSERT_TRUE(registry_->look_ups().write().ok());
  look(reader, 4);
  look(reader, 1, "nothing-of-this-id");
  ASSERT_TRUE(registry_->look_ups().write().ok());
  EXPECT_EQ(rows(), 1);
  set_day("2026-11-24");
  look(reader, 1);
  ASSERT_TRUE(registry_->look_ups().write().ok());
  EXPECT_EQ(rows(), 2);
}

TEST_F(LookUpsTest, are_written_when_very_many_were_noted) {
  const model::Caller reader = caller_of(Role::reader, "FR");
  for (int i = 0; i < 65'535; ++i) registry_->look_ups().note(reader, "none-" + std::to_string(i));
  EXPECT_EQ(rows(), 0);
  look(reader, 1);
  EXPECT_EQ(rows(), 1) << "memory is bounded without anybody's help";
}

TEST_F(LookUpsTest, are_erased_after_400_days) {
  look(caller_of(Role::reader, "FR"), 1);
  ASSERT_TRUE(registry_->look_ups().write().ok());
  const std::int64_t day = base::day_of(registry_.clock().now());
  Retention retention(registry_->erasure(), registry_->look_ups(), registry_->imports(),
                      registry_.clock(), 0);
  registry_.clock().set(base::start_of_day(day + kLookUpDays));
  ASSERT_TRUE(retention.look().ok());
  EXPECT_EQ(rows(), 1);
  registry_.clock().set(base::start_of_day(day + kLookUpDays + 1));
  ASSERT_TRUE(retention.look().ok());
  EXPECT_EQ(rows(), 0);
}

}  // namespace
}  // namespace cyberdir::service
