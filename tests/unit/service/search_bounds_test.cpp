// Searches whose words are in more entries than are looked at.
#include <algorithm>
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using model::Json;

Json organisation(const std::string& id, const std::string& owner, const std::string& name,
                  const std::string& basis = {}) {
  Json entry = {{"id", id},          {"kind", "organisation"},
                {"short_name", id},  {"name", {{"en", name}}},
                {"type", "company"}, {"meta", {{"owner", owner}}}};
  if (basis.empty()) return entry;
  entry["legal_basis"] = basis;
  entry["meta"]["visibility"] = {{"legal_basis", "group"}};
  return entry;
}

// 3,000 entries of France have the word "falcon", after one of Brazil that has a longer one. Behind
// them, so that a walk along the word's list does not come to them, are a few of Thailand; one has
// the word where only States see it.
class SearchBounds : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    registry_ = std::make_unique<support::TemporaryRegistry>();
    std::vector<Json> entries;
    entries.push_back(organisation("br-falconry", "BR", "Falconry of old"));
    for (int i = 0; i < 3'000; ++i)
      entries.push_back(organisation("fr" + std::to_string(i), "FR", "Falcon office"));
    entries.push_back(organisation("th-falcon", "TH", "The Falcon of Siam"));
    entries.push_back(organisation("th-falconry", "TH", "School of falconry"));
    entries.push_back(organisation("th-other", "TH", "Owls and others"));
    entries.push_back(organisation("th-hidden", "TH", "Hidden birds", "falcon"));
    registry_->must_import(entries);
  }
  static void TearDownTestSuite() { registry_.reset(); }

  static Json list(const std::string& query, std::string_view token = {}) {
    return registry_->get("/v1/entries?" + query, token).json();
  }
  static std::vector<std::string> ids(const Json& list) {
    std::vector<std::string> ids;
    for (const Json& item : list.at("items")) ids.push_back(item.at("id").get<std::string>());
    std::sort(ids.begin(), ids.end());
    return ids;
  }
  using Ids = std::vector<std::string>;

  static std::unique_ptr<support::TemporaryRegistry> registry_;
};

std::unique_ptr<support::TemporaryRegistry> SearchBounds::registry_;

TEST_F(SearchBounds, a_narrow_filter_finds_all_that_has_a_common_word) {
  const Json found = list("q=falcon&kind=organisation&state=TH&facets=kind");
  EXPECT_EQ(ids(found), (Ids{"th-falcon", "th-falconry"}));
  EXPECT_EQ(found.at("total"), Json({{"value", 2}, {"exact", true}}));
  EXPECT_EQ(found.at("facets").at("kind"),
            Json::array({{{"value", "organisation"}, {"count", 2}, {"exact", true}}}));
}

TEST_F(SearchBounds, the_last_word_alone_may_be_unfinished_there_too) {
  EXPECT_EQ(ids(list("q=falc&state=TH")), (Ids{"th-falcon", "th-falconry"}));
  EXPECT_EQ(ids(list("q=siam%20falc&state=TH")), (Ids{"th-falcon", "th-falconry"}))
      << "Siam names the State: what is left is a beginning";
  EXPECT_EQ(ids(list("q=falc%20eagle&state=TH")), Ids());
  EXPECT_EQ(ids(list("q=alcon&state=TH")), Ids());
}

TEST_F(SearchBounds, what_a_caller_may_not_see_is_not_found_by) {
  const std::string reader = registry_->token(model::Role::reader, "BR");
  EXPECT_EQ(ids(list("q=falcon&state=TH", reader)), (Ids{"th-falcon", "th-falconry", "th-hidden"}));
  EXPECT_EQ(list("q=falcon&state=TH").at("total").at("value"), 2);
}

TEST_F(SearchBounds, filters_hold_where_nothing_is_narrow) {
  const Json found = list("q=falcon&state=FR&limit=200&facets=state");
  EXPECT_EQ(found.at("items").size(), 200U);
  for (const Json& item : found.at("items")) EXPECT_EQ(item.at("meta").at("owner"), "FR");
  EXPECT_EQ(found.at("total"), Json({{"value", 1'000}, {"exact", false}}));
  EXPECT_EQ(found.at("facets").at("state").at(0).at("value"), "FR");
  EXPECT_EQ(found.at("facets").at("state").at(0).at("exact"), false);
}

TEST_F(SearchBounds, a_word_is_found_by_its_beginning_where_few_have_it_whole) {
  EXPECT_EQ(ids(list("q=falconr")), (Ids{"br-falconry", "th-falconry"}));
  EXPECT_EQ(list("q=falco").at("total"), Json({{"value", 1'000}, {"exact", false}}));
}

// As a registry of a million versions searches.
TEST_F(SearchBounds, where_lists_are_long_whole_words_come_before_beginnings) {
  const auto found = [](const std::string& word) {
    store::SearchQuery query;
    query.phrases = {word};
    query.folded = word;
    query.order = store::Order::relevance;
    query.limit = 5'000;
    query.head = 1'000'000;
    std::set<std::string> ids;
    (void)(*registry_)->store().read([&](store::Reader& reader) -> base::Result<void> {
      for (const store::Hit& hit : reader.search(query).hits) ids.insert(hit.id);
      return {};
    });
    return ids;
  };
  EXPECT_EQ(found("falcon").size(), 2'000U);
  EXPECT_FALSE(found("falcon").contains("br-falconry"));
  EXPECT_EQ(found("falconr"), (std::set<std::string>{"br-falconry", "th-falconry"}));
  EXPECT_EQ(found("school"), std::set<std::string>{"th-falconry"});
  EXPECT_EQ(found("owl"), std::set<std::string>{"th-other"});
}

}  // namespace
}  // namespace cyberdir::service
