#include "http/answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>

#include <httplib.h>

#include "base/clock.h"
#include "http/gzip.h"

namespace cyberdir::http {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t kWorthCompressing = 1024;
constexpr std::size_t kChunkBytes = std::size_t{32} * 1024;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

bool is_text(std::string_view media_type) {
  return media_type.starts_with("text/") || media_type.find("json") != media_type.npos ||
         media_type.find("xml") != media_type.npos ||
         media_type.find("javascript") != media_type.npos ||
         media_type.find("yaml") != media_type.npos;
}

bool is_named(const std::pair<std::string, std::string>& header, std::string_view lower) {
  return equals_lower(header.first, lower);
}

std::string* find(Response& response, std::string_view lower) {
  for (auto& header : response.headers) {
    if (is_named(header, lower)) return &header.second;
  }
  return nullptr;
}

void remove(Response& response, std::string_view lower) {
  std::erase_if(response.headers, [&](const auto& header) { return is_named(header, lower); });
}

void vary_by_encoding(Response& response) {
  std::string* const vary = find(response, "vary");
  if (vary == nullptr) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
  } else if (*vary != "*" && vary->find("Accept-Encoding") == std::string::npos) {
    *vary += vary->empty() ? "Accept-Encoding" : ", Accept-Encoding";
  }
}

/// Marks a strong tag as that of the compressed form.
void mark_tag(Response& response) {
  std::string* const tag = find(response, "etag");
  if (tag != nullptr && tag->size() >= 2 && tag->front() == '"' && tag->back() == '"') {
    tag->insert(tag->size() - 1, kGzipTag);
  }
}

/// Compresses the body where it is text that is worth it and the client accepts it. Whoever sets
/// Content-Encoding (`identity` too), a digest or no-transform gets the bytes sent as they are.
void compress(Response& response, const RequestHead& head) {
  if (response.status == 304) {
    vary_by_encoding(response);
    if (head.gzip_tag && head.accepts_gzip) mark_tag(response);
    return;
  }
  if (response.body.size() <= kWorthCompressing || response.stream || response.status == 206) {
    return;
  }
  if (const std::string* const coding = find(response, "content-encoding")) {
    if (*coding == "identity") remove(response, "content-encoding");
    return;
  }
  const std::string* const type = find(response, "content-type");
  if (type == nullptr || !is_text(*type)) return;
  if (find(response, "content-digest") != nullptr || find(response, "repr-digest") != nullptr) {
    return;
  }
  const std::string* const caching = find(response, "cache-control");
  if (caching != nullptr && caching->find("no-transform") != std::string::npos) return;
  vary_by_encoding(response);
  if (!head.accepts_gzip) return;
  std::string compressed = gzip(response.body);
  if (compressed.empty() || compressed.size() >= response.body.size()) return;
  response.body = std::move(compressed);
  response.headers.emplace_back("Content-Encoding", "gzip");
  mark_tag(response);
}

/// The present second, written once a second in each thread.
std::string_view date() {
  static thread_local std::int64_t second = -1;
  static thread_local std::string text;
  const base::Instant now = base::SystemClock{}.now();
  if (now.micros / kMicrosPerSecond != second) {
    second = now.micros / kMicrosPerSecond;
    text = base::to_http_date(now);
  }
  return text;
}

void add_number(std::string& out, std::uint64_t number, int radix = 10) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, radix).ptr;
  out.append(digits.data(), end);
}

void add_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

enum class Framing : std::uint8_t { none, length, chunked, until_close };

Framing framing_of(const RequestHead& head, const Response& response) {
  if (response.status == 204 || response.status == 304) return Framing::none;
  if (!response.stream) return Framing::length;
  return head.http_1_0 ? Framing::until_close : Framing::chunked;
}

std::string make_head(const RequestHead& head, const Response& response, Framing framing,
                      bool keep_alive) {
  std::string out;
  out.reserve(512);
  out += "HTTP/1.1 ";
  add_number(out, static_cast<std::uint64_t>(response.status));
  out.append(" ").append(httplib::status_message(response.status)).append("\r\n");
  bool dated = false;
  for (const auto& header : response.headers) {
    if (is_named(header, "content-length") || is_named(header, "transfer-encoding") ||
        is_named(header, "connection") || is_named(header, "x-request-id")) {
      continue;  // ours to say
    }
    dated = dated || is_named(header, "date");
    add_header(out, header.first, header.second);
  }
  if (!dated) add_header(out, "Date", date());
  add_header(out, "X-Request-Id", head.request.id);
  if (head.coding == BodyCoding::unknown && response.status == 415) {
    add_header(out, "Accept-Encoding", "gzip");
  }
  if (framing == Framing::length) {
    out += "Content-Length: ";
    add_number(out, response.body.size());
    out += "\r\n";
  } else if (framing == Framing::chunked) {
    add_header(out, "Transfer-Encoding", "chunked");
  }
  if (!keep_alive || framing == Framing::until_close) {
    add_header(out, "Connection", "close");
  } else if (head.http_1_0) {
    add_header(out, "Connection", "keep-alive");
  }
  out += "\r\n";
  return out;
}

