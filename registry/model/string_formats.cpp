#include "model/string_formats.h"

#include <algorithm>
#include <set>
#include <vector>

#include <unicode/uloc.h>

#include "base/instant.h"
#include "base/time_zones.h"
#include "model/entry.h"
#include "model/states.h"

namespace cyberdir::model {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_alpha(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
bool is_beyond_ascii(char c) { return static_cast<signed char>(c) < 0; }

template <typename Test>
bool all(std::string_view text, Test test) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_domain(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  const auto labels = split(text, '.');
  return labels.size() >= 2 &&
         std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
           return label.size() <= 63 && !label.starts_with('-') && !label.ends_with('-') &&
                  all(label, [](char c) { return is_alnum(c) || c == '-' || is_beyond_ascii(c); });
         });
}

bool is_atext(char c) {
  return is_alnum(c) || is_beyond_ascii(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part.size() <= 3 && all(part, is_digit) && std::stoi(std::string(part)) <= 255;
         });
}

bool is_ipv6(std::string_view text) {
  const auto is_group = [](std::string_view part) {
    return part.size() <= 4 && all(part, [](char c) {
             return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
  };
  const auto gap = text.find("::");
  const auto count = [&](std::string_view side) -> int {
    if (side.empty()) return 0;
    const auto groups = split(side, ':');
    return std::all_of(groups.begin(), groups.end(), is_group) ? static_cast<int>(groups.size())
                                                               : 99;
  };
  if (gap == std::string_view::npos) return count(text) == 8 && !text.empty();
  return count(text.substr(0, gap)) + count(text.substr(gap + 2)) <= 7;
}

bool is_ip(std::string_view text) { return is_ipv4(text) || is_ipv6(text); }

std::uint64_t ipv4_number(std::string_view text) {
  std::uint64_t number = 0;
  for (const std::string_view part : split(text, '.'))
    number = number * 256 + std::stoul(std::string(part));
  return number;
}

bool is_ip_range(std::string_view text) {
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const std::string_view bits = text.substr(slash + 1);
    if (bits.size() > 3 || !all(bits, is_digit)) return false;
    const int most = is_ipv4(text.substr(0, slash)) ? 32 : 128;
    return is_ip(text.substr(0, slash)) && std::stoi(std::string(bits)) <= most;
  }
  if (const auto dash = text.find('-'); dash != std::string_view::npos) {
    const std::string_view from = text.substr(0, dash);
    const std::string_view to = text.substr(dash + 1);
    if (is_ipv6(from) && is_ipv6(to)) return true;
    return is_ipv4(from) && is_ipv4(to) && ipv4_number(from) <= ipv4_number(to);
  }
  return is_ip(text);
}

bool is_language_code(std::string_view code) {
  static const std::set<std::string, std::less<>> kTwoLetters = [] {
    std::set<std::string, std::less<>> codes;
    for (const char* const* known = uloc_getISOLanguages(); *known != nullptr; ++known) {
      if (std::string_view(*known).size() == 2) codes.insert(*known);
    }
    return codes;
  }();
  if (code.size() == 3) return true;
  std::string lower(code);
  for (char& c : lower) {
    if (is_upper(c)) c = static_cast<char>(c + ('a' - 'A'));
  }
  return kTwoLetters.contains(lower);
}

bool is_group(std::string_view text) {
  if (text == "states") return true;
  if (text.starts_with("network:")) {
    return all(text.substr(8), [](char c) { return is_alnum(c) || c == '-' || c == '_'; }) &&
           text.size() <= 72;
  }
  if (!text.starts_with("named:")) return false;
  const auto codes = split(text.substr(6), ',');
  return std::all_of(codes.begin(), codes.end(), is_state_code);
}

bool is_owner(std::string_view text) {
  if (text == "secretariat" || text == "registry") return true;
  if (text.size() == 2) return is_state_code(text);
  return is_entry_id(text);
}

std::optional<std::string> channel_problem(std::string_view kind, std::string_view text) {
  if (kind == "email") return format_problem(Format::email, text, {});
  if (kind == "phone" || kind == "phone-emergency" || kind == "mobile" || kind == "satellite" ||
      kind == "fax") {
    if (is_e164(text)) return std::nullopt;
    return "give the number in international form (E.164): a plus, the country code and the "
           "number, "
           "digits only, such as +6621234567";
  }
  if (kind == "web") {
    if (is_web_address(text, true)) return std::nullopt;
    return "give a complete address that begins with https://";
  }
  return std::nullopt;
}

std::optional<std::string> unless(bool valid, const char* sentence) {
  if (valid) return std::nullopt;
  return sentence;
}

}  // namespace

