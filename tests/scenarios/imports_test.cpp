// Files that are imported over HTTP: planned, applied, refused, and shown to those whom they
// concern.
#include <gtest/gtest.h>

#include "http/import_request.h"
#include "service/import_archive.h"
#include "support/temporary_registry.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using model::Role;
using support::Reply;

using Headers = std::vector<std::pair<std::string, std::string>>;

Json organisation(const std::string& id, const std::string& short_name,
                  const std::string& owner = "IN") {
  return {{"id", id},
          {"kind", "organisation"},
          {"meta", {{"owner", owner}}},
          {"short_name", short_name},
          {"name", {{"en", "Organisation " + short_name}}},
          {"type", "national-csirt"},
          {"country", owner}};
}

Json broken(const std::string& id) {
  Json entry = organisation(id, "BROKEN");
  entry["type"] = "no-such-type";
  return entry;
}

std::string file_of(const std::vector<Json>& entries) { return support::directory_file(entries); }

class ImportsTest : public testing::Test {
 protected:
  ImportsTest() {
    editor = registry.token(Role::editor, "IN");
    manager = registry.token(Role::manager, "IN");
    stranger = registry.token(Role::editor, "TH");
    secretariat = registry.token(Role::secretariat, "");
  }

  Reply send(const std::string& query, const std::string& token, const std::string& body,
             const Headers& headers = {}) {
    return registry.ask("POST", "/v1/imports" + query, token, body, headers);
  }
  Reply plan(const std::string& body, const std::string& query = {}) {
    return send("?dry_run=true" + query, editor, body);
  }
  static std::string id_of(const Reply& reply) { return reply.json().at("id"); }
  int status_of(const std::string& entry) {
    return registry.get("/v1/entries/" + entry, editor).status;
  }

  support::TemporaryRegistry registry;
  std::string editor;
  std::string manager;
  std::string stranger;
  std::string secretariat;
};

TEST_F(ImportsTest, is_planned_and_then_applied_exactly_so) {
  const Reply planned = plan(file_of({organisation("one", "ONE"), organisation("two", "TWO")}));
  ASSERT_EQ(planned.status, 201) << planned.body;
  const Json report = planned.json();
  EXPECT_EQ(report["state"], "planned");
  EXPECT_EQ(report["format"], "json");
  EXPECT_EQ(report["summary"]["create"], 2);
  ASSERT_EQ(report["items"].size(), 2U);
  EXPECT_EQ(report["items"][1]["row"], 2);
  EXPECT_EQ(report["items"][1]["action"], "create");
  EXPECT_EQ(planned.header("Location"), "/v1/imports/" + id_of(planned));
  EXPECT_EQ(status_of("one"), 404);

  const Reply applied = registry.ask("POST", planned.header("Location") + "/apply", editor);
  ASSERT_EQ(applied.status, 201) << applied.body;
  EXPECT_EQ(applied.json()["state"], "applied");
  EXPECT_EQ(applied.json()["plan"], report["plan"]);
  EXPECT_NE(id_of(applied), id_of(planned));
  EXPECT_EQ(status_of("one"), 200);
  EXPECT_EQ(status_of("two"), 200);

  const Reply again = registry.ask("POST", applied.header("Location") + "/apply", editor);
  EXPECT_EQ(again.status, 409) << "what was applied is no plan";
}

TEST_F(ImportsTest, a_plan_that_has_moved_is_a_conflict_that_names_its_rows) {
  registry.must_import({organisation("one", "ONE"), organisation("two", "TWO")});
  const Reply planned = plan(file_of({organisation("one", "ONE"), organisation("two", "CHANGED")}));
  ASSERT_EQ(planned.status, 201) << planned.body;
  registry.must_import({organisation("two", "MEANWHILE")});
  const Reply applied = registry.ask("POST", planned.header("Location") + "/apply", editor);
  ASSERT_EQ(applied.status, 409) << applied.body;
  const Json problem = applied.json();
  EXPECT_EQ(problem["type"], "/problems/conflict");
  ASSERT_EQ(problem["errors"].size(), 1U) << applied.body;
  EXPECT_EQ(problem["errors"][0]["row"], 2);
  EXPECT_EQ(problem["errors"][0]["code"], "moved");
  const Reply kept = registry.get(problem.at("import").get<std::string>(), editor);
  EXPECT_EQ(kept.json()["state"], "failed");
  EXPECT_EQ(kept.json()["error"]["code"], "conflict");
}

