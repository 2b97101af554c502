#include "mail/smtp.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <string_view>

#include <curl/curl.h>

namespace cyberdir::mail {
namespace {

constexpr long kConnectSeconds = 15;
constexpr long kTotalSeconds = 60;
constexpr std::size_t kLongestSaid = 200;

struct Close {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Upload {
  std::string_view rest;
  const std::atomic<bool>& stop;
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* upload) {
  std::string_view& rest = static_cast<Upload*>(upload)->rest;
  const std::size_t given = std::min(size * count, rest.size());
  std::memcpy(into, rest.data(), given);
  rest.remove_prefix(given);
  return given;
}

std::size_t forget(char* /*bytes*/, std::size_t size, std::size_t count, void* /*unused*/) {
  return size * count;
}

// Once the last byte was given, the server's answer is waited for: to leave now would be to send
// the same mail again.
int is_stopped(void* upload, curl_off_t /*down*/, curl_off_t /*of*/, curl_off_t /*up*/,
               curl_off_t /*of*/) {
  const auto* one = static_cast<const Upload*>(upload);
  return one->stop.load() && !one->rest.empty() ? 1 : 0;
}

std::string_view host_of(std::string_view url) {
  url.remove_prefix(std::min(url.find("://") + 3, url.size()));
  if (url.starts_with('[')) return url.substr(1, url.find(']') - 1);
  return url.substr(0, url.find_first_of(":/"));
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string printable(std::string text) {
  text.resize(std::min(text.size(), kLongestSaid));
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) c = '?';
  }
  return text;
}

// 5xx is for good (RFC 5321 section 4.2.1), but not where it speaks of who we are.
bool is_for_good(CURLcode code, long reply) {
  constexpr long kPermanent = 500;
  constexpr long kAfter = 600;
  return code != CURLE_LOGIN_DENIED && reply >= kPermanent && reply < kAfter;
}

}  // namespace

bool is_smtp_url(const std::string& url) {
  const bool known = url.starts_with("smtp://") || url.starts_with("smtps://");
  return known && !host_of(url).empty() && url.find('@') == std::string::npos &&
         std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

std::optional<SendFailure> Smtp::send(const std::string& to, const std::string& mime) {
  static std::once_flag ready;
  std::call_once(ready, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const std::unique_ptr<CURL, Close> handle(curl_easy_init());
  if (!handle) return SendFailure{"libcurl cannot be used", false};
  const std::string from = "<" + settings_.from + ">";
  const std::string recipient = "<" + to + ">";
  const std::unique_ptr<curl_slist, Close> recipients(
      curl_slist_append(nullptr, recipient.c_str()));
  Upload upload{mime, stop_};
  std::array<char, CURL_ERROR_SIZE> said{};
  const auto set = [&](CURLoption option, auto value) {
    curl_easy_setopt(handle.get(), option, value);
  };
  set(CURLOPT_URL, settings_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  const bool local = is_this_machine(host_of(settings_.url));
  set(CURLOPT_USE_SSL, static_cast<long>(local ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  if (!settings_.user.empty()) {
    set(CURLOPT_USERNAME, settings_.user.c_str());
    const std::string password(settings_.password.reveal());
    set(CURLOPT_PASSWORD, password.c_str());  // copied by libcurl
  }
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &give);
  set(CURLOPT_READDATA, static_cast<void*>(&upload));
  set(CURLOPT_WRITEFUNCTION, &forget);
  set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(CURLOPT_TIMEOUT, kTotalSeconds);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &is_stopped);
  set(CURLOPT_XFERINFODATA, static_cast<void*>(&upload));
  set(CURLOPT_ERRORBUFFER, said.data());
  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_OK) return std::nullopt;
  long reply = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
  const std::string why = said.front() == '\0' ? curl_easy_strerror(code) : said.data();
  return SendFailure{printable(why), is_for_good(code, reply)};
}

}  // namespace cyberdir::mail
