// What 0005_audit.sql works out for rows that are there already is what the program writes itself.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store/store.h"
#include "support/signed_up.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Json;

std::string migration() {
  std::ifstream file(std::string(CYBERDIR_SOURCE_DIR) + "/registry/store/schema/0005_audit.sql");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The statement of the migration that begins so.
std::string statement(const std::string& beginning) {
  const std::string all = migration();
  const auto from = all.find("\n" + beginning);
  if (from == std::string::npos) throw std::runtime_error("no statement " + beginning);
  return all.substr(from, all.find(";\n", from) - from);
}

class Database {
 public:
  explicit Database(const std::filesystem::path& folder) {
    if (sqlite3_open(store::sqlite_file(folder).c_str(), &handle_) != SQLITE_OK)
      throw std::runtime_error("the store cannot be opened");
  }
  ~Database() { sqlite3_close(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;

  // Runs a statement; its rows as lines.
  std::string run(const std::string& sql) {
    std::string lines;
    char* fault = nullptr;
    const auto add = [](void* into, int count, char** cells, char** /*names*/) {
      for (int i = 0; i < count; ++i)
        *static_cast<std::string*>(into) += std::string(cells[i] == nullptr ? "" : cells[i]) + " ";
      *static_cast<std::string*>(into) += "\n";
      return 0;
    };
    if (sqlite3_exec(handle_, sql.c_str(), add, &lines, &fault) != SQLITE_OK) {
      const std::string what = fault;
      sqlite3_free(fault);
      throw std::runtime_error(what);
    }
    return lines;
  }

 private:
  sqlite3* handle_ = nullptr;
};

Json organisation(const std::string& id, const std::string& owner, bool personal) {
  Json entry = {{"id", id},
                {"kind", "organisation"},
                {"meta", {{"owner", owner}}},
                {"short_name", "says \"personal\":true"},
                {"name", {{"en", "Organisation"}}},
                {"type", "national-csirt"},
                {"country", owner}};
  entry["channels"] = {{{"kind", "email"}, {"value", "one@x.example"}}};
  if (personal) {
    entry["channels"].push_back(
        {{"kind", "email"}, {"value", "two@x.example"}, {"personal", true}});
  }
  return entry;
}

Json contact(const std::string& id, bool named) {
  Json entry = {{"id", id},
                {"kind", "contact"},
                {"meta", {{"owner", "IN"}}},
                {"organisation", "org-1"},
                {"category", "technical"},
                {"nature", "person"},
                {"title", {{"en", "Desk"}}},
                {"channels", {{{"kind", "email"}, {"value", id + "@x.example"}}}},
                {"availability", {{"always", true}}},
                {"languages", {"en"}}};
  if (named) entry["name"] = {{"romanised", "Jo Doe"}};
  return entry;
}

TEST(AuditMigration, gives_what_the_program_writes) {
  support::TemporaryRegistry registry;
  registry.must_import({organisation("org-1", "IN", false), organisation("org-2", "FR", true),
                        contact("desk", false), contact("person", true)});
  const support::Person person = support::sign_up(*registry, "m@x.example", "manager", "IN");
  (void)support::signed_in(*registry, person);
  (void)support::sign_up(*registry, "s@x.example", "secretariat", "");
  const std::string editor = registry.token(model::Role::editor, "IN");
  const auto made =
      registry.ask("POST", "/v1/entries", editor, organisation("org-3", "IN", true).dump(),
                   {{"content-type", "application/json"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto submission = registry.ask(
      "POST", "/v1/submissions", editor,
      R"({"reason":"x","changes":[{"entry":"org-1","base_version":1,"patch":{"short_name":"y"}}]})",
      {{"content-type", "application/json"}});
  ASSERT_EQ(submission.status, 201) << submission.body;
  EXPECT_EQ(registry.get("/v1/export", registry.token(model::Role::secretariat, "")).status, 200);

  Database database(registry.folder());
  const std::string concerns = "SELECT owner, n, part FROM audit_concern ORDER BY n, owner";
  const std::string persons = "SELECT row, personal FROM projection ORDER BY row";
  const std::string concerns_before = database.run(concerns);
  const std::string persons_before = database.run(persons);
  EXPECT_NE(persons_before.find(" 1 \n"), std::string::npos);
  database.run("DELETE FROM audit_concern; UPDATE projection SET personal = 0");
  database.run(statement("INSERT INTO audit_concern"));
  database.run(statement("UPDATE projection"));
  EXPECT_EQ(database.run(concerns), concerns_before);
  EXPECT_EQ(database.run(persons), persons_before);
}

TEST(AuditMigration, a_projection_that_hides_its_person_is_not_one_that_names_it) {
  support::TemporaryRegistry registry;
  registry.must_import({organisation("org-1", "IN", false), contact("person", true)});
  Json open = contact("half-open", true);
  open["meta"]["visibility"] = {{"title", "public"}};
  registry.must_import({open});
  (void)registry->store().read([&](store::Reader& reader) -> base::Result<void> {
    const auto row = reader.entry("half-open");
    EXPECT_FALSE(reader.projection(row->span, model::Visibility::open)->personal);
    EXPECT_TRUE(reader.projection(row->span, model::Visibility::group)->personal);
    return {};
  });
  EXPECT_TRUE(registry.integrity_findings().empty());
  Database(registry.folder()).run("UPDATE projection SET personal = 1 - personal");
  EXPECT_FALSE(registry.integrity_findings().empty()) << "verify knows the flag";
}

}  // namespace
}  // namespace cyberdir::service
