// Imports among people: what is planned, what waits for whom, what two directories say.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "importers/formats.h"
#include "scenarios/submission_world.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using service::ImportItem;
using service::ImportOptions;
using service::ImportReport;
using support::directory_file;

std::vector<ImportItem> items_of(const ImportReport& report) {
  std::vector<ImportItem> items;
  (void)report.for_each([&](const ImportItem& item) -> base::Result<void> {
    items.push_back(item);
    return {};
  });
  return items;
}

bool has_finding(const ImportItem& item, std::string_view code) {
  return std::any_of(item.findings.begin(), item.findings.end(),
                     [&](const base::Finding& finding) { return finding.code == code; });
}

// An organisation as a foreign directory lists it: no id, a source.
Json listed(const std::string& source, const std::string& id, const std::string& name,
            const std::string& country) {
  Json entry = {{"kind", "organisation"},
                {"short_name", name},
                {"name", {{"en", name}}},
                {"type", "national-csirt"},
                {"country", country},
                {"meta", {{"owner", "registry"}, {"source", {{"name", source}, {"id", id}}}}}};
  return entry;
}

Json with_mail(Json entry, const std::string& mail) {
  entry["channels"] = {{{"kind", "email"}, {"value", mail}}};
  return entry;
}

class ImportScenario : public testing::Test {
 protected:
  ImportReport import(const service::Origin& origin, const std::vector<Json>& entries,
                      ImportOptions options = {}) {
    auto report = world.registry.import_as(origin, "json", directory_file(entries), options);
    if (!report) throw std::runtime_error(report.error().detail);
    return std::move(*report);
  }
  ImportReport by_operator(const std::vector<Json>& entries, ImportOptions options = {}) {
    return import(support::operator_origin(), entries, std::move(options));
  }
  static service::Origin editor() {
    service::Origin origin = support::origin_of(model::Role::editor, "IN");
    origin.caller.actor = "token:editor-who-imports";
    return origin;
  }
  static service::Origin secretariat() { return support::origin_of(model::Role::secretariat, {}); }
  int public_status(const std::string& id) {
    return world.registry.get("/v1/entries/" + id).status;
  }
  Json public_list(const std::string& query) {
    return world.registry.get("/v1/entries?" + query).json();
  }
  // The entry that the last import made or found.
  static std::string id_of(const ImportReport& report, std::size_t item = 0) {
    return items_of(report).at(item).id;
  }
  void TearDown() override {
    EXPECT_EQ(world.registry.integrity_findings(), std::vector<std::string>{});
  }
  SubmissionWorld world;
};

// ---- into a State's entries

TEST_F(ImportScenario, of_a_state_that_has_people_waits_for_them_whoever_imports) {
  for (const service::Origin& origin : {editor(), secretariat()}) {
    const std::string id = "team-of-" + std::to_string(static_cast<int>(origin.caller.role));
    const ImportReport report = import(origin, {small_organisation(id)});
    ASSERT_TRUE(report.applied);
    ASSERT_EQ(report.submissions.size(), 1U);
    EXPECT_EQ(report.summary.create, 1U);
    EXPECT_EQ(items_of(report)[0].submission, report.submissions[0]);
    EXPECT_EQ(public_status(id), 404) << "nobody has looked at it yet";
    world.must("manager", "approve", report.submissions[0]);
    EXPECT_EQ(world.must("secretariat", "accept", report.submissions[0]), "published");
    EXPECT_EQ(public_status(id), 200);
  }
}

TEST_F(ImportScenario, what_is_new_is_the_operators_to_enter_and_what_is_there_is_not) {
  EXPECT_TRUE(by_operator({small_organisation("new")}).submissions.empty());
  EXPECT_EQ(public_status("new"), 200);
  Json changed = small_organisation("new");
  changed["legal_basis"] = "Act 9";
  EXPECT_EQ(by_operator({changed}).submissions.size(), 1U);
  EXPECT_FALSE(world.entry("new").contains("legal_basis")) << "the State has not looked at it yet";
}

