// CSV from outside: delimiters, quotes, line ends, encodings, findings and bounds.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "codec/csv.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using model::Json;

struct Outcome {
  std::vector<RawRecord> records;
  base::Result<void> done;
};

Outcome read(const std::string& csv, const std::string& kind = "organisation",
             CsvLimits limits = {}) {
  Outcome outcome;
  base::StringSource source(csv);
  outcome.done = read_csv(
      source, kind,
      [&](RawRecord record) {
        outcome.records.push_back(std::move(record));
        return base::Result<void>();
      },
      limits);
  return outcome;
}

TEST(CsvReader, CommonFormsAreRead) {
  const Json expected = {{"kind", "organisation"},
                         {"short_name", "A, \"B\""},
                         {"name", {{"en", "C"}, {"th", "D"}}},
                         {"websites", {"https://a.example/", "https://b.example/"}}};
  const std::string quoted = "\"A, \"\"B\"\"\"";
  const std::string sites = "https://a.example/|https://b.example/";
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    for (const std::string at : {",", ";", "\t"}) {
      const auto row = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (const std::string& cell : cells) text.append(text.empty() ? "" : at).append(cell);
        return text.append(end);
      };
      std::string csv = "\xEF\xBB\xBF";
      csv += row({"short_name", "name.en", " name.th ", "websites"}) + end;
      csv += row({quoted, "C", "D", sites}) + end;
      csv += row({quoted, "C", "D", sites});
      const Outcome outcome = read(csv);
      ASSERT_TRUE(outcome.done.ok()) << outcome.done.error().detail;
      ASSERT_EQ(outcome.records.size(), 2U);
      for (const RawRecord& record : outcome.records) {
        EXPECT_EQ(record.json, expected);
        EXPECT_TRUE(record.findings.empty());
      }
      EXPECT_EQ(outcome.records[0].line, 3U);
      EXPECT_EQ(outcome.records[1].line, 5U);
      EXPECT_EQ(outcome.records[1].row, 2U);
      EXPECT_EQ(outcome.records[1].place, "row=3");
    }
  }
}

TEST(CsvReader, Utf16WithMarkIsRead) {
  std::string csv("\xFF\xFE", 2);
  for (const char c : std::string("short_name\nA\n")) {
    csv.push_back(c);
    csv.push_back('\0');
  }
  const Outcome outcome = read(csv);
  ASSERT_TRUE(outcome.done.ok()) << outcome.done.error().detail;
  EXPECT_EQ(outcome.records.at(0).json.at("short_name"), "A");
}

TEST(CsvReader, LineEndsInsideQuotesAreKept) {
  const Outcome outcome = read("id,short_name\nx,\"a\r\nb\nc\"\ny,z\n");
  ASSERT_TRUE(outcome.done.ok());
  EXPECT_EQ(outcome.records.at(0).json.at("short_name"), "a\r\nb\nc");
  EXPECT_EQ(outcome.records.at(1).line, 5U);
}

TEST(CsvReader, ValuesFollowTheTable) {
  const Outcome outcome = read(
      "kind,call_order,public_official,availability.time_zone,availability.always,availability."
      "hours,networks,languages,title.*\n"
      "contact,3,TRUE,UTC,0,\"[{\"\"day\"\":\"\"monday\"\"}]\",[],en|a\\|b\\\\c|\\d,\"{\"\"sr-"
      "Latn\"\":\"\"T\"\"}\"\n",
      "");
  ASSERT_TRUE(outcome.done.ok()) << outcome.done.error().detail;
  const RawRecord& record = outcome.records.at(0);
  EXPECT_TRUE(record.findings.empty());
  EXPECT_EQ(
      record.json,
      Json::parse(R"({"kind": "contact", "call_order": 3, "public_official": true, "networks": [],
      "availability": {"time_zone": "UTC", "always": false, "hours": [{"day": "monday"}]},
      "languages": ["en", "a|b\\c", "\\d"], "title": {"sr-Latn": "T"}})"));
}

TEST(CsvReader, FindingsSayWhere) {
  const auto findings = [](const std::string& csv, const std::string& kind = "contact") {
    const Outcome outcome = read(csv, kind);
    EXPECT_TRUE(outcome.done.ok()) << outcome.done.error().detail;
    std::string text;
    for (const RawRecord& record : outcome.records) {
      for (const auto& each : record.findings) text += each.code + " " + each.pointer + ";";
    }
    return text;
  };
  EXPECT_EQ(findings("call_order\nx\n"), "type /call_order;");
  EXPECT_EQ(findings("public_official\nmaybe\n"), "type /public_official;");
  EXPECT_EQ(findings("nickname\nx\n"), "unknown-field /nickname;");
  EXPECT_EQ(findings("nickname,id\n,x\n"), "") << "no value, nothing to say";
  EXPECT_EQ(findings("id\nx,y\n"), "unknown-field ;");
  EXPECT_EQ(findings("id,\nx,y\n"), "unknown-field ;");
  EXPECT_EQ(findings("channels\n[{]\n"), "malformed-json /channels;");
  EXPECT_EQ(findings("title.en;title.*\nA;\"{\"\"en\"\":\"\"B\"\"}\"\n"), "duplicate /title/en;");
  EXPECT_EQ(findings("title.*\n[1]\n"), "type /title;");
  EXPECT_EQ(read("kind,short_name\ntelex,A\n").records.at(0).json, Json({{"kind", "telex"}}));
}

TEST(CsvReader, WhatCannotBeReadIsRefused) {
  const auto says = [](const std::string& csv, ErrorCode code, const std::string& part,
                       CsvLimits limits = {}) {
    const Outcome outcome = read(csv, "organisation", limits);
    ASSERT_FALSE(outcome.done.ok()) << csv;
    EXPECT_EQ(outcome.done.error().code, code);
    EXPECT_NE(outcome.done.error().detail.find(part), std::string::npos)
        << outcome.done.error().detail;
  };
  says("", ErrorCode::malformed, "empty");
  says("\n\n", ErrorCode::malformed, "empty");
  says("id,id\n", ErrorCode::malformed, "stands twice (line 1)");
  says("id\n\"a\nb", ErrorCode::malformed, "line 2");
  says("id\n\"a\"b\n", ErrorCode::malformed, "line 2");
  says("id\n\xE9\n", ErrorCode::malformed, "UTF-8");
  says(std::string("id\na\0b\n", 7), ErrorCode::malformed, "NUL");
  says("id\naaaaaaaa\n", ErrorCode::too_large, "line 2", {.row_bytes = 5});
  says("id\n,,,,\n", ErrorCode::too_large, "cells", {.columns = 3});
  says("id\n\"" + std::string(2UL << 20U, 'a'), ErrorCode::too_large, "closing quote");
}

TEST(CsvReader, ErrorsOfTheCallerArePassedOn) {
  base::StringSource source("id\na\nb\n");
  const auto done = read_csv(source, "organisation", [](const RawRecord&) -> base::Result<void> {
    return base::fail(ErrorCode::unavailable, "the disk is full");
  });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace cyberdir::codec
