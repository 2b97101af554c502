// A mail's form: text of any language arrives, and nothing in it becomes a header.
#include "mail/message.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace cyberdir::mail {
namespace {

Message sample() {
  return {"0199-1",
          "directory@registry.example",
          "duty@x.example",
          "Changed",
          "One\nTwo\n",
          "en",
          *base::parse_rfc3339("2026-11-22T08:09:10Z")};
}

std::vector<std::string> header_lines(const std::string& mime) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < mime.size();) {
    const auto end = mime.find("\r\n", from);
    if (end == from) break;
    lines.push_back(mime.substr(from, end - from));
    from = end + 2;
  }
  return lines;
}

TEST(Message, HasTheHeadersOfAMail) {
  const auto lines = header_lines(to_mime(sample()));
  for (const char* line :
       {"Date: Sun, 22 Nov 2026 08:09:10 +0000", "From: <directory@registry.example>",
        "To: <duty@x.example>",
        "Subject: =?UTF-8?B?Q2hhbmdlZA==?=", "Message-ID: <0199-1@registry.example>",
        "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64"})
    EXPECT_NE(std::find(lines.begin(), lines.end(), line), lines.end()) << line;
}

// Whatever a title or a name brings along.
TEST(Message, NothingInItBecomesAHeader) {
  const std::string evil = "x\r\nBcc: victim@x.example\nX-Evil: 1\r\rX-More: 1\x0b\x00y";
  Message message = sample();
  const std::size_t usual = header_lines(to_mime(message)).size();
  message.subject = message.to = message.from = message.id = message.language = message.body = evil;
  const std::string mime = to_mime(message);
  const auto lines = header_lines(mime);
  std::size_t begun = 0;
  for (const std::string& line : lines) {
    if (!line.starts_with(' ')) ++begun;
    for (const char* injected : {"Bcc:", "X-Evil:", "X-More:"})
      EXPECT_FALSE(line.starts_with(injected)) << line;
  }
  EXPECT_EQ(begun, usual);
  for (std::size_t i = 0; i < mime.size(); ++i) {
    if (mime[i] == '\r') {
      EXPECT_EQ(mime[i + 1], '\n');
    } else if (mime[i] == '\n') {
      EXPECT_EQ(mime[i - 1], '\r');
    }
  }
}

TEST(Message, LongSubjectsAreFoldedBetweenCharacters) {
  Message message = sample();
  for (int i = 0; i < 40; ++i) message.subject += "紧急渠道";
  for (const std::string& line : header_lines(to_mime(message))) {
    EXPECT_LE(line.size(), 78U) << line;
    EXPECT_TRUE(
        std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
  }
}

TEST(Message, TheBodysLinesEndAsTheWireHasIt) {
  const std::string mime = to_mime(sample());
  EXPECT_TRUE(mime.ends_with("\r\n\r\nT25lDQpUd28NCg==\r\n")) << mime;
}

}  // namespace
}  // namespace cyberdir::mail