TEST_F(ImportScenario, of_a_state_without_people_is_the_operators_to_enter) {
  Json entry = small_organisation("first-of-bhutan");
  entry["meta"]["owner"] = "BT";
  const ImportReport report = by_operator({entry});
  EXPECT_TRUE(report.submissions.empty());
  EXPECT_EQ(public_status("first-of-bhutan"), 200);
  // The secretariat is not the State: it waits.
  entry["id"] = "second-of-bhutan";
  EXPECT_EQ(import(secretariat(), {entry}).submissions.size(), 1U);
  EXPECT_EQ(public_status("second-of-bhutan"), 404);
}

TEST_F(ImportScenario, that_waits_is_not_proposed_twice) {
  Json changed = world.entry("org");
  changed.erase("meta");
  changed["meta"] = {{"owner", "IN"}};
  changed["legal_basis"] = "Act 5";
  const ImportReport first = import(editor(), {changed});
  EXPECT_EQ(first.summary.update, 1U);
  ASSERT_EQ(items_of(first)[0].differences.size(), 1U);
  EXPECT_EQ(items_of(first)[0].differences[0].pointer, "/legal_basis");
  const ImportReport second = import(editor(), {changed});
  EXPECT_EQ(second.summary.unchanged, 1U);
  EXPECT_TRUE(second.submissions.empty());
  EXPECT_TRUE(has_finding(items_of(second)[0], "proposed-already"));
  EXPECT_EQ(items_of(second)[0].submission, first.submissions[0]);
}

TEST_F(ImportScenario, of_more_than_a_submission_holds_makes_several) {
  std::vector<Json> entries;
  for (std::size_t i = 0; i < model::kMostChanges + 1; ++i)
    entries.push_back(small_organisation("many-" + std::to_string(i)));
  const ImportReport report = import(editor(), entries);
  ASSERT_TRUE(report.applied);
  EXPECT_EQ(report.submissions.size(), 2U);
  EXPECT_EQ(items_of(report).front().submission, report.submissions[0]);
  EXPECT_EQ(items_of(report).back().submission, report.submissions[1]);
}

TEST_F(ImportScenario, nobody_imports_what_is_another_states) {
  Json entry = small_organisation("thai");
  entry["meta"]["owner"] = "TH";
  const ImportReport report = import(editor(), {entry, small_organisation("own")});
  EXPECT_FALSE(report.applied);
  EXPECT_TRUE(has_finding(items_of(report)[0], "forbidden"));
  EXPECT_EQ(public_status("thai"), 404);
}

// ---- what directories list

TEST_F(ImportScenario, what_a_directory_lists_is_claimed_by_whose_it_is) {
  const Json team = listed("FIRST", "cert-xy", "CERT-XY", "IN");
  const std::string id = id_of(import(secretariat(), {team}));
  EXPECT_EQ(public_status(id), 200);
  // The team brings its own record of that directory.
  const ImportReport own = import(editor(), {team});
  ASSERT_EQ(own.submissions.size(), 1U);
  EXPECT_EQ(id_of(own), id) << "the same entry, by its source";
  world.must("manager", "approve", own.submissions[0]);
  EXPECT_EQ(world.must("secretariat", "accept", own.submissions[0]), "published");
  const Json now = world.entry(id);
  EXPECT_EQ(now.at("meta").at("owner"), "IN");
  EXPECT_EQ(now.at("meta").at("source").at("id"), "cert-xy") << "the link is kept";
  // What the directory says later is shown and not written over the owner's word.
  Json later = team;
  later["name"]["en"] = "Another name";
  const ImportReport again = import(secretariat(), {later});
  EXPECT_EQ(again.summary.unchanged, 1U);
  EXPECT_TRUE(has_finding(items_of(again)[0], "claimed"));
  ASSERT_FALSE(items_of(again)[0].differences.empty());
  EXPECT_EQ(items_of(again)[0].differences[0].pointer, "/name/en");
  EXPECT_EQ(world.entry(id).at("name").at("en"), "CERT-XY");
}

