// XML that is made to hurt: refused with a clear sentence, in bounded memory and time.
#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "codec/xml_reader.h"
#include "model/kinds.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using base::Result;

constexpr std::string_view kRoot = "<directory xmlns=\"urn:cyberdir:directory:1\">";
constexpr std::string_view kNamespace = " xmlns=\"urn:cyberdir:directory:1\"";

// A beginning, one piece many times, an end: never held whole.
class GeneratedSource final : public base::ByteSource {
 public:
  GeneratedSource(std::string head, std::string piece, std::size_t bytes, std::string tail)
      : head_(std::move(head)), piece_(std::move(piece)), middle_(bytes), tail_(std::move(tail)) {
    while (piece_.size() < 4096) piece_ += piece_;
  }

  Result<std::size_t> read(std::span<char> buffer) override {
    if (const auto count = take(head_, head_.size() - at_head_, at_head_, buffer); count > 0) {
      return count;
    }
    if (middle_ > 0) {
      const std::size_t from = at_piece_ % piece_.size();
      const std::size_t count = std::min({buffer.size(), piece_.size() - from, middle_});
      std::copy_n(piece_.begin() + static_cast<std::ptrdiff_t>(from), count, buffer.begin());
      at_piece_ += count;
      middle_ -= count;
      return count;
    }
    return take(tail_, tail_.size() - at_tail_, at_tail_, buffer);
  }
  [[nodiscard]] std::size_t left() const { return middle_; }

 private:
  static std::size_t take(const std::string& from, std::size_t left, std::size_t& at,
                          std::span<char> buffer) {
    const std::size_t count = std::min(left, buffer.size());
    std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(at), count, buffer.begin());
    at += count;
    return count;
  }
  std::string head_;
  std::string piece_;
  std::size_t middle_;
  std::string tail_;
  std::size_t at_head_ = 0;
  std::size_t at_piece_ = 0;
  std::size_t at_tail_ = 0;
};

struct Outcome {
  bool ok = false;
  ErrorCode code = ErrorCode::internal;
  std::string detail;
  std::size_t records = 0;
  std::size_t findings = 0;
};

Outcome read(base::ByteSource& source) {
  Outcome outcome;
  const XmlParts parts{nullptr, [&](const RawRecord& record) {
                         ++outcome.records;
                         outcome.findings += record.findings.size();
                         EXPECT_LE(record.findings.size(), kMostFindings);
                         return Result<void>();
                       }};
  const auto done = read_directory_xml(source, parts);
  outcome.ok = done.ok();
  if (!done) {
    outcome.code = done.error().code;
    outcome.detail = done.error().detail;
    EXPECT_LT(outcome.detail.size(), 400U);
  }
  return outcome;
}

Outcome read(const std::string& text) {
  base::StringSource source(text);
  return read(source);
}

struct Case {
  const char* name;
  std::string text;
  const char* says;
};

