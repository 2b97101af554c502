#include "http/request_head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/unicode.h"

namespace cyberdir::http {
namespace {

constexpr std::string_view kMalformed = "malformed";
constexpr std::string_view kMalformedTitle = "The request cannot be read";
constexpr std::size_t kRequestIdBytes = 64;
constexpr std::size_t kLengthDigits = 18;

Fault malformed(std::string_view detail) { return {400, kMalformed, kMalformedTitle, detail}; }
Fault not_supported(int status, std::string_view detail) {
  return {status, kMalformed, "Not supported by this server", detail};
}
Fault target_too_long() {
  return {414, "too-large", "Too large", "The address is longer than 8192 bytes."};
}
Fault header_too_large(std::string_view detail) { return {431, "too-large", "Too large", detail}; }

constexpr std::array<bool, 256> make_token_characters() {
  std::array<bool, 256> table{};
  for (unsigned c = '0'; c <= '9'; ++c) table.at(c) = true;
  for (unsigned c = 'a'; c <= 'z'; ++c) table.at(c) = true;
  for (unsigned c = 'A'; c <= 'Z'; ++c) table.at(c) = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) {
    table.at(static_cast<unsigned char>(c)) = true;
  }
  return table;
}
constexpr std::array<bool, 256> kTokenCharacters = make_token_characters();

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\t'; });
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// Appends what `text` encodes; false for a bad escape, NUL or what is not UTF-8.
bool percent_decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.reserve(text.size());
  bool ascii = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      if (c == '\0') return false;
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    out.push_back(c);
  }
  return ascii || base::is_utf8(out);
}

bool read_query(std::string_view text, std::vector<std::pair<std::string, std::string>>& query) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto& [name, value] = query.emplace_back();
    if (!percent_decode(pair.substr(0, equals), true, name)) return false;
    if (equals < pair.size() && !percent_decode(pair.substr(equals + 1), true, value)) return false;
  }
  return true;
}

/// True for the characters a host and port are made of (RFC 3986, section 3.2).
bool is_host(std::string_view text) {
  constexpr std::string_view others = "-._~%!$&'()*+,;=:[]";
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           others.find(c) != std::string_view::npos;
  });
}

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= kRequestIdBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '.' ||
                  c == '_' || c == '-';
         });
}

