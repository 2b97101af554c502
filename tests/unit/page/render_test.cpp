#include "page/render.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "page/assets.h"
#include "page/languages.h"
#include "page/local_time.h"
#include "tests/unit/page/sample.h"

namespace cyberdir::page {
namespace {

constexpr std::size_t kLargestPage = 30'000;

bool has(const std::string& html, std::string_view what) {
  return html.find(what) != std::string::npos;
}

std::size_t place(const std::string& html, std::string_view what) {
  const std::size_t at = html.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at;
}

// A contact as complete as a real one.
ContactCard contact(const std::string& category) {
  ContactCard card;
  card.category = category;
  card.title = {"Duty officer for ICT security", "en"};
  card.path = "/entries/0192f7c4-5f0a-7cc1-9a4e-3f1b2c4d5e6f";
  card.organisation =
      Link{{"Ministry of Foreign Affairs", "en"}, "/entries/0192f7c4-5f0a-7cc1-9a4e-3f1b2c4d5e60"};
  card.channels = {{"phone-emergency", "+66 2 123 4567", "urgent", "", false,
                    sample::moment(2026, 11, 3), "call-answered"},
                   {"email", "duty@mfa.example", "routine", "", false, std::nullopt, ""},
                   {"fax", "+66 2 123 4568", "routine", "", true, std::nullopt, ""}};
  card.languages = {"en", "th"};
  card.available_now = false;
  card.local_time = "09:40";
  card.time_zone = "Asia/Bangkok";
  card.hours = {"08:30–16:30"};
  card.keys = {{"0123456789ABCDEF0123456789ABCDEF01234567", {}}};
  card.declared_at = sample::moment(2026, 8, 12);
  return card;
}

EntryLine line(const std::string& kind) {
  EntryLine made;
  made.kind = kind;
  made.title = {"Regional dialogue of incident response teams and policy makers", "en"};
  made.path = "/entries/0192f7c4-5f0a-7cc1-9a4e-3f1b2c4d5e6f";
  made.summary = {std::string(240, 'x'), "en"};
  made.details = {
      {"stage", make_code("stage", "active"), {}},
      {"themes", make_list({make_code("theme", "norms"), make_code("theme", "skills")}), {}}};
  made.declared_at = sample::moment(2026, 6, 1);
  return made;
}

StatePage twenty_entries() {
  StatePage page;
  page.state = {"TH", {"Thailand", "en"}};
  page.contacts = {contact("diplomatic"), contact("technical"), contact("law-enforcement"),
                   contact("technical"), contact("policy")};
  page.organisations.assign(4, line("organisation"));
  page.initiatives.assign(4, line("initiative"));
  page.programmes.assign(5, line("programme"));
  page.documents.assign(2, line("document"));
  return page;
}

TEST(Render, StaysSmall) {
  for (const std::string_view language : languages()) {
    const Frame frame = sample::frame(std::string(language), "/states/TH");
    EXPECT_LT(render_state(twenty_entries(), frame).size(), kLargestPage) << language;
  }
  EXPECT_LT(find_asset(asset_path("cyberdir.css"))->bytes.size(), kLargestPage);
}

TEST(Render, HomeWithEveryStateStaysSmall) {
  HomePage page;
  for (char a = 'A'; a <= 'M'; ++a) {
    for (char b = 'A'; b <= 'O'; ++b) {
      page.states.push_back(
          {{{a, b}, {"A State with quite a long name " + std::string{a, b}, "en"}}, {"WEOG"}});
    }
  }
  ASSERT_EQ(page.states.size(), 195U);
  EXPECT_LT(render_home(page, sample::frame()).size(), kLargestPage);
}

TEST(Render, DeclaresLanguageAndDirection) {
  EXPECT_TRUE(has(render_home({}, sample::frame("ar")), "<html lang=\"ar\" dir=\"rtl\">"));
  EXPECT_TRUE(has(render_home({}, sample::frame("zh")), "<html lang=\"zh\" dir=\"ltr\">"));
  EXPECT_TRUE(has(render_home({}, sample::frame("xx")), "<html lang=\"en\" dir=\"ltr\">"));
}

TEST(Render, LanguageSwitcherKeepsThePage) {
  const std::string html = render_results({}, sample::frame("en", "/search?q=a%20b&kind=contact"));
  EXPECT_TRUE(
      has(html, "href=\"/ru/search?q=a%20b&amp;kind=contact\" lang=\"ru\" hreflang=\"ru\""));
  EXPECT_TRUE(has(html, "lang=\"en\" hreflang=\"en\" aria-current=\"true\""));
}

TEST(Render, EveryPageHasOneHeadingOneMainAndASkipLink) {
  const Frame frame = sample::frame();
  const std::string text = "text";
  for (const std::string& html :
       {render_home(sample::home(text), frame), render_results(sample::results(text), frame),
        render_state(sample::state(text), frame), render_entry(sample::entry(text), frame),
        render_history(sample::history(text), frame), render_diff(sample::diff(text), frame),
        render_error(sample::error(text), frame), render_work(sample::work(text), frame),
        render_problem_type(sample::problem_type(text), frame)}) {
    EXPECT_EQ(html.find("<h1"), html.rfind("<h1"));
    EXPECT_TRUE(has(html, "<h1"));
    EXPECT_TRUE(has(html, "<main id=\"main\""));
    EXPECT_TRUE(has(html, "href=\"#main\""));
    EXPECT_TRUE(html.starts_with("<!DOCTYPE html>"));
    EXPECT_EQ(html.find("id=\"q\""), html.rfind("id=\"q\""));
  }
}

TEST(Render, FormsNameTheirInputsAndWhatIsWrong) {
  const std::string html = render_work(sample::work("text"), sample::frame());
  EXPECT_TRUE(has(html, "<title>Something has to be put right — Your account"));
  EXPECT_TRUE(has(html, "<a href=\"#form-name\">This has to be filled in.</a>"));
  EXPECT_TRUE(has(html, "<label for=\"form-name\">Name</label>"));
  EXPECT_TRUE(has(html, "<input id=\"form-name\" name=\"name\" type=\"text\" value=\"text\""));
  EXPECT_TRUE(has(html, "aria-describedby=\"form-password-hint\""));
  EXPECT_TRUE(has(html, "<option value=\"text\" selected>"));
  EXPECT_TRUE(has(html, "There is no token that you manage."));
}

TEST(Render, SaysWhoIsSignedInOnEveryPage) {
  Frame frame = sample::frame("fr");
  EXPECT_TRUE(has(render_home({}, frame), "href=\"/fr/sign-in\""));
  frame.reader = "Nadia <N>";
  frame.form_token = "token-of-forms";
  const std::string html = render_home({}, frame);
  EXPECT_TRUE(has(html, "<bdi>Nadia &lt;N&gt;</bdi>"));
  EXPECT_TRUE(has(html, "action=\"/fr/sign-out\" method=\"post\""));
  EXPECT_TRUE(has(html, "name=\"csrf\" value=\"token-of-forms\""));
  EXPECT_FALSE(has(html, "/fr/sign-in"));
}

TEST(Render, SearchedWordsAreMarkedAsTheyStand) {
  const auto marked = [](const char* title, std::vector<std::string> phrases) {
    ResultsPage page;
    page.phrases = std::move(phrases);
    page.total = {1, true};
    EntryLine line;
    line.kind = "organisation";
    line.title.value = title;
    line.path = "/entries/x";
    page.items.push_back(std::move(line));
    const std::string html = render_results(page, sample::frame());
    std::string marks;
    for (auto at = html.find("<mark>"); at != std::string::npos; at = html.find("<mark>", at)) {
      at += 6;
      marks += html.substr(at, html.find("</mark>", at) - at) + "|";
    }
    return marks;
  };
  EXPECT_EQ(marked("État de Thaïlande", {"etat", "thail"}), "État|Thaïlande|");
  EXPECT_EQ(marked("etatique etat", {"etat", "etatique"}), "etatique|etat|");
  EXPECT_EQ(marked("泰国网络安全", {"泰 国", "安 全"}), "泰国|安全|");
  EXPECT_EQ(marked("国家 泰国", {"泰 国"}), "泰国|");
  EXPECT_EQ(marked("الأمن السيبراني", {"امن", "سيبراني"}), "الأمن|السيبراني|");
  EXPECT_EQ(marked("Отчёт о мерах", {"отчет"}), "Отчёт|");
  EXPECT_EQ(marked("Office <b>mark</b>", {"b"}), "b|b|");
  EXPECT_EQ(marked("Office", {}), "");
  EXPECT_EQ(marked("Office", {"house"}), "");
}

TEST(Render, NothingHasThreeMeanings) {
  ResultsPage page;
  page.outcome = Outcome::nothing_matches;
  const std::string nothing = render_results(page, sample::frame());
  page.outcome = Outcome::could_not_ask;
  const std::string unasked = render_results(page, sample::frame());
  page.outcome = Outcome::no_contact_published;
  const std::string unpublished = render_results(page, sample::frame());
  EXPECT_TRUE(has(nothing, "Nothing matches"));
  EXPECT_TRUE(has(unasked, "could not be asked"));
  EXPECT_TRUE(has(unpublished, "No contact is published"));
  EXPECT_FALSE(has(unasked, "Nothing matches"));
  EXPECT_FALSE(has(unpublished, "Nothing matches"));
}

TEST(Render, StateWithoutContactsSaysWhichNothingItIs) {
  StatePage page;
  page.state = {"TH", {"Thailand", "en"}};
  page.contacts_outcome = Outcome::no_contact_published;
  const std::string html = render_state(page, sample::frame());
  EXPECT_TRUE(has(html, "No contact is published"));
  EXPECT_FALSE(has(html, "not nominated"));
  page.contacts_outcome = Outcome::could_not_ask;
  EXPECT_FALSE(has(render_state(page, sample::frame()), "No contact is published"));
}

TEST(Render, ContactsShowBothAges) {
  const std::string html = render_state(twenty_entries(), sample::frame());
  EXPECT_TRUE(has(html,
                  "Answered on <time datetime=\"2026-11-03T00:00:00Z\">3 November 2026</time>"
                  " (19 days ago)"));
  EXPECT_TRUE(has(html, "Not yet proven to answer"));
  EXPECT_TRUE(has(html, "Declared right by its owner on <time"));
  EXPECT_TRUE(has(html, "<bdi dir=\"ltr\"><a href=\"tel:+6621234567\">+66 2 123 4567</a></bdi>"));
  EXPECT_TRUE(has(html, "href=\"mailto:duty@mfa.example\""));
}

TEST(Render, ContactsStandUnderTheirCategories) {
  const std::string html = render_state(twenty_entries(), sample::frame());
  EXPECT_LT(place(html, ">Diplomatic<"), place(html, ">Technical<"));
  EXPECT_LT(place(html, ">Technical<"), place(html, ">Law enforcement<"));
  EXPECT_LT(place(html, ">Law enforcement<"), place(html, ">Policy<"));
  EXPECT_EQ(html.find(">Technical<"), html.rfind(">Technical<"));  // two contacts, one heading
}

TEST(Render, ListedElsewhereStandsApart) {
  StatePage page = twenty_entries();
  EntryLine listed = line("contact");
  listed.listed_by = "Some network";
  page.listed_elsewhere = {listed};
  EXPECT_TRUE(has(render_state(page, sample::frame()),
                  "Listed by <bdi>Some network</bdi>, not nominated by the State"));
}

TEST(Render, FictionalStatesAreMarked) {
  StatePage page;
  page.state = {"XB", {"Borduria", "en"}};
  const std::string mark = "<bdi>Borduria</bdi> <span class=\"mark exercise\">Exercise</span>";
  EXPECT_TRUE(has(render_state(page, sample::frame()), mark));
  page.state.iso2 = "BR";
  EXPECT_FALSE(has(render_state(page, sample::frame()), "mark exercise"));
}

TEST(Render, HomeSortsByTheAlphabetOfTheLanguage) {
  HomePage page;
  for (const char* name : {"Zed", "Émile", "Eric", "Adam"}) {
    page.states.push_back({{std::string(name, 2), {name, "fr"}}, {"WEOG"}});
  }
  const std::string html = render_home(page, sample::frame("fr"));
  EXPECT_LT(place(html, "Adam"), place(html, "Émile"));
  EXPECT_LT(place(html, "Émile"), place(html, "Eric"));
  EXPECT_LT(place(html, "Eric"), place(html, "Zed"));
}

TEST(Render, StateInTwoGroupsStandsInBothAndOneWithoutStandsToo) {
  HomePage page;
  page.states = {{{"TR", {"Türkiye", "en"}}, {"WEOG", "Asia-Pacific"}},
                 {{"VA", {"Holy See", "en"}}, {}}};
  const std::string html = render_home(page, sample::frame());
  EXPECT_NE(html.find("Türkiye"), html.rfind("Türkiye"));
  EXPECT_TRUE(has(html, "Not in a regional group"));
  EXPECT_TRUE(has(html, "Holy See"));
}

TEST(Render, TextInAnotherLanguageSaysSo) {
  EntryPage page = sample::entry("x");
  page.fields = {{"summary", make_texts({{"Un résumé", "fr"}, {"A summary", "en"}}), {}}};
  const std::string html = render_entry(page, sample::frame());
  EXPECT_TRUE(has(html, "<bdi class=\"text\" lang=\"fr\">Un résumé</bdi>"));
  EXPECT_TRUE(has(html, "French"));
  EXPECT_TRUE(has(html, "<bdi class=\"text\">A summary</bdi>"));
}

TEST(Render, EmptyValuesAreLeftOut) {
  EntryPage page = sample::entry("x");
  page.fields = {{"websites", make_list({make_plain("")}), {}},
                 {"application", make_group({{"opens", make_date(""), {}}}), {}},
                 {"summary", make_text(""), {}}};
  page.provenance.clear();
  const std::string html = render_entry(page, sample::frame());
  EXPECT_FALSE(has(html, "<dt>"));
}

TEST(Render, DepthIsBounded) {
  Value value = make_plain("deepest");
  for (int i = 0; i < 100; ++i) value = make_list({value});
  EntryPage page = sample::entry("x");
  page.fields = {{"value", value, {}}};
  EXPECT_FALSE(has(render_entry(page, sample::frame()), "deepest"));
}

TEST(Render, DifferenceNamesFieldsAndSaysWhatHappened) {
  DiffPage page = sample::diff("x");
  page.changes = {
      {Change::Kind::changed, "/channels/0/value", make_plain("old"), make_plain("new")},
      {Change::Kind::added, "/summary/fr", std::nullopt, make_text("résumé", "fr")},
      {Change::Kind::removed, "/a~1b~0c", make_plain("gone"), std::nullopt}};
  const std::string html = render_diff(page, sample::frame());
  EXPECT_TRUE(has(html,
                  "<span class=\"step\">Channels</span><span class=\"step\">no. 1</span>"
                  "<span class=\"step\">Value</span>"));
  EXPECT_TRUE(has(html, "<span class=\"step\">French</span>"));
  EXPECT_TRUE(has(html, "<span class=\"step\">A/b~c</span>"));
  EXPECT_TRUE(has(html, "<del><bdi class=\"plain\" dir=\"ltr\">old</bdi></del>"));
  EXPECT_TRUE(has(html, "<ins><bdi class=\"plain\" dir=\"ltr\">new</bdi></ins>"));
  for (const char* word : {">Changed<", ">Added<", ">Removed<"}) EXPECT_TRUE(has(html, word));
}

TEST(Render, ErrorUsesTheWordsOfTheLanguage) {
  ErrorPage page;
  page.status = 404;
  page.slug = "not-found";
  page.title = "English title";
  EXPECT_TRUE(has(render_error(page, sample::frame("fr")), "Il n’y a rien à cette adresse"));
  page.slug = "never-heard-of";
  EXPECT_TRUE(has(render_error(page, sample::frame("fr")), "English title"));
}

TEST(Render, AsOfAndExerciseAreSaid) {
  Frame frame = sample::frame("en", "/states/TH?as_of=seq:7");
  frame.as_of = Frame::AsOf{sample::moment(2026, 3, 1, 9, 5), 7, "/states/TH", "seq:7"};
  frame.exercise = true;
  const std::string html = render_home({}, frame);
  EXPECT_TRUE(has(html, "1 March 2026 at 09:05 UTC"));
  EXPECT_TRUE(has(html, "href=\"/en/states/TH\""));
  EXPECT_TRUE(has(html, "exercise-banner"));
}

// Who looks at the past stays there, whatever is followed or searched next.
TEST(Render, EveryLinkAndSearchKeepsTheMoment) {
  Frame frame = sample::frame("en", "/search?kind=event&as_of=seq%3A7");
  frame.as_of = Frame::AsOf{sample::moment(2026, 3, 1), 7, "/search?kind=event", "seq:7"};
  ResultsPage page = sample::results("x");
  page.items.front().path = "/entries/7Q";
  const std::string html = render_results(page, frame);
  EXPECT_TRUE(has(html, "href=\"/en/entries/7Q?as_of=seq%3A7\""));
  EXPECT_TRUE(has(html, "href=\"/en/search?q=x&amp;as_of=seq%3A7\""));
  EXPECT_TRUE(has(html, "href=\"/en/search?kind=event\""));
  EXPECT_TRUE(has(html, "<input type=\"hidden\" name=\"as_of\" value=\"seq:7\">"));
  EXPECT_TRUE(has(render_home({}, frame), "name=\"as_of\""));
}

TEST(Render, AFilterOfSeveralValuesIsKeptAsOneParameter) {
  ResultsPage page;
  page.filters = {{"kind", "event", {}, "/search"}, {"kind", "need", {}, "/search"}};
  EXPECT_TRUE(has(render_results(page, sample::frame()), "name=\"kind\" value=\"event,need\""));
}

TEST(Render, LabelsOfFiltersComeFromTheListsOfTheirParameter) {
  ResultsPage page;
  page.filters = {{"category", "national-csirt", {}, "/search"},
                  {"category", "mla-authority", {}, "/search"},
                  {"stage", "matched", {}, "/search"},
                  {"region", "GRULAC", {}, "/search"}};
  const std::string html = render_results(page, sample::frame("fr"));
  for (const auto& [list, value] :
       std::map<std::string, std::string>{{"organisation-type", "national-csirt"},
                                          {"contact-category", "mla-authority"},
                                          {"need-stage", "matched"},
                                          {"regional-group", "GRULAC"}}) {
    EXPECT_TRUE(has(html, ">" + code_label("fr", list, value) + "<")) << value;
  }
}

TEST(LocalTime, FollowsTheRulesOfThePlace) {
  const auto kathmandu = local_time("Asia/Kathmandu", sample::moment(2026, 11, 22, 20, 30));
  ASSERT_TRUE(kathmandu.has_value());
  EXPECT_EQ(kathmandu->clock, "02:15");
  EXPECT_EQ(kathmandu->date, "2026-11-23");
  EXPECT_EQ(kathmandu->weekday, 0U);
  EXPECT_EQ(kathmandu->minute_of_day, 135);
  EXPECT_EQ(local_time("Europe/Paris", sample::moment(2026, 7, 1))->clock, "02:00");
  EXPECT_FALSE(local_time("Nowhere/At_All", sample::moment(2026, 1, 1)).has_value());
  EXPECT_FALSE(local_time("", sample::moment(2026, 1, 1)).has_value());
}

TEST(Labels, OfficeHoursNameTheDays) {
  EXPECT_EQ(office_hours("en", "monday", "friday", "08:30", "16:30"),
            "Monday – Friday 08:30–16:30");
  EXPECT_EQ(office_hours("fr", "sunday", "sunday", "20:00", "04:00"), "Dimanche 20:00–04:00");
  EXPECT_EQ(office_hours("ar", "monday", "monday", "08:30", "16:30"), "الاثنين ٠٨:٣٠–١٦:٣٠");
}

TEST(Assets, ArePinnedToTheirBytes) {
  const std::string path(asset_path("cyberdir.css"));
  EXPECT_TRUE(path.starts_with("/assets/cyberdir.") && path.ends_with(".css")) << path;
  EXPECT_EQ(path.size(), std::string_view("/assets/cyberdir.0123456789abcdef.css").size());
  ASSERT_TRUE(find_asset(path).has_value());
  EXPECT_EQ(find_asset(path)->content_type, "text/css; charset=utf-8");
  EXPECT_FALSE(find_asset("/assets/cyberdir.css").has_value());
  EXPECT_FALSE(find_asset("/assets/cyberdir.0000000000000000.css").has_value());
  EXPECT_TRUE(has(render_home({}, sample::frame()), "href=\"" + path + "\""));
  EXPECT_TRUE(has(render_home({}, sample::frame()), std::string(asset_path("cyberdir.svg"))));
}

// A right-to-left page is the same style sheet mirrored; nothing is loaded from elsewhere.
TEST(Assets, StyleSheetIsLogicalAndSelfContained) {
  const std::string css(find_asset(asset_path("cyberdir.css"))->bytes);
  for (const char* physical :
       {"margin-left", "margin-right", "padding-left", "padding-right", "border-left",
        "border-right", "-top:", "-bottom:", ": left", ": right", " left:", " right:", " top:",
        " bottom:", " width:", " height:", " min-width:", " max-width:", "float:"}) {
    EXPECT_FALSE(has(css, physical)) << physical;
  }
  EXPECT_FALSE(has(css, "url("));
  EXPECT_FALSE(has(css, "@import"));
}

}  // namespace
}  // namespace cyberdir::page