TEST(XmlHostile, IsRefusedWithAClearSentence) {
  const std::string root(kRoot);
  const std::string laughs =
      "<!DOCTYPE directory [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>" +
      root +
      "<organisation><short_name>&c;</short_name>"
      "</organisation></directory>";
  std::string deep = root;
  for (int i = 0; i < 10000; ++i) deep += "<organisation>";
  const Case cases[] = {
      {"billion laughs", laughs, "DOCTYPE"},
      {"external entity, file",
       "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + root + "&x;</directory>",
       "DOCTYPE"},
      {"external entity, http",
       "<!DOCTYPE d [<!ENTITY x SYSTEM \"http://192.0.2.1/x\">]>" + root + "&x;</directory>",
       "DOCTYPE"},
      {"external subset", "<!DOCTYPE d SYSTEM \"http://192.0.2.1/d.dtd\">" + root + "</directory>",
       "DOCTYPE"},
      {"parameter entity",
       "<!DOCTYPE d [<!ENTITY % x SYSTEM \"http://192.0.2.1/\"> %x;]>" + root + "</directory>",
       "DOCTYPE"},
      {"empty doctype", "<!DOCTYPE directory>" + root + "</directory>", "DOCTYPE"},
      {"undeclared entity",
       root + "<organisation><short_name>&x;</short_name></organisation></directory>", "line 1"},
      {"depth", deep, "nested deeper"},
      {"empty", "", "XML"},
      {"not XML", "{\"format\":\"cyberdir/1\"}", "line 1"},
      {"unterminated", root + "\n<organisation>\n<short_name>A", "line 3"},
      {"unterminated comment", root + "<!-- ", "line 1"},
      {"mismatched", root + "<organisation></contact></directory>", "line 1"},
      {"two roots", root + "</directory>" + root + "</directory>", "line 1"},
      {"text behind the root", root + "</directory>x", "line 1"},
      {"invalid UTF-8",
       root + "\n<organisation><short_name>\xC3\x28</short_name></organisation></directory>",
       "UTF-8"},
      {"overlong UTF-8",
       root + "<organisation><short_name>\xC1\x81</short_name></organisation></directory>",
       "UTF-8"},
      {"surrogate in UTF-8",
       root + "<organisation><short_name>\xED\xA0\x80</short_name></organisation></directory>",
       "UTF-8"},
      {"cut UTF-8", root + "\xE2\x82", "UTF-8"},
      {"NUL", root + std::string("\0", 1) + "</directory>", "NUL"},
      {"control character",
       root + "<organisation><short_name>\x01</short_name></organisation></directory>", "line 1"},
      {"reference to a control character",
       root + "<organisation><short_name>&#1;</short_name></organisation></directory>", "line 1"},
      {"reference to a surrogate",
       root + "<organisation><short_name>&#xD800;</short_name></organisation></directory>",
       "line 1"},
      {"reference beyond Unicode",
       root + "<organisation><short_name>&#x110000;</short_name></organisation></directory>",
       "line 1"},
      {"no namespace", "<directory></directory>", "urn:cyberdir:directory:1"},
      {"other namespace", "<directory xmlns=\"urn:x\"></directory>", "urn:cyberdir:directory:1"},
      {"other root", "<registry" + std::string(kNamespace) + "/>", "urn:cyberdir:directory:1"},
      {"foreign element among entries", root + "<contact xmlns=\"urn:x\"/></directory>",
       "namespace"},
      {"undeclared prefix", root + "<x:contact/></directory>", "line 1"},
      {"text among entries", root + "x</directory>", "text"},
      {"duplicate attribute", root + "<contact id='a' id='b'/></directory>", "line 1"},
      {"unknown encoding", "<?xml version='1.0' encoding='IBM037'?>" + root + "</directory>",
       "encoding"},
      {"EBCDIC", "\x4C\x6F\xA7\x94\x93\x40", "UTF-8"},
      {"UTF-32", std::string("\xFF\xFE\0\0<\0\0\0", 8), "NUL"},
      {"lone surrogate in UTF-16", std::string("\xFE\xFF\0<\xD8\0\0>", 8), "surrogate"},
      {"half a unit of UTF-16", std::string("\xFE\xFF\0<\0", 5), "UTF-16"},
      {"XML in XML", root + "<?xml version='1.0'?></directory>", "line 1"},
      {"CDATA end in text",
       root + "<organisation><short_name>]]></short_name></organisation></directory>", "line 1"},
  };
  for (const Case& each : cases) {
    const Outcome outcome = read(each.text);
    EXPECT_FALSE(outcome.ok) << each.name;
    EXPECT_NE(outcome.code, ErrorCode::internal) << each.name;
    EXPECT_NE(outcome.detail.find(each.says), std::string::npos)
        << each.name << ": " << outcome.detail;
    EXPECT_EQ(outcome.detail.find("root:"), std::string::npos) << each.name;
  }
}

