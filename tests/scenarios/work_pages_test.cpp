// States work by the pages alone: editor, manager and secretariat, without a script.
#include <regex>

#include <gtest/gtest.h>

#include "canary_entries.h"
#include "form_filler.h"
#include "model/kinds.h"
#include "page/languages.h"
#include "submission_world.h"
#include "work_world.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using support::Browser;
using support::Reply;

constexpr std::size_t kLargestPage = 30'000;
// Something that people or their software would have to name, without words.
const std::regex kNameless(
    "<(label|button|legend|h[1-6]|a|option|title)( [^>]*)?>\\s*</|<bdi></bdi></(label|a)>");

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

// ---- every kind, every field

class EveryKind : public testing::TestWithParam<std::string> {};

// Entries for references to go to.
void import_targets(WorkWorld& world, Planter& planter) {
  std::vector<Json> targets;
  for (const model::Kind& kind : model::kinds()) {
    if (kind.name != "state")
      targets.push_back(planter.entry(kind, reference_target(kind.name), "IN", "", {}));
  }
  world.registry.must_import(targets);
}

void expect_fields(const model::Kind& kind, const Json& wanted, const Json& there) {
  for (const model::Field& field : kind.fields) {
    const std::string name(field.name);
    ASSERT_TRUE(wanted.contains(name)) << "the test leaves a field out: " << name;
    EXPECT_EQ(there.value(name, Json()), wanted.at(name)) << kind.name << "/" << name;
  }
}

TEST_P(EveryKind, GoesFromTheFormToPublication) {
  WorkWorld world;
  Planter planter(1);
  import_targets(world, planter);
  const model::Kind& kind = *model::find_kind(GetParam());
  const Json wanted = planter.entry(kind, "unused", "IN", "", {});
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_entry(editor, GetParam());
  const std::string id = WorkWorld::id_in(answers);
  EXPECT_TRUE(has(editor.open(answers).body, "Still needed before it can be published"));
  FormFiller filler(editor, answers);
  for (const model::Field& field : kind.fields)
    filler.fill(field, wanted.at(std::string(field.name)));
  ASSERT_TRUE(filler.refused().empty()) << filler.refused().front();
  const Reply checked = editor.open(answers);
  EXPECT_FALSE(has(checked.body, "Still needed before it can be published"));
  EXPECT_LT(checked.body.size(), kLargestPage);
  world.publish(id);
  EXPECT_EQ(world.state(answers), "published");
  const std::string entry = world.submission("editor", id)["changes"][0]["entry"];
  const Json published = world.entry("editor", entry);
  EXPECT_EQ(published["meta"]["status"], "published");
  expect_fields(kind, wanted, published);
}

INSTANTIATE_TEST_SUITE_P(Pages, EveryKind,
                         testing::Values("organisation", "contact", "initiative", "programme",
                                         "document", "event", "need", "offer"));

// The ninth: reference data, which the secretariat changes and nobody else looks at.
TEST(WorkPages, TheSecretariatFillsInEveryFieldOfAState) {
  WorkWorld world;
  Planter planter(1);
  import_targets(world, planter);
  const model::Kind& kind = *model::find_kind("state");
  Json wanted = planter.entry(kind, "state-in", "secretariat", "", {});
  wanted["iso2"] = "IN";
  Browser& officer = world.as("secretariat");
  const std::string answers = world.begin_change(officer, "state-in");
  for (const model::Field& field : kind.fields) {
    const std::string name(field.name);
    // What stands there already is taken away first.
    officer.open(answers + "/" + name);
    Browser::Fields nothing = {{"value", ""}};
    for (const std::string_view language : page::languages())
      nothing.emplace_back("value-" + std::string(language), "");
    const bool needed = name == "iso2" || field.type == model::Type::object;
    if (!needed) officer.send(answers + "/" + name, nothing);
  }
  FormFiller filler(officer, answers);
  for (const model::Field& field : kind.fields)
    filler.fill(field, wanted.at(std::string(field.name)));
  ASSERT_TRUE(filler.refused().empty()) << filler.refused().front();
  officer.open(answers);
  EXPECT_TRUE(has(officer.page(), ">Publish</button>")) << "nobody else looks at it";
  WorkWorld::act(officer, WorkWorld::id_in(answers), "submit");
  expect_fields(kind, wanted, world.entry("secretariat", "state-in"));
}

// ---- being led

