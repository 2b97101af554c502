#include "cli/remote.h"

#include <fstream>
#include <memory>

#include <curl/curl.h>

#include "base/error_table.h"
#include "codec/canonical_json.h"
#include "codec/json_reader.h"

namespace cyberdir::cli {

using base::ErrorCode;
using base::fail;
using model::Json;

namespace {

constexpr std::size_t kMostAnswerBytes = std::size_t{64} << 20U;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > kMostAnswerBytes) return 0;
  body.append(bytes, size * count);
  return size * count;
}

base::Error error_of_status(long status, const Json& body) {
  base::Error error = fail(ErrorCode::unavailable, "the server answered " + std::to_string(status));
  for (const base::ErrorRow& row : base::error_table()) {
    if (row.http_status == status) {
      error.code = row.code;
      break;
    }
  }
  if (!body.is_object()) return error;
  error.detail = body.value("detail", error.detail);
  for (const Json& finding : body.value("errors", Json::array())) {
    base::Finding said{finding.value("code", ""),
                       finding.value("detail", ""),
                       finding.value("pointer", ""),
                       {},
                       {},
                       base::Severity::error};
    if (finding.contains("row")) said.row = finding["row"].get<std::uint64_t>();
    if (finding.contains("line")) said.line = finding["line"].get<std::uint64_t>();
    error.findings.push_back(std::move(said));
  }
  return error;
}

// What libcurl sends next of a file.
std::size_t read_file(char* bytes, std::size_t size, std::size_t count, void* from) {
  auto& file = *static_cast<std::istream*>(from);
  file.read(bytes, static_cast<std::streamsize>(size * count));
  return file.bad() ? CURL_READFUNC_ABORT : static_cast<std::size_t>(file.gcount());
}

// A file is sent as it is read, in chunks: its length need not be known. It may take long, but not
// stand still.
void send_file(CURL* curl, std::istream& file) {
  constexpr long kStalledSeconds = 60;
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_file);
  curl_easy_setopt(curl, CURLOPT_READDATA, &file);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 0L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kStalledSeconds);
}

// The headers of an answer that matter here.
std::size_t note_header(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& called = *static_cast<Called*>(into);
  std::string line(bytes, size * count);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.pop_back();
  const auto colon = line.find(": ");
  if (colon == std::string::npos) return size * count;
  const std::string value = line.substr(colon + 2);
  line.resize(colon);
  if (curl_strequal(line.c_str(), "etag") != 0) called.etag = value;
  if (curl_strequal(line.c_str(), "link") != 0) {
    const auto next = value.find(">; rel=\"next\"");
    const auto from = next == std::string::npos ? next : value.rfind('<', next);
    if (from != std::string::npos) called.next = value.substr(from + 1, next - from - 1);
  }
  return size * count;
}

base::Result<std::string> token_of(const Remote& remote) {
  std::ifstream file(remote.token_file);
  std::string token;
  if (!std::getline(file, token) || token.empty())
    return fail(ErrorCode::invalid,
                "the file " + remote.token_file + " has no token in its first line");
  return token;
}

// A list of header lines that libcurl borrows.
class Headers {
 public:
  ~Headers() { curl_slist_free_all(list_); }
  Headers() = default;
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;
  Headers(Headers&&) = delete;
  Headers& operator=(Headers&&) = delete;
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

}  // namespace

base::Result<Json> fetch(const Remote& remote, const std::string& path_and_query) {
  CYBERDIR_ASSIGN(called, send(remote, {"GET", path_and_query, {}, {}}));
  return std::move(called.body);
}

base::Result<Called> send(const Remote& remote, const Call& call) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  if (!curl) return fail(ErrorCode::internal, "libcurl could not be started");
  std::string url = remote.url;
  while (url.ends_with('/')) url.pop_back();
  url += call.path_and_query;
  Headers headers;
  headers.add("Accept: application/json");
  if (!remote.token_file.empty()) {
    CYBERDIR_ASSIGN(token, token_of(remote));
    headers.add("Authorization: Bearer " + token);
  }
  if (!call.if_match.empty()) headers.add("If-Match: " + call.if_match);
  const std::string sent = call.body.is_null() ? "" : codec::canonical_json(call.body);
  if (!call.body.is_null()) headers.add("Content-Type: application/json");
  if (call.file != nullptr) {
    headers.add("Content-Type: application/octet-stream");
    headers.add("Transfer-Encoding: chunked");
  }
  Called called;
  std::string body;
  constexpr long kConnectSeconds = 10;
  constexpr long kWholeSeconds = 60;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, call.method.c_str());
  if (!call.body.is_null()) {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(sent.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, sent.c_str());
  }
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, note_header);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &called);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kWholeSeconds);
  if (call.file != nullptr) send_file(curl.get(), *call.file);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK)
    return fail(ErrorCode::unavailable,
                "the server at " + remote.url + " could not be asked: " + curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  auto answer = codec::read_json(body, {256, kMostAnswerBytes});
  constexpr long kFirstDone = 200;
  constexpr long kLastDone = 299;
  if (status < kFirstDone || status > kLastDone)
    return error_of_status(status, answer ? *answer : Json());
  if (!answer)
    return fail(ErrorCode::unavailable,
                "the server at " + remote.url + " did not answer in JSON; is it a registry?");
  called.body = std::move(*answer);
  return called;
}

}  // namespace cyberdir::cli
