#include "http/form_fields.h"

#include <algorithm>
#include <optional>

#include "base/unicode.h"
#include "http/negotiation.h"

namespace cyberdir::http {
namespace {

constexpr std::size_t kMostBytes =
    std::size_t{256} * 1024;  // the fields of an entry among them, escaped
constexpr std::size_t kMostFields = 1000;

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
  return std::nullopt;
}

// As the URL standard decodes it: what is not an escape stays as it is.
std::string decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded.push_back(' ');
      continue;
    }
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (low) {
      decoded.push_back(static_cast<char>(*high << 4U | *low));
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

std::string FormFields::text(std::string_view name) const { return trimmed(secret(name).reveal()); }

std::vector<std::string> FormFields::texts(std::string_view name) const {
  std::vector<std::string> all;
  for (const auto& [key, value] : fields_) {
    if (key == name) all.push_back(trimmed(value.reveal()));
  }
  return all;
}

bool FormFields::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const auto& field) { return field.first == name; });
}

std::vector<std::string> FormFields::names(std::string_view prefix) const {
  std::vector<std::string> rest;
  for (const auto& [key, value] : fields_) {
    if (key.starts_with(prefix)) rest.push_back(key.substr(prefix.size()));
  }
  return rest;
}

base::Secret FormFields::secret(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return value;
  }
  return {};
}

base::Result<FormFields> read_form(Request& request) {
  if (content_type(request) != "application/x-www-form-urlencoded") {
    return base::fail(base::ErrorCode::unsupported,
                      "a form is sent as application/x-www-form-urlencoded");
  }
  CYBERDIR_ASSIGN(body, read_body(request, kMostBytes));
  std::vector<std::pair<std::string, base::Secret>> fields;
  std::string_view rest = body;
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    const auto equals = pair.find('=');
    std::string name = decode(pair.substr(0, equals));
    std::string value =
        equals == std::string_view::npos ? std::string() : decode(pair.substr(equals + 1));
    if (!base::is_utf8(name) || !base::is_utf8(value) || value.find('\0') != std::string::npos)
      return base::fail(base::ErrorCode::malformed, "the form is not UTF-8 text");
    if (fields.size() == kMostFields)
      return base::fail(base::ErrorCode::too_large, "a form has at most 1000 fields");
    fields.emplace_back(std::move(name), base::Secret(std::move(value)));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return FormFields(std::move(fields));
}

}  // namespace cyberdir::http
