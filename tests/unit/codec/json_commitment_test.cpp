#include <set>

#include <gtest/gtest.h>

#include "base/random.h"
#include "codec/canonical_json.h"
#include "codec/commitment.h"

namespace cyberdir::codec {
namespace {

using model::Json;

Json an_entry() {
  return Json::parse(
      R"({"id":"a","kind":"organisation","name":{"en":"Alpha","th":"Beta"},"short_name":"A","type":"company",
    "channels":[{"kind":"email","value":"a@b.example"},{"kind":"phone","value":"+66812345678"}],
    "keys":[{"fingerprint":"ABCD"}],"meta":{"owner":"IN","tlp":"TLP:RED"},"extensions":{"x-a-b":[1,2],"x-a-c":null}})");
}

TEST(Commitment, content_and_salts_give_the_root_again) {
  base::SeededRandom random(1);
  const Commitment made = commit(an_entry(), random);
  EXPECT_EQ(made.root.size(), 32U);
  ASSERT_TRUE(root_of(an_entry(), made.salts).has_value());
  EXPECT_EQ(*root_of(an_entry(), made.salts), made.root);
}

TEST(Commitment, the_same_content_has_another_root_each_time) {
  base::SeededRandom random(1);
  std::set<std::string> roots;
  for (int i = 0; i < 10; ++i) roots.insert(commit(an_entry(), random).root);
  EXPECT_EQ(roots.size(), 10U) << "without salts an outsider guesses erased values";
}

// Each byte of each value counts: every variant of the canonical text that is still JSON.
TEST(Commitment, each_changed_byte_changes_the_root) {
  base::SeededRandom random(1);
  const Json entry = an_entry();
  const Commitment made = commit(entry, random);
  const std::string text = canonical_json(entry);
  int variants = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const Json other = Json::parse(changed, nullptr, false);
    if (other.is_discarded() || other == entry) continue;
    ++variants;
    const auto root = root_of(other, made.salts);
    EXPECT_TRUE(!root || *root != made.root) << changed;
  }
  EXPECT_GT(variants, 100);
}

TEST(Commitment, each_changed_salt_changes_the_root) {
  base::SeededRandom random(1);
  const Commitment made = commit(an_entry(), random);
  for (std::size_t i = 0; i < made.salts.size(); ++i) {
    std::string salts = made.salts;
    salts[i] = static_cast<char>(salts[i] ^ 1);
    const auto root = root_of(an_entry(), salts);
    EXPECT_TRUE(!root || *root != made.root) << i;
  }
}

TEST(Commitment, members_that_come_or_go_or_move_change_the_root) {
  base::SeededRandom random(1);
  const Commitment made = commit(an_entry(), random);
  const auto differs = [&](const Json& other, const char* what) {
    const auto root = root_of(other, made.salts);
    EXPECT_TRUE(!root || *root != made.root) << what;
  };
  const Json entry = an_entry();
  for (const auto& [name, value] : entry.items()) {
    Json less = entry;
    less.erase(name);
    differs(less, name.c_str());
  }
  Json more = an_entry();
  more["acronym"] = "";
  differs(more, "a member more");
  Json swapped = an_entry();
  std::swap(swapped["channels"][0], swapped["channels"][1]);
  differs(swapped, "channels in another order");
  Json moved = an_entry();
  moved["meta"]["x-a-c"] = nullptr;
  moved["extensions"].erase("x-a-c");
  differs(moved, "a value at another place");
  Json exchanged = an_entry();
  std::swap(exchanged["short_name"], exchanged["type"]);
  differs(exchanged, "two values exchanged");
}

TEST(Commitment, salts_that_do_not_fit_are_told) {
  base::SeededRandom random(1);
  const Commitment made = commit(an_entry(), random);
  for (const std::string& salts :
       {std::string(), made.salts.substr(1), made.salts + "x", made.salts + made.salts}) {
    const auto root = root_of(an_entry(), salts);
    EXPECT_TRUE(!root || *root != made.root);
  }
}

// Each leaf alone, then all but what names the entry: the root stays, the value is gone.
TEST(Erasure, a_leaf_without_its_value_and_salt_still_verifies) {
  const std::vector<std::string> pointers = {
      "/channels/0", "/channels/1", "/extensions/x-a-b", "/extensions/x-a-c", "/keys/0",
      "/meta/tlp",   "/name",       "/short_name"};
  for (const std::string& pointer : pointers) {
    base::SeededRandom random(1);
    const Commitment made = commit(an_entry(), random);
    Erasable version{an_entry(), made.salts, {}};
    ASSERT_EQ(erase_leaves(version, [&](const auto& at, const Json&) { return at == pointer; }), 1U)
        << pointer;
    EXPECT_EQ(root_of(version.whole, version.salts, version.erased), made.root) << pointer;
    EXPECT_EQ(version.salts.size() + 16, made.salts.size()) << "the salt is gone too";
    EXPECT_EQ(version.erased.front().pointer, pointer);
  }
}

TEST(Erasure, leaves_go_one_after_another_and_in_any_order) {
  base::SeededRandom random(1);
  const Commitment made = commit(an_entry(), random);
  Erasable version{an_entry(), made.salts, {}};
  const auto erase = [&](const std::string& what) {
    const auto count = erase_leaves(version, [&](const auto&, const Json& value) {
      return canonical_json(value).find(what) != std::string::npos;
    });
    EXPECT_EQ(count, 1U) << what;
    EXPECT_EQ(root_of(version.whole, version.salts, version.erased), made.root) << what;
    EXPECT_EQ(canonical_json(version.whole).find(what), std::string::npos) << what;
  };
  erase("a@b.example");
  EXPECT_EQ(version.whole["channels"][0]["value"], "+66812345678") << "the second is the first now";
  erase("+66812345678");
  EXPECT_FALSE(version.whole.contains("channels")) << "an empty list is not written";
  erase("ABCD");
  erase("Beta");
  erase("TLP:RED");
  erase("company");
}

