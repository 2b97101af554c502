#include "service/import.h"

#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>
#include <unistd.h>

#include "model/kinds.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Json;

Json organisation(const std::string& id, const std::string& mark) {
  return {{"id", id},           {"kind", "organisation"},
          {"short_name", mark}, {"name", {{"en", "Organisation " + mark}}},
          {"type", "company"},  {"meta", {{"owner", "IN"}}}};
}

std::vector<ImportItem> items_of(const ImportReport& report) {
  std::vector<ImportItem> items;
  (void)report.for_each([&](const ImportItem& item) -> base::Result<void> {
    items.push_back(item);
    return {};
  });
  return items;
}

class ImportTest : public testing::Test {
 protected:
  std::int64_t seq() { return registry_->directory().head()->moment.seq; }
  ImportReport import(const std::vector<Json>& entries, bool dry_run = false) {
    return registry_.import("json", support::directory_file(entries), {}, dry_run);
  }
  Json read(const std::string& id) {
    const auto answer = registry_->directory().read(support::operator_origin().caller, id);
    return answer ? Json::parse(answer->json) : Json();
  }
  void TearDown() override {
    EXPECT_EQ(registry_.integrity_findings(), std::vector<std::string>{});
  }
  support::TemporaryRegistry registry_;
};

TEST_F(ImportTest, twice_changes_nothing) {
  const std::vector<Json> file = {organisation("a", "one"), organisation("b", "two")};
  const ImportReport first = import(file);
  EXPECT_TRUE(first.applied);
  EXPECT_EQ(first.summary.create, 2U);
  const std::int64_t after = seq();
  const ImportReport second = import(file);
  EXPECT_TRUE(second.applied);
  EXPECT_EQ(second.summary.create + second.summary.update, 0U);
  EXPECT_EQ(second.summary.unchanged, 2U);
  EXPECT_EQ(seq(), after);
}

TEST_F(ImportTest, entries_without_id_are_found_again_by_their_source) {
  Json entry = organisation("", "one");
  entry.erase("id");
  entry["meta"] = {{"owner", "registry"}, {"source", {{"name", "FIRST"}, {"id", "team-1"}}}};
  EXPECT_EQ(import({entry}).summary.create, 1U);
  EXPECT_EQ(import({entry}).summary.unchanged, 1U);
  entry["short_name"] = "other";
  EXPECT_EQ(import({entry}).summary.update, 1U);
}

TEST_F(ImportTest, a_bad_record_stops_all_and_every_finding_is_told) {
  const std::int64_t before = seq();
  std::vector<Json> file;
  for (int i = 0; i < 20; ++i) file.push_back(organisation("good-" + std::to_string(i), "mark"));
  file[5]["type"] = "castle";
  file[5]["websites"] = {"ftp://x"};
  file[11]["no_such_field"] = 1;
  file[13] = Json::array();
  const ImportReport report = import(file);
  EXPECT_FALSE(report.applied);
  EXPECT_EQ(report.summary.error, 3U);
  EXPECT_EQ(report.seq, before);
  EXPECT_EQ(seq(), before);
  EXPECT_TRUE(read("good-0").is_null());
  const auto items = items_of(report);
  ASSERT_EQ(items.size(), 20U);
  std::map<std::string, std::uint64_t> told;
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(items[i].row, i + 1) << "in the file's own order, from 1";
    for (const base::Finding& finding : items[i].findings)
      told[finding.code + finding.pointer] = items[i].row;
  }
  EXPECT_EQ(told["code/type"], 6U);
  EXPECT_EQ(told["url/websites/0"], 6U);
  EXPECT_EQ(told["unknown-field/no_such_field"], 12U);
  EXPECT_EQ(told["type"], 14U);
}

TEST_F(ImportTest, a_dry_run_reports_the_same_and_keeps_nothing) {
  const std::int64_t before = seq();
  const std::vector<Json> file = {organisation("a", "one"), organisation("b", "two")};
  const ImportReport dry = import(file, true);
  EXPECT_FALSE(dry.applied);
  EXPECT_EQ(dry.summary.create, 2U);
  EXPECT_EQ(seq(), before);
  const ImportReport again = import(file, true);
  EXPECT_EQ(again.plan, dry.plan) << "a plan has no generated ids or times";
  const ImportReport done = import(file);
  EXPECT_EQ(done.plan, dry.plan);
  EXPECT_EQ(done.summary.create, dry.summary.create);
  EXPECT_NE(import(file, true).plan, dry.plan) << "the base moved";
}

