#include "base/web_client.h"

#include <memory>

#include <curl/curl.h>

namespace cyberdir::base {
namespace {

struct CurlFreer {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};
using Easy = std::unique_ptr<CURL, CurlFreer>;
using Url = std::unique_ptr<CURLU, CurlFreer>;
using Headers = std::unique_ptr<curl_slist, CurlFreer>;
using Text = std::unique_ptr<char, CurlFreer>;

// libcurl's start is once a process and before other threads use it.
void start_curl() {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)kStarted;
}

struct Body {
  std::string bytes;
  std::size_t most = 0;
  bool too_large = false;
};

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<Body*>(into);
  body.too_large = body.bytes.size() + size * count > body.most;
  if (body.too_large) return 0;
  body.bytes.append(bytes, size * count);
  return size * count;
}

std::string part_of(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  const Text owned(text);
  return owned.get();
}

Url parsed(const std::string& url) {
  Url parts(curl_url());
  if (url.find('\0') != std::string::npos ||
      curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    return nullptr;
  return parts;
}

bool is_this_machine(const std::string& host) {
  return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

void add_header(Headers& headers, const std::string& line) {
  curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
  (void)headers.release();
  headers.reset(longer);
}

void set_form(CURL* curl, const WebQuestion& question, const std::string& body) {
  if (!question.form) return;
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
}

void set_bounds(CURL* curl, long connect_seconds, long whole_seconds) {
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, whole_seconds);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
}

}  // namespace

CurlWebClient::CurlWebClient(long connect_seconds, long whole_seconds)
    : connect_seconds_(connect_seconds), whole_seconds_(whole_seconds) {
  start_curl();
}

Result<WebAnswer> CurlWebClient::ask(const WebQuestion& question) {
  if (!is_trustworthy_url(question.url))
    return fail(ErrorCode::invalid, question.url + " is neither https nor on this machine");
  const Easy curl(curl_easy_init());
  if (!curl) return fail(ErrorCode::internal, "libcurl could not be started");
  Headers headers;
  add_header(headers, "Accept: application/json");
  if (!question.bearer.empty())
    add_header(headers, "Authorization: Bearer " + std::string(question.bearer.reveal()));
  const std::string form = question.form ? form_encoded(*question.form) : std::string();
  const std::string password(question.password.reveal());
  Body body;
  body.most = question.most_bytes;
  set_bounds(curl.get(), connect_seconds_, whole_seconds_);
  set_form(curl.get(), question, form);
  curl_easy_setopt(curl.get(), CURLOPT_URL, question.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  if (is_this_machine(part_of(parsed(question.url), CURLUPART_HOST)))
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  if (!question.user.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, question.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, password.c_str());
  }
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  const CURLcode code = curl_easy_perform(curl.get());
  if (body.too_large) {
    return fail(ErrorCode::too_large,
                question.url + " answered with more than " + std::to_string(body.most) + " bytes");
  }
  if (code != CURLE_OK) {
    return fail(ErrorCode::unavailable,
                question.url + " could not be asked: " + curl_easy_strerror(code));
  }
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return WebAnswer{static_cast<int>(status), std::move(body.bytes)};
}

bool is_trustworthy_url(const std::string& url) {
  constexpr std::size_t kLongest = 2'048;
  if (url.size() > kLongest) return false;
  const Url parts = parsed(url);
  if (!parts || !part_of(parts, CURLUPART_USER).empty() ||
      !part_of(parts, CURLUPART_PASSWORD).empty() || url.find('#') != std::string::npos)
    return false;
  const std::string scheme = part_of(parts, CURLUPART_SCHEME);
  return scheme == "https" || (scheme == "http" && is_this_machine(part_of(parts, CURLUPART_HOST)));
}

std::string form_encoded(const std::vector<std::pair<std::string, std::string>>& fields) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  const auto add = [&](std::string_view text) {
    for (const char c : text) {
      if (kPlain.find(c) != std::string_view::npos) {
        encoded.push_back(c);
        continue;
      }
      const auto byte = static_cast<std::uint8_t>(c);
      encoded.push_back('%');
      encoded.push_back(kHex[byte >> 4U]);
      encoded.push_back(kHex[byte & 15U]);
    }
  };
  for (const auto& [name, value] : fields) {
    if (!encoded.empty()) encoded.push_back('&');
    add(name);
    encoded.push_back('=');
    add(value);
  }
  return encoded;
}

}  // namespace cyberdir::base
