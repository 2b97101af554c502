#include "codec/json_reader.h"

#include <cctype>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using model::Json;

struct Case {
  const char* name;
  std::string text;
};

void PrintTo(const Case& example, std::ostream* out) { *out << example.name; }

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

const std::vector<Case>& refused() {
  using namespace std::string_literals;
  static const std::vector<Case> cases = {
      {"nothing", ""},
      {"blanks alone", " \n\t "},
      {"byte order mark alone", "\xEF\xBB\xBF"},
      {"two texts", "1 2"},
      {"garbage after an object", "{}x"},
      {"garbage after an array", "[] []"},
      {"comma after the text", "{},"},
      {"NUL after the text", "{}\0"s},
      {"garbage after a NUL", "{}\0{}"s},
      {"NUL in place of the end", "[1\0"s},
      {"NUL for a blank", "[1,\0 2]"s},
      {"form feed for a blank", "[\f]"},
      {"no-break space for a blank", "[\xC2\xA0]"},
      {"vertical tab for a blank", "[\v]"},
      {"comment", "[1 /* one */]"},
      {"line comment", "[1] // one"},
      {"hash comment", "[1] # one"},
      {"single quotes", "['a']"},
      {"name without quotes", "{a:1}"},
      {"number for a name", "{1:1}"},
      {"null for a name", "{null:1}"},
      {"comma at the end of an array", "[1,]"},
      {"comma at the end of an object", "{\"a\":1,}"},
      {"comma alone", "[,]"},
      {"comma first", "[,1]"},
      {"two commas", "[1,,2]"},
      {"no comma", "[1 2]"},
      {"no comma between members", "{\"a\":1 \"b\":2}"},
      {"no colon", "{\"a\" 1}"},
      {"two colons", "{\"a\"::1}"},
      {"comma for colon", "{\"a\",1}"},
      {"colon in an array", "[\"a\":1]"},
      {"no value", "{\"a\":}"},
      {"name alone", "{\"a\"}"},
      {"unclosed array", "[1"},
      {"unclosed object", "{\"a\":1"},
      {"unclosed string", "\"abc"},
      {"unclosed escape", "\"\\"},
      {"unclosed unicode escape", "\"\\u00"},
      {"closed by the other bracket", "[1}"},
      {"bracket too many", "[1]]"},
      {"closing bracket alone", "]"},
      {"wrong case of true", "True"},
      {"wrong case of null", "NULL"},
      {"true cut", "tru"},
      {"true with more", "truely"},
      {"nul", "nul"},
      {"NaN", "NaN"},
      {"minus NaN", "-NaN"},
      {"Infinity", "Infinity"},
      {"minus Infinity", "-Infinity"},
      {"inf", "[inf]"},
      {"plus sign", "+1"},
      {"leading zero", "01"},
      {"leading zero after minus", "-01"},
      {"minus alone", "-"},
      {"two minuses", "--1"},
      {"point first", ".5"},
      {"point last", "1."},
      {"minus point", "-.5"},
      {"point then exponent", "1.e3"},
      {"exponent empty", "1e"},
      {"exponent sign alone", "1e+"},
      {"exponent with a point", "1e1.5"},
      {"two exponents", "1e1e1"},
      {"hexadecimal", "0x10"},
      {"underscore in a number", "1_000"},
      {"blank in a number", "1 000"},
      {"letter after a number", "1a"},
      {"full-width digit", "\xEF\xBC\x91"},
      {"beyond a double", "1e999"},
      {"minus beyond a double", "-1e999"},
      {"integer beyond a double", repeated("9", 400)},
      {"string of half a megabyte, then a wrong escape", "\"" + repeated("a", 500'000) + "\\x\""},
      {"number of half a megabyte", repeated("9", 500'000)},
      {"two to the 53", "9007199254740992"},
      {"minus two to the 53", "-9007199254740992"},
      {"two to the 63", "9223372036854775808"},
      {"two to the 64", "18446744073709551616"},
      {"integer of twenty digits", "12345678901234567890"},
      {"line feed in a string", "\"a\nb\""},
      {"tab in a string", "\"a\tb\""},
      {"NUL in a string", "\"a\0b\""s},
      {"escape control in a string", "\"\x1F\""},
      {"unknown escape", "\"\\x41\""},
      {"escape of a letter", "\"\\a\""},
      {"escape of a quote sign", "\"\\'\""},
      {"octal escape", "\"\\0\""},
      {"escape of a line feed", "\"\\\n\""},
      {"upper case U", "\"\\U0041\""},
      {"short unicode escape", "\"\\u041\""},
      {"sign in a unicode escape", "\"\\u+041\""},
      {"letter in a unicode escape", "\"\\u00G0\""},
      {"lone high surrogate", "\"\\ud800\""},
      {"lone low surrogate", "\"\\udc00\""},
      {"low before high", "\"\\udc00\\ud800\""},
      {"high then text", "\"\\ud800abc\""},
      {"high then another escape", "\"\\ud800\\n\""},
      {"high then high", "\"\\ud800\\ud800\""},
      {"high then a character", "\"\\ud800\\u0041\""},
      {"lone surrogate in a name", "{\"\\ud800\":1}"},
      {"UTF-8 of a surrogate", "\"\xED\xA0\x80\""},
      {"UTF-8 of a pair of surrogates", "\"\xED\xA0\xBD\xED\xB8\x80\""},
      {"overlong slash", "\"\xC0\xAF\""},
      {"overlong NUL", "\"\xC0\x80\""},
      {"overlong of three", "\"\xE0\x80\xAF\""},
      {"beyond U+10FFFF", "\"\xF4\x90\x80\x80\""},
      {"five bytes", "\"\xF8\x88\x80\x80\x80\""},
      {"continuation alone", "\"\x80\""},
      {"cut sequence", "\"\xE4\xB8\""},
      {"cut sequence at the end", "\"\xE4\xB8"},
      {"FE", "\"\xFE\""},
      {"Latin-1", "\"caf\xE9\""},
      {"invalid UTF-8 outside strings", "[\xFF]"},
      {"invalid UTF-8 in a name", "{\"\xFF\":1}"},
      {"UTF-16", "[\0\"\0a\0\"\0]\0"s},
      {"name twice", R"({"a":1,"a":1})"},
      {"name twice, one escaped", R"({"a":1,"\u0061":2})"},
      {"name twice, deep", R"([{"b":{"a":1,"c":2,"a":3}}])"},
      {"empty name twice", R"({"":1,"":2})"},
      {"nested too deep", repeated("[", 65) + repeated("]", 65)},
      {"objects nested too deep", repeated("{\"a\":", 65) + "1" + repeated("}", 65)},
      {"depth of ten thousand", repeated("[", 10'000) + repeated("]", 10'000)},
      {"a hundred thousand brackets", repeated("[", 100'000)},
      {"a hundred thousand open objects", repeated("{\"a\":", 100'000)},
      {"a hundred thousand of both", repeated("[{\"a\":", 100'000)},
  };
  return cases;
}

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, is_refused_with_its_place) {
  const auto read = read_json(GetParam().text);
  ASSERT_FALSE(read.ok()) << read->dump().substr(0, 200);
  EXPECT_TRUE(read.error().code == ErrorCode::malformed ||
              read.error().code == ErrorCode::too_large);
  EXPECT_NE(read.error().detail.find("line "), std::string::npos) << read.error().detail;
  EXPECT_LT(read.error().detail.size(), 1'000U) << "it repeats too much of what was sent";
}

// The same where the text comes as an element of a stream, unless blanks, two texts or more
// brackets make another valid document of it.
TEST_P(Refused, is_judged_alike_in_a_stream) {
  const std::string text = "{\"entries\":[" + GetParam().text + "]}";
  constexpr std::size_t kAround = 2;  // brackets around the element
  const bool valid = read_json(text, {JsonLimits{}.depth + kAround, text.size() + 1}).ok();
  base::StringSource source(text);
  JsonParts parts;
  parts.element = [](std::uint64_t, std::uint64_t, const Json&) -> base::Result<void> {
    return {};
  };
  const auto read = stream_json(source, "entries", parts);
  ASSERT_EQ(read.ok(), valid);
  if (valid) return;
  EXPECT_TRUE(read.error().code == ErrorCode::malformed ||
              read.error().code == ErrorCode::too_large);
}

std::string test_name(const std::string& words) {
  std::string name;
  for (const char c : words)
    name.push_back(std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(json, Refused, testing::ValuesIn(refused()),
                         [](const auto& instance) { return test_name(instance.param.name); });

TEST(ReadJson, accepts_all_that_rfc_8259_has) {
  using namespace std::string_literals;
  const std::vector<std::pair<std::string, Json>> cases = {
      {"null", nullptr},
      {"true", true},
      {" false ", false},
      {"\r\n\t [ ] \r\n", Json::array()},
      {"{}", Json::object()},
      {"[[[[]]]]", Json::array({Json::array({Json::array({Json::array()})})})},
      {"[null,true,false,\"\",0]", Json::array({nullptr, true, false, "", 0})},
      {"0", 0},
      {"-0", 0},
      {"-1", -1},
      {"123", 123},
      {"1.5", 1.5},
      {"-0.0", -0.0},
      {"0e1", 0.0},
      {"1E22", 1e22},
      {"1e-2", 0.01},
      {"123.456e+3", 123456.0},
      {"1e308", 1e308},
      {"4.9e-324", 4.9e-324},
      {"9007199254740991", 9007199254740991},
      {"-9007199254740991", -9007199254740991},
      {"\"\"", ""},
      {"\"a\"", "a"},
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("\u0041\u00e9\u4E2d")", "A\xC3\xA9\xE4\xB8\xAD"},
      {R"("\u0000")", "\0"s},
      {R"("\ud83d\ude00")", "\xF0\x9F\x98\x80"},
      {R"("\uD834\uDD1E")", "\xF0\x9D\x84\x9E"},
      {R"("\uffff")", "\xEF\xBF\xBF"},
      {"\"\x7F\"", "\x7F"},
      {"\"\xE2\x80\xA8\xE2\x80\xA9\"", "\xE2\x80\xA8\xE2\x80\xA9"},
      {"\"\xF4\x8F\xBF\xBF\"", "\xF4\x8F\xBF\xBF"},
      {R"({"":0})", {{"", 0}}},
      {R"({"a":1,"A":2})", {{"a", 1}, {"A", 2}}},
      {R"({"a":{"a":{"a":1}}})", {{"a", {{"a", {{"a", 1}}}}}}},
      {"{\"\xC3\xA9\":1,\"e\xCC\x81\":2}",
       {{"\xC3\xA9", 1}, {"e\xCC\x81", 2}}},  // not the same name
      {repeated("[", 64) + repeated("]", 64), Json::parse(repeated("[", 64) + repeated("]", 64))},
  };
  for (const auto& [text, value] : cases) {
    const auto read = read_json(text);
    ASSERT_TRUE(read.ok()) << text << ": " << read.error().detail;
    EXPECT_EQ(*read, value) << text;
  }
}

TEST(ReadJson, tells_a_byte_order_mark_apart_and_nothing_else_before_the_text) {
  const auto read = read_json("\xEF\xBB\xBF{\"a\":1}");  // RFC 8259 section 8.1: may be ignored
  if (read.ok()) {
    EXPECT_EQ(*read, (Json{{"a", 1}}));
  }
  EXPECT_FALSE(read_json("{\xEF\xBB\xBF}").ok());
  EXPECT_FALSE(read_json("\xEF\xBB\xBF\xEF\xBB\xBF{}").ok());
}

TEST(ReadJson, says_line_and_column) {
  const auto read = read_json("{\n  \"a\": 1,\n  \"b\": nope\n}");
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().detail.find("line 3"), std::string::npos) << read.error().detail;
}

TEST(ReadJson, bounds_depth_and_size) {
  EXPECT_TRUE(read_json("[[1]]", {2, 100}).ok());
  EXPECT_FALSE(read_json("[[[1]]]", {2, 100}).ok());
  const auto large = read_json("\"" + std::string(2'000, 'a') + "\"", {64, 1'000});
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace cyberdir::codec