TEST_F(ImportScenario, what_is_listed_of_another_state_is_not_claimed) {
  const std::string id = id_of(import(secretariat(), {listed("FIRST", "th", "ThaiCERT", "TH")}));
  const auto reply =
      world.post("/v1/submissions", "editor", patch_of(id, 1, {{"meta", {{"owner", "IN"}}}}));
  EXPECT_EQ(reply.status, 422);
  EXPECT_FALSE(import(editor(), {listed("FIRST", "th", "ThaiCERT", "TH")}).applied);
}

TEST_F(ImportScenario, a_claim_can_be_made_by_hand) {
  const std::string id = id_of(import(secretariat(), {listed("FIRST", "x", "CERT-X", "IN")}));
  const std::string claim = world.propose("editor", patch_of(id, 1, {{"meta", {{"owner", "IN"}}}}));
  EXPECT_EQ(world.publish(claim), "published");
  EXPECT_EQ(world.entry(id).at("meta").at("owner"), "IN");
}

TEST_F(ImportScenario, a_second_directory_is_heard_and_overwrites_nothing) {
  const std::string id = id_of(
      import(secretariat(), {with_mail(listed("FIRST", "1", "CERT-A", "IN"), "a@cert.example")}));
  const ImportReport second = import(
      secretariat(), {with_mail(listed("TI", "99", "Cert A of India", "IN"), "A@cert.example")});
  EXPECT_EQ(id_of(second), id) << "told by its mail address";
  EXPECT_EQ(second.summary.unchanged, 1U);
  EXPECT_TRUE(has_finding(items_of(second)[0], "listed-elsewhere"));
  EXPECT_EQ(Json::parse(world.registry.get("/v1/entries/" + id).body).at("short_name"), "CERT-A");
  // Told by its further listing, though the mail address is another now.
  const ImportReport third = import(
      secretariat(), {with_mail(listed("TI", "99", "Cert A of India", "IN"), "new@cert.example")});
  EXPECT_EQ(id_of(third), id);
}

TEST_F(ImportScenario, a_likely_duplicate_is_for_a_person_to_decide) {
  const std::string id = id_of(import(secretariat(), {listed("FIRST", "1", "CERT-D", "IN")}));
  const Json twin = listed("TI", "7", "Cert-D", "IN");
  ImportOptions plan;
  plan.dry_run = true;
  const ImportReport planned = import(secretariat(), {twin}, plan);
  ASSERT_EQ(items_of(planned)[0].candidates.size(), 1U);
  EXPECT_EQ(items_of(planned)[0].candidates[0].id, id);
  EXPECT_EQ(planned.summary.create, 1U) << "never merged by itself";
  ImportOptions same;
  same.decisions[1] = id;
  EXPECT_EQ(id_of(import(secretariat(), {twin}, same)), id);
  // Another State's of that name is nobody's duplicate.
  EXPECT_TRUE(
      items_of(import(secretariat(), {listed("TI", "8", "CERT-D", "TH")}))[0].candidates.empty());
  ImportOptions skip;
  skip.decisions[1] = "skip";
  EXPECT_EQ(import(secretariat(), {listed("TI", "9", "CERT-D", "IN")}, skip).summary.unchanged, 1U);
}

TEST_F(ImportScenario, a_file_without_identifiers_changes_nothing_the_second_time) {
  Json nameless = listed("MISP", "", "Team N", "IN");
  nameless["meta"]["source"].erase("id");
  Json event = {{"kind", "need"},
                {"title", "Forensics"},
                {"theme", "incident-management"},
                {"meta", {{"owner", "registry"}}}};
  const std::vector<Json> file = {nameless, nameless, event};
  EXPECT_EQ(by_operator(file).summary.create, 3U);
  const ImportReport second = by_operator(file);
  EXPECT_EQ(second.summary.unchanged, 3U);
  EXPECT_NE(id_of(second, 0), id_of(second, 1)) << "two that are alike stay two";
}

