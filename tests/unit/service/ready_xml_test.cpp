// XML that is kept: never stale, never of another level, bounded.
#include "service/ready_xml.h"

#include <gtest/gtest.h>

#include "service/etag.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Json;
using model::Visibility;

Json organisation(const std::string& name, const std::string& rule = "public") {
  return {{"id", "org"},         {"kind", "organisation"},
          {"short_name", "org"}, {"name", {{"en", name}}},
          {"type", "company"},   {"meta", {{"owner", "IN"}, {"visibility", {{"name", rule}}}}}};
}

class ReadyXmlTest : public testing::Test {
 protected:
  void SetUp() override { registry_.must_import({organisation("Firstname")}); }

  // Asked more often than it takes to be kept.
  std::string xml(std::string_view token = {}) {
    std::string body;
    for (int i = 0; i < 3; ++i) body = registry_.get("/v1/entries/org.xml", token).body;
    return body;
  }
  static bool has(const std::string& text, std::string_view word) {
    return text.find(word) != std::string::npos;
  }

  support::TemporaryRegistry registry_;
};

TEST_F(ReadyXmlTest, what_is_asked_for_again_is_kept) {
  EXPECT_EQ(registry_->ready_xml().bytes(), 0U);
  EXPECT_TRUE(has(xml(), "Firstname"));
  EXPECT_GT(registry_->ready_xml().bytes(), 0U);
}

TEST_F(ReadyXmlTest, a_write_shows_at_once) {
  EXPECT_TRUE(has(xml(), "Firstname"));
  registry_.must_import({organisation("Secondname")});
  EXPECT_TRUE(has(xml(), "Secondname"));
  EXPECT_FALSE(has(xml(), "Firstname"));
}

TEST_F(ReadyXmlTest, a_write_by_another_process_shows_at_once) {
  EXPECT_TRUE(has(xml(), "Firstname"));
  const auto other = registry_.open_again();
  const auto editor = support::origin_of(model::Role::editor, "IN");
  const auto read = other->directory().read(editor.caller, "org");
  Staleness staleness;
  ASSERT_TRUE(other->workflow()
                  .replace(editor, "org", {organisation("Secondname"), {}},
                           {parse_etags(make_etag(read->version, read->digest, {}), true), false},
                           staleness)
                  .ok());
  EXPECT_TRUE(has(xml(), "Secondname"));
  EXPECT_FALSE(has(xml(), "Firstname"));
}

TEST_F(ReadyXmlTest, what_was_narrowed_is_gone_from_answers_and_from_what_is_kept) {
  EXPECT_TRUE(has(xml(), "Firstname"));
  const std::size_t before = registry_->ready_xml().bytes();
  registry_.must_import({organisation("Firstname", "owner")});
  EXPECT_FALSE(has(xml(), "Firstname"));
  EXPECT_LT(registry_->ready_xml().bytes(), before + before / 2);  // in its place, not beside it
}

TEST_F(ReadyXmlTest, each_level_has_its_own) {
  registry_.must_import({organisation("Hiddenname", "owner")});
  const std::string owner = registry_.token(model::Role::editor, "IN");
  EXPECT_TRUE(has(xml(owner), "Hiddenname"));
  EXPECT_FALSE(has(xml(), "Hiddenname"));
  EXPECT_TRUE(has(xml(owner), "Hiddenname"));
}

TEST_F(ReadyXmlTest, what_is_withdrawn_is_answered_no_more) {
  EXPECT_TRUE(has(xml(), "Firstname"));
  const auto read = registry_->directory().read(support::operator_origin().caller, "org");
  Staleness staleness;
  ASSERT_TRUE(registry_->workflow()
                  .withdraw(support::operator_origin(), "org",
                            {parse_etags(make_etag(read->version, read->digest, {}), true), false},
                            staleness)
                  .ok());
  EXPECT_EQ(registry_.get("/v1/entries/org.xml").status, 410);
}

TEST_F(ReadyXmlTest, what_is_kept_is_bounded) {
  constexpr std::size_t kMost = 10'000;
  ReadyXml ready(kMost);
  EntryAnswer entry = *registry_->directory().read({}, "org");
  for (int i = 0; i < 100; ++i) {
    entry.id = "org" + std::to_string(i);
    entry.digest = std::to_string(i);
    EXPECT_EQ(*ready.of(entry), entry_xml(entry.json));
    EXPECT_EQ(*ready.of(entry), entry_xml(entry.json));
    EXPECT_LE(ready.bytes(), kMost);
  }
  EXPECT_GT(ready.bytes(), 0U);
  const auto last = ready.of(entry);
  EXPECT_EQ(ready.of(entry), last);  // the same document, not another of the same bytes
  entry.level = Visibility::owner;
  EXPECT_NE(ready.of(entry), last);
}

}  // namespace
}  // namespace cyberdir::service
