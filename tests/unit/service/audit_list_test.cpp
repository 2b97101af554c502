// Who reads which rows of the audit trail, and which acts have one.
#include "service/audit_list.h"

#include <set>

#include <gtest/gtest.h>

#include "service/export.h"
#include "support/signed_up.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using model::Json;
using model::Role;

Json organisation(const std::string& id, const std::string& owner) {
  return {{"id", id},
          {"kind", "organisation"},
          {"meta", {{"owner", owner}}},
          {"short_name", "Org"},
          {"name", {{"en", "Organisation"}}},
          {"type", "company"},
          {"country", owner}};
}

class AuditListTest : public testing::Test {
 protected:
  static model::Caller caller_of(Role role, std::string owner) {
    return support::origin_of(role, std::move(owner)).caller;
  }
  AuditPage rows(const model::Caller& caller, const AuditFilters& filters = {},
                 std::size_t limit = 200) {
    auto query = audit_query(filters);
    EXPECT_TRUE(query.ok());
    query->limit = limit;
    auto page = registry_->audit().page(caller, *query);
    EXPECT_TRUE(page.ok());
    return page ? *page : AuditPage();
  }
  std::vector<std::string> actions(const model::Caller& caller, const AuditFilters& filters = {}) {
    std::vector<std::string> names;
    for (const store::AuditLine& line : rows(caller, filters).items)
      names.push_back(line.row.action);
    return names;
  }
  // An entry made by somebody who acts for an owner.
  std::string create(const std::string& owner, const std::string& actor) {
    Origin origin = support::origin_of(Role::editor, owner);
    origin.caller.actor = actor;
    origin.source = "api 192.0.2.7";
    origin.request = "request-7";
    const auto made =
        registry_->workflow().create(origin, {organisation("org-" + actor, owner), {}}, {});
    EXPECT_TRUE(made.ok()) << (made ? "" : made.error().detail);
    return "org-" + actor;
  }

  support::TemporaryRegistry registry_;
  model::Caller secretariat_ = caller_of(Role::secretariat, "");
};

TEST_F(AuditListTest, is_for_managers_the_secretariat_and_administrators) {
  const auto asks = [&](const model::Caller& caller) {
    store::AuditQuery query;
    query.limit = 1;
    const auto page = registry_->audit().page(caller, query);
    return page ? std::optional<ErrorCode>() : page.error().code;
  };
  EXPECT_EQ(asks({}), ErrorCode::unauthenticated);
  EXPECT_EQ(asks(caller_of(Role::reader, "IN")), ErrorCode::forbidden);
  EXPECT_EQ(asks(caller_of(Role::editor, "IN")), ErrorCode::forbidden);
  EXPECT_EQ(asks(caller_of(Role::manager, "")), ErrorCode::forbidden);
  for (const Role role : {Role::secretariat, Role::administrator})
    EXPECT_EQ(asks(caller_of(role, "")), std::nullopt);
  EXPECT_EQ(asks(caller_of(Role::manager, "IN")), std::nullopt);
  EXPECT_EQ(asks(support::operator_origin().caller), std::nullopt);
}

TEST_F(AuditListTest, a_row_says_who_from_where_what_and_on_which_request) {
  create("IN", "in1");
  const store::AuditLine line = rows(secretariat_).items.at(0);
  EXPECT_EQ(line.row.actor, "in1");
  EXPECT_EQ(line.on_behalf, "IN");
  EXPECT_EQ(line.row.source, "api 192.0.2.7");
  EXPECT_EQ(line.row.action, "create");
  EXPECT_EQ(line.row.subject, "org-in1");
  EXPECT_EQ(line.row.request, "request-7");
  EXPECT_EQ(line.row.first_seq, line.row.last_seq);
  EXPECT_EQ(audit_json(line)["digest"].get<std::string>().size(), 64U);
}

TEST_F(AuditListTest, a_manager_reads_the_rows_of_its_own_owner_alone) {
  create("IN", "in1");
  create("FR", "fr1");
  EXPECT_EQ(rows(caller_of(Role::manager, "IN")).items.at(0).row.subject, "org-in1");
  EXPECT_EQ(rows(caller_of(Role::manager, "IN")).total, 1);
  EXPECT_EQ(rows(caller_of(Role::manager, "BR")).total, 0);
  EXPECT_GE(rows(secretariat_).total, 3) << "and the States";
}

