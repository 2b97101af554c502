// What the words of a query mean: names of States, typing errors, addresses, fingerprints.
#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

#include "http/parameters.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Json;
using Texts = std::vector<std::string>;

constexpr const char* kFingerprint = "0123456789ABCDEF0123456789ABCDEF01234567";

Json organisation(const std::string& id, const std::string& owner, const std::string& name) {
  return {{"id", id},          {"kind", "organisation"},
          {"short_name", id},  {"name", {{"en", name}}},
          {"type", "company"}, {"meta", {{"owner", owner}}}};
}

// Organisations of some States; one has a word, a domain and a key that only States see.
class SearchWords : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    registry_ = std::make_unique<support::TemporaryRegistry>();
    std::vector<Json> entries;
    for (const char* code : {"TH", "KH", "AU", "KP", "KR", "CG", "CD", "NL", "IN", "NE", "NG"})
      entries.push_back(organisation(std::string("org-") + code, code, "Technical office"));
    for (Json& entry : entries) {
      std::string id = entry["id"];
      std::transform(id.begin(), id.end(), id.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      });
      entry["id"] = id;
    }
    Json hidden = organisation("hidden", "BR", "Falcon house");
    hidden["legal_basis"] = "zygomorphic";
    hidden["websites"] = {"https://office.cert.example/"};
    hidden["keys"] = Json::array({{{"kind", "openpgp"}, {"fingerprint", kFingerprint}}});
    hidden["meta"]["visibility"] = {
        {"legal_basis", "group"}, {"websites", "group"}, {"keys", "group"}};
    entries.push_back(hidden);
    registry_->must_import(entries);
  }
  static void TearDownTestSuite() { registry_.reset(); }

  static support::Reply ask(const std::string& words, const std::string& more = {},
                            std::string_view token = {}) {
    return registry_->get("/v1/entries?q=" + http::encode_query(words) + more, token);
  }
  static Json list(const std::string& words, const std::string& more = {},
                   std::string_view token = {}) {
    return ask(words, more, token).json();
  }
  static Texts ids(const Json& list) {
    Texts ids;
    for (const Json& item : list.at("items")) ids.push_back(item.at("id").get<std::string>());
    return ids;
  }
  static Json meant(const Json& list, const char* what) {
    return list.value("interpretation", Json::object()).value(what, Json());
  }

  static std::unique_ptr<support::TemporaryRegistry> registry_;
};

std::unique_ptr<support::TemporaryRegistry> SearchWords::registry_;

TEST_F(SearchWords, a_state_is_found_by_any_of_its_names_with_its_entries) {
  for (const char* name : {"Thailand", "泰国", "تايلاند", "Таиланд", "Tailandia", "Thaïlande", "TH",
                           "tha", "Siam", "thailand"}) {
    const Json found = list(name, "&limit=2");
    EXPECT_EQ(ids(found), (Texts{"state-th", "org-th"})) << name;
    EXPECT_EQ(meant(found, "states"), Json::array({"TH"})) << name;
    EXPECT_EQ(meant(found, "ambiguous"), false) << name;
  }
  EXPECT_EQ(ids(list("Holland", "&limit=2")), (Texts{"state-nl", "org-nl"}));
}

TEST_F(SearchWords, a_state_beside_other_words_has_them_found_among_its_entries) {
  for (const char* words : {"thailand technical", "technical Thailand", "TH technical",
                            "technical office in Thailand", "泰国 technical"})
    EXPECT_EQ(ids(list(words)), Texts{"org-th"}) << words;
  // Small letters beside other words are words.
  EXPECT_EQ(meant(list("th technical"), "states"), Json());
}

TEST_F(SearchWords, what_may_mean_several_states_gives_them_all) {
  const Json korea = list("Korea", "&limit=4");
  EXPECT_EQ(meant(korea, "states"), Json::array({"KP", "KR"}));
  EXPECT_EQ(meant(korea, "ambiguous"), true);
  EXPECT_EQ(meant(list("Конго"), "states"), Json::array({"CD", "CG"}));
  EXPECT_EQ(meant(list("Guinea"), "states"), Json::array({"GN", "GQ", "GW", "PG"}));
  EXPECT_EQ(meant(list("Equatorial Guinea"), "states"), Json::array({"GQ"}));
}

