#include "importers/team_fields.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "importers/foreign_text.h"
#include "model/field.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using model::Json;

// Constituencies as FIRST names them, folded for search, and our type. Where a team has several,
// the first row counts. Serving a State comes before being a product team, and that before the
// rest.
struct ConstituencyRow {
  std::string_view constituency;
  std::string_view type;
};
constexpr ConstituencyRow kStateConstituencies[] = {
    {"national", "national-csirt"},
    {"government", "government-csirt"},
    {"governmental", "government-csirt"},
    {"government sector", "government-csirt"},
};
constexpr ConstituencyRow kOtherConstituencies[] = {
    {"vendor customer base", "vendor-csirt"},
    {"ict vendor customer base", "vendor-csirt"},
    {"ciip", "sector-csirt"},
    {"research education", "sector-csirt"},
    {"research and education", "sector-csirt"},
    {"military", "sector-csirt"},
    {"law enforcement", "sector-csirt"},
    {"service provider customer base", "company"},
    {"commercial organisation", "company"},
    {"other commercial", "company"},
};
constexpr std::string_view kSector = " sector";  // "Financial sector", "Energy sector"

// The texts, each split at commas and folded.
std::vector<std::string> folded_parts(std::span<const std::string> texts) {
  std::vector<std::string> parts;
  for (const std::string& text : texts) {
    std::string_view rest = text;
    while (true) {
      const std::size_t comma = rest.find(',');
      parts.push_back(base::fold_for_search(rest.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return parts;
}

model::Format format_of_resource(std::string_view field) {
  if (field == "asns") return model::Format::as_number;
  if (field == "domains") return model::Format::domain;
  return model::Format::ip_range;
}

}  // namespace

std::string_view type_of_team(std::span<const std::string> constituencies,
                              std::span<const std::string> teams) {
  const auto served = folded_parts(constituencies);
  const auto called = folded_parts(teams);
  const auto serves = [&](const ConstituencyRow& row) {
    return std::ranges::find(served, row.constituency) != served.end();
  };
  for (const auto& row : kStateConstituencies) {
    if (serves(row)) return row.type;
  }
  if (std::ranges::find(called, "psirt") != called.end()) return "vendor-csirt";
  for (const auto& row : kOtherConstituencies) {
    if (serves(row)) return row.type;
  }
  const bool sector =
      std::ranges::any_of(served, [](const std::string& text) { return text.ends_with(kSector); });
  return sector ? "sector-csirt" : "other";
}

void take_mails(Draft& draft, std::string_view member) {
  draft.take_each(member, kNotMail, [&](const std::string& text) {
    if (!model::is_addr_spec(text)) return false;
    draft.add_channel("email", text);
    return true;
  });
}

void take_websites(Draft& draft, std::string_view member) {
  std::set<std::string> websites;
  draft.take_each(member, kNotWeb, [&](const std::string& text) {
    if (!model::is_web_address(text, false)) return false;
    if (websites.insert(text).second) draft.add("websites", text);
    return true;
  });
}

void take_countries(Draft& draft, std::string_view member, std::string_view others) {
  std::set<std::string> states;
  const auto add = [&](const std::string& text, bool first) {
    const auto state = to_state(text);
    if (state && states.insert(*state).second) {
      if (first) {
        draft.set("country", *state);
      } else {
        draft.add("additional_countries", *state);
      }
    }
    return state.has_value();
  };
  draft.take_each(member, kNoState,
                  [&](const std::string& text) { return add(text, states.empty()); });
  draft.take_each(others, kNoState, [&](const std::string& text) { return add(text, false); });
}

void take_fingerprints(Draft& draft, std::string_view member) {
  draft.take_each(member, kNotFingerprint, [&](const std::string& text) {
    const auto fingerprint = to_fingerprint(text);
    if (fingerprint) draft.add_key(*fingerprint);
    return fingerprint.has_value();
  });
}

void take_constituency(Draft& draft, std::string_view label, std::string_view description) {
  Json constituency = Json::object();
  std::string names;
  draft.take_each(label, kNotText, [&](const std::string& text) {
    names += (names.empty() ? "" : ", ") + text;
    return true;
  });
  constituency["label"] = std::move(names);
  if (auto text = draft.take_first(description)) constituency["description"]["en"] = *text;
  draft.set("constituency", std::move(constituency));
}

void take_free_contacts(Draft& draft, std::string_view member) {
  const auto text = draft.look_text(member);
  if (!text) {
    if (draft.look(member) != nullptr) draft.hide_extensions();
    return;
  }
  std::vector<std::pair<std::string_view, std::string>> channels;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(",;\r\n"), rest.size());
    const std::string part(trimmed(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.empty()) continue;
    if (model::is_addr_spec(part)) {
      channels.emplace_back("email", part);
    } else if (const auto number = to_e164(part)) {
      channels.emplace_back("phone", *number);
    } else if (model::is_web_address(part, true)) {
      channels.emplace_back("web", part);
    } else {
      draft.hide_extensions();
      return;
    }
  }
  if (channels.empty()) return;
  for (const auto& [kind, value] : channels) draft.add_channel(kind, value);
  draft.drop(member);
}

std::optional<std::string> to_resource(std::string_view field, std::string_view text) {
  text = trimmed(text);
  if (field == "domains" && text.starts_with("*.")) text.remove_prefix(2);
  std::string value(text);
  if (field == "asns") {
    std::string_view digits = text;
    if (digits.starts_with("AS") || digits.starts_with("as")) digits.remove_prefix(2);
    if (digits.empty()) return std::nullopt;
    value = "AS" + std::string(digits);
  }
  if (value.empty() || model::format_problem(format_of_resource(field), value, {}))
    return std::nullopt;
  return value;
}

std::optional<std::string> to_uuid(std::string_view text) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  text = trimmed(text);
  if (text.size() != kShape.size()) return std::nullopt;
  std::string uuid;
  bool zero = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c =
        text[i] >= 'A' && text[i] <= 'F' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (kShape[i] == '-' ? c != '-' : !digit) return std::nullopt;
    zero = zero && (c == '0' || c == '-');
    uuid.push_back(c);
  }
  if (zero) return std::nullopt;
  return uuid;
}

}  // namespace cyberdir::importers