TEST_F(ImportsTest, a_plan_is_applied_with_the_file_sent_again) {
  const std::string file = file_of({organisation("one", "ONE")});
  const std::string digest = plan(file).json().at("plan");
  EXPECT_EQ(send("?plan=" + digest, editor, file).status, 201);
  EXPECT_EQ(status_of("one"), 200);
  EXPECT_EQ(send("?plan=" + std::string(64, '0'), editor, file).status, 409);
  EXPECT_EQ(send("?dry_run=true&plan=" + digest, editor, file).status, 400);
}

TEST_F(ImportsTest, where_a_row_is_wrong_nothing_is_written_or_all_others_are) {
  const std::string file = file_of({organisation("one", "ONE"), broken("two")});
  const Reply refused = send("", editor, file);
  ASSERT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(refused.json()["summary"]["error"], 1);
  ASSERT_FALSE(refused.json()["errors"].empty());
  EXPECT_EQ(refused.json()["errors"][0]["row"], 2);
  EXPECT_EQ(status_of("one"), 404);
  const std::string report = refused.json().at("import");
  EXPECT_EQ(registry.get(report, editor).json()["state"], "refused");
  EXPECT_EQ(registry.get(report + "?only=errors", editor).json()["items"].size(), 1U);

  const Reply csv = registry.get(report + "/failed.csv", editor);
  EXPECT_EQ(csv.status, 200);
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_NE(csv.body.find("row,line,place,pointer,code,detail\r\n2,"), std::string::npos)
      << csv.body;

  const Reply rest = send("?on_error=skip", editor, file);
  EXPECT_EQ(rest.status, 201) << rest.body;
  EXPECT_EQ(rest.json()["state"], "applied");
  EXPECT_EQ(status_of("one"), 200);
  EXPECT_EQ(status_of("two"), 404);
}

TEST_F(ImportsTest, replacing_withdraws_what_the_file_lacks_within_its_limit) {
  registry.must_import(
      {organisation("one", "ONE"), organisation("two", "TWO"), organisation("three", "THREE")});
  const std::string file = file_of({organisation("one", "ONE")});
  EXPECT_EQ(send("?mode=replace", editor, file).status, 400) << "without a scope";
  const Reply many = send("?mode=replace&scope=state:IN&max_withdraw=1", editor, file);
  EXPECT_EQ(many.status, 422) << many.body;
  EXPECT_EQ(status_of("two"), 200);
  const Reply done = send("?mode=replace&scope=state:IN&max_withdraw=2", editor, file);
  EXPECT_EQ(done.status, 201) << done.body;
  EXPECT_EQ(done.json()["summary"]["withdraw"], 2);
  EXPECT_EQ(status_of("two"), 410);
  registry.must_import({organisation("theirs", "THEIRS", "TH")});
  const Reply others = send("?mode=replace&scope=state:TH&max_withdraw=9", editor, file);
  EXPECT_EQ(others.status, 422) << others.body;
  EXPECT_EQ(registry.get("/v1/entries/theirs").status, 200);
}

TEST_F(ImportsTest, an_import_into_a_states_entries_is_looked_at_as_every_change) {
  registry->submissions().set_review(model::Review::full);
  const Reply reply = send("", editor, file_of({organisation("one", "ONE")}));
  ASSERT_EQ(reply.status, 201) << reply.body;
  ASSERT_EQ(reply.json()["submissions"].size(), 1U) << reply.body;
  const std::string submission = reply.json()["submissions"][0];
  EXPECT_EQ(registry.get("/v1/submissions/" + submission, manager).status, 200);
  EXPECT_NE(registry.get("/v1/entries/one").status, 200) << "not published yet";
  const Json items = registry.get("/v1/imports/" + id_of(reply), manager).json()["items"];
  EXPECT_EQ(items[0]["submission"], submission);
}

