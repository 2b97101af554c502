#include "codec/json_patch.h"

#include <gtest/gtest.h>

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using model::Json;

// RFC 7396 appendix A, whole.
TEST(MergePatch, the_table_of_appendix_a) {
  const std::vector<std::array<const char*, 3>> table = {
      {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
      {R"({"a":"b"})", R"({"a":null})", R"({})"},
      {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
      {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
      {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
      {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
      {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
      {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
      {R"({"a":"foo"})", R"(null)", R"(null)"},
      {R"({"a":"foo"})", R"("bar")", R"("bar")"},
      {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
      {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
      {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
  };
  for (const auto& [target, patch, result] : table)
    EXPECT_EQ(merge_patch(Json::parse(target), Json::parse(patch)), Json::parse(result))
        << target << ' ' << patch;
}

// RFC 6902 appendix A and its neighbours.
TEST(JsonPatch, applies) {
  const std::vector<std::array<const char*, 3>> table = {
      {R"({"foo":"bar"})", R"([])", R"({"foo":"bar"})"},
      {R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])",
       R"({"baz":"qux","foo":"bar"})"},
      {R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])",
       R"({"foo":["bar","qux","baz"]})"},
      {R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])", R"({"foo":"bar"})"},
      {R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])",
       R"({"foo":["bar","baz"]})"},
      {R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])",
       R"({"baz":"boo","foo":"bar"})"},
      {R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
       R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])",
       R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})"},
      {R"({"foo":["all","grass","cows","eat"]})",
       R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])",
       R"({"foo":["all","cows","eat","grass"]})"},
      {R"({"baz":"qux","foo":["a",2,"c"]})",
       R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}])",
       R"({"baz":"qux","foo":["a",2,"c"]})"},
      {R"({"foo":"bar"})", R"([{"op":"add","path":"/child","value":{"grandchild":{}}}])",
       R"({"foo":"bar","child":{"grandchild":{}}})"},
      {R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux","xyz":123}])",
       R"({"foo":"bar","baz":"qux"})"},
      {R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10}])", R"({"/":9,"~1":10})"},
      {R"({"a":1})", R"([{"op":"copy","from":"/a","path":"/b"}])", R"({"a":1,"b":1})"},
      {R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc","def"]}])",
       R"({"foo":["bar",["abc","def"]]})"},
      {R"({"a":1})", R"([{"op":"replace","path":"","value":[1]}])", R"([1])"},
  };
  for (const auto& [target, patch, result] : table) {
    const auto patched = json_patch(Json::parse(target), Json::parse(patch));
    ASSERT_TRUE(patched.ok()) << target << ' ' << patch << ": " << patched.error().detail;
    EXPECT_EQ(*patched, Json::parse(result)) << target << ' ' << patch;
  }
}

TEST(JsonPatch, refuses_whole) {
  struct Row {
    const char* target;
    const char* patch;
    ErrorCode code;
  };
  const std::vector<Row> table = {
      {R"({"baz":"qux"})", R"([{"op":"test","path":"/baz","value":"bar"}])", ErrorCode::conflict},
      {R"({"a":"10"})", R"([{"op":"test","path":"/a","value":10}])", ErrorCode::conflict},
      {R"({"a":1})", R"([{"op":"remove","path":"/a"},{"op":"test","path":"/a","value":1}])",
       ErrorCode::conflict},
      {R"({"foo":"bar"})", R"([{"op":"add","path":"/baz/bat","value":"qux"}])", ErrorCode::invalid},
      {R"({"foo":"bar"})", R"([{"op":"remove","path":"/nothing"}])", ErrorCode::invalid},
      {R"({"foo":"bar"})", R"([{"op":"replace","path":"/nothing","value":1}])", ErrorCode::invalid},
      {R"({"foo":"bar"})", R"([{"op":"move","from":"/nothing","path":"/foo"}])",
       ErrorCode::invalid},
      {R"({"foo":[1]})", R"([{"op":"add","path":"/foo/2","value":1}])", ErrorCode::invalid},
      {R"({"foo":[1]})", R"([{"op":"remove","path":"/foo/-"}])", ErrorCode::invalid},
      {R"({"foo":[1,2]})", R"([{"op":"add","path":"/foo/01","value":1}])", ErrorCode::invalid},
      {R"({"foo":[1,2]})", R"([{"op":"replace","path":"/foo/1e0","value":1}])", ErrorCode::invalid},
      {R"({"foo":[1,2]})", R"([{"op":"replace","path":"/foo/99999999999999999999","value":1}])",
       ErrorCode::invalid},
      {R"({"foo":1})", R"([{"op":"spam","path":"/foo","value":1}])", ErrorCode::invalid},
      {R"({"foo":1})", R"([{"path":"/foo","value":1}])", ErrorCode::invalid},
      {R"({"foo":1})", R"([{"op":"add","value":1}])", ErrorCode::invalid},
      {R"({"foo":1})", R"([{"op":"add","path":"/a"}])", ErrorCode::invalid},
      {R"({"foo":1})", R"([{"op":"add","path":"a","value":1}])", ErrorCode::invalid},
      {R"({"foo":1})", R"([{"op":"add","path":"/~2","value":1}])", ErrorCode::invalid},
      {R"({"foo":1})", R"([{"op":"add","path":7,"value":1}])", ErrorCode::invalid},
      {R"({"foo":1})", R"({"op":"add","path":"/a","value":1})", ErrorCode::invalid},
      {R"({"foo":1})", R"(["add"])", ErrorCode::invalid},
      {R"({"foo":1})", R"(null)", ErrorCode::invalid},
      {R"({"foo":{"bar":1}})", R"([{"op":"move","from":"/foo","path":"/foo/bar"}])",
       ErrorCode::invalid},
      {R"({"foo":1})", R"([{"op":"add","path":"/ok","value":1},{"op":"remove","path":"/nothing"}])",
       ErrorCode::invalid},
  };
  for (const Row& row : table) {
    const auto patched = json_patch(Json::parse(row.target), Json::parse(row.patch));
    ASSERT_FALSE(patched.ok()) << row.target << ' ' << row.patch << " gave " << patched->dump();
    EXPECT_EQ(patched.error().code, row.code) << row.patch << ": " << patched.error().detail;
    EXPECT_FALSE(patched.error().detail.empty());
  }
}

}  // namespace
}  // namespace cyberdir::codec
