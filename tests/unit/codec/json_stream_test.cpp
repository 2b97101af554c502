#include <algorithm>

#include <gtest/gtest.h>

#include "codec/json_reader.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using model::Json;

// Bytes that are made as they are read: a head, one part many times over, a tail.
class MadeSource final : public base::ByteSource {
 public:
  MadeSource(std::string head, std::string part, std::uint64_t times, std::string tail)
      : head_(std::move(head)), part_(std::move(part)), tail_(std::move(tail)), left_(times) {}
  base::Result<std::size_t> read(std::span<char> buffer) override {
    std::size_t done = 0;
    while (done < buffer.size()) {
      if (at_ == now_.size()) {
        at_ = 0;
        if (!started_) {
          now_ = head_;
          started_ = true;
        } else if (left_ > 0) {
          --left_;
          now_ = part_;
        } else if (!ended_) {
          ended_ = true;
          now_ = tail_;
        } else {
          now_.clear();
          break;
        }
        continue;
      }
      const std::size_t count = std::min(buffer.size() - done, now_.size() - at_);
      std::copy_n(now_.data() + at_, count, buffer.data() + done);
      at_ += count;
      done += count;
    }
    given_ += done;
    return done;
  }
  [[nodiscard]] std::uint64_t given() const { return given_; }

 private:
  std::string head_;
  std::string part_;
  std::string tail_;
  std::uint64_t left_;
  std::string now_;
  std::size_t at_ = 0;
  bool started_ = false;
  bool ended_ = false;
  std::uint64_t given_ = 0;
};

// One byte at a time: whatever is cut between two reads.
class TricklingSource final : public base::ByteSource {
 public:
  explicit TricklingSource(std::string_view bytes) : rest_(bytes) {}
  base::Result<std::size_t> read(std::span<char> buffer) override {
    if (rest_.empty() || buffer.empty()) return std::size_t{0};
    buffer[0] = rest_.front();
    rest_.remove_prefix(1);
    return std::size_t{1};
  }

 private:
  std::string_view rest_;
};

class FailingSource final : public base::ByteSource {
 public:
  base::Result<std::size_t> read(std::span<char> buffer) override {
    if (given_) return base::fail(ErrorCode::unavailable, "the line is dead");
    given_ = true;
    static constexpr std::string_view kBegin = "{\"entries\":[1,";
    std::copy(kBegin.begin(), kBegin.end(), buffer.begin());
    return kBegin.size();
  }

 private:
  bool given_ = false;
};

struct Seen {
  std::vector<Json> elements;
  std::vector<std::uint64_t> lines;
  std::vector<std::pair<std::string, Json>> members;
  base::Result<void> result;
};

Seen stream(base::ByteSource& source, std::string_view array = "entries", JsonLimits limits = {}) {
  Seen seen;
  JsonParts parts;
  parts.member = [&](std::string_view name, Json value) -> base::Result<void> {
    seen.members.emplace_back(std::string(name), std::move(value));
    return {};
  };
  parts.element = [&](std::uint64_t index, std::uint64_t line, Json value) -> base::Result<void> {
    EXPECT_EQ(index, seen.elements.size());
    seen.elements.push_back(std::move(value));
    seen.lines.push_back(line);
    return {};
  };
  seen.result = stream_json(source, array, parts, limits);
  return seen;
}

TEST(StreamJson, takes_a_document_without_the_array_where_that_is_wanted) {
  const auto stream_text = [](std::string_view text, std::string_view array, int& without) {
    base::StringSource source(text);
    JsonParts parts;
    parts.no_array = [&]() -> base::Result<void> {
      ++without;
      return {};
    };
    return stream_json(source, array, parts);
  };
  int without = 0;
  EXPECT_TRUE(stream_text("{\"a\":1,\"entries\":{\"b\":2}}", "entries", without));
  EXPECT_EQ(without, 1);
  EXPECT_TRUE(stream_text("{\"entries\":[]}", "entries", without));
  EXPECT_EQ(without, 1);
  EXPECT_FALSE(stream_text("{\"a\":1", "entries", without));
  EXPECT_FALSE(stream_text("{\"a\":1}", "", without));
  EXPECT_FALSE(stream_text("7", "entries", without));
  EXPECT_EQ(without, 1);
}

TEST(StreamJson, gives_members_and_elements_in_order_with_their_lines) {
  const std::string text =
      "{\"format\":\"cyberdir/1\",\n\"seq\":3,\n\"entries\":[\n{\"a\":1},\n\n {\"a\":[2,\n3]} , "
      "\"x\"\n],\n\"after\":[1,{\"b\":null}]}\n";
  base::StringSource whole(text);
  TricklingSource trickling(text);
  for (base::ByteSource* source :
       {static_cast<base::ByteSource*>(&whole), static_cast<base::ByteSource*>(&trickling)}) {
    const Seen seen = stream(*source);
    ASSERT_TRUE(seen.result.ok()) << seen.result.error().detail;
    EXPECT_EQ(seen.elements, (std::vector<Json>{Json{{"a", 1}}, Json{{"a", {2, 3}}}, "x"}));
    EXPECT_EQ(seen.lines, (std::vector<std::uint64_t>{4, 6, 7}));
    ASSERT_EQ(seen.members.size(), 3U);
    EXPECT_EQ(seen.members[0].first, "format");
    EXPECT_EQ(seen.members[2].second, (Json::array({1, Json{{"b", nullptr}}})));
  }
}

TEST(StreamJson, reads_a_bare_array_where_no_member_is_named) {
  const std::string text = " [1, {\"entries\":[2]}, []] ";
  base::StringSource source(text);
  const Seen seen = stream(source, "");
  ASSERT_TRUE(seen.result.ok());
  EXPECT_EQ(seen.elements.size(), 3U);
}