TEST(Erasure, what_is_left_is_protected_as_before) {
  base::SeededRandom random(1);
  const Commitment made = commit(an_entry(), random);
  Erasable version{an_entry(), made.salts, {}};
  ASSERT_TRUE(erase_leaves(version, [](const auto& at, const Json&) { return at == "/name"; }));
  Json changed = version.whole;
  changed["short_name"] = "B";
  EXPECT_NE(root_of(changed, version.salts, version.erased), made.root);
  Json filled = version.whole;
  filled["name"] = {{"en", "Forged"}};
  EXPECT_NE(root_of(filled, version.salts, version.erased), made.root)
      << "an erased value put back";
  auto forged = version.erased;
  forged.front().digest.front() = static_cast<char>(forged.front().digest.front() ^ 1);
  EXPECT_NE(root_of(version.whole, version.salts, forged), made.root);
  EXPECT_NE(root_of(version.whole, version.salts, {}), made.root);
  for (const char* pointer : {"/name", "/nothing/here", "/channels/x", "/keys/7", "", "name"}) {
    const auto root = root_of(version.whole, version.salts, {{pointer, ""}});
    EXPECT_FALSE(root) << pointer << ": a record that somebody wrote into the store";
  }
}

TEST(Erasure, content_that_does_not_fit_its_salts_is_left_alone) {
  Erasable version{an_entry(), "too short", {}};
  EXPECT_FALSE(erase_leaves(version, [](const auto&, const Json&) { return true; }));
  EXPECT_EQ(version.whole, an_entry());
}

VersionSeal a_seal() {
  VersionSeal seal;
  seal.previous = "before";
  seal.id = "entry-1";
  seal.number = 2;
  seal.seq = 7;
  seal.at = {1'000'000};
  seal.operation = "update";
  seal.status = "published";
  seal.actor = "token:1";
  seal.on_behalf = "IN";
  seal.declared_at = base::Instant{2'000'000};
  seal.declared_by = "IN";
  seal.root = "root";
  return seal;
}

TEST(Chain, each_fact_of_a_version_counts) {
  const std::string before = chain_digest(a_seal());
  EXPECT_EQ(before.size(), 32U);
  EXPECT_EQ(before, chain_digest(a_seal()));
  std::set<std::string> digests = {before};
  const auto with = [&](const std::function<void(VersionSeal&)>& change) {
    VersionSeal seal = a_seal();
    change(seal);
    EXPECT_TRUE(digests.insert(chain_digest(seal)).second);
  };
  with([](VersionSeal& seal) { seal.previous = ""; });
  with([](VersionSeal& seal) { seal.id = "entry-2"; });
  with([](VersionSeal& seal) { seal.number = 3; });
  with([](VersionSeal& seal) { seal.seq = 8; });
  with([](VersionSeal& seal) { seal.at = {1'000'001}; });
  with([](VersionSeal& seal) { seal.operation = "create"; });
  with([](VersionSeal& seal) { seal.status = "draft"; });
  with([](VersionSeal& seal) { seal.actor = "token:2"; });
  with([](VersionSeal& seal) { seal.on_behalf = "TH"; });
  with([](VersionSeal& seal) { seal.declared_at.reset(); });
  with([](VersionSeal& seal) { seal.declared_at = base::Instant{0}; });
  with([](VersionSeal& seal) { seal.declared_by = ""; });
  with([](VersionSeal& seal) { seal.root = "toor"; });
  // Parts cannot run into one another.
  with([](VersionSeal& seal) {
    seal.actor = "token:1I";
    seal.on_behalf = "N";
  });
  with([](VersionSeal& seal) {
    seal.operation = "updatep";
    seal.status = "ublished";
  });
}

TEST(Chain, each_fact_of_a_log_row_counts) {
  std::set<std::string> digests;
  EXPECT_TRUE(digests.insert(log_digest("p", 1, {1}, "create", "chain")).second);
  EXPECT_TRUE(digests.insert(log_digest("q", 1, {1}, "create", "chain")).second);
  EXPECT_TRUE(digests.insert(log_digest("p", 2, {1}, "create", "chain")).second);
  EXPECT_TRUE(digests.insert(log_digest("p", 1, {2}, "create", "chain")).second);
  EXPECT_TRUE(digests.insert(log_digest("p", 1, {1}, "update", "chain")).second);
  EXPECT_TRUE(digests.insert(log_digest("p", 1, {1}, "create", "niahc")).second);
  EXPECT_TRUE(digests.insert(log_digest("p", 1, {1}, "createc", "hain")).second);
}

TEST(Chain, each_text_of_an_audit_row_counts) {
  std::set<std::string> digests;
  EXPECT_TRUE(digests.insert(audit_digest("p", {"a", "b"})).second);
  EXPECT_TRUE(digests.insert(audit_digest("q", {"a", "b"})).second);
  EXPECT_TRUE(digests.insert(audit_digest("p", {"ab", ""})).second);
  EXPECT_TRUE(digests.insert(audit_digest("p", {"", "ab"})).second);
  EXPECT_TRUE(digests.insert(audit_digest("p", {"a", "b", ""})).second);
  EXPECT_TRUE(digests.insert(audit_digest("pa", {"b"})).second);
}

}  // namespace
}  // namespace cyberdir::codec
