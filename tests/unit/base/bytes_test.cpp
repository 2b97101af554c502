#include "base/bytes.h"

#include <set>

#include <gtest/gtest.h>

#include "base/error_table.h"
#include "base/random.h"
#include "base/sha256.h"
#include "base/time_zones.h"

namespace cyberdir::base {
namespace {

TEST(Hexadecimal, there_and_back) {
  EXPECT_EQ(to_hex(bytes_of("")), "");
  EXPECT_EQ(to_hex(bytes_of(std::string("\0\x01\xAB\xFF", 4))), "0001abff");
  EXPECT_EQ(from_hex("0001ABff"), std::string("\0\x01\xAB\xFF", 4));
  EXPECT_EQ(from_hex(""), "");
  for (const char* text : {"0", "0g", "zz", "0x", " 00", "00 "})
    EXPECT_FALSE(from_hex(text).has_value()) << text;
}

TEST(Base64Url, there_and_back) {
  // RFC 4648 section 10, without padding, and the two letters of the URL alphabet.
  for (const auto& [bytes, text] :
       std::vector<std::pair<std::string, const char*>>{{"", ""},
                                                        {"f", "Zg"},
                                                        {"fo", "Zm8"},
                                                        {"foo", "Zm9v"},
                                                        {"foob", "Zm9vYg"},
                                                        {"fooba", "Zm9vYmE"},
                                                        {"foobar", "Zm9vYmFy"},
                                                        {"\xFB\xEF\xFF", "--__"}}) {
    EXPECT_EQ(to_base64url(bytes), text);
    EXPECT_EQ(from_base64url(text), bytes);
  }
  for (const char* text : {"Z", "Zg=", "Zg==", "Zm9v+", "Zm9v/", "Zm 9v", "\xC3\xA9"})
    EXPECT_FALSE(from_base64url(text).has_value()) << text;
}

TEST(Sha256Test, vectors_of_fips_180_4) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, in_pieces_and_again) {
  Sha256 hash;
  hash.update("a").update("").update("bc");
  EXPECT_EQ(to_hex(hash.finish()), sha256_hex("abc"));
  hash.update("abc");
  EXPECT_EQ(to_hex(hash.finish()), sha256_hex("abc")) << "finish starts a new one";
}

TEST(Sha256Test, parts_do_not_run_into_one_another) {
  const auto of = [](std::initializer_list<std::string_view> parts) {
    Sha256 hash;
    for (const std::string_view part : parts) hash.update_part(part);
    return to_hex(hash.finish());
  };
  std::set<std::string> digests = {of({"ab", "c"}), of({"a", "bc"}), of({"abc"}), of({"abc", ""}),
                                   of({"", "abc"})};
  EXPECT_EQ(digests.size(), 5U);
}

TEST(Uuid7, is_one_and_in_order_of_its_making) {
  SeededRandom random(7);
  std::string last;
  for (std::int64_t i = 0; i < 1'000; ++i) {
    const std::string id = make_uuid7({1'795'334'400'000'000 + i * 1'000}, random);
    ASSERT_EQ(id.size(), 36U);
    for (std::size_t at = 0; at < id.size(); ++at) {
      const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
      EXPECT_EQ(id[at] == '-', dash) << id;
      if (!dash) {
        EXPECT_NE(std::string("0123456789abcdef").find(id[at]), std::string::npos) << id;
      }
    }
    EXPECT_EQ(id[14], '7') << "the version";
    EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << "the variant";
    EXPECT_LT(last, id);
    last = id;
  }
}

TEST(Uuid7, differs_within_one_millisecond) {
  SystemRandom random;
  std::set<std::string> ids;
  for (int i = 0; i < 1'000; ++i) ids.insert(make_uuid7({1'795'334'400'000'000}, random));
  EXPECT_EQ(ids.size(), 1'000U);
}

TEST(Uuid7, the_example_of_rfc_9562) {
  SeededRandom random(1);
  EXPECT_EQ(make_uuid7({0x017F22E279B0 * std::int64_t{1'000}}, random).substr(0, 15),
            "017f22e2-79b0-7");
}

TEST(ErrorTable, has_every_value_once_and_sensibly) {
  const auto table = error_table();
  ASSERT_EQ(table.size(), static_cast<std::size_t>(ErrorCode::internal) + 1);
  std::set<std::string_view> types;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const ErrorRow& row = table[i];
    EXPECT_EQ(static_cast<std::size_t>(row.code), i) << row.type;
    EXPECT_EQ(&error_row(row.code), &row);
    EXPECT_TRUE(types.insert(row.type).second) << row.type;
    EXPECT_EQ(row.type.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos)
        << row.type;
    EXPECT_FALSE(row.title.empty());
    EXPECT_GE(row.http_status, 400);
    EXPECT_LT(row.http_status, 600);
    EXPECT_GE(row.exit_code, 1);
    EXPECT_LE(row.exit_code, 3);
  }
  // interfaces.md sections 1, 2 and 3.
  for (const auto& [code, status, exit_code] :
       std::vector<std::tuple<ErrorCode, int, int>>{{ErrorCode::malformed, 400, 1},
                                                    {ErrorCode::invalid, 422, 1},
                                                    {ErrorCode::unauthenticated, 401, 1},
                                                    {ErrorCode::forbidden, 403, 1},
                                                    {ErrorCode::not_found, 404, 1},
                                                    {ErrorCode::not_acceptable, 406, 1},
                                                    {ErrorCode::conflict, 409, 1},
                                                    {ErrorCode::gone, 410, 1},
                                                    {ErrorCode::stale, 412, 1},
                                                    {ErrorCode::precondition_required, 428, 1},
                                                    {ErrorCode::too_large, 413, 1},
                                                    {ErrorCode::unsupported, 415, 1},
                                                    {ErrorCode::unavailable, 503, 3},
                                                    {ErrorCode::internal, 500, 1}}) {
    EXPECT_EQ(error_row(code).http_status, status) << error_row(code).type;
    if (code != ErrorCode::internal) {
      EXPECT_EQ(error_row(code).exit_code, exit_code) << error_row(code).type;
    }
  }
}

TEST(TimeZones, are_the_systems) {
  for (const char* name : {"Asia/Bangkok", "Europe/Zurich", "America/Argentina/Buenos_Aires", "UTC",
                           "Africa/Cairo", "Asia/Almaty"})
    EXPECT_TRUE(is_time_zone(name)) << name;
  for (const char* name : {"", "Bangkok", "asia/bangkok", "Asia/", "../etc/passwd",
                           "Asia/../Asia/Bangkok", "/etc/localtime", "UTC+7", "zone.tab", "Asia"})
    EXPECT_FALSE(is_time_zone(name)) << name;
}

}  // namespace
}  // namespace cyberdir::base
