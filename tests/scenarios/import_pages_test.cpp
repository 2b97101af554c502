// People import by the pages alone: a file is sent, looked at, decided on and imported.
#include <gtest/gtest.h>

#include "page/languages.h"
#include "work_world.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using support::Browser;
using support::Reply;

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

Json organisation(const std::string& id, const std::string& short_name) {
  return {{"id", id},
          {"kind", "organisation"},
          {"meta", {{"owner", "IN"}}},
          {"short_name", short_name},
          {"name", {{"en", "Organisation " + short_name}}},
          {"type", "national-csirt"},
          {"country", "IN"}};
}

std::string part(const std::string& name, const std::string& value, const std::string& more = {}) {
  return "--limit\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" +
         value + "\r\n";
}

// Sends the form of the page, as a browser does; the answer to it.
Reply upload(Browser& browser, const std::string& file, const std::string& name = "file.json",
             const std::string& fields = {}, const std::string& language = "en") {
  browser.open("/" + language + "/imports");
  const std::string body = part("csrf", browser.form_token()) + fields +
                           part("file", file, "; filename=\"" + name + "\"") + "--limit--\r\n";
  return browser.ask(
      "POST", "/" + language + "/imports", body,
      {{"content-type", "multipart/form-data; boundary=limit"}, {"accept", "text/html"}});
}

TEST(ImportPages, a_file_is_looked_at_and_then_imported_exactly_so) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  EXPECT_TRUE(has(editor.open("/en/work").body, "/en/imports"));
  const Reply sent =
      upload(editor,
             support::directory_file({organisation("org", "CHANGED"), organisation("new", "NEW")}));
  ASSERT_EQ(sent.status, 303) << sent.body;
  const std::string path = sent.header("Location");
  const Reply report = editor.open(path);
  ASSERT_EQ(report.status, 200) << report.body;
  EXPECT_TRUE(has(report.body, "Planned"));
  EXPECT_TRUE(has(report.body, "<del>")) << report.body;
  EXPECT_TRUE(has(report.body, "<ins>"));
  EXPECT_TRUE(has(report.body, "Row 2"));
  EXPECT_TRUE(has(editor.open("/en/imports").body, "file.json"));
  editor.open(path);
  const Reply done = editor.send(path, {{"act", "apply"}});
  EXPECT_EQ(done.status, 200);
  EXPECT_TRUE(has(done.body, "This was imported.")) << done.body;
  EXPECT_TRUE(has(done.body, "/en/submissions/")) << "India's entries go past other eyes";
}

TEST(ImportPages, rows_with_errors_are_named_and_can_be_fetched) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  Json broken = organisation("broken", "BROKEN");
  broken["type"] = "no-such-type";
  const Reply sent = upload(editor, support::directory_file({organisation("a", "A"), broken}));
  const std::string path = sent.header("Location");
  const Reply report = editor.open(path + "?only=errors");
  EXPECT_TRUE(has(report.body, "Refused"));
  EXPECT_TRUE(has(report.body, "Row 2"));
  EXPECT_FALSE(has(report.body, "Row 1"));
  EXPECT_TRUE(has(report.body, "/failed.csv"));
  const Reply csv = editor.ask("GET", "/v1" + path.substr(3) + "/failed.csv");
  EXPECT_EQ(csv.status, 200);
  EXPECT_TRUE(has(csv.body, "row,line,place"));
  const Reply rest = upload(editor, support::directory_file({organisation("a", "A"), broken}),
                            "file.json", part("on_error", "skip"));
  EXPECT_TRUE(has(editor.open(rest.header("Location")).body, "Import exactly this"));
}

TEST(ImportPages, a_likely_duplicate_is_decided_by_a_person) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  Json twin = organisation("", "TWIN");
  twin.erase("id");
  twin["name"] = {{"en", "Example"}};
  const Reply sent = upload(editor, support::directory_file({twin}));
  ASSERT_EQ(sent.status, 303) << sent.body;
  const std::string path = sent.header("Location");
  const Reply report = editor.open(path);
  ASSERT_TRUE(has(report.body, "name=\"decide-1\"")) << report.body;
  const Reply again = editor.send(path, {{"act", "decide"}, {"decide-1", "skip"}});
  EXPECT_EQ(again.status, 200);
  EXPECT_NE(editor.address(), path);
  EXPECT_TRUE(has(again.body, "This was left out, as was decided.")) << again.body;
}

TEST(ImportPages, the_form_is_read_strictly) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const Reply unknown = upload(editor, "what is this", "notes.txt");
  EXPECT_EQ(unknown.status, 422);
  EXPECT_TRUE(has(unknown.body, "role=\"alert\""));
  EXPECT_EQ(upload(editor, "{}", "").status, 422) << "no file was chosen";
  EXPECT_EQ(upload(editor, "{}", "a.json", part("mode", "replace")).status, 422);
  const Reply forged =
      editor.ask("POST", "/en/imports", part("file", "{}", "; filename=\"a\"") + "--limit--",
                 {{"content-type", "multipart/form-data; boundary=limit"}});
  EXPECT_EQ(forged.status, 403);
}

TEST(ImportPages, is_for_those_who_may_write_and_their_own) {
  WorkWorld world;
  const std::string path =
      upload(world.as("editor"), support::directory_file({organisation("a", "A")}))
          .header("Location");
  EXPECT_EQ(world.as("colleague").open(path).status, 200);
  EXPECT_EQ(world.as("secretariat").open(path).status, 200);
  EXPECT_EQ(world.as("manager of TH").open(path).status, 404);
  EXPECT_FALSE(has(world.as("manager of TH").open("/en/imports").body, "file.json"));
  EXPECT_EQ(world.as("reader").open("/en/imports").status, 403);
  EXPECT_FALSE(has(world.as("reader").open("/en/work").body, "/en/imports"));
}

TEST(ImportPages, are_there_in_every_language) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string path =
      upload(editor, support::directory_file({organisation("org", "CHANGED")})).header("Location");
  for (const std::string language : {"ar", "en", "es", "fr", "ru", "zh"}) {
    const Reply list = editor.open("/" + language + "/imports");
    EXPECT_EQ(list.status, 200);
    const Reply report = editor.open("/" + language + path.substr(3));
    EXPECT_EQ(report.status, 200);
    for (const std::string& page : {list.body, report.body}) {
      EXPECT_TRUE(has(page, "lang=\"" + language + "\""));
      EXPECT_FALSE(has(page, "import.")) << language << ": a key without words";
    }
  }
}

}  // namespace
}  // namespace cyberdir::scenarios