TEST_F(ImportScenario, contacts_that_share_a_mailbox_stay_apart) {
  Json one = small_contact("", "technical");
  Json two = small_contact("", "diplomatic");
  for (Json* contact : {&one, &two}) {
    contact->erase("id");
    contact->at("organisation") = "org";
    (*contact)["meta"] = {{"owner", "registry"}};
    (*contact)["channels"] = {{{"kind", "email"}, {"value", "office@example.in"}}};
  }
  const ImportReport report = by_operator({one, two});
  ASSERT_TRUE(report.applied);
  EXPECT_EQ(report.summary.create, 2U);
  EXPECT_NE(id_of(report, 0), id_of(report, 1));
  // The next time each is told by its mailbox and its function.
  EXPECT_EQ(by_operator({one, two}).summary.unchanged, 2U);
}

// ---- plans

TEST_F(ImportScenario, a_plan_waits_for_no_writer_and_writes_nothing) {
  const std::string bytes = directory_file({listed("FIRST", "1", "A", "IN")});
  ImportOptions options;
  options.dry_run = true;
  const std::int64_t before = world.seq();
  const service::ReadRecords read = importers::choose_format("json", bytes, {})->read;
  ASSERT_TRUE(world.registry->store()
                  .write([&](store::Writer&) -> base::Result<void> {
                    base::StringSource source(bytes);
                    const auto planned =
                        world.registry->import().run(secretariat(), source, read, options, {});
                    EXPECT_TRUE(planned.ok() && planned->summary.create == 1);
                    return {};
                  })
                  .ok());
  EXPECT_EQ(world.seq(), before);
  for (const auto& file : std::filesystem::directory_iterator(world.registry.folder()))
    EXPECT_FALSE(file.path().filename().native().starts_with(".staged")) << file.path();
}

TEST_F(ImportScenario, a_plan_that_does_not_hold_names_the_rows) {
  const Json a = listed("FIRST", "a", "Team A", "IN");
  const Json b = listed("FIRST", "b", "Team B", "IN");
  import(secretariat(), {a, b});
  Json changed = a;
  changed["short_name"] = "Changed";
  ImportOptions options;
  options.dry_run = true;
  const ImportReport planned = import(secretariat(), {b, changed}, options);
  Json moved = a;
  moved["short_name"] = "Moved";
  import(secretariat(), {moved});
  options.dry_run = false;
  options.plan = planned.plan;
  const auto refused =
      world.registry.import_as(secretariat(), "json", directory_file({b, changed}), options);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  ASSERT_EQ(refused.error().findings.size(), 1U);
  EXPECT_EQ(refused.error().findings[0].row, 2U);
}

TEST_F(ImportScenario, what_is_wrong_can_be_left_out_with_all_that_refers_to_it) {
  Json wrong = listed("FIRST", "w", "Wrong", "IN");
  wrong["id"] = "wrong";
  wrong["type"] = "castle";
  Json child = listed("FIRST", "c", "Child", "IN");
  child["id"] = "child";
  child["parent"] = "wrong";
  Json grandchild = listed("FIRST", "g", "Grandchild", "IN");
  grandchild["id"] = "grandchild";
  grandchild["parent"] = "child";
  const std::vector<Json> file = {wrong, grandchild, child, listed("FIRST", "s", "Sound", "IN")};
  EXPECT_FALSE(import(secretariat(), file).applied) << "all or nothing, unless it is asked";
  ImportOptions options;
  options.on_error = service::OnError::skip;
  options.dry_run = true;
  EXPECT_EQ(import(secretariat(), file, options).summary.create, 1U);
  options.dry_run = false;
  const ImportReport report = import(secretariat(), file, options);
  EXPECT_TRUE(report.applied);
  EXPECT_EQ(report.summary.create, 1U);
  EXPECT_EQ(report.summary.error, 3U);
  EXPECT_EQ(public_status("child"), 404);
  EXPECT_EQ(public_status("grandchild"), 404);
}