/// Sends what a stream writes, gathered into chunks. The head goes out with the first of them.
class ChunkedSink final : public base::ByteSink {
 public:
  ChunkedSink(Connection& connection, std::string head, bool chunked, bool at_once,
              const std::function<bool()>& ending)
      : connection_(connection),
        head_(std::move(head)),
        chunked_(chunked),
        at_once_(at_once),
        ending_(ending) {}

  base::Result<void> write(std::string_view bytes) override {
    if (at_once_ && ending_()) broken_ = true;
    if (broken_) return gone();
    if (gathered_.size() + bytes.size() < kChunkBytes && !at_once_) {
      if (gathered_.capacity() < kChunkBytes) gathered_.reserve(kChunkBytes);
      gathered_.append(bytes);
      return {};
    }
    if (!flush() || !send_chunk(bytes, {})) return gone();
    return {};
  }

  bool finish() {
    return !broken_ && send_chunk(gathered_, chunked_ ? "0\r\n\r\n" : std::string_view{});
  }
  /// True where the client is gone, or is told to go by a server that stops.
  [[nodiscard]] bool broken() const { return broken_; }
  [[nodiscard]] bool begun() const { return head_.empty(); }

 private:
  static base::Error gone() { return fail(ErrorCode::unavailable, "The client is gone."); }

  bool flush() {
    const bool sent = send_chunk(gathered_, {});
    gathered_.clear();
    return sent;
  }

  bool send_chunk(std::string_view bytes, std::string_view tail) {
    std::string before = std::move(head_);
    head_.clear();
    std::string after;
    if (chunked_ && !bytes.empty()) {
      add_number(before, bytes.size(), 16);
      before += "\r\n";
      after = "\r\n";
    }
    after += tail;
    broken_ = !connection_.send(before, bytes, after);
    return !broken_;
  }

  Connection& connection_;
  std::string head_;
  std::string gathered_;
  bool chunked_;
  bool at_once_;
  bool broken_ = false;
  const std::function<bool()>& ending_;
};

Sent send_stream(Connection& connection, const RequestHead& head, Response& response,
                 std::string text, Framing framing, bool keep_alive, const StreamHooks& hooks) {
  const std::string* const type = find(response, "content-type");
  const bool events = type != nullptr && type->starts_with("text/event-stream");
  ChunkedSink sink(connection, std::move(text), framing == Framing::chunked, events, hooks.ending);
  std::string failure;
  try {
    const auto written = response.stream(sink);
    if (written && sink.finish()) {
      return framing == Framing::chunked ? Sent::whole : Sent::closing;
    }
    if (!written) failure = written.error().detail;
  } catch (const std::exception& error) {
    failure = error.what();
  }
  if (sink.broken()) return Sent::broken;  // the client's doing: nothing to say, nobody to hear it
  hooks.log("request " + head.request.id + ": the stream failed: " + failure);
  if (!sink.begun()) {
    Response failed = refusal({500, "internal", "An error of the server", {}}, head.request.id);
    return send_answer(connection, head, failed, keep_alive, hooks);
  }
  if (framing == Framing::until_close) connection.reset_on_close();
  return Sent::broken;
}

}  // namespace

Response refusal(const Fault& fault, std::string_view request_id) {
  Response response;
  response.status = fault.status;
  response.set("Content-Type", "application/problem+json");
  response.set("Cache-Control", "no-store");
  response.body.append(R"({"type":"/problems/)").append(fault.type);
  response.body.append(R"(","title":")").append(fault.title);
  response.body.append(R"(","status":)").append(std::to_string(fault.status));
  if (!fault.detail.empty()) response.body.append(R"(,"detail":")").append(fault.detail) += '"';
  response.body.append(R"(,"instance":")").append(request_id).append("\"}\n");
  return response;
}

bool is_sendable(const Response& response) {
  return response.status >= 200 && response.status <= 599 &&
         std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
           return is_token(header.first) &&
                  header.second.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
         });
}

Sent send_answer(Connection& connection, const RequestHead& head, Response& response,
                 bool keep_alive, const StreamHooks& hooks) {
  compress(response, head);
  const Framing framing = framing_of(head, response);
  std::string text = make_head(head, response, framing, keep_alive);
  const bool bodiless = framing == Framing::none || head.request.method == "HEAD";
  if (response.stream && !bodiless) {
    return send_stream(connection, head, response, std::move(text), framing, keep_alive, hooks);
  }
  const bool sent =
      connection.send(text, bodiless ? std::string_view{} : std::string_view(response.body));
  if (!sent) return Sent::broken;
  return framing == Framing::until_close ? Sent::closing : Sent::whole;
}

}  // namespace cyberdir::http
