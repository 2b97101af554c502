// The pages of reports in every language, and what their addresses give with a suffix.
#include <gtest/gtest.h>

#include "page/languages.h"
#include "support/temporary_registry.h"

namespace cyberdir {
namespace {

const char* const kPages[] = {"differences?from=2026-01-01&to=2026-11-22",
                              "differences",
                              "compare?states=IN,TH,KE",
                              "compare",
                              "coverage",
                              "calendar",
                              "programmes?open_to=IN",
                              "initiatives",
                              "needs-and-offers?theme=norms",
                              "about"};

TEST(ReportPages, AnswerInEveryLanguage) {
  support::TemporaryRegistry registry;
  for (const std::string_view language : page::languages()) {
    for (const char* page : kPages) {
      const std::string path = "/" + std::string(language) + "/" + page;
      const support::Reply reply = registry.ask("GET", path, {}, {}, {{"accept", "text/html"}});
      EXPECT_EQ(reply.status, 200) << path;
      EXPECT_NE(reply.body.find("<html lang=\"" + std::string(language)), std::string::npos);
      EXPECT_EQ(reply.body.find("[["), std::string::npos) << "words are missing: " << path;
    }
  }
}

TEST(ReportPages, HaveATwinForProgramsAtTheirOwnAddress) {
  support::TemporaryRegistry registry;
  struct Twin {
    const char* page;
    const char* data;
  };
  for (const auto& [page, data] :
       {Twin{"/fr/search.json?q=india", "/v1/entries?q=india"},
        Twin{"/ar/states/IN.xml", "/v1/states/IN/brief.xml"},
        Twin{"/en/entries/state-in.json", "/v1/entries/state-in"},
        Twin{"/en/entries/state-in/history.json", "/v1/entries/state-in/history"},
        Twin{"/zh/compare.json?states=IN,TH", "/v1/compare?states=IN,TH"},
        Twin{"/ru/coverage.xml", "/v1/coverage.xml"}, Twin{"/en/calendar.ics", "/v1/calendar.ics"},
        Twin{"/en/programmes.json?open_to=IN", "/v1/programmes?open_to=IN"},
        Twin{"/en/needs-and-offers.json", "/v1/entries?kind=need,offer"},
        Twin{"/en/differences.json?from=seq:0&limit=2", "/v1/differences?from=seq:0&limit=2"}}) {
    const support::Reply twin = registry.get(page);
    EXPECT_EQ(twin.status, 200) << page;
    EXPECT_EQ(twin.body, registry.get(data).body) << page;
  }
  EXPECT_EQ(registry.get("/en/about.json").status, 404);
  EXPECT_EQ(registry.get("/en/coverage.csv").status, 406);
}

TEST(ReportPages, SayWhatIsWrongWithAQuestion) {
  support::TemporaryRegistry registry;
  for (const char* path :
       {"/v1/compare", "/v1/compare?states=IN,TH,KE,FR", "/v1/compare?states=ZZ", "/v1/differences",
        "/v1/differences?from=yesterday", "/v1/differences?from=seq:9&to=seq:0",
        "/v1/calendar?until=soon", "/v1/programmes?open_to=Narnia", "/v1/programmes?opento=IN",
        "/v1/differences?from=seq:0&cursor=abc"}) {
    const support::Reply reply = registry.get(path);
    EXPECT_EQ(reply.status, 400) << path;
    EXPECT_FALSE(reply.json().at("detail").get<std::string>().empty());
  }
  EXPECT_EQ(registry.get("/v1/states/ZZ/brief").status, 404);
  EXPECT_EQ(registry.get("/v1/differences?from=seq:999999").status, 404);
}

TEST(ReportPages, LeadAChoiceOfStatesToOneAddress) {
  support::TemporaryRegistry registry;
  const support::Reply reply =
      registry.ask("GET", "/en/compare?s1=IN&s2=&s3=TH%0D%0AX", {}, {}, {{"accept", "text/html"}});
  EXPECT_EQ(reply.status, 303);
  EXPECT_EQ(reply.header("location"), "/en/compare?states=IN,TH%0D%0AX");
}

}  // namespace
}  // namespace cyberdir
