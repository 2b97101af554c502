// Asking other servers, with one on loopback that answers as the test says.
#include "base/web_client.h"

#include <atomic>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cyberdir::base {
namespace {

// Takes connections one after the other and answers each with the same bytes; with none it keeps
// silent until the client leaves.
class LoopbackServer {
 public:
  explicit LoopbackServer(std::string answer) : answer_(std::move(answer)) {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, any, size) != 0 || listen(listener_, 8) != 0 ||
        getsockname(listener_, any, &size) != 0)
      throw std::runtime_error("no loopback server");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~LoopbackServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  LoopbackServer(LoopbackServer&&) = delete;
  LoopbackServer& operator=(LoopbackServer&&) = delete;

  [[nodiscard]] std::string url(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_) + "/place?x=1";
  }
  [[nodiscard]] int connections() const { return connections_; }
  // What came with the last connection; to be read after the answer did.
  [[nodiscard]] const std::string& heard() const { return heard_; }

 private:
  void serve() {
    for (;;) {
      const int peer = accept(listener_, nullptr, nullptr);
      if (peer < 0) return;
      ++connections_;
      heard_.clear();
      char buffer[4096];
      while (!whole(heard_)) {
        const auto count = read(peer, buffer, sizeof(buffer));
        if (count <= 0) break;
        heard_.append(buffer, static_cast<std::size_t>(count));
      }
      std::size_t sent = 0;
      while (sent < answer_.size()) {
        const auto count = send(peer, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) break;
        sent += static_cast<std::size_t>(count);
      }
      if (answer_.empty()) {
        while (read(peer, buffer, sizeof(buffer)) > 0) {
        }
      }
      close(peer);
    }
  }
  // Head and, where it says how long one is, body.
  static bool whole(const std::string& heard) {
    const auto end = heard.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const auto length = heard.find("Content-Length: ");
    if (length == std::string::npos || length > end) return true;
    return heard.size() >= end + 4 + std::stoul(heard.substr(length + 16));
  }

  std::string answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::string heard_;
  std::thread thread_;
};

std::string http(const std::string& status_and_headers, const std::string& body) {
  return "HTTP/1.1 " + status_and_headers + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

TEST(WebClient, AsksAndHasTheAnswer) {
  const LoopbackServer server(http("200 OK", "{}"));
  CurlWebClient web;
  const auto answer = web.ask({server.url()});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "{}");
  EXPECT_TRUE(server.heard().starts_with("GET /place?x=1 HTTP/1.1\r\n")) << server.heard();
  EXPECT_EQ(server.heard().find("Authorization"), std::string::npos);
}

TEST(WebClient, SendsAFormAndSaysWhoItIs) {
  const LoopbackServer server(http("400 Bad Request", "no"));
  CurlWebClient web;
  WebQuestion question{server.url()};
  question.form = {{{"a b", "x&y=z"}, {"c", "\xC3\xA9"}}};
  question.user = "id";
  question.password = Secret(std::string("secret"));
  const auto answer = web.ask(question);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->status, 400);
  EXPECT_TRUE(server.heard().starts_with("POST /place?x=1")) << server.heard();
  EXPECT_TRUE(server.heard().ends_with("\r\n\r\na%20b=x%26y%3Dz&c=%C3%A9")) << server.heard();
  EXPECT_NE(server.heard().find("Authorization: Basic aWQ6c2VjcmV0\r\n"), std::string::npos);
  EXPECT_NE(server.heard().find("application/x-www-form-urlencoded"), std::string::npos);
}

TEST(WebClient, FollowsNothing) {
  const LoopbackServer elsewhere(http("200 OK", "stolen"));
  const LoopbackServer server(http("302 Found\r\nLocation: " + elsewhere.url(), ""));
  CurlWebClient web;
  WebQuestion question{server.url()};
  question.bearer = Secret(std::string("token"));
  EXPECT_EQ(web.ask(question)->status, 302);
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST(WebClient, TakesNoMoreThanItWasToldTo) {
  const LoopbackServer server(http("200 OK", std::string(3'000'000, 'x')));
  const LoopbackServer endless("HTTP/1.1 200 OK\r\n\r\n" + std::string(3'000'000, 'x'));
  CurlWebClient web;
  for (const std::string& url : {server.url(), endless.url()}) {
    WebQuestion question{url};
    question.most_bytes = 1'000;
    const auto answer = web.ask(question);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::too_large);
  }
}

TEST(WebClient, WaitsABoundedTime) {
  const LoopbackServer silent("");
  CurlWebClient web(1, 1);
  const auto answer = web.ask({silent.url()});
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
}

TEST(WebClient, IsNotAnsweredBySomethingElse) {
  const LoopbackServer other("SSH-2.0-OpenSSH\r\n");
  CurlWebClient web(1, 2);
  EXPECT_FALSE(web.ask({other.url()}).ok());
  EXPECT_FALSE(web.ask({other.url("https")}).ok()) << "no TLS there";
  EXPECT_FALSE(web.ask({"http://127.0.0.1:1/"}).ok()) << "nobody there";
}

TEST(WebClient, TrustsTlsAndThisMachineAlone) {
  for (const char* url :
       {"https://id.example", "https://id.example:8443/x?y=z", "http://127.0.0.1:80/",
        "http://localhost/x", "http://[::1]:8080", "HTTPS://ID.example"})
    EXPECT_TRUE(is_trustworthy_url(url)) << url;
  for (const char* url :
       {"", "id.example", "http://id.example", "http://127.0.0.1.evil.example", "http://127.0.0.2",
        "http://localhost.evil.example", "https://user@id.example", "https://u:p@id.example",
        "https://id.example#x", "https://", "file:///etc/passwd", "ftp://127.0.0.1",
        "javascript:alert(1)", "//id.example", "https://id.example/a b", "https://id.example/\r\nx",
        "http://127.0.0.1@evil.example"})
    EXPECT_FALSE(is_trustworthy_url(url)) << url;
  EXPECT_FALSE(is_trustworthy_url("https://id.example/" + std::string(3'000, 'x')));
  CurlWebClient web;
  EXPECT_EQ(web.ask({"http://id.example/"}).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace cyberdir::base
