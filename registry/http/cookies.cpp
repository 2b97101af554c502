#include "http/cookies.h"

#include <algorithm>

namespace cyberdir::http {
namespace {

bool over_tls(const service::Settings& settings) {
  return settings.public_url.starts_with("https://");
}

std::string name_of(const service::Settings& settings, CookieKind kind) {
  return std::string(over_tls(settings) ? "__Host-" : "") +
         (kind == CookieKind::session ? "cyberdir" : "cyberdir-device");
}

// A key as base::make_key() makes it: 43 characters of base64url.
bool is_key(std::string_view text) {
  constexpr std::size_t kLength = 43;
  return text.size() == kLength && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_';
         });
}

void add_cookie(Response& response, const service::Settings& settings, CookieKind kind,
                std::string_view value, std::optional<std::int64_t> max_age) {
  std::string line = name_of(settings, kind) + "=" + std::string(value) + "; Path=/; HttpOnly";
  if (over_tls(settings)) line += "; Secure";
  line += "; SameSite=Lax";
  if (max_age) line += "; Max-Age=" + std::to_string(*max_age);
  response.headers.emplace_back("Set-Cookie", std::move(line));
}

}  // namespace

base::Secret cookie_of(const Request& request, const service::Settings& settings, CookieKind kind) {
  const std::string wanted = name_of(settings, kind) + "=";
  for (const auto& [header, text] : request.headers) {
    if (header != "cookie") continue;
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto end = rest.find(';');
      std::string_view pair = rest.substr(0, end);
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      while (pair.ends_with(' ')) pair.remove_suffix(1);
      if (pair.starts_with(wanted) && is_key(pair.substr(wanted.size())))
        return base::Secret(std::string(pair.substr(wanted.size())));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
  }
  return {};
}

void set_cookie(Response& response, const service::Settings& settings, CookieKind kind,
                const base::Secret& value, std::optional<std::int64_t> max_age) {
  add_cookie(response, settings, kind, value.reveal(), max_age);
}

void drop_cookie(Response& response, const service::Settings& settings, CookieKind kind) {
  add_cookie(response, settings, kind, "", 0);
}

}  // namespace cyberdir::http