TEST(WorkPages, WhoAddsAnEntryIsLedThroughWhatItNeeds) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_entry(editor, "document");
  const auto at = [&] { return editor.address().substr(answers.size()); };
  EXPECT_EQ(at(), "/title?walk=1");
  editor.send(answers + "/title", {{"value", "A strategy"}});
  EXPECT_EQ(at(), "/type?walk=1");
  editor.send(answers + "/type", {{"value", "strategy"}});
  EXPECT_EQ(at(), "/url?walk=1");
  editor.send(answers + "/url", {});
  EXPECT_EQ(at(), "") << "what is left empty is asked for on the page of answers";
  EXPECT_TRUE(has(editor.page(), "This is needed.")) << editor.page();
  EXPECT_TRUE(has(editor.page(), "href=\"" + answers + "/url\""));
}

TEST(WorkPages, WhatIsMissingKeepsItFromBeingSubmittedAndSaysWhereItBelongs) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_entry(editor, "document");
  editor.open(answers);
  const Reply refused = WorkWorld::act(editor, WorkWorld::id_in(answers), "submit");
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(has(refused.body, "role=\"alert\""));
  EXPECT_TRUE(has(refused.body, "href=\"" + answers + "/title\""));
  EXPECT_EQ(world.state(answers), "draft");
}

TEST(WorkPages, SigningInLeadsToTheWorkThatWaits) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  EXPECT_TRUE(has(editor.open("/en/sign-in").body, "<h1>My State</h1>"));
  EXPECT_TRUE(has(editor.open("/en/").body, "href=\"/en/work\""));
  const std::string answers = world.begin_entry(editor, "document");
  EXPECT_TRUE(has(editor.open("/en/work").body,
                  "href=\"/en/submissions/" + WorkWorld::id_in(answers) + "\""));
  EXPECT_TRUE(has(editor.page(), "To be looked at and declared right"));
  EXPECT_FALSE(has(world.as("manager of TH").open("/en/work").body, WorkWorld::id_in(answers)));
}

// ---- what goes wrong

TEST(WorkPages, ARefusedFormSaysWhereAndKeepsWhatWasEntered) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  editor.open(answers + "/channels.new");
  const Json before = world.submission("editor", WorkWorld::id_in(answers));
  const Reply refused =
      editor.send(answers + "/channels.new",
                  {{"value-kind", "phone"}, {"value-value", "12 <b>"}, {"value-use", "urgent"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(has(refused.body, "<title>Something has to be put right"));
  EXPECT_TRUE(has(refused.body, "href=\"#q-value-value\""));
  EXPECT_TRUE(has(refused.body, "id=\"q-value-value\""));
  EXPECT_TRUE(has(refused.body, "aria-invalid=\"true\""));
  EXPECT_TRUE(has(refused.body, "value=\"12 &lt;b&gt;\""));
  EXPECT_TRUE(has(refused.body, "value=\"urgent\" checked"));
  EXPECT_EQ(world.submission("editor", WorkWorld::id_in(answers)), before) << "nothing was stored";
}

TEST(WorkPages, AFormThatWasSentTwiceDoesItsWorkOnce) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  editor.open("/en/work/new");
  const std::string adding = editor.page();
  Browser twin = editor;
  editor.send("/en/work/new", {{"kind", "contact"}});
  twin.send("/en/work/new", {{"kind", "contact"}});
  EXPECT_EQ(editor.address(), twin.address()) << "one draft, not two";
  const std::string answers =
      "/en/submissions/" + WorkWorld::id_in(editor.address()) + "/changes/1";
  editor.open(answers + "/channels.new");
  Browser second = editor;
  const Browser::Fields channel = {{"value-kind", "email"}, {"value-value", "a@b.example"}};
  editor.send(answers + "/channels.new", channel);
  const Reply again = second.send(answers + "/channels.new", channel);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(second.address(), answers + "/channels");
  const Json draft = world.submission("editor", WorkWorld::id_in(answers));
  EXPECT_EQ(draft["changes"][0]["patch"]["channels"].size(), 1U);
}

TEST(WorkPages, ADecisionThatWasSentTwiceIsDoneOnce) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  editor.open(answers + "/interpol_channel");
  editor.send(answers + "/interpol_channel", {{"value", "by I-24/7"}});
  const std::string id = WorkWorld::id_in(answers);
  world.decide("editor", id, "submit");
  Browser& manager = world.as("manager");
  manager.open("/en/submissions/" + id);
  Browser twin = manager;
  EXPECT_EQ(WorkWorld::act(manager, id, "approve").status, 200);
  EXPECT_EQ(WorkWorld::act(twin, id, "approve").status, 200);
  EXPECT_EQ(world.state(answers), "approved");
  EXPECT_EQ(world.submission("manager", id)["history"].size(), 4U)
      << "begun, edited, sent, approved";
}