TEST_F(ImportsTest, is_done_once_under_a_key) {
  const Headers key = {{"idempotency-key", "monday-1"}};
  const std::string file = file_of({organisation("one", "ONE")});
  const Reply first = send("", editor, file, key);
  const Reply again = send("", editor, file, key);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(id_of(first), id_of(again));
  EXPECT_NE(id_of(send("", manager, file, key)), id_of(first)) << "somebody else's key";
  EXPECT_EQ(send("", editor, file, {{"idempotency-key", "two words"}}).status, 400);
}

TEST_F(ImportsTest, a_file_that_says_itself_too_large_is_not_read) {
  http::Request request;
  request.content_length = service::kMostUploadBytes + 1;
  EXPECT_EQ(http::check_upload_size(request).error().code, base::ErrorCode::too_large);
  request.content_length = service::kMostUploadBytes;
  EXPECT_TRUE(http::check_upload_size(request));
}

TEST_F(ImportsTest, what_is_no_known_format_says_what_it_was_nearest_to) {
  const Reply reply = send("", editor, R"({"teams": "none"})");
  EXPECT_EQ(reply.status, 415) << reply.body;
  EXPECT_NE(reply.json()["detail"].get<std::string>().find("JSON"), std::string::npos);
  EXPECT_EQ(send("?format=nonsense", editor, "x").status, 415);
  EXPECT_EQ(send("", editor, "--x", {{"content-type", "multipart/form-data; boundary=x"}}).status,
            415);
  EXPECT_TRUE(registry.get("/v1/imports", editor).json()["items"].empty()) << "nothing is kept";
}

TEST_F(ImportsTest, parameters_are_read_strictly) {
  for (const char* query : {"?on_error=stop", "?mode=merge&scope=state:IN", "?dry_run=yes",
                            "?decide=x", "?decide=1:", "?kind=dragon", "?max_withdraw=-1",
                            "?nonsense=1", "?mode=merge&mode=merge"}) {
    EXPECT_EQ(send(query, editor, "{}").status, 400) << query;
  }
}

TEST_F(ImportsTest, is_answered_later_to_who_would_not_wait) {
  const Reply reply =
      send("", editor, file_of({organisation("one", "ONE")}), {{"prefer", "respond-async"}});
  ASSERT_TRUE(reply.status == 202 || reply.status == 201) << reply.body;
  EXPECT_EQ(reply.header("Preference-Applied"), "respond-async");
  registry->imports().wait(id_of(reply), std::chrono::seconds(30));
  const Json report = registry.get(reply.header("Location"), editor).json();
  EXPECT_EQ(report["state"], "applied");
  EXPECT_EQ(status_of("one"), 200);
}

TEST_F(ImportsTest, the_preference_is_read_as_its_standard_says) {
  const auto patience = [](const char* prefer) {
    http::Request request;
    request.headers = {{"prefer", prefer}};
    return http::patience_of(request);
  };
  EXPECT_EQ(patience("wait=5").wait.count(), 5);
  EXPECT_EQ(patience("wait=5").applied, "wait=5");
  EXPECT_EQ(patience("Wait=999").wait.count(), 30);
  EXPECT_EQ(patience("respond-async").wait.count(), 0);
  EXPECT_EQ(patience("return=minimal, respond-async;x=1, wait=\"7\"").wait.count(), 7);
  EXPECT_EQ(patience("wait=soon").wait.count(), 10);
  EXPECT_EQ(patience("wait=soon").applied, "");
}