TEST(XmlHostile, NothingGrows) {
  const std::string root(kRoot);
  const std::string entry = root + "<organisation>";
  const std::string value = entry + "<short_name>";
  constexpr std::size_t kBytes = 50UL << 20U;
  struct Growing {
    const char* name;
    std::string head;
    std::string piece;
    std::string tail;
    bool read_whole;
  };
  const Growing cases[] = {
      {"blanks before the root", "", " ", root + "</directory>", false},
      {"blanks behind the root", root + "</directory>", "\n", "", false},
      {"blanks among entries", root, " \n", "</directory>", true},
      {"blanks in an entry", entry, "\t\n", "</organisation></directory>", true},
      {"blanks in a value", value, " ", "</short_name></organisation></directory>", false},
      {"text in a value", value, "abcd", "</short_name></organisation></directory>", false},
      {"CDATA", value + "<![CDATA[", "abcd", "]]>", false},
      {"references", value, "&#65;", "</short_name></organisation></directory>", false},
      {"comment", root + "<!--", "abcd", "-->", false},
      {"comments", root, "<!--a-->", "</directory>", true},
      {"comments in a value", value, "<!--a-->", "</short_name></organisation></directory>", true},
      {"processing instruction", root + "<?a ", "abcd", "?>", false},
      {"name of an element", entry + "<a", "bcde", "/>", false},
      {"attributes", entry + "<short_name", " a='b'", "/>", false},
      {"value of an attribute", root + "<organisation id='", "abcd", "'/>", false},
      {"blanks in a tag", root + "<organisation ", "    ", "/></directory>", false},
      {"blanks in an end tag", root + "<organisation></organisation ", "    ", "></directory>",
       false},
      {"unknown elements", entry, "<a/>", "</organisation></directory>", false},
      {"repeated elements", entry, "<websites/>", "</organisation></directory>", false},
      {"duplicates", entry, "<short_name>a</short_name>", "</organisation></directory>", false},
      {"unknown entries", root, "<unknown>a<b/></unknown>", "</directory>", true},
      {"entries", root, "<organisation/>", "</directory>", true},
      {"text in skipped elements", root + "<unknown>", "abcd", "</unknown></directory>", true},
  };
  for (const Growing& each : cases) {
    // Whole pieces only, so that the middle ends where it began.
    const std::size_t bytes = kBytes / each.piece.size() * each.piece.size();
    GeneratedSource source(each.head, each.piece, bytes, each.tail);
    const Outcome outcome = read(source);
    EXPECT_EQ(outcome.ok, each.read_whole) << each.name << ": " << outcome.detail;
    if (!outcome.ok) {
      EXPECT_TRUE(outcome.code == ErrorCode::too_large || outcome.code == ErrorCode::malformed)
          << each.name;
      EXPECT_NE(outcome.detail.find("line"), std::string::npos)
          << each.name << ": " << outcome.detail;
      EXPECT_GT(source.left(), kBytes / 4) << each.name << " was read too far";
    }
  }
}

TEST(XmlHostile, ManyDistinctAttributesAreRefusedQuickly) {
  std::string xml = std::string(kRoot) + "<organisation";
  for (int i = 0; i < 400000; ++i) xml += " a" + std::to_string(i) + "=''";
  EXPECT_FALSE(read(xml + "/></directory>").ok);
}

TEST(XmlHostile, ErrorsOfTheCallerArePassedOn) {
  const std::string xml = std::string(kRoot) + "<organisation/><organisation/></directory>";
  base::StringSource source(xml);
  int taken = 0;
  const XmlParts failing{nullptr, [&](const RawRecord&) -> Result<void> {
                           ++taken;
                           return base::fail(ErrorCode::unavailable, "the disk is full");
                         }};
  const auto done = read_directory_xml(source, failing);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, ErrorCode::unavailable);
  EXPECT_EQ(taken, 1);

  base::StringSource again(xml);
  const XmlParts throwing{
      nullptr, [](const RawRecord&) -> Result<void> { throw std::runtime_error("a bug"); }};
  EXPECT_THROW(static_cast<void>(read_directory_xml(again, throwing)), std::runtime_error);
}

TEST(XmlHostile, ErrorsOfTheSourceArePassedOn) {
  class BrokenSource final : public base::ByteSource {
   public:
    Result<std::size_t> read(std::span<char> buffer) override {
      if (++calls_ > 2) return base::fail(ErrorCode::unavailable, "the client went away");
      std::copy(kRoot.begin(), kRoot.end(), buffer.begin());
      return calls_ == 1 ? kRoot.size() : (buffer[0] = ' ', std::size_t{1});
    }

   private:
    int calls_ = 0;
  };
  BrokenSource source;
  const Outcome outcome = read(source);
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace cyberdir::codec