TEST(WorkPages, SomebodyElsesChangeOfADraftIsToldAndNothingIsLost) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  Browser& colleague = world.as("colleague");
  editor.open(answers + "/interpol_channel");
  colleague.open(answers + "/interpol_channel");
  colleague.send(answers + "/interpol_channel", {{"value", "by the colleague"}});
  const Reply stale = editor.send(answers + "/interpol_channel", {{"value", "by the editor"}});
  EXPECT_EQ(stale.status, 409);
  EXPECT_TRUE(has(stale.body, "Somebody else has changed this"));
  EXPECT_TRUE(has(stale.body, "value=\"by the editor\"")) << "what was entered stays";
  EXPECT_TRUE(has(stale.body, "by the colleague")) << "what stands there now is shown";
  const auto value = [&] {
    return world.submission("editor", WorkWorld::id_in(answers))["changes"][0]["patch"].value(
        "interpol_channel", "");
  };
  EXPECT_EQ(value(), "by the colleague");
  EXPECT_EQ(editor.send(answers + "/interpol_channel", {{"value", "by the editor"}}).status, 200);
  EXPECT_EQ(value(), "by the editor");
}

TEST(WorkPages, SearchingForAReferenceKeepsTheRestOfTheForm) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_entry(editor, "initiative");
  editor.open(answers + "/partners.new");
  const Reply found = editor.send(
      answers + "/partners.new",
      {{"value-ref-find", "example"}, {"search", "value-ref-find"}, {"value-state", "TH"}});
  EXPECT_EQ(found.status, 200);
  EXPECT_TRUE(has(found.body, "name=\"value-ref\" value=\"org\""));
  EXPECT_TRUE(has(found.body, "<option value=\"TH\" selected>"));
}

// ---- review

TEST(WorkPages, ReviewersSeeOldAndNewSideBySide) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  const std::string id = WorkWorld::id_in(answers);
  editor.open(answers + "/title");
  editor.send(answers + "/title", {{"value-en", "The new desk"}});
  EXPECT_TRUE(has(editor.open(answers).body, "Desk tech"));
  EXPECT_TRUE(has(editor.page(), "The new desk"));
  editor.open("/en/submissions/" + id + "/reason");
  editor.send("/en/submissions/" + id + "/reason", {{"reason", "A new office"},
                                                    {"kind", "note-verbale"},
                                                    {"reference", "NV/12"},
                                                    {"issuer", "The Ministry"},
                                                    {"date", "2026-11-20"}});
  world.decide("editor", id, "submit");
  for (const char* who : {"manager", "secretariat"}) {
    const std::string page = world.as(who).open("/en/submissions/" + id).body;
    EXPECT_TRUE(has(page, "<del>")) << who;
    EXPECT_TRUE(has(page, "Desk tech")) << who;
    EXPECT_TRUE(has(page, "<ins>")) << who;
    EXPECT_TRUE(has(page, "The new desk")) << who;
    EXPECT_TRUE(has(page, "NV/12")) << who;
    EXPECT_TRUE(has(page, "A new office")) << who;
    EXPECT_LT(page.size(), kLargestPage);
  }
}