TEST_F(AuditListTest, a_manager_is_told_for_whom_others_acted_not_who_and_from_where) {
  create("IN", "in1");
  registry_.must_import({organisation("org-imported", "IN"), organisation("org-other", "FR")});
  const store::AuditLine import = rows(caller_of(Role::manager, "IN")).items.at(0);
  EXPECT_EQ(import.row.action, "import");
  EXPECT_EQ(import.on_behalf, "registry");
  for (const std::string& hidden : {import.row.actor, import.row.source, import.row.request,
                                    import.row.subject, import.row.digest})
    EXPECT_EQ(hidden, "");
  EXPECT_EQ(rows(caller_of(Role::manager, "IN")).items.at(1).row.digest, "")
      << "what is hidden of a neighbouring row could be guessed by it";
  const store::AuditLine whole = rows(secretariat_).items.at(0);
  EXPECT_EQ(whole.row.actor, support::operator_origin().caller.actor);
  EXPECT_NE(whole.row.digest, "");
}

TEST_F(AuditListTest, what_is_hidden_finds_no_row) {
  create("IN", "in1");
  registry_.must_import({organisation("org-imported", "IN")});
  const model::Caller manager = caller_of(Role::manager, "IN");
  EXPECT_EQ(actions(manager, {"in1", "", "", "", ""}), std::vector<std::string>{"create"});
  AuditFilters by_operator;
  by_operator.actor = support::operator_origin().caller.actor;
  EXPECT_FALSE(actions(secretariat_, by_operator).empty());
  EXPECT_TRUE(actions(manager, by_operator).empty());
  AuditFilters by_format;
  by_format.subject = "json";
  EXPECT_FALSE(actions(secretariat_, by_format).empty());
  EXPECT_TRUE(actions(manager, by_format).empty());
}

TEST_F(AuditListTest, filters_hold_together) {
  const std::string id = create("IN", "in1");
  create("IN", "in2");
  AuditFilters filters;
  filters.subject = id;
  EXPECT_EQ(actions(secretariat_, filters), std::vector<std::string>{"create"});
  filters.actor = "in2";
  EXPECT_TRUE(actions(secretariat_, filters).empty());
  filters = {};
  filters.subject = id.substr(0, id.size() - 1);
  EXPECT_TRUE(actions(secretariat_, filters).empty()) << "an id, not a beginning of one";
  filters = {};
  filters.action = "create";
  EXPECT_EQ(rows(secretariat_, filters).total, 2);
  filters.since = "2026-11-22";
  filters.until = "2026-11-22";
  EXPECT_EQ(rows(secretariat_, filters).total, 2);
  filters.since = "2026-11-23";
  filters.until = "";
  EXPECT_EQ(rows(secretariat_, filters).total, 0);
  filters.since = "";
  filters.until = "2026-11-22T07:59:59Z";
  EXPECT_EQ(rows(secretariat_, filters).total, 0);
  for (const char* wrong : {"yesterday", "2026-13-01", "2026-11-22T08:00:00"})
    EXPECT_FALSE(audit_query({"", "", "", wrong, ""}).ok()) << wrong;
}

TEST_F(AuditListTest, pages_follow_one_another_without_a_gap) {
  for (int i = 0; i < 5; ++i) create("IN", "in" + std::to_string(i));
  std::vector<std::int64_t> numbers;
  store::AuditQuery query;
  query.limit = 2;
  for (bool more = true; more;) {
    const auto page = registry_->audit().page(caller_of(Role::manager, "IN"), query);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->total, 5) << "on all pages";
    for (const store::AuditLine& line : page->items) numbers.push_back(line.row.n);
    more = page->next > 0;
    query.before = page->next;
  }
  ASSERT_EQ(numbers.size(), 5U);
  for (std::size_t i = 1; i < numbers.size(); ++i) EXPECT_EQ(numbers[i], numbers[i - 1] - 1);
}

