#include "http/negotiation.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "codec/json_reader.h"
#include "codec/xml_reader.h"

namespace cyberdir::http {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kMostEntryBytes = 1U << 20U;

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return result;
}

struct Range {
  std::string type;
  double quality = 1;
};

Range parse_range(std::string_view text) {
  Range range;
  const auto semicolon = text.find(';');
  range.type = lower(trim(text.substr(0, semicolon)));
  while (semicolon != std::string_view::npos && !text.empty()) {
    const auto at = text.find(';');
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
    const std::string_view parameter = trim(text.substr(0, text.find(';')));
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
      std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), range.quality);
    }
  }
  return range;
}

// 0 where the range does not take the type; more for the more exact.
int exactness(std::string_view range, std::string_view type) {
  if (range == type) return 3;
  if (range == "text/xml" && type == "application/xml") return 3;
  if (range == "*/*") return 1;
  const auto slash = type.find('/');
  return range == std::string(type.substr(0, slash)) + "/*" ? 2 : 0;
}

}  // namespace

double quality_of(std::string_view accept, std::string_view media_type) {
  const std::string_view type = media_type.substr(0, media_type.find(';'));
  double quality = 0;
  int best = 0;
  while (!accept.empty()) {
    const auto comma = accept.find(',');
    const Range range = parse_range(accept.substr(0, comma));
    const int exact = exactness(range.type, type);
    if (exact > best) {
      best = exact;
      quality = range.quality;
    }
    accept = comma == std::string_view::npos ? std::string_view() : accept.substr(comma + 1);
  }
  return quality;
}

Result<Form> choose_form(const Context& context, std::span<const Form> forms) {
  const auto there = [&] {
    std::string list;
    for (const Form& form : forms)
      list += (list.empty() ? "" : ", ") + std::string(form.media_type);
    return list;
  };
  if (!context.form.empty()) {
    for (const Form& form : forms) {
      if (form.suffix == context.form) return form;
    }
    return fail(ErrorCode::not_acceptable,
                "there is no ." + context.form + " of this; there is " + there());
  }
  const auto accept = context.request.header("accept");
  if (!accept || trim(*accept).empty()) return forms.front();
  const Form* best = nullptr;
  double best_quality = 0;
  for (const Form& form : forms) {
    const double quality = quality_of(*accept, form.media_type);
    if (quality > best_quality) {
      best = &form;
      best_quality = quality;
    }
  }
  if (best == nullptr) return fail(ErrorCode::not_acceptable, "there is " + there());
  return *best;
}

bool wants_xml(const Context& context) {
  if (context.form == "xml") return true;
  if (!context.form.empty()) return false;
  const auto accept = context.request.header("accept");
  if (!accept) return false;
  const auto xml = std::max(quality_of(*accept, "application/xml"),
                            quality_of(*accept, "application/problem+xml"));
  const auto json = std::max(quality_of(*accept, "application/json"),
                             quality_of(*accept, "application/problem+json"));
  return xml > json;
}

std::string content_type(const Request& request) {
  const std::string_view header = request.header("content-type").value_or(std::string_view());
  return lower(trim(header.substr(0, header.find(';'))));
}

Result<std::string> read_body(Request& request, std::size_t limit) {
  const auto too_large = [&] {
    return fail(ErrorCode::too_large,
                "the body may have " + std::to_string(limit) + " bytes at most");
  };
  if (request.content_length && *request.content_length > limit) return too_large();
  std::string body;
  std::array<char, 16384> buffer{};
  while (true) {
    const auto count = request.body->read(buffer);
    if (!count) return count.error().code == ErrorCode::too_large ? too_large() : count.error();
    if (*count == 0) return body;
    if (body.size() + *count > limit) return too_large();
    body.append(buffer.data(), *count);
  }
}

Result<service::Submitted> read_entry(Request& request) {
  const std::string said = content_type(request);
  const std::string type = said.empty() ? std::string(kJsonForm.media_type) : said;
  const bool xml = type == "application/xml" || type == "text/xml";
  if (!xml && type != "application/json") {
    return fail(ErrorCode::unsupported, "an entry is sent as application/json or application/xml");
  }
  CYBERDIR_ASSIGN(body, read_body(request, kMostEntryBytes));
  if (!xml) {
    CYBERDIR_ASSIGN(tree, codec::read_json(body, {64, kMostEntryBytes + 1}));
    return service::Submitted{std::move(tree), {}};
  }
  CYBERDIR_ASSIGN(record, codec::read_entry_xml(body));
  return service::Submitted{std::move(record.json), std::move(record.findings)};
}

}  // namespace cyberdir::http