TEST(WorkPages, AButtonStandsForEachThingThatTheReaderMayDoAndNothingElse) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  const std::string id = WorkWorld::id_in(answers);
  editor.open(answers + "/interpol_channel");
  editor.send(answers + "/interpol_channel", {{"value", "by I-24/7"}});
  const auto offered = [&](const std::string& who) {
    const std::string page = world.as(who).open("/en/submissions/" + id).body;
    std::string all;
    for (const char* action : {"submit", "approve", "accept", "return", "reject", "withdraw"}) {
      if (has(page, "name=\"act\" value=\"" + std::string(action) + "\""))
        all += std::string(all.empty() ? "" : " ") + action;
    }
    return all;
  };
  EXPECT_EQ(offered("editor"), "submit withdraw");
  world.decide("editor", id, "submit");
  EXPECT_EQ(offered("editor"), "withdraw");
  EXPECT_EQ(offered("manager"), "approve return withdraw");
  EXPECT_EQ(offered("secretariat"), "return reject");
  world.decide("manager", id, "approve");
  EXPECT_EQ(offered("secretariat"), "accept return reject");
  EXPECT_EQ(world.decide("secretariat", id, "return"), 422) << "a comment is wanted";
  EXPECT_EQ(world.decide("secretariat", id, "return", "Which office?"), 200);
  EXPECT_TRUE(has(world.as("editor").open("/en/work").body, "Which office?"));
  EXPECT_EQ(offered("editor"), "submit withdraw");
  world.publish(id);
  EXPECT_EQ(offered("secretariat"), "");
}

TEST(WorkPages, TheSecretariatsQueueIsTheOldestFirst) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  std::vector<std::string> ids;
  for (const char* entry : {"tech", "diplomat"}) {
    const std::string answers = world.begin_change(editor, entry);
    editor.open(answers + "/interpol_channel");
    editor.send(answers + "/interpol_channel", {{"value", "by I-24/7"}});
    ids.push_back(WorkWorld::id_in(answers));
    world.decide("editor", ids.back(), "submit");
    world.decide("manager", ids.back(), "approve");
  }
  const std::string page = world.as("secretariat").open("/en/submissions").body;
  EXPECT_TRUE(has(page, "Submissions to be accepted"));
  EXPECT_LT(page.find(ids[0]), page.find(ids[1]));
  EXPECT_TRUE(has(page, "Desk tech")) << "what each concerns";
  EXPECT_FALSE(has(world.as("manager of TH").open("/en/submissions?show=all").body, ids[0]));
  EXPECT_EQ(world.as("editor").open("/en/submissions?show=nothing").status, 400);
}

TEST(WorkPages, WhereAnEntryHasMovedOnTheWriterChoosesWhatCounts) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string slow = world.begin_change(editor, "tech");
  editor.open(slow + "/interpol_channel");
  editor.send(slow + "/interpol_channel", {{"value", "the slow one"}});
  const auto change = [&](const std::string& value) {
    Json content = patch_of("tech", 1, {{"interpol_channel", value}});
    content["changes"][0]["base_version"] = world.entry("editor", "tech")["meta"]["version"];
    return content;
  };
  const std::string token = world.registry.token(model::Role::editor, "IN");
  const Reply quick = world.registry.ask("POST", "/v1/submissions", token, change("quick").dump(),
                                         {{"content-type", "application/json"}});
  ASSERT_EQ(quick.status, 201) << quick.body;
  world.publish(quick.json()["id"]);
  const std::string id = WorkWorld::id_in(slow);
  const std::string page = editor.open("/en/submissions/" + id).body;
  EXPECT_TRUE(has(page, "in the same places"));
  EXPECT_TRUE(has(page, "the slow one"));
  EXPECT_TRUE(has(page, "quick"));
  EXPECT_EQ(world.decide("editor", id, "submit"), 409);
  EXPECT_EQ(editor.open(slow + "/rebase").status, 200);
  EXPECT_EQ(editor.send(slow + "/rebase", {{"side-0", "yours"}}).status, 200);
  world.publish(id);
  EXPECT_EQ(world.entry("editor", "tech")["interpol_channel"], "the slow one");
}

TEST(WorkPages, OnePersonIsEnoughWhereAManagerSaysSo) {
  WorkWorld world;
  Browser& manager = world.as("manager");
  manager.open("/en/work");
  manager.send("/en/work", {});
  EXPECT_TRUE(has(manager.page(), "One person is enough"));
  Browser& editor = world.as("editor");
  EXPECT_FALSE(has(editor.open("/en/work").body, "name=\"one-person\""));
  EXPECT_EQ(editor.post("/en/work", {{"csrf", editor.form_token()}, {"one-person", "no"}}).status,
            403);
  const std::string answers = world.begin_change(editor, "tech");
  editor.open(answers + "/interpol_channel");
  editor.send(answers + "/interpol_channel", {{"value", "by I-24/7"}});
  world.decide("editor", WorkWorld::id_in(answers), "submit");
  EXPECT_EQ(world.state(answers), "approved") << "the secretariat still looks at it";
}