/// Calls `each` for every non-empty element of a comma-separated list.
template <typename Each>
void for_each_element(std::string_view list, Each each) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (const std::string_view element = trimmed(list.substr(0, end)); !element.empty()) {
      each(element);
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

/// True where an Accept-Encoding list has gzip (or else *) with a weight that is not zero.
bool accepts_gzip(std::string_view list) {
  std::optional<bool> gzip;
  bool any = false;
  for_each_element(list, [&](std::string_view element) {
    const std::size_t semicolon = std::min(element.find(';'), element.size());
    const std::string_view coding = trimmed(element.substr(0, semicolon));
    const std::string_view weight =
        semicolon < element.size() ? trimmed(element.substr(semicolon + 1)) : std::string_view{};
    const bool wanted = weight.empty() || weight.find_first_of("123456789") != weight.npos;
    if (equals_lower(coding, "gzip") || equals_lower(coding, "x-gzip")) gzip = wanted;
    if (coding == "*") any = wanted;
  });
  return gzip.value_or(any);
}

/// Reads the lines of a head; one object a head.
class HeadReader {
 public:
  explicit HeadReader(RequestHead& head) : head_(head), request_(head.request) {}

  std::optional<Fault> read(std::string_view text) {
    std::string_view line;
    if (!next_line(text, line)) return malformed("A line does not end with CR and LF.");
    if (auto fault = read_request_line(line)) return fault;
    request_.headers.reserve(kHeaderCount / 4);
    for (;;) {
      if (!next_line(text, line)) return malformed("A line does not end with CR and LF.");
      if (line.empty()) break;
      if (request_.headers.size() == kHeaderCount) return header_too_large("Too many headers.");
      if (auto fault = read_header(line)) return fault;
    }
    return finish();
  }

 private:
  static bool next_line(std::string_view& text, std::string_view& line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end == 0 || text[end - 1] != '\r') return false;
    line = text.substr(0, end - 1);
    text.remove_prefix(end + 1);
    return true;
  }

  std::optional<Fault> read_request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
      return malformed("The first line is not that of an HTTP request.");
    }
    const std::string_view version = line.substr(last + 1);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    request_.method = line.substr(0, first);
    if (!is_token(request_.method)) return malformed("The method is not a token.");
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
      return version.starts_with("HTTP/") ? not_supported(505, "Send HTTP/1.1.")
                                          : malformed("The first line has no HTTP version.");
    }
    head_.http_1_0 = version == "HTTP/1.0";
    head_.keep_alive = !head_.http_1_0;
    if (target.size() > kTargetBytes) return target_too_long();
    return read_target(target);
  }

  std::optional<Fault> read_target(std::string_view target) {
    if (std::any_of(target.begin(), target.end(), [](char c) { return c <= 0x20 && c >= 0; }) ||
        target.find_first_of("#\x7F") != std::string_view::npos) {
      return malformed("The address has a character that must be percent-encoded.");
    }
    if (target == "*" && request_.method == "OPTIONS") {
      request_.path = target;
      return std::nullopt;
    }
    if (!target.starts_with('/')) {  // the absolute form, as sent to proxies
      const std::size_t scheme = target.find("://");
      if (scheme == std::string_view::npos || !(equals_lower(target.substr(0, scheme), "http") ||
                                                equals_lower(target.substr(0, scheme), "https"))) {
        return malformed("The address does not begin with a slash.");
      }
      target.remove_prefix(scheme + 3);
      const std::size_t end = std::min(target.find_first_of("/?"), target.size());
      authority_ = target.substr(0, end);
      if (authority_->empty() || !is_host(*authority_)) return malformed("The host is not one.");
      target.remove_prefix(end);
    }
    const std::size_t question = std::min(target.find('?'), target.size());
    const std::string_view path = target.substr(0, question);
    if (!percent_decode(path, false, request_.path) ||
        (question < target.size() && !read_query(target.substr(question + 1), request_.query))) {
      return malformed("The address is not percent-encoded UTF-8.");
    }
    if (request_.path.empty()) request_.path = "/";
    return std::nullopt;
  }

  std::optional<Fault> read_header(std::string_view line) {
    if (line.size() > kHeaderLineBytes) return header_too_large("A header is too long.");
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      return malformed("A header has no name, or one with characters that are not allowed.");
    }
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!is_field_value(value)) return malformed("A header has a control character.");
    auto& [name, kept] = request_.headers.emplace_back(line.substr(0, colon), value);
    std::transform(name.begin(), name.end(), name.begin(), lower);
    return understand(name, value, kept);
  }

  std::optional<Fault> understand(std::string_view name, std::string_view value,
                                  std::string& kept) {
    if (name == "host") {
      if (++hosts_ > 1 || !is_host(value)) return malformed("Send one Host.");
      if (authority_) kept = *authority_;
    } else if (name == "content-length") {
      return read_length(value);
    } else if (name == "transfer-encoding") {
      if (head_.chunked || !equals_lower(value, "chunked")) {
        return not_supported(501, "The only Transfer-Encoding is chunked.");
      }
      head_.chunked = true;
    } else if (name == "connection") {
      for_each_element(value, [&](std::string_view option) {
        if (equals_lower(option, "close")) closes_ = true;
        if (equals_lower(option, "keep-alive")) head_.keep_alive = true;
      });
    } else if (name == "expect") {
      if (!equals_lower(value, "100-continue")) {
        return not_supported(417, "The only expectation is 100-continue.");
      }
      head_.expects_continue = !head_.http_1_0;
    } else if (name == "content-encoding") {
      for_each_element(value, [&](std::string_view coding) { read_coding(coding); });
    } else if (name == "accept-encoding") {
      head_.accepts_gzip = head_.accepts_gzip || accepts_gzip(value);
    } else if (name == "if-match" || name == "if-none-match") {
      constexpr std::string_view tail = "-gzip\"";
      for (std::size_t at = 0; (at = kept.find(tail, at)) != std::string::npos;) {
        kept.erase(at, kGzipTag.size());
        head_.gzip_tag = true;
      }
    } else if (name == "x-request-id" && is_request_id(value)) {
      request_.id = value;
    }
    return std::nullopt;
  }

  std::optional<Fault> read_length(std::string_view value) {
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (error != std::errc{} || end != value.data() + value.size() ||
        value.size() > kLengthDigits) {
      return malformed("Content-Length is not a number.");
    }
    if (request_.content_length && *request_.content_length != length) {
      return malformed("There are two values of Content-Length.");
    }
    request_.content_length = length;
    return std::nullopt;
  }

  void read_coding(std::string_view coding) {
    if (equals_lower(coding, "identity")) return;
    const bool gzip = equals_lower(coding, "gzip") || equals_lower(coding, "x-gzip");
    head_.coding =
        gzip && head_.coding == BodyCoding::none ? BodyCoding::gzip : BodyCoding::unknown;
  }

  std::optional<Fault> finish() {
    if (closes_) head_.keep_alive = false;
    if (hosts_ == 0 && !head_.http_1_0) return malformed("Send one Host.");
    if (head_.chunked && (request_.content_length || head_.http_1_0)) {
      return malformed("Transfer-Encoding is sent with Content-Length, or in HTTP/1.0.");
    }
    return std::nullopt;
  }

  RequestHead& head_;
  Request& request_;
  std::optional<std::string_view> authority_;
  int hosts_ = 0;
  bool closes_ = false;
};

}  // namespace

std::optional<std::size_t> end_of_head(std::string_view text, std::size_t from) {
  for (std::size_t at = from; (at = text.find('\n', at)) != std::string_view::npos; ++at) {
    const std::string_view rest = text.substr(at + 1);
    if (rest.starts_with("\r\n")) return at + 3;
    if (rest.starts_with('\n')) return at + 2;
  }
  return std::nullopt;
}

std::optional<Fault> check_unfinished_head(std::string_view text) {
  if (!text.empty() && text != "\r" && !is_token(text.substr(0, 1))) {
    return malformed("The first line is not that of an HTTP request.");
  }
  if (text.size() <= kHeadBytes) return std::nullopt;
  return text.find('\n') <= kTargetBytes ? header_too_large("The headers are too long.")
                                         : target_too_long();
}

std::optional<Fault> read_head(std::string_view text, RequestHead& head) {
  return HeadReader(head).read(text);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return kTokenCharacters[static_cast<unsigned char>(c)];
  });
}

bool equals_lower(std::string_view text, std::string_view other) {
  return text.size() == other.size() && std::equal(text.begin(), text.end(), other.begin(),
                                                   [](char a, char b) { return lower(a) == b; });
}

}  // namespace cyberdir::http