TEST_F(ImportTest, a_plan_holds_only_while_nothing_moved) {
  registry_.must_import({organisation("a", "one")});
  const std::string bytes = support::directory_file({organisation("a", "two")});
  const std::string plan = registry_.import("json", bytes, {}, true).plan;
  registry_.must_import({organisation("a", "moved")});
  base::StringSource source(bytes);
  ImportOptions options;
  options.format = "json";
  options.plan = plan;
  const ReadRecords nothing = [](base::ByteSource& from, codec::RecordSink&) -> base::Result<void> {
    std::array<char, 4096> buffer{};
    while (true) {
      CYBERDIR_ASSIGN(count, from.read(buffer));
      if (count == 0) return {};
    }
  };
  const auto refused =
      registry_->import().run(support::operator_origin(), source, nothing, options, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
}

TEST_F(ImportTest, references_may_point_forward_in_one_file) {
  Json child = organisation("child", "child");
  child["parent"] = "parent";
  EXPECT_TRUE(import({child, organisation("parent", "parent")}).applied);
  Json lost = organisation("lost", "lost");
  lost["parent"] = "nowhere";
  const ImportReport report = import({organisation("other", "other"), lost});
  EXPECT_FALSE(report.applied);
  EXPECT_TRUE(read("other").is_null());
  const auto items = items_of(report);
  ASSERT_EQ(items[1].findings.size(), 1U);
  EXPECT_EQ(items[1].findings[0].code, "reference");
  EXPECT_EQ(items[1].findings[0].pointer, "/parent");
  // Of the wrong kind, forward too.
  Json wrong = organisation("wrong", "wrong");
  wrong["parent"] = "doc";
  const Json doc = {{"id", "doc"},
                    {"kind", "document"},
                    {"title", "T"},
                    {"type", "law"},
                    {"url", "https://www.example/"},
                    {"meta", {{"owner", "IN"}}}};
  const ImportReport wrong_kind = import({wrong, doc});
  EXPECT_FALSE(wrong_kind.applied);
  EXPECT_EQ(items_of(wrong_kind)[0].findings.at(0).code, "reference-kind");
}

TEST_F(ImportTest, what_lacks_something_becomes_a_draft) {
  const ImportReport report = import(
      {{{"id", "d"}, {"kind", "contact"}, {"title", {{"en", "T"}}}, {"meta", {{"owner", "IN"}}}}});
  EXPECT_TRUE(report.applied);
  const auto items = items_of(report);
  EXPECT_EQ(items[0].status, "draft");
  std::set<std::string> missing;
  for (const base::Finding& finding : items[0].findings) {
    EXPECT_EQ(finding.severity, base::Severity::warning);
    if (finding.code == "incomplete") missing.insert(finding.pointer);
  }
  EXPECT_EQ(missing, (std::set<std::string>{"/organisation", "/category", "/nature", "/channels",
                                            "/languages", "/availability"}));
  EXPECT_EQ(read("d").at("meta").at("status"), "draft");
}

// ---- a public export comes back

Json contact_with_secrets(const std::string& id) {
  return {{"id", id},
          {"kind", "contact"},
          {"organisation", "org"},
          {"category", "technical"},
          {"nature", "person"},
          {"title", {{"en", "Duty"}}},
          {"name", {{"original", "Somebody"}}},
          {"languages", {"en"}},
          {"availability", {{"always", true}}},
          {"channels",
           {{{"kind", "email"}, {"value", "open@cert.example"}},
            {{"kind", "phone"}, {"value", "+6621234567"}, {"visibility", "owner"}}}},
          {"meta",
           {{"owner", "IN"},
            {"visibility", {{"*", "public"}, {"name", "owner"}}},
            {"authority", {{"reference", "NV/1"}}}}}};
}

TEST_F(ImportTest, a_public_export_that_comes_back_takes_nothing_away) {
  Json open = organisation("org", "org");
  open["resources"] = {{"domains", {"hidden.example"}}};
  open["extensions"] = {{"x-a-b", 1}};
  open["meta"]["visibility"] = {{"extensions", "owner"}, {"legal_basis", "owner"}};
  open["legal_basis"] = "hidden law";
  registry_.must_import({open, contact_with_secrets("person")});
  const std::string org = read("org").dump();
  const std::string person = read("person").dump();
  const std::int64_t before = seq();
  for (const std::string_view form : {"json", "ndjson", "xml"}) {
    const char* name = form == "json" ? "json" : form == "ndjson" ? "ndjson" : "xml";
    for (const char* audience : {"public", "states"}) {
      const ImportReport report =
          registry_.import(name, registry_.export_bytes(form, {}, audience));
      ASSERT_TRUE(report.applied) << name;
      EXPECT_EQ(report.summary.update, 0U) << name << ' ' << audience;
    }
  }
  for (const char* kind : {"organisation", "contact"}) {
    EXPECT_EQ(
        registry_.import("csv", registry_.export_bytes("csv", kind, "public"), kind).summary.update,
        0U)
        << kind;
  }
  EXPECT_EQ(read("org").dump(), org);
  EXPECT_EQ(read("person").dump(), person) << "channels that were hidden one by one are lost";
  EXPECT_EQ(seq(), before);
}

TEST_F(ImportTest, a_changed_public_export_changes_only_what_was_shown) {
  registry_.must_import({organisation("org", "org"), contact_with_secrets("person")});
  Json file = Json::parse(registry_.export_bytes("json", "contact", "public"));
  file["entries"][0]["title"]["en"] = "Other duty";
  ASSERT_TRUE(registry_.import("json", file.dump()).applied);
  const Json now = read("person");
  EXPECT_EQ(now.at("title").at("en"), "Other duty");
  EXPECT_EQ(now.at("name").at("original"), "Somebody");
  EXPECT_EQ(now.at("meta").at("authority").at("reference"), "NV/1");
}

// `meta.redacted` of a file is somebody's word: odd pointers are no way in, and no way to crash.
class OddPointer : public testing::TestWithParam<const char*> {};

TEST_P(OddPointer, in_redacted_does_no_harm) {
  support::TemporaryRegistry registry;
  registry.must_import({organisation("org", "org")});
  Json entry = organisation("org", "changed");
  entry["channels"] = {{{"kind", "email"}, {"value", "a@b.example"}}};
  entry["meta"]["redacted"] = {GetParam()};
  EXPECT_NO_THROW({
    const ImportReport report = registry.import("json", support::directory_file({entry}));
    EXPECT_TRUE(report.applied || report.summary.error > 0);
  });
  const Json now = Json::parse(registry->directory().read({}, "org")->json);
  EXPECT_EQ(now.at("id"), "org");
  EXPECT_EQ(now.at("kind"), "organisation");
  EXPECT_EQ(now.at("meta").at("owner"), "IN");
  EXPECT_EQ(registry.integrity_findings(), std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(pointers, OddPointer,
                         testing::Values("no-slash", "/~2", "/name/en/deeper", "/channels/-",
                                         "/channels/0", "/channels/x", "", "/", "/meta", "/id",
                                         "/kind", "/meta/owner", "/no_such"));

// In a process of its own, which an alarm ends: whoever waits for the writer must not wait for
// ever.
TEST(StoreDeathTest, a_bug_in_a_large_write_does_not_stop_the_next_write) {
  EXPECT_EXIT(
      {
        alarm(10);
        support::TemporaryRegistry registry;
        try {
          (void)registry->store().write_large(
              [](store::Writer&) -> base::Result<bool> { throw std::logic_error("a bug"); });
        } catch (const std::exception&) {
        }
        const auto next =
            registry->store().write([](store::Writer&) -> base::Result<void> { return {}; });
        std::filesystem::remove_all(registry.folder());
        _exit(next.ok() ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(ImportTest, what_a_state_declared_is_not_written_over_by_a_list) {
  registry_.must_import({organisation("org", "declared")});
  Json listed = organisation("org", "listed");
  listed["meta"] = {{"owner", "registry"}};
  EXPECT_TRUE(import({listed}).applied);
  EXPECT_EQ(read("org").at("short_name"), "declared");
}

}  // namespace
}  // namespace cyberdir::service