TEST(WorkPages, WhereNobodyReviewsTheLastButtonPublishes) {
  WorkWorld world;
  world.registry->submissions().set_review(model::Review::none);
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  editor.open(answers + "/interpol_channel");
  editor.send(answers + "/interpol_channel", {{"value", "by I-24/7"}});
  EXPECT_TRUE(has(editor.open(answers).body, ">Publish</button>"));
  const Reply done = WorkWorld::act(editor, WorkWorld::id_in(answers), "submit");
  EXPECT_TRUE(has(done.body, "Published."));
  EXPECT_EQ(world.entry("editor", "tech")["interpol_channel"], "by I-24/7");
}

// ---- withdrawing, bringing back, suggesting, erasing

TEST(WorkPages, AnEntryIsWithdrawnAndBroughtBack) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  editor.open("/en/entries/tech");
  editor.send("/en/entries/tech/changes", {{"act", "withdraw"}});
  editor.send("/en/entries/tech/changes", {});
  const std::string id = WorkWorld::id_in(editor.address());
  EXPECT_EQ(world.decide("editor", id, "submit"), 422) << "it is the last technical contact";
  EXPECT_TRUE(has(editor.page(), "last published contact"));
  editor.open("/en/submissions/" + id + "/reason");
  editor.send("/en/submissions/" + id + "/reason", {{"vacant", "technical"}});
  world.publish(id);
  const Reply gone = editor.open("/en/entries/tech");
  EXPECT_EQ(gone.status, 410);
  EXPECT_FALSE(
      has(world.as("reader of TH").open("/en/entries/tech").body, "Bring this entry back"));
  editor.open("/en/entries/tech");
  editor.send("/en/entries/tech/changes", {{"act", "restore"}});
  world.publish(WorkWorld::id_in(editor.address()));
  EXPECT_EQ(editor.open("/en/entries/tech").status, 200);
}

TEST(WorkPages, AStrangerSuggestsAndSeesWhatBecomesOfIt) {
  WorkWorld world;
  Browser& reader = world.as("reader of TH");
  EXPECT_TRUE(has(reader.open("/en/entries/org").body, "Suggest a correction"));
  EXPECT_TRUE(
      has(reader.open("/en/entries/org/suggest").body, "/en/entries/org/suggest/legal_basis"));
  reader.open("/en/entries/org/suggest/legal_basis");
  const Reply sent = reader.send("/en/entries/org/suggest/legal_basis",
                                 {{"value", "Act 7"}, {"reason", "It was in the gazette"}});
  EXPECT_TRUE(has(sent.body, "Sent to the owner"));
  const std::string id = WorkWorld::id_in(reader.address());
  EXPECT_TRUE(has(world.as("editor").open("/en/work").body, id));
  const std::string page = world.as("editor").open("/en/submissions/" + id).body;
  EXPECT_TRUE(has(page, "Act 7"));
  EXPECT_TRUE(has(page, "It was in the gazette"));
  world.publish(id);
  EXPECT_EQ(world.entry("editor", "org")["legal_basis"], "Act 7");
  EXPECT_TRUE(has(reader.open("/en/submissions/" + id).body, "Published"));
  EXPECT_EQ(world.as("editor").open("/en/entries/org/suggest").status, 409) << "one's own";
}

TEST(WorkPages, ErasingAsksTwiceAndIsAManagersAlone) {
  WorkWorld world;
  EXPECT_EQ(world.as("editor").open("/en/entries/tech/redact").status, 403);
  EXPECT_EQ(world.as("reader of TH").open("/en/entries/tech/redact").status, 403);
  Browser& manager = world.as("manager");
  const std::string page = "/en/entries/tech/redact";
  manager.open(page);
  EXPECT_EQ(manager.send(page, {{"pointers", "/languages"}}).status, 422) << "no ground";
  EXPECT_TRUE(has(manager.page(), "value=\"/languages\" checked"));
  // The title is needed: an entry cannot stand without it, which the registry says in the end.
  manager.open(page);
  const Json before = world.entry("editor", "org");
  Browser& officer = world.as("manager");
  const std::string other = "/en/entries/org/redact";
  officer.open(other);
  const Reply asked = officer.send(other, {{"pointers", "/country"}, {"ground", "asked to"}});
  EXPECT_TRUE(has(asked.body, "Is this to be erased?"));
  EXPECT_EQ(world.entry("editor", "org"), before) << "not before the second look";
  officer.send(other, {});
  EXPECT_FALSE(world.entry("editor", "org").contains("country"));
}