bool is_addr_spec(std::string_view text) {
  if (text.size() > 254) return false;
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  bool local_ok = false;
  if (local.front() == '"') {
    local_ok = local.size() >= 2 && local.back() == '"';
    for (std::size_t i = 1; local_ok && i + 1 < local.size(); ++i) {
      if (local[i] == '\\') {
        ++i;
        local_ok = i + 1 < local.size();
      } else {
        local_ok = local[i] != '"' && static_cast<unsigned char>(local[i]) >= 0x20;
      }
    }
  } else {
    const auto atoms = split(local, '.');
    local_ok = std::all_of(atoms.begin(), atoms.end(),
                           [](std::string_view atom) { return all(atom, is_atext); });
  }
  if (domain.starts_with('[') && domain.ends_with(']')) {
    std::string_view literal = domain.substr(1, domain.size() - 2);
    if (literal.starts_with("IPv6:")) literal.remove_prefix(5);
    return local_ok && is_ip(literal);
  }
  return local_ok && is_domain(domain);
}

bool is_e164(std::string_view text) {
  return text.size() >= 7 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         all(text.substr(1), is_digit);
}

bool is_web_address(std::string_view text, bool only_https) {
  const auto scheme_end = text.find("://");
  if (scheme_end > 5) return false;                // longer than https, or not there at all
  std::string scheme(text.substr(0, scheme_end));  // case does not matter (RFC 3986 section 3.1)
  for (char& c : scheme) {
    if (is_upper(c)) c = static_cast<char>(c + ('a' - 'A'));
  }
  if (scheme != "https" && (only_https || scheme != "http")) return false;
  const std::string_view rest = text.substr(scheme_end + 3);
  if (text.size() > 2048) return false;
  if (std::any_of(rest.begin(), rest.end(), [](char c) {
        return (static_cast<unsigned char>(c) <= 0x20) || c == 0x7F || c == '"' || c == '<' ||
               c == '>' || c == '\\' || c == '^' || c == '`';
      })) {
    return false;
  }
  const auto end = rest.find_first_of("/?#");
  std::string_view authority = rest.substr(0, end);
  if (authority.find('@') != std::string_view::npos) return false;
  if (authority.starts_with('[')) {
    const auto close = authority.find(']');
    return close != std::string_view::npos && is_ipv6(authority.substr(1, close - 1));
  }
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    constexpr int kLastPort = 65'535;
    if (port.size() > 5 || (!port.empty() && !all(port, is_digit))) return false;
    if (!port.empty() && std::stoi(std::string(port)) > kLastPort) return false;
    authority = authority.substr(0, colon);
  }
  if (authority.ends_with('.')) authority.remove_suffix(1);
  return is_ipv4(authority) || is_domain(authority) ||
         all(authority, [](char c) { return is_alnum(c) || c == '-'; });
}

bool is_language_tag(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  const auto subtags = split(text, '-');
  for (const std::string_view subtag : subtags) {
    if (subtag.size() > 8 || !all(subtag, is_alnum)) return false;
  }
  std::size_t at = 0;
  const auto size = subtags.size();
  const auto is = [&](std::size_t length, auto test) {
    return at < size && subtags[at].size() == length && all(subtags[at], test);
  };
  if (subtags[0] == "x" || subtags[0] == "X") return size > 1;
  if (!is(2, is_alpha) && !is(3, is_alpha)) return false;
  if (!is_language_code(subtags[0])) return false;
  ++at;
  for (int extended = 0; extended < 3 && is(3, is_alpha); ++extended) ++at;
  if (is(4, is_alpha)) ++at;
  if (is(2, is_alpha) || is(3, is_digit)) ++at;
  while (at < size &&
         (subtags[at].size() >= 5 || (subtags[at].size() == 4 && is_digit(subtags[at][0]))))
    ++at;
  while (at < size && subtags[at].size() == 1) {
    const bool is_private = subtags[at] == "x" || subtags[at] == "X";
    const std::size_t least = is_private ? 1 : 2;
    std::size_t parts = 0;
    for (++at; at < size && subtags[at].size() >= least && (is_private || subtags[at].size() > 1);
         ++at)
      ++parts;
    if (parts == 0) return false;
  }
  return at == size;
}