TEST_F(ImportsTest, the_report_is_read_page_by_page_in_both_forms) {
  std::vector<Json> entries;
  for (int i = 0; i < 7; ++i) entries.push_back(organisation("org-" + std::to_string(i), "O"));
  const std::string path = plan(file_of(entries)).header("Location");
  std::string target = path + "?limit=3";
  std::size_t seen = 0;
  for (int pages = 1; !target.empty(); ++pages) {
    ASSERT_LE(pages, 3);
    const Reply page = registry.get(target, editor);
    ASSERT_EQ(page.status, 200) << page.body;
    const Json report = page.json();
    for (const Json& item : report["items"]) EXPECT_EQ(item["row"], ++seen);
    const std::string link = page.header("Link");
    const auto next = link.find(">; rel=\"next\"");
    const auto from = link.rfind('<', next);
    target = next == std::string::npos ? "" : link.substr(from + 1, next - from - 1);
  }
  EXPECT_EQ(seen, 7U);
  const Reply xml = registry.get(path + ".xml", editor);
  EXPECT_EQ(xml.status, 200);
  EXPECT_NE(xml.body.find("<summary>"), std::string::npos) << xml.body;
  EXPECT_EQ(registry.get(path + "?cursor=nonsense", editor).status, 400);
}

TEST_F(ImportsTest, a_file_that_is_not_kept_any_more_cannot_be_applied) {
  const Reply planned = plan(file_of({organisation("one", "ONE")}));
  registry->imports().drop_file(id_of(planned));
  EXPECT_EQ(registry.ask("POST", planned.header("Location") + "/apply", editor).status, 410);
}

TEST_F(ImportsTest, is_for_those_who_may_write) {
  const std::string file = file_of({organisation("one", "ONE")});
  const std::string path = plan(file).header("Location");
  for (const auto& [token, status] :
       {std::pair(std::string(), 401), std::pair(registry.token(Role::reader, "IN"), 403),
        std::pair(registry.token(Role::administrator, ""), 403)}) {
    EXPECT_EQ(send("", token, file).status, status);
    EXPECT_EQ(registry.get("/v1/imports", token).status, status);
    EXPECT_EQ(registry.get(path, token).status, status);
    EXPECT_EQ(registry.get(path + "/failed.csv", token).status, status);
    EXPECT_EQ(registry.ask("POST", path + "/apply", token).status, status);
  }
}

TEST_F(ImportsTest, another_state_is_told_nothing_of_it) {
  const std::string path =
      plan(file_of({organisation("one", "QCANARY"), broken("two")}), "&file=qcanary.json")
          .header("location");
  for (const std::string& rest : {std::string(), std::string("?only=errors"), std::string(".xml"),
                                  std::string("/failed.csv")}) {
    EXPECT_EQ(registry.get(path + rest, stranger).status, 404) << rest;
    EXPECT_EQ(registry.get(path + rest, manager).status, 200) << rest;
    EXPECT_EQ(registry.get(path + rest, secretariat).status, 200) << rest;
  }
  EXPECT_EQ(registry.ask("POST", path + "/apply", stranger).status, 404);
  const Reply list = registry.get("/v1/imports", stranger);
  EXPECT_TRUE(list.json()["items"].empty()) << list.body;
  EXPECT_EQ(registry.get("/v1/imports", manager).json()["items"].size(), 1U);
}

TEST_F(ImportsTest, a_report_does_not_show_what_its_sender_may_not_see) {
  Json hidden = organisation("hidden", "QHIDDEN");
  hidden["meta"]["visibility"] = {{"*", "owner"}};
  registry.import("json", file_of({hidden}));
  Json guess = organisation("hidden", "GUESS", "TH");
  const Reply reply = send("?dry_run=true", stranger, file_of({guess}));
  EXPECT_EQ(reply.body.find("QHIDDEN"), std::string::npos) << reply.body;
  const Reply theirs = send("?dry_run=true", stranger, file_of({organisation("hidden", "GUESS")}));
  EXPECT_EQ(theirs.body.find("QHIDDEN"), std::string::npos) << theirs.body;
  EXPECT_EQ(send("", stranger, file_of({guess})).status, 422) << "nobody takes an entry over";
  EXPECT_EQ(registry.get("/v1/entries/hidden", editor).json()["meta"]["owner"], "IN");
}

}  // namespace
}  // namespace cyberdir::scenarios
