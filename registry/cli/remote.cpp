#include "cli/remote.h"

#include <fstream>
#include <memory>

#include <curl/curl.h>

#include "base/error_table.h"
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
  if (body.is_object()) error.detail = body.value("detail", error.detail);
  return error;
}

}  // namespace

base::Result<Json> fetch(const Remote& remote, const std::string& path_and_query) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  if (!curl) return fail(ErrorCode::internal, "libcurl could not be started");
  std::string url = remote.url;
  while (url.ends_with('/')) url.pop_back();
  url += path_and_query;
  curl_slist* list = curl_slist_append(nullptr, "Accept: application/json");
  if (!remote.token_file.empty()) {
    std::ifstream file(remote.token_file);
    std::string token;
    if (!std::getline(file, token) || token.empty()) {
      curl_slist_free_all(list);
      return fail(ErrorCode::invalid,
                  "the file " + remote.token_file + " has no token in its first line");
    }
    list = curl_slist_append(list, ("Authorization: Bearer " + token).c_str());
  }
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list,
                                                                            curl_slist_free_all);
  std::string body;
  constexpr long kConnectSeconds = 10;
  constexpr long kWholeSeconds = 60;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kWholeSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK)
    return fail(ErrorCode::unavailable,
                "the server at " + remote.url + " could not be asked: " + curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  auto answer = codec::read_json(body, {256, kMostAnswerBytes});
  constexpr long kOk = 200;
  if (status != kOk) return error_of_status(status, answer ? *answer : Json());
  if (!answer)
    return fail(ErrorCode::unavailable,
                "the server at " + remote.url + " did not answer in JSON; is it a registry?");
  return answer;
}

}  // namespace cyberdir::cli
