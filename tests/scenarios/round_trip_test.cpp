// Out in one form and in again in another: the entry is what it was, but for what the registry
// keeps.
#include <map>

#include <gtest/gtest.h>

#include "codec/canonical_json.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "support/entry_generator.h"
#include "support/temporary_registry.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;

constexpr int kOfEachKind = 12;

// Valid entries of every kind, each with every field; what they refer to is among them.
std::vector<Json> some_entries(std::uint64_t seed, bool every_field) {
  support::GeneratorOptions options;
  options.every_field = every_field;
  support::EntryGenerator generator(seed, options);
  std::vector<Json> entries;
  std::map<std::string, std::vector<std::string>, std::less<>> ids;
  for (const model::Kind& kind : model::kinds()) {
    for (int i = 0; i < (kind.name == "state" ? 1 : kOfEachKind); ++i) {
      Json entry = generator.entry(kind);
      if (kind.name != "state") entry["id"] = std::string(kind.name) + "~" + std::to_string(i);
      ids[std::string(kind.name)].push_back(entry["id"]);
      entries.push_back(std::move(entry));
    }
  }
  std::size_t next = 0;
  for (Json& entry : entries) {
    base::Findings none;
    const model::Entry taken = model::take_entry(entry, none);
    model::for_each_reference(
        taken, [&](const std::string& pointer, const model::Field& field, const std::string&) {
          const auto& candidates =
              ids.at(std::string(field.refers_to.empty() ? "organisation" : field.refers_to));
          entry[Json::json_pointer(pointer)] = candidates[next++ % candidates.size()];
        });
  }
  return entries;
}

// The entry as its owner wrote it: without what the registry keeps.
std::string as_written(Json entry) {
  base::Findings findings;
  const model::Entry taken = model::take_entry(std::move(entry), findings);
  EXPECT_TRUE(findings.empty());
  return codec::canonical_json(taken.to_json());
}

std::map<std::string, std::string> by_id(const std::vector<Json>& entries) {
  std::map<std::string, std::string> all;
  for (const Json& entry : entries) all[entry.at("id")] = as_written(entry);
  return all;
}

std::map<std::string, std::string> exported(support::TemporaryRegistry& registry) {
  const Json file = Json::parse(registry.export_bytes("json"));
  return by_id(file.at("entries"));
}

void expect_same(const std::map<std::string, std::string>& expected,
                 const std::map<std::string, std::string>& found) {
  for (const auto& [id, entry] : expected) {
    const auto other = found.find(id);
    ASSERT_NE(other, found.end()) << id << " is lost";
    EXPECT_EQ(entry, other->second) << id;
  }
  EXPECT_EQ(expected.size(), found.size());
}

void must_apply(const service::ImportReport& report) {
  std::string findings;
  (void)report.for_each([&](const service::ImportItem& item) -> base::Result<void> {
    for (const base::Finding& finding : item.findings) {
      if (finding.severity == base::Severity::error)
        findings += "\n  " + item.place + " " + finding.pointer + " " + finding.code + ": " +
                    finding.detail;
    }
    return {};
  });
  ASSERT_TRUE(report.applied) << findings;
}

class RoundTrip : public testing::TestWithParam<std::uint64_t> {
 protected:
  void SetUp() override {
    entries_ = some_entries(GetParam(), GetParam() % 2 == 1);
    first_.must_import(entries_);
    whole_ = exported(first_);
  }
  std::vector<Json> entries_;
  support::TemporaryRegistry first_{1};
  support::TemporaryRegistry second_{2};
  std::map<std::string, std::string> whole_;
};

TEST_P(RoundTrip, what_was_imported_is_exported) {
  for (const auto& [id, entry] : by_id(entries_)) EXPECT_EQ(entry, whole_.at(id));
}

TEST_P(RoundTrip, through_xml) {
  must_apply(second_.import("xml", first_.export_bytes("xml")));
  expect_same(whole_, exported(second_));
}

TEST_P(RoundTrip, through_json) {
  must_apply(second_.import("json", first_.export_bytes("json")));
  expect_same(whole_, exported(second_));
}

TEST_P(RoundTrip, through_ndjson) {
  must_apply(second_.import("ndjson", first_.export_bytes("ndjson")));
  expect_same(whole_, exported(second_));
}

// One kind a file: what they refer to must be there, and it is, with other content.
TEST_P(RoundTrip, through_csv_kind_by_kind) {
  second_.must_import(some_entries(GetParam() + 1'000, true));
  for (const model::Kind& kind : model::kinds())
    must_apply(second_.import("csv", first_.export_bytes("csv", kind.name), kind.name));
  expect_same(whole_, exported(second_));
}

TEST_P(RoundTrip, through_xml_then_csv_then_ndjson_and_home_changes_nothing) {
  must_apply(second_.import("xml", first_.export_bytes("xml")));
  for (const model::Kind& kind : model::kinds()) {
    const service::ImportReport report =
        second_.import("csv", first_.export_bytes("csv", kind.name), kind.name);
    must_apply(report);
    EXPECT_EQ(report.summary.update + report.summary.create, 0U) << kind.name;
  }
  const std::int64_t before = first_->directory().head()->moment.seq;
  const service::ImportReport home = first_.import("ndjson", second_.export_bytes("ndjson"));
  must_apply(home);
  EXPECT_EQ(home.summary.update + home.summary.create, 0U);
  EXPECT_EQ(first_->directory().head()->moment.seq, before);
}

TEST_P(RoundTrip, the_same_state_exports_the_same_bytes) {
  for (const std::string_view form : {"json", "xml", "ndjson"}) {
    const std::string bytes = first_.export_bytes(form);
    first_.clock().set({first_.clock().now().micros + 3'600'000'000});
    EXPECT_EQ(bytes, first_.export_bytes(form));
  }
}

TEST_P(RoundTrip, both_stores_verify) {
  must_apply(second_.import("xml", first_.export_bytes("xml")));
  EXPECT_TRUE(first_.integrity_findings().empty());
  EXPECT_TRUE(second_.integrity_findings().empty());
}

// Drafts go out in full and come in as drafts.
TEST(RoundTripOfDrafts, what_is_incomplete_stays_so) {
  support::TemporaryRegistry first(1);
  support::TemporaryRegistry second(2);
  first.must_import({{{"id", "draft-1"},
                      {"kind", "contact"},
                      {"title", {{"en", "Only a title"}}},
                      {"meta", {{"owner", "IN"}}}},
                     {{"id", "draft-2"},
                      {"kind", "document"},
                      {"url", "https://www.example/"},
                      {"meta", {{"owner", "IN"}}}}});
  for (const std::string_view form : {"xml", "json"}) {
    must_apply(second.import(form == "xml" ? "xml" : "json", first.export_bytes(form)));
    EXPECT_EQ(exported(first), exported(second));
    const Json file = Json::parse(second.export_bytes("json"));
    for (const Json& entry : file.at("entries")) {
      const bool is_draft = entry.at("id").get<std::string>().starts_with("draft-");
      EXPECT_EQ(entry.at("meta").at("status"), is_draft ? "draft" : "published") << entry.at("id");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(seeds, RoundTrip, testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace cyberdir::scenarios
