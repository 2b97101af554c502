// Mail is sent at least once, tried again with patience, given up at last, and forgotten.
#include "mail/postman.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "mail/letter.h"
#include "page/languages.h"
#include "service/outbox.h"
#include "support/temporary_registry.h"

namespace cyberdir::mail {
namespace {

using model::Json;

constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;

class Scripted final : public Transport {
 public:
  std::optional<SendFailure> send(const std::string& to, const std::string& mime) override {
    sent.emplace_back(to, mime);
    return failure;
  }
  std::vector<std::pair<std::string, std::string>> sent;
  std::optional<SendFailure> failure;
};

class PostmanTest : public testing::Test {
 protected:
  void SetUp() override {
    registry_.must_import(
        {{{"id", "org"},
          {"kind", "organisation"},
          {"meta", {{"owner", "IN"}}},
          {"short_name", "Org"},
          {"name", {{"en", "Organisation\r\nBcc: x@x.example"}, {"fr", "Équipe"}}},
          {"type", "national-csirt"},
          {"country", "IN"}}});
  }
  void post(std::string_view kind, const std::string& language, Json data = Json::object()) {
    ASSERT_TRUE(registry_->store().write([&](store::Writer& writer) -> base::Result<void> {
      service::post(writer, random_, {kind, "duty@x.example", language, "org", std::move(data)});
      return {};
    }));
  }
  store::MailRow last() {
    store::MailRow row;
    EXPECT_TRUE(registry_->store().read([&](store::Reader& reader) -> base::Result<void> {
      row = reader.mail(store::kForever, 1).front();
      return {};
    }));
    return row;
  }
  void forward(std::int64_t micros) {
    registry_.clock().set({registry_.clock().now().micros + micros});
  }
  bool send() {
    const auto done = outgoing_.send_one();
    EXPECT_TRUE(done.ok());
    return done && *done;
  }

