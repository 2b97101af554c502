// RFC 8785: its own examples.
#include <bit>
#include <cstdint>

#include <gtest/gtest.h>

#include "codec/canonical_json.h"
#include "codec/json_reader.h"

namespace cyberdir::codec {
namespace {

using model::Json;

// Appendix B: IEEE 754 bits and how ECMAScript writes them.
TEST(CanonicalJson, numbers_as_in_appendix_b) {
  static constexpr std::pair<std::uint64_t, const char*> kTable[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& [bits, text] : kTable) {
    EXPECT_EQ(canonical_number(std::bit_cast<double>(bits)), text) << std::hex << bits;
    EXPECT_EQ(canonical_json(Json(std::bit_cast<double>(bits))), text) << std::hex << bits;
  }
}

TEST(CanonicalJson, further_numbers) {
  static constexpr std::pair<const char*, const char*> kTable[] = {
      {"1.0", "1"},
      {"-0.0", "0"},
      {"-0", "0"},
      {"1E2", "100"},
      {"100", "100"},
      {"1e20", "100000000000000000000"},
      {"1e21", "1e+21"},
      {"1.5e-7", "1.5e-7"},
      {"0.1", "0.1"},
      {"4.50", "4.5"},
      {"2e-3", "0.002"},
      {"333333333.33333329", "333333333.3333333"},
      {"9007199254740991", "9007199254740991"},
      {"-9007199254740991", "-9007199254740991"}};
  for (const auto& [text, canonical] : kTable)
    EXPECT_EQ(canonical_json(*read_json(text)), canonical) << text;
}

// Section 3.2.2: the whole example.
TEST(CanonicalJson, the_example_of_section_3_2_2) {
  const auto read = read_json(R"({
       "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
       "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
       "literals": [null, true, false]
     })");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(canonical_json(*read),
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

// Section 3.2.3: sorted by UTF-16 code units, so that a pair of surrogates comes before U+FB33.
TEST(CanonicalJson, names_sorted_as_in_section_3_2_3) {
  const auto read = read_json(R"({
       "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
       "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
     })");
  ASSERT_TRUE(read.ok());
  const std::string text = canonical_json(*read);
  std::size_t last = 0;
  for (const char* value :
       {"Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
        "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"}) {
    const std::size_t at = text.find(value);
    ASSERT_NE(at, std::string::npos) << value;
    EXPECT_GT(at, last) << value << " stands too early";
    last = at;
  }
}

TEST(CanonicalJson, sorts_by_code_units_at_every_depth) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {R"({"b":1,"a":2})", R"({"a":2,"b":1})"},
      {R"({"aa":1,"a":2,"":3})", R"({"":3,"a":2,"aa":1})"},
      {R"({"a":1,"B":2,"Z":3,"_":4})", R"({"B":2,"Z":3,"_":4,"a":1})"},
      {R"([{"z":{"y":1,"x":2}}])", R"([{"z":{"x":2,"y":1}}])"},
      {R"({"10":1,"9":2,"1":3})", R"({"1":3,"10":1,"9":2})"},
      {R"([3,1,2])", "[3,1,2]"},
      {"{\"\xEE\x80\x80\":1,\"\xF0\x90\x80\x80\":2,\"\xED\x9F\xBF\":3}",
       "{\"\xED\x9F\xBF\":3,\"\xF0\x90\x80\x80\":2,\"\xEE\x80\x80\":1}"},
      {"{\"a\xEF\xBF\xBD\":1,\"a\xF4\x8F\xBF\xBF\":2}",
       "{\"a\xF4\x8F\xBF\xBF\":2,\"a\xEF\xBF\xBD\":1}"},
  };
  for (const auto& [text, canonical] : cases)
    EXPECT_EQ(canonical_json(*read_json(text)), canonical) << text;
}

TEST(CanonicalJson, escapes_only_what_must_be) {
  std::string all;
  for (char c = 0; c < 0x20; ++c) all.push_back(c);
  all += "\"\\/\x7F\xC2\x80\xE2\x80\xA8\xF0\x9F\x98\x80";
  std::string out;
  append_canonical_string(out, all);
  EXPECT_EQ(out,
            "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000"
            "e\\u000f"
            "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\"
            "u001c\\u001d\\u001e\\u001f"
            "\\\"\\\\/\x7F\xC2\x80\xE2\x80\xA8\xF0\x9F\x98\x80\"");
}

TEST(CanonicalJson, is_a_fixed_point) {
  for (const char* text : {R"({"b":[1.0,{"d":null,"c":"\u00e9"}],"a":1e2})", R"([])", R"({})",
                           R"("\u0000")", "-0.0"}) {
    const std::string once = canonical_json(*read_json(text));
    EXPECT_EQ(canonical_json(*read_json(once)), once) << text;
  }
}

}  // namespace
}  // namespace cyberdir::codec