TEST_F(SearchWords, a_typing_error_is_corrected_and_said) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"Tailand", "thailand"},
      {"Cambodja", "cambodia"},
      {"Austalia", "australia"},
      {"Tecnical", "technical"},
      {"Таилнд", "таиланд"},
      {"柬埔塞", "柬埔寨"},
      {"تايلاتد", "تايلاند"},
      {"Thialand", "thailand"},
      {"Tailand tecnical", "thailand technical"}};
  for (const auto& [typed, right] : cases) {
    const Json found = list(typed);
    EXPECT_EQ(meant(found, "corrected"), right) << typed;
    EXPECT_FALSE(found.at("items").empty()) << typed;
  }
}

TEST_F(SearchWords, what_is_found_as_written_or_is_as_near_to_several_is_not_corrected) {
  EXPECT_EQ(meant(list("Thailand"), "corrected"), Json());
  EXPECT_EQ(meant(list("Tecnical", "&state=BR"), "corrected"), "technical");
  EXPECT_EQ(meant(list("Technical", "&state=BR"), "corrected"), Json());
  EXPECT_TRUE(list("\"Tailand\"").at("items").empty());
  EXPECT_FALSE(list("\"Tailand\"").contains("interpretation"));
  const Json near = list("Nigerr");
  EXPECT_TRUE(near.at("items").empty() || meant(near, "corrected") == "niger") << near.dump();
  EXPECT_TRUE(list("qqqqqqqq").at("items").empty());
}

TEST_F(SearchWords, a_hidden_word_is_never_suggested) {
  const std::string reader = registry_->token(model::Role::reader, "TH");
  for (const char* typed : {"zygomorphik", "zygomorphc", "zygomorfhic"}) {
    const Json open = list(typed);
    EXPECT_TRUE(open.at("items").empty());
    EXPECT_EQ(open.dump().find("zygomorphic"), std::string::npos);
    EXPECT_EQ(meant(list(typed, {}, reader), "corrected"), "zygomorphic");
  }
}

TEST_F(SearchWords, domains_and_fingerprints_for_those_who_may_see_them) {
  const std::string reader = registry_->token(model::Role::reader, "TH");
  for (const char* words :
       {"cert.example", "office.cert.example", kFingerprint,
        "0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567", "01:23:45:67:89:AB:CD:EF:01:23"}) {
    EXPECT_EQ(ids(list(words, {}, reader)), Texts{"hidden"}) << words;
    EXPECT_EQ(ids(list(words)), Texts()) << words;
  }
  EXPECT_EQ(ids(list("example.cert", {}, reader)), Texts());
}

TEST_F(SearchWords, colloquial_and_former_names_and_codes_in_all_six_languages) {
  const std::vector<std::pair<const char*, Texts>> cases = {{"ROK", {"KR"}},
                                                            {"DPRK", {"KP"}},
                                                            {"Burma", {"MM"}},
                                                            {"Ivory Coast", {"CI"}},
                                                            {"Swaziland", {"SZ"}},
                                                            {"UK", {"GB"}},
                                                            {"Britain", {"GB"}},
                                                            {"英国", {"GB"}},
                                                            {"بريطانيا", {"GB"}},
                                                            {"Шотландия", {"GB"}},
                                                            {"Holanda", {"NL"}},
                                                            {"Голландия", {"NL"}},
                                                            {"هولندا", {"NL"}},
                                                            {"荷兰", {"NL"}},
                                                            {"КНДР", {"KP"}},
                                                            {"朝鲜", {"KP"}},
                                                            {"韩国", {"KR"}},
                                                            {"كوريا الجنوبية", {"KR"}},
                                                            {"Corée du Sud", {"KR"}},
                                                            {"Corea del Sur", {"KR"}},
                                                            {"Берег Слоновой Кости", {"CI"}},
                                                            {"Costa de Marfil", {"CI"}},
                                                            {"ساحل العاج", {"CI"}},
                                                            {"象牙海岸", {"CI"}},
                                                            {"Timor", {"TL"}},
                                                            {"刚果", {"CD", "CG"}},
                                                            {"كوريا", {"KP", "KR"}},
                                                            {"Corée", {"KP", "KR"}}};
  for (const auto& [name, codes] : cases)
    EXPECT_EQ(meant(list(name), "states"), Json(codes)) << name;
}