  support::TemporaryRegistry registry_;
  base::SeededRandom random_{5};
  Scripted transport_;
  Outgoing outgoing_{registry_->store(), registry_.clock(), transport_, "https://registry.example",
                     "directory@registry.example"};
};

TEST_F(PostmanTest, SendsOnceAndForgetsWhatItSent) {
  EXPECT_FALSE(send());
  post(service::mail_kind::kUrgentChanged, "en", {{"at", "2026-11-22T08:00:00Z"}});
  EXPECT_TRUE(send());
  EXPECT_FALSE(send());
  ASSERT_EQ(transport_.sent.size(), 1U);
  EXPECT_EQ(transport_.sent.front().first, "duty@x.example");
  const store::MailRow row = last();
  EXPECT_EQ(row.state, "sent");
  EXPECT_TRUE(row.ended_at.has_value());
  EXPECT_TRUE(row.recipient.empty());
  EXPECT_TRUE(row.data.empty());
}

TEST_F(PostmanTest, TriesAgainWithPatienceAndGivesUpAfterFiveDays) {
  transport_.failure = SendFailure{"busy", false};
  post(service::mail_kind::kUrgentChanged, "en");
  EXPECT_TRUE(send());
  EXPECT_FALSE(send());
  forward(kMinute);
  EXPECT_TRUE(send());
  forward(kMinute);
  EXPECT_FALSE(send());
  forward(kMinute);
  EXPECT_TRUE(send());
  EXPECT_EQ(last().failure, "busy");
  EXPECT_EQ(last().attempts, 3);
  EXPECT_EQ(last().recipient, "duty@x.example");
  for (int hour = 0; hour < 6 * 24; ++hour) {
    forward(60 * kMinute);
    (void)outgoing_.send_one();
  }
  EXPECT_EQ(last().state, "failed");
  EXPECT_TRUE(last().recipient.empty());
  EXPECT_LT(transport_.sent.size(), 40U);
}

TEST_F(PostmanTest, GivesUpAtOnceWhatIsRefusedForGood) {
  transport_.failure = SendFailure{"no such user", true};
  post(service::mail_kind::kUrgentChanged, "en");
  EXPECT_TRUE(send());
  EXPECT_EQ(last().state, "failed");
  EXPECT_EQ(last().failure, "no such user");
}

// As after a crash between handing over and marking: claimed, but nobody came back.
TEST_F(PostmanTest, WhatWasClaimedComesUpAgain) {
  post(service::mail_kind::kUrgentChanged, "en");
  ASSERT_TRUE(registry_->store().write([&](store::Writer& writer) -> base::Result<void> {
    auto mail = writer.due_mail(registry_.clock().now(), 1).front();
    mail.attempts = 1;
    mail.next_at = {registry_.clock().now().micros + kMinute};
    writer.set_mail(mail);
    return {};
  }));
  EXPECT_FALSE(send());
  forward(kMinute);
  EXPECT_TRUE(send());
  EXPECT_EQ(last().state, "sent");
}

TEST_F(PostmanTest, WritesEveryKindInEveryLanguage) {
  for (const std::string_view kind :
       {service::mail_kind::kUrgentChanged, service::mail_kind::kUrgentChangedHere,
        service::mail_kind::kInvitation, service::mail_kind::kAcceptance,
        service::mail_kind::kRefusal, service::mail_kind::kNameRequest}) {
    std::set<std::string> bodies;
    for (const std::string_view language : page::languages()) {
      post(kind, std::string(language),
           {{"at", "2026-11-22T08:00:00Z"}, {"who", "TH"}, {"key", "canary-key"}});
      const store::MailRow row = last();
      ASSERT_TRUE(registry_->store().read([&](store::Reader& reader) -> base::Result<void> {
        const auto message = letter(reader, row, "https://registry.example", "d@registry.example");
        EXPECT_TRUE(message.ok()) << kind;
        if (!message) return {};
        EXPECT_FALSE(message->subject.empty()) << kind << language;
        EXPECT_EQ(message->subject.find('{'), std::string::npos) << message->subject;
        EXPECT_EQ(message->body.find('{'), std::string::npos) << message->body;
        EXPECT_NE(message->body.find("\nhttps://registry.example/"), std::string::npos) << kind;
        const bool secret =
            kind == service::mail_kind::kInvitation || kind == service::mail_kind::kNameRequest;
        EXPECT_EQ(message->body.find("canary-key") != std::string::npos, secret) << kind;
        bodies.insert(message->body);
        return {};
      }));
    }
    EXPECT_EQ(bodies.size(), page::languages().size()) << kind;
  }
}

TEST_F(PostmanTest, ATitleDoesNotBecomeAHeader) {
  post(service::mail_kind::kUrgentChanged, "en");
  ASSERT_TRUE(send());
  const std::string& mime = transport_.sent.front().second;
  EXPECT_EQ(mime.find("Bcc"), std::string::npos);
}

TEST(MailAddress, IsOneAndNothingElse) {
  for (const char* good : {"a@x.example", "duty.desk+1@mail.x.example", "o'neil@x.example"})
    EXPECT_TRUE(service::is_mail_address(good)) << good;
  for (const char* bad : {"", "@x", "a@", "a", "a@b@c", "a b@x", "a@x\r\nRCPT TO:<b@x>", "<a@x>",
                          "a@x,b@x", "-oQ@x", "\"a\"@x", "ä@x.example", "a@x>"})
    EXPECT_FALSE(service::is_mail_address(bad)) << bad;
}

TEST(SmtpUrl, IsOneOfTwo) {
  for (const char* good : {"smtp://127.0.0.1:2525", "smtps://mail.x.example", "smtp://[::1]:25"})
    EXPECT_TRUE(is_smtp_url(good)) << good;
  for (const char* bad : {"", "smtp://", "http://x", "smtp://user:pass@x", "file:///etc/passwd",
                          "smtp://x y", "smtp://x\r\n"})
    EXPECT_FALSE(is_smtp_url(bad)) << bad;
}

}  // namespace
}  // namespace cyberdir::mail