TEST_F(AuditListTest, signing_in_is_on_record_for_the_own_manager) {
  const support::Person person = support::sign_up(*registry_, "r@x.example", "reader", "IN");
  (void)support::signed_in(*registry_, person, "198.51.100.9");
  const model::Caller manager = caller_of(Role::manager, "IN");
  const auto page = rows(manager);
  EXPECT_EQ(page.items.at(0).row.action, "sign-in");
  EXPECT_EQ(page.items.at(0).row.actor, "account:" + person.id);
  EXPECT_EQ(page.items.at(0).on_behalf, "IN");
  EXPECT_EQ(actions(manager),
            (std::vector<std::string>{"sign-in", "invitation-accept", "account-add"}));
  const store::AuditLine& made = page.items.at(2);
  EXPECT_EQ(made.row.actor, "") << "the operator made it";
  EXPECT_TRUE(made.row.subject.starts_with(person.id));
  EXPECT_TRUE(rows(caller_of(Role::manager, "FR")).items.empty());
}

TEST_F(AuditListTest, a_manager_is_told_of_a_quarantine_of_its_own_people) {
  const support::Person person = support::sign_up(*registry_, "e@x.example", "editor", "IN");
  const auto held =
      registry_->quarantine().begin(support::operator_origin(), person.id, registry_.clock().now());
  ASSERT_TRUE(held.ok()) << held.error().detail;
  const auto page = rows(caller_of(Role::manager, "IN"), {"", "quarantine", "", "", ""});
  ASSERT_EQ(page.items.size(), 1U) << "it changed no entry, and is about one of its own";
  EXPECT_EQ(page.items[0].row.subject, "account:" + person.id);
  EXPECT_EQ(page.items[0].on_behalf, "registry");
  EXPECT_EQ(page.items[0].row.actor, "");
}

TEST_F(AuditListTest, an_import_that_changes_nothing_is_an_act_too) {
  registry_.must_import({organisation("org-1", "IN")});
  registry_.must_import({organisation("org-1", "IN")});
  const auto page = rows(secretariat_);
  EXPECT_EQ(page.items.at(0).row.action, "import");
  EXPECT_FALSE(page.items.at(0).row.first_seq);
  EXPECT_TRUE(page.items.at(1).row.first_seq);
  (void)registry_.import("json", support::directory_file({organisation("org-2", "IN")}), {}, true);
  EXPECT_EQ(rows(secretariat_).total, page.total) << "one that is only tried is none";
}

TEST_F(AuditListTest, backup_and_restore_are_on_record) {
  const auto file = registry_.folder() / "copy.db";
  ASSERT_TRUE(back_up(*registry_, support::operator_origin(), file).ok());
  EXPECT_FALSE(back_up(*registry_, support::operator_origin(), file).ok());
  EXPECT_EQ(rows(secretariat_).items.at(0).row.action, "backup");
  EXPECT_EQ(rows(secretariat_).items.at(0).row.subject, "file=copy.db");
  EXPECT_EQ(rows(secretariat_).items.at(1).row.action, "seed") << "the second was none";
  support::TemporaryFolder place;
  base::SeededRandom random(3);
  const auto restored = restore_backup(support::operator_origin(), file, place.path() / "restored",
                                       registry_.clock(), random);
  ASSERT_TRUE(restored.ok()) << restored.error().detail;
  const auto opened = Registry::open(place.path() / "restored", registry_.clock(), random);
  ASSERT_TRUE(opened.ok());
  store::AuditQuery query;
  query.limit = 2;
  const auto page = (*opened)->audit().page(secretariat_, query);
  EXPECT_EQ(page->items.at(0).row.action, "restore-backup");
  EXPECT_EQ(page->items.at(1).row.action, "backup") << "the copy has its own row";
  EXPECT_TRUE((*opened)->integrity().check()->findings.empty());
}

TEST_F(AuditListTest, rows_are_a_table_without_formulas) {
  store::AuditLine line;
  line.row.n = 7;
  line.row.action = "session-device";
  line.row.subject = "=1+1,\"x\"";
  const std::string csv = audit_csv({line});
  EXPECT_TRUE(csv.starts_with("n,at,actor,on_behalf,source,action,subject,first_seq,last_seq,"));
  EXPECT_NE(csv.find("7,1970-01-01T00:00:00Z,,,,session-device,\"'=1+1,\"\"x\"\"\",,,,\r\n"),
            std::string::npos)
      << csv;
}

}  // namespace
}  // namespace cyberdir::service
