#include "support/browser.h"

#include <regex>
#include <stdexcept>

#include "http/parameters.h"

namespace cyberdir::support {
namespace {

constexpr std::pair<const char*, const char*> kForm = {"content-type",
                                                       "application/x-www-form-urlencoded"};

std::string encode(const Browser::Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    body += http::encode_query(name) + "=" + http::encode_query(value);
  }
  return body;
}

std::string unescaped(std::string text) {
  for (const auto& [from, to] :
       {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&#39;", "'"}, {"&quot;", "\""}, {"&amp;", "&"}}) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
      text.replace(at, std::string_view(from).size(), to);
  }
  return text;
}

}  // namespace

Reply Browser::exchange(std::string_view method, std::string_view target, std::string_view body,
                        std::vector<std::pair<std::string, std::string>> headers) {
  address_ = target;
  std::string line;
  for (const auto& [name, value] : cookies_)
    line += (line.empty() ? "" : "; ") + name + "=" + value;
  if (!line.empty()) headers.emplace_back("cookie", line);
  Reply reply = registry_.ask(method, target, {}, body, std::move(headers));
  for (const auto& [name, value] : reply.headers) {
    if (name != "Set-Cookie") continue;
    cookie_lines_.push_back(value);
    const auto equals = value.find('=');
    const std::string key = value.substr(0, equals);
    cookies_[key] = value.substr(equals + 1, value.find(';') - equals - 1);
    if (cookies_[key].empty()) cookies_.erase(key);
  }
  return reply;
}

Reply Browser::follow(Reply reply) {
  for (int hops = 0; reply.status == 303 || reply.status == 302; ++hops) {
    if (hops > 5) throw std::runtime_error("the server leads in circles");
    reply = exchange("GET", reply.header("Location"), {}, {{"accept", "text/html"}});
  }
  page_ = reply.body;
  return reply;
}

Reply Browser::open(std::string_view target) {
  return follow(exchange("GET", target, {}, {{"accept", "text/html"}}));
}

Reply Browser::send(std::string_view action, const Fields& fields) {
  static const std::regex kHidden("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");
  const auto start = page_.find("action=\"" + std::string(action) + "\" method=\"post\"");
  if (start == std::string::npos)
    throw std::runtime_error("the page has no form for " + std::string(action));
  const std::string form = page_.substr(start, page_.find("</form>", start) - start);
  Fields all = fields;
  for (std::sregex_iterator one(form.begin(), form.end(), kHidden), end; one != end; ++one)
    all.emplace_back((*one)[1], unescaped((*one)[2]));
  return follow(exchange("POST", action, encode(all), {kForm, {"accept", "text/html"}}));
}

Reply Browser::post(std::string_view target, const Fields& fields) {
  return exchange("POST", target, encode(fields), {kForm, {"accept", "text/html"}});
}

Reply Browser::ask(std::string_view method, std::string_view target, std::string_view body,
                   std::vector<std::pair<std::string, std::string>> headers) {
  const std::string address = address_;
  Reply reply = exchange(method, target, body, std::move(headers));
  address_ = address;
  return reply;
}

std::string Browser::cookie(const std::string& name) const {
  const auto found = cookies_.find(name);
  return found == cookies_.end() ? std::string() : found->second;
}

std::string Browser::form_token() const {
  static const std::string kStart = "name=\"csrf\" value=\"";
  const auto at = page_.find(kStart);
  if (at == std::string::npos) return {};
  const auto from = at + kStart.size();
  return page_.substr(from, page_.find('"', from) - from);
}

}  // namespace cyberdir::support