std::optional<std::string> normalised_fingerprint(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == ' ' || c == ':') continue;
    if (is_digit(c) || (c >= 'A' && c <= 'F')) {
      digits.push_back(c);
    } else if (c >= 'a' && c <= 'f') {
      digits.push_back(static_cast<char>(c - ('a' - 'A')));
    } else {
      return std::nullopt;
    }
  }
  if (digits.size() != 40 && digits.size() != 64) return std::nullopt;
  return digits;
}

bool is_decimal(std::string_view text) {
  if (text.size() > 64) return false;
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto point = text.find('.');
  if (!all(text.substr(0, point), is_digit)) return false;
  return point == std::string_view::npos || all(text.substr(point + 1), is_digit);
}

std::optional<std::string> format_problem(Format format, std::string_view text,
                                          std::string_view channel_kind) {
  switch (format) {
    case Format::none:
    case Format::extension:
      return std::nullopt;
    case Format::email:
      return unless(is_addr_spec(text), "give a mail address alone, such as duty@cert.example");
    case Format::url:
      return unless(is_web_address(text, false),
                    "give a complete address that begins with https:// or http://");
    case Format::language:
      return unless(is_language_tag(text),
                    "give a language tag (BCP 47), such as en, fr-CA or zh-Hans");
    case Format::time_zone:
      return unless(base::is_time_zone(text),
                    "give a time zone of the IANA list, such as Asia/Bangkok");
    case Format::fingerprint:
      return unless(normalised_fingerprint(text).has_value(),
                    "give the whole fingerprint: 40 or 64 hexadecimal digits");
    case Format::clock_time:
      return unless(base::is_clock_time(text, true), "give the time as HH:MM, from 00:00 to 24:00");
    case Format::domain:
      return unless(is_domain(text), "give a domain name, such as cert.example");
    case Format::ip_range:
      return unless(is_ip_range(text), "give an address, a block such as 192.0.2.0/24, or a range");
    case Format::as_number: {
      std::string_view number = text;
      if (number.starts_with("AS")) number.remove_prefix(2);
      constexpr std::uint64_t kLastNumber = 4'294'967'295;
      return unless(number.size() <= 10 && all(number, is_digit) &&
                        std::stoull(std::string(number)) <= kLastNumber,
                    "give the number of an autonomous system, such as AS64500");
    }
    case Format::currency:
      return unless(text.size() == 3 && all(text, is_upper),
                    "give a currency code (ISO 4217), such as USD");
    case Format::country2:
      return unless(text.size() == 2 && all(text, is_upper),
                    "give two capital letters (ISO 3166-1 alpha-2)");
    case Format::country3:
      return unless(text.size() == 3 && all(text, is_upper),
                    "give three capital letters (ISO 3166-1 alpha-3)");
    case Format::digits3:
      return unless(text.size() == 3 && all(text, is_digit), "give three digits (UN M49)");
    case Format::tlp:
      return unless(text == "TLP:CLEAR" || text == "TLP:GREEN" || text == "TLP:AMBER" ||
                        text == "TLP:AMBER+STRICT" || text == "TLP:RED",
                    "give TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED");
    case Format::channel:
      return channel_problem(channel_kind, text);
    case Format::group:
      return unless(
          is_group(text),
          "give states, network:CODE, or named: and codes of States, such as named:IN,TH");
    case Format::owner:
      return unless(is_owner(text),
                    "give the code of a State, the id of an organisation, secretariat or registry");
  }
  return std::nullopt;
}

}  // namespace cyberdir::model