TEST_F(ImportScenario, replacing_ends_what_the_file_lacks_within_its_scope_and_limit) {
  import(secretariat(), {listed("FIRST", "a", "A", "IN"), listed("FIRST", "b", "B", "TH"),
                         listed("FIRST", "c", "C", "IN"), listed("TI", "a", "Other", "IN")});
  const std::vector<Json> file = {listed("FIRST", "a", "A", "IN")};
  EXPECT_EQ(import(secretariat(), file).summary.withdraw, 0U) << "missing is not withdrawn";
  ImportOptions options;
  options.mode = service::ImportMode::replace;
  options.scope.source = "FIRST";
  options.max_withdraw = 1;
  const ImportReport refused = import(secretariat(), file, options);
  EXPECT_FALSE(refused.applied);
  ASSERT_EQ(refused.findings.size(), 1U);
  EXPECT_EQ(refused.findings[0].code, "too-many-withdrawals");
  options.max_withdraw = 2;
  const ImportReport done = import(secretariat(), file, options);
  EXPECT_TRUE(done.applied);
  EXPECT_EQ(done.summary.withdraw, 2U);
  const Json left = public_list("kind=organisation&limit=100");
  std::size_t of_first = 0;
  for (const Json& entry : left.at("items"))
    of_first +=
        entry.at("meta").value("source", Json::object()).value("name", "") == "FIRST" ? 1U : 0U;
  EXPECT_EQ(of_first, 1U);
}

TEST_F(ImportScenario, replacing_a_states_entries_waits_for_the_state) {
  ImportOptions options;
  options.mode = service::ImportMode::replace;
  options.scope.state = "IN";
  options.max_withdraw = 10;
  std::vector<Json> file;
  for (const char* id : {"org", "tech", "diplomat"}) {
    file.push_back(world.entry(id));
    file.back()["meta"] = {{"owner", "IN"}};
  }
  const ImportReport extra = import(editor(), {small_organisation("extra")});
  world.must("manager", "approve", extra.submissions[0]);
  world.must("secretariat", "accept", extra.submissions[0]);
  const ImportReport report = import(editor(), file, options);
  ASSERT_TRUE(report.applied);
  EXPECT_EQ(report.summary.withdraw, 1U);
  ASSERT_EQ(report.submissions.size(), 1U);
  EXPECT_EQ(public_status("extra"), 200) << "nobody has looked at it yet";
  world.must("manager", "approve", report.submissions[0]);
  world.must("secretariat", "accept", report.submissions[0]);
  EXPECT_EQ(public_status("extra"), 410);
  // The last technical contact does not go without a word on who is there now.
  file.erase(file.begin() + 1);
  EXPECT_FALSE(import(editor(), file, options).applied);
}

// ---- what is kept

std::string bytes_at_rest(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(stream), {});
  }
  return all;
}

TEST_F(ImportScenario, an_erasure_reaches_what_imports_left_at_rest) {
  constexpr const char* kCanary = "Canary \"Quoted\" Person";
  Json contact = world.entry("tech");
  contact["meta"] = {{"owner", "IN"}};
  contact["nature"] = "person";
  contact["name"] = {{"original", kCanary}};
  const ImportReport report = import(editor(), {contact});
  ASSERT_TRUE(report.applied);
  world.must("manager", "approve", report.submissions[0]);
  world.must("secretariat", "accept", report.submissions[0]);
  const std::string kept = bytes_at_rest(world.registry.folder() / "imports");
  ASSERT_NE(kept.find("Canary"), std::string::npos) << "the difference was kept";
  const auto erased =
      world.registry.ask("POST", "/v1/entries/tech/redact", world.token("manager"),
                         Json{{"pointers", {"/name"}}, {"ground", "asked for"}}.dump(),
                         {{"content-type", "application/json"},
                          {"if-match", world.get("/v1/entries/tech", "manager").header("etag")}});
  ASSERT_EQ(erased.status, 200) << erased.body;
  EXPECT_EQ(bytes_at_rest(world.registry.folder()).find("Canary"), std::string::npos);
}

}  // namespace
}  // namespace cyberdir::scenarios
