#include "http/transport.h"

#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

#include "transport_client.h"

namespace cyberdir::http::test {
namespace {

std::string gzipped(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string gunzipped(std::string_view text) {
  z_stream stream{};
  inflateInit2(&stream, MAX_WBITS + 16);
  std::string out(std::size_t{1} << 20U, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return status == Z_STREAM_END ? out : "not gzip";
}

std::string length_line(std::size_t size) {
  return "Content-Length: " + std::to_string(size) + "\r\n";
}

Response text_response(std::string body) {
  Response response;
  response.set("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

// ---------------------------------------------------------------- requests and their order

TEST(Transport, AnswersWithRequestIdAndDate) {
  Server server(echo);
  Client client(server.port());
  const Answer answer = client.ask(request("GET", "/a"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "GET /a ");
  EXPECT_EQ(answer.header("x-request-id").size(), 16U);
  EXPECT_EQ(answer.header("date").size(), 29U);
  EXPECT_EQ(answer.headers.count("server"), 0U);
  EXPECT_EQ(answer.headers.count("connection"), 0U);
  EXPECT_NE(client.ask(request("GET", "/a")).header("x-request-id"), answer.header("x-request-id"));
}

TEST(Transport, TakesASaneRequestIdOnly) {
  Server server(echo);
  Client client(server.port());
  EXPECT_EQ(client.ask(request("GET", "/", "X-Request-Id: a.B_c-9\r\n")).header("x-request-id"),
            "a.B_c-9");
  EXPECT_EQ(client.ask(request("GET", "/", "X-Request-Id: a<b\r\n")).header("x-request-id").size(),
            16U);
  EXPECT_EQ(client.ask(request("GET", "/", "X-Request-Id: " + std::string(65, 'a') + "\r\n"))
                .header("x-request-id")
                .size(),
            16U);
}

TEST(Transport, AnswersPipelinedRequestsInOrder) {
  Server server(echo);
  Client client(server.port());
  client.send(request("GET", "/1") + request("POST", "/2", length_line(3), "abc") +
              request("POST", "/3", "Transfer-Encoding: chunked\r\n", "2\r\nde\r\n0\r\n\r\n") +
              request("GET", "/4"));
  for (const std::string expected : {"GET /1 ", "POST /2 abc", "POST /3 de", "GET /4 "}) {
    EXPECT_EQ(client.receive().body, expected);
  }
}

TEST(Transport, AMethodWithoutLengthHasNoBody) {
  Server server(echo);
  Client client(server.port());
  for (const std::string method : {"POST", "PUT", "PATCH", "DELETE", "BREW"}) {
    EXPECT_EQ(client.ask(request(method, "/")).body, method + " / ");
  }
}

TEST(Transport, HeadHasTheLengthAndNoBody) {
  Server server(echo);
  Client client(server.port());
  const Answer answer = client.ask(request("HEAD", "/long"), true);
  EXPECT_EQ(answer.header("content-length"),
            std::to_string(std::string_view("HEAD /long ").size()));
  EXPECT_EQ(client.ask(request("GET", "/")).body, "GET / ");
}

TEST(Transport, RefusalsKeepTheConnection) {
  Server server([](Request&) {
    Response response;
    response.status = 404;
    return response;
  });
  Client client(server.port());
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.ask(request("GET", "/"));
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.header("content-length"), "0");
    EXPECT_EQ(answer.headers.count("connection"), 0U);
  }
}

TEST(Transport, ClosesWhenAskedTo) {
  Server server(echo);
  Client client(server.port());
  EXPECT_EQ(client.ask(request("GET", "/", "Connection: Close\r\n")).header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Transport, SpeaksHttp10) {
  Server server(echo);
  Client client(server.port());
  const Answer kept = client.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept.header("connection"), "keep-alive");
  EXPECT_EQ(client.ask("GET / HTTP/1.0\r\n\r\n").header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Transport, DecodesTargets) {
  std::optional<Request> seen;
  Server server([&](Request& asked) {
    seen = asked;
    return Response{};
  });
  Client client(server.port());
  client.ask("\r\n" + request("GET", "/a%20b/%E2%82%AC+c?q=x+y%26z&empty=&flag&&q=2",
                              "X-Thing:  padded \t\r\n"));
  EXPECT_EQ(seen->path, "/a b/€+c");
  EXPECT_EQ(seen->query, (std::vector<std::pair<std::string, std::string>>{
                             {"q", "x y&z"}, {"empty", ""}, {"flag", ""}, {"q", "2"}}));
  EXPECT_EQ(seen->header("x-thing"), "padded");
  EXPECT_EQ(seen->remote, "127.0.0.1");
  client.ask(request("GET", "http://other:80?x=1"));
  EXPECT_EQ(seen->path, "/");
  EXPECT_EQ(seen->header("host"), "other:80");
  EXPECT_EQ(seen->parameter("x"), "1");
  client.ask(request("OPTIONS", "*"));
  EXPECT_EQ(seen->path, "*");
  client.ask(request("GET", "/", "Accept: ;;broken\r\nRange: nonsense\r\n"));
  EXPECT_EQ(seen->header("accept"), ";;broken");
}

// ---------------------------------------------------------------- what is refused

struct Refusal {
  std::string name;
  std::string text;
  int status;
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithAProblemAndTheEndOfTheConnection) {
  bool called = false;
  Server server([&](Request&) {
    called = true;
    return Response{};
  });
  Client client(server.port());
  const Answer answer = client.ask(GetParam().text + request("GET", "/smuggled"));
  EXPECT_EQ(answer.status, GetParam().status);
  EXPECT_EQ(answer.header("content-type"), "application/problem+json");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_NE(answer.body.find("\"instance\":\"" + answer.header("x-request-id") + "\""),
            std::string::npos);
  EXPECT_TRUE(client.ended());
  EXPECT_FALSE(called);
}

std::string many_headers(int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) lines += "X-" + std::to_string(i) + ": y\r\n";
  return lines;
}

INSTANTIATE_TEST_SUITE_P(
    Transport, Refused,
    testing::Values(
        Refusal{"NoHttp", "\x16\x03\x01\x02", 400}, Refusal{"OneWord", "GET\r\n\r\n", 400},
        Refusal{"NoVersion", "GET /\r\n\r\n", 400},
        Refusal{"TwoSpaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Refusal{"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Refusal{"Version2", "PRI * HTTP/2.0\r\n\r\n", 505},
        Refusal{"Version3", "GET / HTTP/3\r\nHost: a\r\n\r\n", 505},
        Refusal{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
        Refusal{"TwoHosts", request("GET", "/", "Host: b\r\n"), 400},
        Refusal{"BadHost", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        Refusal{"BareLineFeeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
        Refusal{"BareLineFeedInside", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400},
        Refusal{"BareCarriageReturn", request("GET", "/", "X: a\rb\r\n"), 400},
        Refusal{"Fold", request("GET", "/", "X: a\r\n b\r\n"), 400},
        Refusal{"SpaceBeforeColon", request("GET", "/", "X : a\r\n"), 400},
        Refusal{"NoColon", request("GET", "/", "X\r\n"), 400},
        Refusal{"NoName", request("GET", "/", ": a\r\n"), 400},
        Refusal{"NulInHeader", request("GET", "/", std::string_view("X: a\0b\r\n", 8)), 400},
        Refusal{"BadMethod", request("G(T", "/"), 400},
        Refusal{"RelativeTarget", request("GET", "a"), 400},
        Refusal{"OtherScheme", request("GET", "ftp://a/"), 400},
        Refusal{"Connect", request("CONNECT", "a:443"), 400},
        Refusal{"Fragment", request("GET", "/a#b"), 400},
        Refusal{"HalfEscape", request("GET", "/%4"), 400},
        Refusal{"BadEscape", request("GET", "/%zz"), 400},
        Refusal{"EncodedNul", request("GET", "/a%00b"), 400},
        Refusal{"EncodedNulInQuery", request("GET", "/?a=%00"), 400},
        Refusal{"NotUtf8", request("GET", "/%ff"), 400},
        Refusal{"Surrogate", request("GET", "/?a=%ED%A0%80"), 400},
        Refusal{"LongTarget", request("GET", "/" + std::string(8192, 'a')), 414},
        Refusal{"EndlessTarget", "GET /" + std::string(60000, 'a'), 414},
        Refusal{"LongHeader", request("GET", "/", "X: " + std::string(8192, 'a') + "\r\n"), 431},
        Refusal{"EndlessHeader", "GET / HTTP/1.1\r\nX: " + std::string(60000, 'a'), 431},
        Refusal{"ManyHeaders", request("GET", "/", many_headers(64)), 431},
        Refusal{"LengthAndChunked",
                request("POST", "/", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 400},
        Refusal{"TwoLengths", request("POST", "/", "Content-Length: 3\r\nContent-Length: 4\r\n"),
                400},
        Refusal{"ListOfLengths", request("POST", "/", "Content-Length: 3, 3\r\n"), 400},
        Refusal{"NegativeLength", request("POST", "/", "Content-Length: -1\r\n"), 400},
        Refusal{"SignedLength", request("POST", "/", "Content-Length: +1\r\n"), 400},
        Refusal{"NoLength", request("POST", "/", "Content-Length:\r\n"), 400},
        Refusal{"HugeLength", request("POST", "/", "Content-Length: 99999999999999999999\r\n"),
                400},
        Refusal{"OtherTransferEncoding", request("POST", "/", "Transfer-Encoding: gzip\r\n"), 501},
        Refusal{"MoreTransferEncodings",
                request("POST", "/", "Transfer-Encoding: gzip, chunked\r\n"), 501},
        Refusal{
            "TransferEncodingTwice",
            request("POST", "/", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
            501},
        Refusal{"ChunkedInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Refusal{"OtherExpectation", request("POST", "/", "Expect: more\r\n"), 417}),
    [](const auto& tested) { return tested.param.name; });

// ---------------------------------------------------------------- bodies

struct BodyCase {
  std::string name;
  std::string lines;
  std::string body;
  int status;
  std::string content;  ///< where the status is 200
};

class Bodies : public testing::TestWithParam<BodyCase> {};

TEST_P(Bodies, AreReadOrRefused) {
  TransportLimits limits;
  limits.body_bytes = 2'000'000;
  Server server(echo, limits);
  Client client(server.port());
  client.send(request("POST", "/", GetParam().lines, GetParam().body));
  client.end_sending();
  const Answer answer = client.receive();
  EXPECT_EQ(answer.status, GetParam().status) << answer.body;
  if (GetParam().status == 200) {
    EXPECT_EQ(answer.body, "POST / " + GetParam().content);
  }
}

BodyCase chunked(std::string name, std::string body, int status, std::string content = {}) {
  return {std::move(name), "Transfer-Encoding: Chunked\r\n", std::move(body), status,
          std::move(content)};
}

BodyCase coded(std::string name, const std::string& coding, const std::string& body, int status,
               std::string content = {}) {
  return {std::move(name), "Content-Encoding: " + coding + "\r\n" + length_line(body.size()), body,
          status, std::move(content)};
}

std::string damaged(std::string text) {
  text[text.size() - 6] = static_cast<char>(text[text.size() - 6] ^ 1);  // of the checksum
  return text;
}

const std::string kHello = gzipped("hello");

INSTANTIATE_TEST_SUITE_P(
    Transport, Bodies,
    testing::Values(
        chunked("Chunks", "3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n", 200, "abc0123456789"),
        chunked("NoChunks", "0\r\n\r\n", 200),
        chunked("Extensions", "3;a=b;c=\"d\"\r\nabc\r\n0 ;x\r\n\r\n", 200, "abc"),
        chunked("Trailers", "3\r\nabc\r\n0\r\nX: y\r\nZ: a\r\n\r\n", 200, "abc"),
        chunked("NoSize", "\r\nabc\r\n0\r\n\r\n", 400),
        chunked("BadSize", "x\r\nabc\r\n0\r\n\r\n", 400),
        chunked("SignedSize", "+3\r\nabc\r\n0\r\n\r\n", 400),
        chunked("PrefixedSize", "0x3\r\nabc\r\n0\r\n\r\n", 400),
        chunked("NegativeSize", "-3\r\nabc\r\n0\r\n\r\n", 400),
        chunked("HugeSize", "10000000000000000\r\nabc\r\n0\r\n\r\n", 400),
        chunked("LargeSize", "fffffff\r\nabc\r\n0\r\n\r\n", 413),
        chunked("BareLineFeed", "3\nabc\r\n0\r\n\r\n", 400),
        chunked("LongerThanSaid", "3\r\nabcd\r\n0\r\n\r\n", 400),
        chunked("ShorterThanSaid", "3\r\nab\r\n0\r\n\r\n", 400),
        chunked("LongExtension", "3;" + std::string(300, 'a') + "\r\nabc\r\n0\r\n\r\n", 400),
        chunked("LongTrailers", "0\r\nX: " + std::string(9000, 'a') + "\r\n\r\n", 400),
        chunked("CutInSize", "3", 400), chunked("CutInChunk", "3\r\nab", 400),
        chunked("CutBeforeTheEnd", "3\r\nabc\r\n", 400),
        chunked("CutInTrailers", "3\r\nabc\r\n0\r\nX: y\r\n", 400),
        BodyCase{"CutLength", length_line(5), "abc", 400, {}},
        BodyCase{"SameLengthTwice", length_line(3) + length_line(3), "abc", 200, "abc"},
        BodyCase{"DeclaredTooLarge", length_line(2'000'001), "abc", 413, {}},
        coded("Gzip", "gzip", kHello, 200, "hello"),
        coded("UpperCase", "GZIP", kHello, 200, "hello"),
        coded("OldName", "x-gzip", kHello, 200, "hello"),
        coded("Identity", "identity", "hello", 200, "hello"),
        coded("SeveralMembers", "gzip", kHello + gzipped("") + kHello, 200, "hellohello"),
        coded("CutGzip", "gzip", kHello.substr(0, kHello.size() - 1), 400),
        coded("CutInSecondMember", "gzip", kHello + kHello.substr(0, 5), 400),
        coded("WrongChecksum", "gzip", damaged(kHello), 400),
        coded("RestIsNotGzip", "gzip", kHello + "rest", 400),
        coded("NotGzip", "gzip", "hello", 400),
        coded("OverTheLimit", "gzip", gzipped(std::string(2'000'001, 'a')), 413),
        coded("Bomb", "gzip", gzipped(std::string(1'900'000, 'a')), 413),
        coded("TwiceGzip", "gzip, gzip", gzipped(kHello), 415),
        coded("OtherCoding", "br", "hello", 415)),
    [](const auto& tested) { return tested.param.name; });

TEST(Transport, SaysWhichCodingItReads) {
  Server server(echo);
  Client client(server.port());
  const Answer answer =
      client.ask(request("POST", "/", "Content-Encoding: br\r\n" + length_line(1), "a"));
  EXPECT_EQ(answer.status, 415);
  EXPECT_EQ(answer.header("accept-encoding"), "gzip");
}

TEST(Transport, LargeBodiesPassThrough) {
  std::string sent(3'000'000, '\0');
  for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<char>(i * i >> 7U);
  Server server([&](Request& asked) {
    const auto body = read_all(*asked.body);
    return text_response(body && *body == sent ? "same" : "other");
  });
  Client client(server.port());
  const std::string compressed = gzipped(sent);
  EXPECT_EQ(client.ask(request("POST", "/", length_line(sent.size()), sent)).body, "same");
  EXPECT_EQ(
      client
          .ask(request("POST", "/", "Content-Encoding: gzip\r\n" + length_line(compressed.size()),
                       compressed))
          .body,
      "same");
}

TEST(Transport, ContinuesWhenTheBodyIsRead) {
  Server server(
      [](Request& asked) { return asked.path == "/read" ? echo(asked) : text_response("unread"); });
  Client client(server.port());
  EXPECT_EQ(
      client.ask(request("POST", "/read", "Expect: 100-continue\r\n" + length_line(2))).status,
      100);
  EXPECT_EQ(client.ask("ab").body, "POST /read ab");
  const Answer unread =
      client.ask(request("POST", "/", "Expect: 100-continue\r\n" + length_line(2)));
  EXPECT_EQ(unread.body, "unread");
  EXPECT_EQ(unread.header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Transport, SkipsASmallBodyThatIsNotRead) {
  Server server([](Request&) { return text_response("no"); });
  Client client(server.port());
  const std::string body(60'000, 'a');
  EXPECT_EQ(client.ask(request("POST", "/", length_line(body.size()), body)).body, "no");
  EXPECT_EQ(
      client.ask(request("POST", "/", "Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\n\r\n"))
          .body,
      "no");
  EXPECT_EQ(client.ask(request("GET", "/")).headers.count("connection"), 0U);
}

TEST(Transport, AnswersALargeBodyThatIsNotReadAndCloses) {
  Server server([](Request&) { return text_response("no"); });
  for (const bool in_chunks : {false, true}) {
    Client client(server.port());
    const std::string body(8'000'000, 'a');
    const std::string text =
        in_chunks ? request("POST", "/", "Transfer-Encoding: chunked\r\n", "7a1200\r\n" + body)
                  : request("POST", "/", length_line(body.size()), body);
    std::thread sender([&] { client.send(text); });
    const Answer answer = client.receive();
    EXPECT_EQ(answer.body, "no");
    EXPECT_EQ(answer.header("connection"), "close");
    sender.join();
  }
}

// ---------------------------------------------------------------- compression of answers

TEST(Transport, CompressesTextForWhoAcceptsIt) {
  const std::string text(5000, 'x');
  Server server([&](Request& asked) {
    Response response = text_response(asked.path == "/small" ? "small" : text);
    response.set("ETag", "\"v1\"");
    if (asked.path == "/identity") response.set("Content-Encoding", "identity");
    if (asked.path == "/weak") response.set("ETag", "W/\"v1\"");
    if (asked.path == "/image") response.set("Content-Type", "image/png");
    if (asked.path == "/vary") response.set("Vary", "Accept");
    return response;
  });
  Client client(server.port());
  const auto get = [&](const std::string& path, const std::string& accepted) {
    return client.ask(request("GET", path, "Accept-Encoding: " + accepted + "\r\n"));
  };
  const Answer compressed = get("/", "br, gzip;q=0.5");
  EXPECT_EQ(compressed.header("content-encoding"), "gzip");
  EXPECT_EQ(gunzipped(compressed.body), text);
  EXPECT_EQ(compressed.header("etag"), "\"v1-gzip\"");
  EXPECT_EQ(compressed.header("vary"), "Accept-Encoding");
  for (const std::string accepted : {"", "identity", "gzip;q=0", "*;q=0", "gzip; q=0.000, *"}) {
    const Answer plain = get("/", accepted);
    EXPECT_EQ(plain.body, text) << accepted;
    EXPECT_EQ(plain.header("etag"), "\"v1\"");
    EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
  }
  EXPECT_EQ(get("/", "*").header("content-encoding"), "gzip");
  EXPECT_EQ(get("/vary", "gzip").header("vary"), "Accept, Accept-Encoding");
  EXPECT_EQ(get("/weak", "gzip").header("etag"), "W/\"v1\"");
  EXPECT_EQ(get("/small", "gzip").body, "small");
  EXPECT_EQ(get("/image", "gzip").body, text);
  const Answer as_is = get("/identity", "gzip");
  EXPECT_EQ(as_is.body, text);
  EXPECT_EQ(as_is.headers.count("content-encoding"), 0U);
}

TEST(Transport, HandlersNeverSeeTheTagOfACompressedAnswer) {
  std::string match;
  Server server([&](Request& asked) {
    match = asked.header("if-none-match").value_or("");
    Response response;
    response.status = 304;
    response.set("ETag", "\"v1\"");
    return response;
  });
  Client client(server.port());
  const Answer answer = client.ask(
      request("GET", "/", "Accept-Encoding: gzip\r\nIf-None-Match: \"v0-gzip\", \"v1-gzip\"\r\n"));
  EXPECT_EQ(match, "\"v0\", \"v1\"");
  EXPECT_EQ(answer.header("etag"), "\"v1-gzip\"");
  EXPECT_EQ(answer.headers.count("content-length"), 0U);
  EXPECT_EQ(client.ask(request("GET", "/", "If-None-Match: \"v1\"\r\n")).header("etag"), "\"v1\"");
}

// ---------------------------------------------------------------- streams

Response stream_of(std::function<base::Result<void>(base::ByteSink&)> write) {
  Response response;
  response.set("Content-Type", "text/plain");
  response.stream = std::move(write);
  return response;
}

base::Result<void> write_lines(base::ByteSink& sink) {
  for (int i = 0; i < 20'000; ++i) CYBERDIR_TRY(sink.write("line " + std::to_string(i) + "\n"));
  return {};
}

base::Result<void> break_off(base::ByteSink& sink) {
  CYBERDIR_TRY(write_lines(sink));
  return base::fail(base::ErrorCode::unavailable, "the disk is gone");
}

TEST(Transport, StreamsInChunks) {
  std::string expected;
  base::StringSink whole(expected);
  ASSERT_TRUE(write_lines(whole));
  Server server([](Request&) { return stream_of(write_lines); });
  Client client(server.port());
  const Answer answer = client.ask(request("GET", "/"));
  EXPECT_TRUE(answer.whole);
  EXPECT_EQ(answer.body, expected);
  EXPECT_TRUE(client.ask(request("HEAD", "/"), true).whole);
  EXPECT_TRUE(client.ask(request("GET", "/")).whole);
  EXPECT_EQ(client.ask("GET / HTTP/1.0\r\n\r\n").body, expected);
  EXPECT_TRUE(client.ended());
}

TEST(Transport, AStreamThatFailsNeverLooksWhole) {
  Server server([](Request& asked) {
    if (asked.path == "/throws") {
      return stream_of([](base::ByteSink& sink) -> base::Result<void> {
        CYBERDIR_TRY(write_lines(sink));
        throw std::runtime_error("broken");
      });
    }
    return stream_of(break_off);
  });
  for (const std::string path : {"/", "/throws"}) {
    Client client(server.port());
    const Answer answer = client.ask(request("GET", path));
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.whole);
  }
}

TEST(Transport, AStreamThatFailsAtOnceIsAnError) {
  Server server([](Request&) {
    return stream_of([](base::ByteSink& sink) -> base::Result<void> {
      CYBERDIR_TRY(sink.write("little"));
      return base::fail(base::ErrorCode::unavailable, "secret");
    });
  });
  Client client(server.port());
  const Answer answer = client.ask(request("GET", "/"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  EXPECT_EQ(answer.body.find("little"), std::string::npos);
  EXPECT_EQ(client.ask(request("GET", "/")).status, 500);
}

TEST(Transport, EventsLeaveAtOnceAndEndWithTheServer) {
  std::latch received(1);
  std::latch stopping(1);
  Server server([&](Request&) {
    Response response;
    response.set("Content-Type", "text/event-stream");
    response.stream = [&](base::ByteSink& sink) -> base::Result<void> {
      CYBERDIR_TRY(sink.write("data: 1\n\n"));
      received.wait();
      stopping.wait();
      for (;;) CYBERDIR_TRY(sink.write("data: 2\n\n"));
    };
    return response;
  });
  Client client(server.port());
  client.send(request("GET", "/"));
  EXPECT_TRUE(client.receive_until("data: 1\n\n"));
  received.count_down();
  server.transport().stop();
  stopping.count_down();
  std::thread reader([&] { client.receive_until("never"); });
  server.join();
  reader.join();
}

// ---------------------------------------------------------------- bugs in handlers

TEST(Transport, TellsExceptionsToTheLogOnly) {
  std::mutex mutex;
  std::string logged;
  Server server(
      [](Request& asked) -> Response {
        if (asked.path == "/header") {
          Response response;
          response.set("X", "a\r\nInjected: b");
          return response;
        }
        throw std::runtime_error("secret");
      },
      {},
      [&](std::string_view line) {
        const std::lock_guard lock(mutex);
        logged += line;
      });
  Client client(server.port());
  const Answer answer = client.ask(request("GET", "/"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  const Answer header = client.ask(request("GET", "/header"));
  EXPECT_EQ(header.status, 500);
  EXPECT_EQ(header.headers.count("injected"), 0U);
  const std::lock_guard lock(mutex);
  EXPECT_NE(logged.find("secret"), std::string::npos);
  EXPECT_NE(logged.find(answer.header("x-request-id")), std::string::npos);
}

// ---------------------------------------------------------------- slow and many clients

TEST(Transport, GivesUpClientsThatStall) {
  TransportLimits limits;
  limits.idle_seconds = limits.request_seconds = limits.read_seconds = 1;
  Server server(echo, limits);
  Client idle(server.port());
  Client half_a_head(server.port());
  Client half_a_body(server.port());
  half_a_head.send("GET / HTTP/1.1\r\nHost:");
  half_a_body.send(request("POST", "/", length_line(5), "abc"));
  EXPECT_EQ(half_a_head.receive().status, 408);
  EXPECT_TRUE(half_a_head.ended());
  EXPECT_EQ(half_a_body.receive().status, 400);
  EXPECT_TRUE(half_a_body.ended());
  EXPECT_TRUE(idle.ended());
}

TEST(Transport, ReadsAHeadByteByByte) {
  Server server(echo);
  Client client(server.port());
  for (const char c : request("GET", "/slow")) client.send(std::string(1, c));
  EXPECT_EQ(client.receive().body, "GET /slow ");
}

TEST(Transport, IdleConnectionsHoldNoThreads) {
  TransportLimits limits;
  limits.threads = 2;
  Server server(echo, limits);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    if (i % 3 == 1) clients.back()->send("GET /half HTTP/1.1\r\n");
    if (i % 3 == 2) {
      EXPECT_EQ(clients.back()->ask(request("GET", "/")).status, 200);
    }
  }
  for (std::size_t i = 0; i < clients.size(); ++i) {
    clients[i]->send(i % 3 == 1 ? "Host: a\r\n\r\n" : request("GET", "/half"));
    EXPECT_EQ(clients[i]->receive().body, "GET /half ");
  }
}

TEST(Transport, ServesABurstAtOnce) {
  constexpr int kTogether = 60;
  std::barrier all(kTogether);
  Server server([&](Request&) {
    all.arrive_and_wait();  // passes only when all are served at the same time
    return Response{};
  });
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < kTogether; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send(request("GET", "/"));
  }
  for (auto& client : clients) EXPECT_EQ(client->receive().status, 200);
}

TEST(Transport, BusyConnectionsDoNotStarveOthers) {
  TransportLimits limits;
  limits.threads = 1;
  Server server(echo, limits);
  Client busy(server.port());
  std::string many;
  for (int i = 0; i < 5000; ++i) many += request("GET", "/busy");
  std::thread sender([&] { busy.send(many); });
  Client other(server.port());
  EXPECT_EQ(other.ask(request("GET", "/other")).body, "GET /other ");
  for (int i = 0; i < 5000; ++i) ASSERT_EQ(busy.receive().body, "GET /busy ");
  sender.join();
}

TEST(Transport, AnIdleConnectionMakesRoom) {
  TransportLimits limits;
  limits.connections = 3;
  Server server(echo, limits);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    EXPECT_EQ(clients.back()->ask(request("GET", "/")).status, 200);
  }
  // A new connection is refused as long as none is parked, which each is a moment after its answer.
  int status = 0;
  while (status == 0) {
    Client late(server.port());
    status = late.ask(request("GET", "/")).status;
  }
  EXPECT_EQ(status, 200);
  int ended = 0;
  for (auto& client : clients) ended += client->ask(request("GET", "/")).whole ? 0 : 1;
  EXPECT_EQ(ended, 1);
}

// ---------------------------------------------------------------- beginning and end

TEST(Transport, FinishesWhatIsInHand) {
  std::latch begun(2);
  std::latch stopped(1);
  Server server([&](Request& asked) {
    if (asked.path == "/stream") {
      return stream_of([&](base::ByteSink& sink) -> base::Result<void> {
        begun.count_down();
        stopped.wait();
        return write_lines(sink);
      });
    }
    if (asked.path == "/request") {
      begun.count_down();
      stopped.wait();
    }
    return echo(asked);
  });
  Client idle(server.port());
  EXPECT_EQ(idle.ask(request("GET", "/")).status, 200);
  Client asking(server.port());
  asking.send(request("GET", "/request"));
  Client streaming(server.port());
  streaming.send(request("GET", "/stream"));
  begun.wait();
  server.transport().stop();
  EXPECT_TRUE(idle.ended());  // at once, while the others are still in hand
  EXPECT_THROW(Client late(server.port()), std::runtime_error);
  stopped.count_down();
  const Answer answer = asking.receive();
  EXPECT_EQ(answer.body, "GET /request ");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(streaming.receive().whole);
  server.join();
}

TEST(Transport, CutsAStalledStreamAtTheEnd) {
  TransportLimits limits;
  limits.drain_seconds = 0;
  std::latch begun(1);
  Server server(
      [&](Request&) {
        return stream_of([&](base::ByteSink& sink) -> base::Result<void> {
          begun.count_down();
          for (;;) CYBERDIR_TRY(write_lines(sink));
        });
      },
      limits);
  Client client(server.port());  // never reads
  client.send(request("GET", "/"));
  begun.wait();
  server.transport().stop();
  server.join();
}

TEST(Transport, MayBeStoppedBeforeItRuns) {
  Transport transport(echo, {});
  ASSERT_TRUE(transport.bind("127.0.0.1", 0));
  transport.stop();
  transport.run();
}

TEST(Transport, MayGoWithoutHavingRun) {
  Transport bound(echo, {});
  ASSERT_TRUE(bound.bind("127.0.0.1", 0));
  const Transport unbound(echo, {});
}

TEST(Transport, BindsAPortOnce) {
  Server server(echo);
  Transport second(echo, {});
  const auto port = second.bind("127.0.0.1", server.port());
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().code, base::ErrorCode::unavailable);
  EXPECT_NE(port.error().detail.find("in use"), std::string::npos) << port.error().detail;
  EXPECT_TRUE(second.bind("127.0.0.1", 0));
}

}  // namespace
}  // namespace cyberdir::http::test