TEST(StreamJson, refuses) {
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"no array", R"({"format":"x"})"},
      {"the array twice", R"({"entries":[1],"entries":[2]})"},
      {"a member twice", R"({"a":1,"a":2,"entries":[]})"},
      {"not an array", R"({"entries":{}})"},
      {"null for the array", R"({"entries":null})"},
      {"an array at the top", R"([1])"},
      {"nothing", ""},
      {"cut in the array", R"({"entries":[1,)"},
      {"cut after the array", R"({"entries":[1])"},
      {"garbage after", R"({"entries":[1]} x)"},
      {"garbage after a NUL", std::string("{\"entries\":[1]}\0{}", 18)},
      {"comma at the end", R"({"entries":[1,]})"},
      {"a name twice in an element", R"({"entries":[{"a":1,"a":2}]})"},
      {"a lone surrogate in an element", R"({"entries":["\ud800"]})"},
      {"invalid UTF-8 in an element", "{\"entries\":[\"\xFF\"]}"},
      {"an integer too large in an element", R"({"entries":[9007199254740993]})"},
  };
  for (const auto& [name, text] : cases) {
    base::StringSource source(text);
    EXPECT_FALSE(stream(source).result.ok()) << name;
  }
}

TEST(StreamJson, passes_on_what_the_source_and_the_callbacks_say) {
  FailingSource failing;
  const Seen seen = stream(failing);
  ASSERT_FALSE(seen.result.ok());
  EXPECT_EQ(seen.result.error().code, ErrorCode::unavailable);

  const std::string text = "{\"entries\":[1,2,3]}";
  base::StringSource source(text);
  int taken = 0;
  JsonParts parts;
  parts.element = [&](std::uint64_t, std::uint64_t, const Json&) -> base::Result<void> {
    ++taken;
    return base::fail(ErrorCode::conflict, "enough");
  };
  const auto result = stream_json(source, "entries", parts);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::conflict);
  EXPECT_EQ(taken, 1);
}

TEST(StreamJson, holds_one_element_at_a_time) {
  // 16 MiB of elements under a bound of 1 MiB for each.
  MadeSource source("{\"entries\":[0", ",\"" + std::string(64 * 1024 - 3, 'a') + "\"", 256, "]}");
  std::uint64_t count = 0;
  JsonParts parts;
  parts.element = [&](std::uint64_t, std::uint64_t, const Json&) -> base::Result<void> {
    ++count;
    return {};
  };
  const auto read = stream_json(source, "entries", parts);
  ASSERT_TRUE(read.ok()) << read.error().detail << " after " << count;
  EXPECT_EQ(count, 257U);
}

TEST(StreamJson, holds_one_object_at_a_time) {
  MadeSource source("{\"entries\":[{}", ",{\"a\":\"" + std::string(64 * 1024 - 9, 'a') + "\"}", 256,
                    "]}");
  std::uint64_t count = 0;
  JsonParts parts;
  parts.element = [&](std::uint64_t, std::uint64_t, const Json&) -> base::Result<void> {
    ++count;
    return {};
  };
  const auto read = stream_json(source, "entries", parts);
  ASSERT_TRUE(read.ok()) << read.error().detail << " after " << count;
  EXPECT_EQ(count, 257U);
}

// What never ends must be refused in bounded memory: at a bound, not at the end of the source.
TEST(StreamJson, ends_what_is_beyond_its_bounds) {
  constexpr std::uint64_t kMany = 50ULL * 1024 * 1024;
  struct Flood {
    const char* name;
    std::string head;
    std::string part;
  };
  const std::vector<Flood> floods = {
      {"a string", "{\"entries\":[\"", "a"},
      {"a number", "{\"entries\":[1", "1"},
      {"a name", "{\"entries\":[{\"", "a"},
      {"a name at the top", "{\"", "a"},
      {"many small members", "{\"entries\":[[0", ",0"},
      {"blanks in an element", "{\"entries\":[[", " "},
      {"open brackets", "{\"entries\":[", "["},
      {"open objects", "{\"entries\":[", "{\"a\":"},
      {"a member beside the array", "{\"a\":\"", "a"},
      {"escapes", "{\"entries\":[\"", "\\u0041"},
  };
  for (const Flood& flood : floods) {
    MadeSource source(flood.head, flood.part, kMany, "");
    const Seen seen = stream(source);
    ASSERT_FALSE(seen.result.ok()) << flood.name;
    EXPECT_TRUE(seen.result.error().code == ErrorCode::malformed ||
                seen.result.error().code == ErrorCode::too_large)
        << flood.name;
    EXPECT_LT(source.given(), 8ULL * 1024 * 1024)
        << flood.name << " is read far beyond the bound of an element";
  }
}

// 50 MB of white space, wherever it stands: a clear end, in bounded memory.
TEST(StreamJson, white_space_without_end_ends_clearly) {
  constexpr std::uint64_t kPieces = 50ULL * 1024;
  const std::string blanks(1'024, ' ');
  for (const auto& [head, tail] :
       std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                        {"{", ""},
                                                        {"{\"entries\":", ""},
                                                        {"{\"entries\":[1", ""},
                                                        {"{\"entries\":[1]", ""}}) {
    MadeSource source(head, blanks, kPieces, tail);
    const Seen seen = stream(source);
    ASSERT_FALSE(seen.result.ok()) << head;
    EXPECT_FALSE(seen.result.error().detail.empty());
    EXPECT_LT(seen.result.error().detail.size(), 400U);
  }
}

}  // namespace
}  // namespace cyberdir::codec
