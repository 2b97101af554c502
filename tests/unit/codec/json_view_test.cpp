// Canonical JSON read where it stands.
#include "codec/json_view.h"

#include <string>

#include <gtest/gtest.h>

#include "codec/canonical_json.h"
#include "model/json.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using model::Json;

// The tree that the view says there is.
Json tree_of(const JsonValue& value) {
  switch (value.type()) {
    case JsonValue::Type::object: {
      Json object = Json::object();
      for (const JsonValue& member : value) object[std::string(member.name())] = tree_of(member);
      return object;
    }
    case JsonValue::Type::array: {
      Json array = Json::array();
      for (const JsonValue& element : value) array.push_back(tree_of(element));
      return array;
    }
    case JsonValue::Type::string:
      return std::string(value.text());
    case JsonValue::Type::other:
      return Json::parse(value.json());
  }
  return {};
}

TEST(JsonView, HoldsWhatATreeHolds) {
  JsonView view;
  for (const char* text :
       {R"({})", R"([])", R"("")", R"(null)", R"(true)", R"(-1.5e-7)", R"(9007199254740991)",
        R"({"a":{"b":[1,{"c":[]},"d"],"e":{}},"f":false,"g":[[],[[null]]]})",
        R"(["\"\\\b\f\n\r\t\u0000\u001f","plain","\n","é\u0001漢𝄞"])",
        R"({"":1,"\"":2,"\u0007 and a name too long to stand in the string itself":3})"}) {
    const std::string canonical = canonical_json(Json::parse(text));
    ASSERT_TRUE(view.read(canonical).ok()) << text;
    EXPECT_EQ(tree_of(view.root()), Json::parse(text)) << text;
    EXPECT_EQ(view.root().json(), canonical);
  }
}

TEST(JsonView, FindsMembersAndKeepsTheirText) {
  const std::string text = R"({"a":{"id":"deep"},"b":"x\ny","id":"o","n":null})";
  JsonView view;
  ASSERT_TRUE(view.read(text).ok());
  EXPECT_EQ(view.root().find("id")->text(), "o") << "not one of a member's";
  EXPECT_EQ(view.root().find("a")->json(), R"({"id":"deep"})");
  EXPECT_EQ(view.root().find("b")->json(), R"("x\ny")");
  EXPECT_EQ(view.root().find("b")->text(), "x\ny");
  EXPECT_TRUE(view.root().find("n")->is_null());
  EXPECT_FALSE(view.root().find("b")->is_null());
  EXPECT_EQ(view.root().find("none"), nullptr);
}

TEST(JsonView, WhatThisProgramNeverWroteIsCorrupt) {
  const std::string deep(100'000, '[');
  JsonView view;
  for (const std::string& text : {std::string(),
                                  std::string("{"),
                                  std::string("{}x"),
                                  std::string("[1,]"),
                                  std::string("[1 ,2]"),
                                  std::string("[,]"),
                                  std::string("{,}"),
                                  std::string("{\"a\"}"),
                                  std::string("{\"a\":}"),
                                  std::string("{a:1}"),
                                  std::string("{\"a\":1,}"),
                                  std::string("[1}"),
                                  std::string("{\"a\":1]"),
                                  std::string("nul"),
                                  std::string("[nan]"),
                                  std::string("\"a"),
                                  std::string("\"a\\"),
                                  std::string("\"a\\\""),
                                  std::string("\"\\x\""),
                                  std::string("\"\\u0041\""),
                                  std::string("\"\\u00\""),
                                  std::string("\"\\u001\""),
                                  std::string("\"\\u001g\""),
                                  std::string("\"\n\""),
                                  std::string("1 2"),
                                  deep,
                                  deep + std::string(deep.size(), ']')}) {
    const auto read = view.read(text);
    ASSERT_FALSE(read.ok()) << text.substr(0, 20);
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
  }
}

TEST(JsonView, EveryCutOfATextIsCorrupt) {
  const std::string whole = R"({"a":["x\u0001y",{"b":true}],"c":"z"})";
  JsonView view;
  ASSERT_TRUE(view.read(whole).ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);  // of its own, so that a step beyond is seen
    EXPECT_FALSE(view.read(cut).ok()) << cut;
  }
  ASSERT_TRUE(view.read(whole).ok()) << "after a failure";
}

}  // namespace
}  // namespace cyberdir::codec
