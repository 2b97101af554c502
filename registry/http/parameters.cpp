#include "http/parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/unicode.h"
#include "base/utc_day.h"
#include "model/kinds.h"

namespace cyberdir::http {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::array<std::string_view, 9> kFacets = {
    "kind", "state", "region", "category", "network", "theme", "language", "stage", "owner"};
constexpr std::int64_t kDefaultLimit = 20;
constexpr std::int64_t kMostItems = 200;
constexpr std::size_t kMostWords = 256;

Result<std::optional<store::Order>> order_parameter(const Request& request) {
  const auto sort = request.parameter("sort");
  if (!sort) return std::optional<store::Order>();
  if (*sort == "relevance") return std::optional(store::Order::relevance);
  if (*sort == "id") return std::optional(store::Order::id);
  if (*sort == "-id") return std::optional(store::Order::id_descending);
  if (*sort == "modified") return std::optional(store::Order::modified);
  if (*sort == "-modified") return std::optional(store::Order::modified_descending);
  return bad_parameter("sort", "it is relevance, id, -id, modified or -modified");
}

}  // namespace

base::Error bad_parameter(std::string_view name, std::string sentence) {
  base::Error error = fail(ErrorCode::malformed, std::string(name) + ": " + sentence);
  error.findings.push_back({"parameter",
                            std::string(name) + ": " + std::move(sentence),
                            {},
                            {},
                            {},
                            base::Severity::error});
  return error;
}

std::span<const std::string_view> facet_names() { return kFacets; }

Result<void> check_parameters(const Request& request, std::span<const std::string_view> known) {
  std::set<std::string, std::less<>> seen;
  for (const auto& [name, value] : request.query) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string_view nearest;
      std::size_t best = 4;
      for (const std::string_view candidate : known) {
        const std::size_t distance =
            base::edit_distance(std::string_view(name).substr(0, 64), candidate);
        if (distance < best) {
          best = distance;
          nearest = candidate;
        }
      }
      std::string sentence = "there is no parameter " + name.substr(0, 64) + " here";
      if (!nearest.empty()) sentence += "; did you mean " + std::string(nearest) + "?";
      base::Error error = fail(ErrorCode::malformed, sentence);
      error.findings.push_back(
          {"unknown-parameter", std::move(sentence), {}, {}, {}, base::Severity::error});
      return error;
    }
    if (!seen.insert(name).second)
      return bad_parameter(name, "it stands twice; separate several values by commas");
  }
  return {};
}

std::vector<std::string> list_parameter(const Request& request, std::string_view name) {
  std::vector<std::string> values;
  std::string_view text = request.parameter(name).value_or(std::string_view());
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (comma != 0) values.emplace_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return values;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

Result<std::int64_t> number_parameter(const Request& request, std::string_view name,
                                      std::int64_t least, std::int64_t most,
                                      std::int64_t otherwise) {
  const auto text = request.parameter(name);
  if (!text) return otherwise;
  const auto value = whole_number(*text);
  if (!value || *value < least || *value > most) {
    return bad_parameter(
        name, "it is a number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return *value;
}

Result<std::optional<service::AsOf>> as_of_parameter(const Request& request) {
  const auto text = request.parameter("as_of");
  if (!text) return std::optional<service::AsOf>();
  auto as_of = service::parse_as_of(*text);
  if (!as_of) return bad_parameter("as_of", as_of.error().detail);
  return std::optional<service::AsOf>(*as_of);
}

Result<model::Caller> audience_parameter(const Context& context) {
  const auto audience = context.request.parameter("audience");
  if (!audience) return context.caller;
  if (*audience == "full") return context.caller;
  auto caller = model::narrowed(context.caller, *audience);
  if (!caller) return bad_parameter("audience", "it is public, states or full");
  return std::move(*caller);
}

Result<service::ListQuery> list_query(const Request& request) {
  service::ListQuery query;
  query.words = request.parameter("q").value_or(std::string_view());
  if (query.words.size() > kMostWords) return bad_parameter("q", "it has 256 bytes at most");
  for (const std::string_view name : kFacets) {
    auto values = list_parameter(request, name);
    if (name == "kind") {
      for (const std::string& value : values) {
        if (model::find_kind(value) == nullptr)
          return bad_parameter("kind", "there is no kind " + value.substr(0, 64));
      }
    }
    if (!values.empty()) query.filters.push_back({std::string(name), std::move(values)});
  }
  query.facets = list_parameter(request, "facets");
  for (const std::string& facet : query.facets) {
    if (std::find(kFacets.begin(), kFacets.end(), facet) == kFacets.end()) {
      return bad_parameter(
          "facets",
          "it lists some of kind, state, region, category, network, theme, language, stage, owner");
    }
  }
  if (const auto since = request.parameter("updated_since")) {
    query.updated_since = base::first_moment(*since);
    if (!query.updated_since)
      return bad_parameter("updated_since", "it is a date, or a time such as 2026-11-22T08:00:00Z");
  }
  CYBERDIR_ASSIGN(as_of, as_of_parameter(request));
  query.as_of = as_of;
  CYBERDIR_ASSIGN(order, order_parameter(request));
  query.order = order;
  if (query.order == store::Order::relevance && query.words.empty()) query.order.reset();
  CYBERDIR_ASSIGN(limit, number_parameter(request, "limit", 0, kMostItems, kDefaultLimit));
  query.limit = static_cast<std::size_t>(limit);
  return query;
}

std::string encode_query(std::string_view value) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string text;
  for (const char c : value) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      text.push_back(c);
    } else {
      text.push_back('%');
      text.push_back(kHex[static_cast<unsigned char>(c) >> 4U]);
      text.push_back(kHex[static_cast<unsigned char>(c) & 15U]);
    }
  }
  return text;
}

}  // namespace cyberdir::http