TEST_F(SearchWords, the_page_says_in_words_what_was_searched_and_marks_it) {
  const auto page = [](const std::string& address) { return registry_->get(address, {}).body; };
  const std::string tried = page("/en/search?q=Tecnical");
  EXPECT_NE(tried.find("Searched instead"), std::string::npos);
  EXPECT_NE(tried.find("q=%22Tecnical%22"), std::string::npos) << "a link to the exact search";
  EXPECT_NE(tried.find("<mark>Technical</mark> office"), std::string::npos);
  const std::string korea = page("/fr/search?q=" + http::encode_query("Corée"));
  EXPECT_NE(korea.find("state=KP"), std::string::npos);
  EXPECT_NE(korea.find("state=KR"), std::string::npos);
  // A State is known, and nothing of that kind is there: not the same as words that nothing
  // matches.
  EXPECT_NE(page("/en/search?q=Thailand&kind=contact").find("No contact is published"),
            std::string::npos);
  EXPECT_EQ(page("/en/search?q=qqqqqqqq&kind=contact").find("No contact is published"),
            std::string::npos);
  EXPECT_EQ(page("/en/search?q=zygomorphik").find("zygomorphic"), std::string::npos);
}

TEST_F(SearchWords, a_filter_is_added_and_taken_away_by_a_link) {
  const std::string all = registry_->get("/en/search?q=technical", {}).body;
  EXPECT_NE(all.find("q=technical&amp;state=AU"), std::string::npos);
  const std::string one = registry_->get("/en/search?q=technical&state=AU", {}).body;
  EXPECT_NE(one.find("aria-current=\"true\""), std::string::npos);
  EXPECT_NE(one.find("href=\"/en/search?q=technical\""), std::string::npos);
}

TEST_F(SearchWords, the_beginning_of_a_word_finds_it) {
  for (const char* words : {"t", "te", "tech", "office te", "falc"})
    EXPECT_FALSE(list(words).at("items").empty()) << words;
  EXPECT_TRUE(list("zy").at("items").empty()) << "hidden";
}

// The address of a relation in a Link header.
std::string link_to(const std::string& header, const std::string& relation) {
  const auto end = header.find(">; rel=\"" + relation + "\"");
  if (end == std::string::npos) return {};
  const auto begin = header.rfind('<', end);
  return header.substr(begin + 1, end - begin - 1);
}

TEST_F(SearchWords, pages_turn_both_ways) {
  for (const char* start :
       {"/v1/entries?q=technical&limit=3", "/v1/entries?kind=organisation&limit=3",
        "/v1/entries?limit=3&sort=-modified", "/v1/entries?limit=3"}) {
    const support::Reply first = registry_->get(start, {});
    EXPECT_EQ(link_to(first.header("Link"), "prev"), "") << start;
    const support::Reply second = registry_->get(link_to(first.header("Link"), "next"), {});
    const support::Reply third = registry_->get(link_to(second.header("Link"), "next"), {});
    const support::Reply back = registry_->get(link_to(third.header("Link"), "prev"), {});
    EXPECT_EQ(ids(back.json()), ids(second.json())) << start;
    const support::Reply home = registry_->get(link_to(back.header("Link"), "prev"), {});
    EXPECT_EQ(ids(home.json()), ids(first.json())) << start;
    EXPECT_EQ(link_to(home.header("Link"), "prev"), "") << start;
    EXPECT_NE(link_to(home.header("Link"), "next"), "") << start;
  }
}

}  // namespace
}  // namespace cyberdir::service