TEST(WorkPages, WhoSeesAFieldIsPartOfItsForm) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  editor.open(answers + "/title");
  EXPECT_TRUE(has(editor.page(), "<option value=\"public\">"));
  EXPECT_FALSE(has(editor.page(), "<option value=\"group\">")) << "it is so as usual";
  editor.send(answers + "/title", {{"value-en", "Desk tech"}, {"seen-by", "owner"}});
  const auto rules = [&] {
    return world.submission("editor",
                            WorkWorld::id_in(answers))["changes"][0]["patch"]["meta"]["visibility"];
  };
  EXPECT_EQ(rules(), Json({{"title", "owner"}}));
  editor.open(answers + "/title");
  EXPECT_TRUE(has(editor.page(), "<option value=\"owner\" selected>"));
}

// ---- who is told nothing

TEST(WorkPages, WhatIsProposedIsShownToNobodyElse) {
  WorkWorld world;
  constexpr std::string_view kCanary = "canary-proposed-4c1d";
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  editor.open(answers + "/interpol_channel");
  editor.send(answers + "/interpol_channel", {{"value", std::string(kCanary)}});
  const std::string submission = "/en/submissions/" + WorkWorld::id_in(answers);
  for (const char* who :
       {"reader", "manager of TH", "reader of TH", "secretariat", "administrator"}) {
    Browser& browser = world.as(who);
    for (const std::string& page : {submission, submission + "/reason", answers,
                                    answers + "/interpol_channel", answers + "/rebase"}) {
      const Reply reply = browser.open(page);
      EXPECT_EQ(reply.status, 404) << who << " " << page;
      EXPECT_FALSE(has(reply.body, kCanary)) << who << " " << page;
      const Reply sent =
          browser.post(page, {{"csrf", browser.form_token()}, {"act", "withdraw"}, {"value", "x"}});
      EXPECT_TRUE(sent.status == 404 || sent.status == 405) << who << " " << page << sent.status;
    }
    for (const char* page : {"/en/work", "/en/submissions?show=all", "/en/entries/tech"})
      EXPECT_FALSE(has(browser.open(page).body, kCanary)) << who << " " << page;
  }
  Browser nobody(world.registry);
  EXPECT_TRUE(has(nobody.open(submission).body, "name=\"password\""));
  EXPECT_FALSE(has(nobody.page(), kCanary));
}

TEST(WorkPages, NobodyWritesWithoutAFormOfOurs) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  for (const char* page : {"/en/work", "/en/work/new", "/en/entries/tech/changes",
                           "/en/entries/tech/redact", "/en/entries/org/suggest/legal_basis"})
    EXPECT_EQ(editor.post(page, {{"kind", "contact"}, {"act", "update"}}).status, 403) << page;
  EXPECT_EQ(world.as("administrator").open("/en/work/new").status, 403);
  EXPECT_EQ(world.as("reader").open("/en/work/new").status, 403);
}

// ---- in every language

TEST(WorkPages, AreInEveryLanguageAndSmall) {
  WorkWorld world;
  Browser& editor = world.as("editor");
  const std::string answers = world.begin_change(editor, "tech");
  const std::string change = answers.substr(3);
  std::vector<std::string> pages = {"/work",
                                    "/work/new",
                                    "/submissions?show=all",
                                    change,
                                    "/submissions/" + WorkWorld::id_in(answers),
                                    "/submissions/" + WorkWorld::id_in(answers) + "/reason",
                                    change + "/meta.group",
                                    change + "/meta.visibility",
                                    change + "/channels",
                                    change + "/channels.new",
                                    change + "/availability.hours.new"};
  for (const model::Field& field : model::find_kind("contact")->fields)
    pages.push_back(change + "/" + std::string(field.name));
  for (const std::string_view language : page::languages()) {
    for (const std::string& page : pages) {
      const Reply reply = editor.open("/" + std::string(language) + page);
      EXPECT_EQ(reply.status, 200) << language << page;
      EXPECT_LT(reply.body.size(), kLargestPage) << language << page;
      std::smatch nameless;
      EXPECT_FALSE(std::regex_search(reply.body, nameless, kNameless))
          << language << page << ": " << nameless.str();
    }
  }
}

}  // namespace
}  // namespace cyberdir::scenarios
