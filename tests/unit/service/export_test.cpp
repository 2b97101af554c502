// Export: what is written, in which order, and what happens where it cannot be.
#include "service/export.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "codec/xml_writer.h"
#include "support/temporary_registry.h"

namespace cyberdir::service {
namespace {

using base::ErrorCode;
using model::Json;

Json organisation(const std::string& id, const std::string& short_name) {
  return {{"id", id},
          {"kind", "organisation"},
          {"short_name", short_name},
          {"name", {{"en", "Organisation " + short_name}, {"fr", "É\n\"<&>\""}}},
          {"type", "company"},
          {"meta", {{"owner", "IN"}}}};
}

// Takes a number of pieces and then no more.
class ShortSink final : public base::ByteSink {
 public:
  explicit ShortSink(std::size_t pieces) : left_(pieces) {}
  base::Result<void> write(std::string_view bytes) override {
    ++calls;
    largest = std::max(largest, bytes.size());
    if (left_ == 0) return base::fail(ErrorCode::unavailable, "the receiver went away");
    --left_;
    return {};
  }
  std::size_t calls = 0;
  std::size_t largest = 0;

 private:
  std::size_t left_;
};

class ExportTest : public testing::Test {
 protected:
  // The ids of the entries of an NDJSON export, as they come.
  std::vector<std::string> ids(std::string_view kind, std::string_view audience) {
    std::vector<std::string> ids;
    for (const Json& entry : entries(kind, audience)) ids.push_back(entry.at("id"));
    return ids;
  }
  std::vector<Json> entries(std::string_view kind, std::string_view audience = "full") {
    std::istringstream lines(registry_.export_bytes("ndjson", kind, audience));
    std::vector<Json> entries;
    std::string line;
    std::getline(lines, line);  // the head
    while (std::getline(lines, line)) entries.push_back(Json::parse(line));
    return entries;
  }
  base::Result<void> export_to(base::ByteSink& sink, std::string_view form) {
    ExportOptions options;
    options.form = form;
    options.audience = "full";
    return export_directory(registry_->directory(), support::operator_origin().caller, options,
                            sink);
  }
  void import_many() {
    constexpr int kMany = 300;
    std::vector<Json> all;
    for (int n = 0; n < kMany; ++n) {
      all.push_back(organisation("many-" + std::to_string(n), "m"));
      all.back()["legal_basis"] = std::string(2'000, 'x');
    }
    registry_.must_import(all);
  }
  void damage(const char* sql) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(store::sqlite_file(registry_.folder()).c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }

  support::TemporaryRegistry registry_;
};

TEST_F(ExportTest, entries_come_in_the_order_of_their_making) {
  registry_.must_import({organisation("z", "first"), organisation("m", "second")});
  registry_.must_import({organisation("a", "third")});
  registry_.must_import({organisation("z", "changed")});
  EXPECT_EQ(ids("organisation", "public"), (std::vector<std::string>{"z", "m", "a"}));
  EXPECT_EQ(entries("organisation").front().at("short_name"), "changed");
  EXPECT_EQ(ids("contact", "public"), std::vector<std::string>{});
  EXPECT_GT(ids("", "public").size(), ids("organisation", "public").size()) << "the States too";
}

TEST_F(ExportTest, each_audience_gets_its_own_bytes) {
  Json owners = organisation("o", "owner's");
  owners["meta"]["visibility"] = {{"*", "owner"}};
  Json part = organisation("p", "part");
  part["established"] = "1999";
  part["meta"]["visibility"] = {{"established", "group"}};
  registry_.must_import({owners, part});
  EXPECT_EQ(ids("organisation", "public"), std::vector<std::string>{"p"});
  EXPECT_EQ(ids("organisation", "full"), (std::vector<std::string>{"o", "p"}));
  EXPECT_FALSE(entries("organisation", "public").front().contains("established"));
  EXPECT_TRUE(entries("organisation", "states").front().contains("established"));
}

TEST_F(ExportTest, xml_is_that_of_the_same_entries) {
  registry_.must_import({organisation("a", "<&>"), organisation("b", "\t\r\n")});
  std::string expected;
  for (const Json& entry : entries("organisation")) codec::append_entry_xml(expected, entry, false);
  const std::string xml = registry_.export_bytes("xml", "organisation");
  const auto begin = xml.find("<organisation ");
  ASSERT_NE(begin, std::string::npos);
  EXPECT_EQ(xml.substr(begin), expected + "</directory>\n");
}

TEST_F(ExportTest, the_first_error_of_the_sink_ends_it) {
  import_many();
  for (const std::string_view form : {"json", "ndjson", "xml"}) {
    for (const std::size_t pieces : {0U, 2U}) {
      ShortSink sink(pieces);
      const auto done = export_to(sink, form);
      ASSERT_FALSE(done.ok());
      EXPECT_EQ(done.error().code, ErrorCode::unavailable);
      EXPECT_EQ(sink.calls, pieces + 1) << "nothing is written after an error";
    }
  }
}

TEST_F(ExportTest, pieces_are_bounded) {
  constexpr std::size_t kMostBytes = 128UL * 1024;
  import_many();
  ShortSink sink(1'000);
  ASSERT_TRUE(export_to(sink, "json").ok());
  EXPECT_GT(sink.calls, 5U);
  EXPECT_LT(sink.largest, kMostBytes);
}

TEST_F(ExportTest, what_is_damaged_is_not_made_xml) {
  for (const char* json :
       {"'{\"id\":'", "'[1,]'", "'{\"id\":\"' || CAST(x'ff' AS TEXT) || '\"}'"}) {
    damage(("UPDATE projection SET json = " + std::string(json)).c_str());
    ShortSink sink(1'000);
    const auto done = export_to(sink, "xml");
    ASSERT_FALSE(done.ok()) << json;
    EXPECT_EQ(done.error().code, ErrorCode::corrupt);
  }
}

}  // namespace
}  // namespace cyberdir::service
