// How many personal records a caller is sent in a day.
#include "service/personal_quota.h"

#include <gtest/gtest.h>

#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using model::Role;

constexpr std::int64_t kHour = std::int64_t{3'600} * 1'000'000;

model::Caller caller_of(Role role, std::string actor) {
  model::Caller caller;
  caller.role = role;
  caller.actor = std::move(actor);
  return caller;
}

class PersonalQuotaTest : public testing::Test {
 protected:
  PersonalQuotaTest() { registry_->personal_quota().set_limits({10, 40, 4}); }

  bool may(const model::Caller& caller, std::int64_t records, const std::string& network = {}) {
    const auto done = registry_->personal_quota().charge(caller, network, records);
    EXPECT_TRUE(done.ok() || done.error().code == ErrorCode::quota);
    return done.ok();
  }

  support::TemporaryRegistry registry_;
  model::Caller reader_ = caller_of(Role::reader, "token:r");
};

TEST_F(PersonalQuotaTest, ends_where_the_number_is_reached) {
  EXPECT_TRUE(may(reader_, 9));
  EXPECT_FALSE(may(reader_, 2)) << "nothing is counted of what is refused";
  EXPECT_TRUE(may(reader_, 1));
  EXPECT_FALSE(may(reader_, 1));
  EXPECT_TRUE(may(reader_, 0)) << "what names nobody goes on";
}

TEST_F(PersonalQuotaTest, is_each_callers_own_and_by_role) {
  EXPECT_TRUE(may(reader_, 10));
  EXPECT_TRUE(may(caller_of(Role::editor, "account:e"), 10));
  EXPECT_FALSE(may(caller_of(Role::administrator, "account:a"), 11));
  EXPECT_TRUE(may(caller_of(Role::manager, "account:m"), 40));
  EXPECT_FALSE(may(caller_of(Role::secretariat, "account:s"), 41));
  model::Caller operator_caller = support::operator_origin().caller;
  EXPECT_TRUE(may(operator_caller, 1'000));
}

TEST_F(PersonalQuotaTest, is_shared_by_a_network_of_anonymous_callers) {
  EXPECT_TRUE(may({}, 3, "192.0.2.0/24"));
  EXPECT_FALSE(may({}, 2, "192.0.2.0/24"));
  EXPECT_TRUE(may({}, 4, "198.51.100.0/24"));
}

TEST_F(PersonalQuotaTest, begins_anew_at_midnight) {
  EXPECT_TRUE(may(reader_, 10));
  EXPECT_EQ(registry_->personal_quota().seconds_left(), 16 * 3'600) << "it is eight o'clock";
  registry_.clock().set({registry_.clock().now().micros + 16 * kHour - 1});
  EXPECT_EQ(registry_->personal_quota().seconds_left(), 1);
  EXPECT_FALSE(may(reader_, 1));
  registry_.clock().set({registry_.clock().now().micros + 1});
  EXPECT_TRUE(may(reader_, 10));
}

TEST_F(PersonalQuotaTest, outlives_a_restart_once_written) {
  EXPECT_TRUE(may(reader_, 7));
  ASSERT_TRUE(registry_->personal_quota().write().ok());
  EXPECT_TRUE(may(reader_, 1));
  ASSERT_TRUE(registry_->personal_quota().write().ok());
  const auto again = registry_.open_again();
  again->personal_quota().set_limits({10, 40, 4});
  EXPECT_FALSE(again->personal_quota().charge(reader_, {}, 3).ok());
  EXPECT_TRUE(again->personal_quota().charge(reader_, {}, 2).ok());
}

TEST_F(PersonalQuotaTest, adds_up_over_several_processes) {
  const auto other = registry_.open_again();
  other->personal_quota().set_limits({10, 40, 4});
  EXPECT_TRUE(may(reader_, 5));
  EXPECT_TRUE(other->personal_quota().charge(reader_, {}, 5).ok());
  ASSERT_TRUE(registry_->personal_quota().write().ok());
  ASSERT_TRUE(other->personal_quota().write().ok());
  EXPECT_FALSE(other->personal_quota().charge(reader_, {}, 1).ok());
  EXPECT_FALSE(may(reader_, 1)) << "since it wrote last, it has forgotten whom it knew";
}

TEST_F(PersonalQuotaTest, forgets_the_days_before) {
  EXPECT_TRUE(may(reader_, 7));
  ASSERT_TRUE(registry_->personal_quota().write().ok());
  registry_.clock().set({registry_.clock().now().micros + 24 * kHour});
  EXPECT_TRUE(may(caller_of(Role::reader, "token:other"), 1));
  ASSERT_TRUE(registry_->personal_quota().write().ok());
  (void)registry_->store().read([&](store::Reader& reader) -> base::Result<void> {
    EXPECT_EQ(reader.count_rows("personal_quota"), 1);
    return {};
  });
}

TEST_F(PersonalQuotaTest, is_none_where_nobody_set_one) {
  registry_->personal_quota().set_limits({});
  EXPECT_TRUE(may(reader_, 1'000'000));
  EXPECT_TRUE(may({}, 1'000'000, "192.0.2.0/24"));
}

}  // namespace
}  // namespace cyberdir::service
