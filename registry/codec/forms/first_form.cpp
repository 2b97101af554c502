#include "codec/forms/first_form.h"

#include <algorithm>

#include "codec/canonical_json.h"
#include "codec/forms/outside_view.h"
#include "codec/json_reader.h"

namespace cyberdir::codec {

using base::Result;
using model::Json;

namespace {

constexpr std::string_view kSource = "FIRST";
constexpr std::string_view kKept = "x-first-";
constexpr std::string_view kOtherMembers = "other-members";
constexpr std::size_t kKeyIdDigits = 16;

Json text_or_null(std::string text) { return text.empty() ? Json() : Json(std::move(text)); }

// The API gives one value as a text and several as a list.
Json one_or_list(const std::vector<std::string>& values) {
  if (values.empty()) return {};
  return values.size() == 1 ? Json(values.front()) : Json(values);
}

// "April 17, 2025", "April 2025" or "2025" for a date as we have it.
std::string english_date(const std::string& date) {
  constexpr std::array<std::string_view, 12> kMonths = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  if (!base::is_partial_date(date)) return date;
  const std::string year = date.substr(0, 4);
  if (date.size() < 7) return year;
  const std::string month(kMonths.at(static_cast<std::size_t>(std::stoi(date.substr(5, 2))) - 1));
  if (date.size() < 10) return month + " " + year;
  return month + " " + std::to_string(std::stoi(date.substr(8, 2))) + ", " + year;
}

const Json* membership_of(const Json& entry, std::string_view network) {
  const Json* memberships = member_of(entry, "memberships");
  if (memberships == nullptr || !memberships->is_array()) return nullptr;
  for (const Json& membership : *memberships) {
    if (string_of(membership, "network") == network) return &membership;
  }
  return nullptr;
}

void put_membership(Json& team, const Json& entry) {
  const Json* membership = membership_of(entry, kSource);
  if (membership == nullptr) return;
  team["membership"] = text_or_null(string_of(*membership, "level"));
  team["member-since"] = text_or_null(english_date(string_of(*membership, "since")));
}

// The end of a fingerprint of 40 digits, the beginning of one of 64 (RFC 9580 section 5.5.4).
std::string key_id_of(const std::string& fingerprint) {
  if (fingerprint.size() < kKeyIdDigits) return {};
  const std::size_t at = fingerprint.size() == 40 ? fingerprint.size() - kKeyIdDigits : 0;
  return "0x" + fingerprint.substr(at, kKeyIdDigits);
}

void put_key(Json& team, const Json& entry) {
  const Json* keys = member_of(entry, "keys");
  if (keys == nullptr || !keys->is_array()) return;
  for (const Json& key : *keys) {
    const std::string kind = string_of(key, "kind");
    if (!kind.empty() && kind != "openpgp") continue;
    const std::string fingerprint = string_of(key, "fingerprint");
    team["pgp-fingerprint"] = text_or_null(fingerprint);
    team["pgp-id"] = text_or_null(key_id_of(fingerprint));
    team["pgp-key"] = text_or_null(string_of(key, "key"));
    return;
  }
}

void put_where_given(Json& team, const char* member, Json value) {
  if (!value.is_null() && !value.empty()) team[member] = std::move(value);
}

void put_channels(Json& team, const Json& entry) {
  const auto mails = channel_values(entry, {"email"});
  if (!mails.empty()) team["email"] = mails.front();
  std::vector<std::string> phones = channel_values(entry, {"phone"});
  for (const std::string& mobile : channel_values(entry, {"mobile"}))
    phones.push_back(mobile + " (mobile)");
  put_where_given(team, "phone", Json(phones));
  put_where_given(team, "fax", one_or_list(channel_values(entry, {"fax"})));
  put_where_given(team, "phone-emergency", one_or_list(channel_values(entry, {"phone-emergency"})));
}

void put_back(Json& team, const std::string& name, const Json& value) {
  Json& member = team[name];
  if (member.is_null()) {
    member = value;
  } else if (member.is_array() && value.is_array()) {
    for (const Json& one : value) member.push_back(one);
  } else if (member.is_array()) {
    member.push_back(value);
  }
}

// What came from FIRST and has no field of ours goes back under its own name, unless something
// better stands there. Names that cannot be those of extensions were kept together.
void put_kept(Json& team, const Json& entry) {
  const Json* extensions = member_of(entry, "extensions");
  if (extensions == nullptr || !extensions->is_object()) return;
  for (const auto& [extension, value] : extensions->items()) {
    if (!extension.starts_with(kKept)) continue;
    const std::string name = extension.substr(kKept.size());
    if (name != kOtherMembers) {
      put_back(team, name, value);
    } else if (value.is_object()) {
      for (const auto& [other, kept] : value.items()) put_back(team, other, kept);
    }
  }
}

class FirstWriter final : public FormWriter {
 public:
  explicit FirstWriter(RelatedEntry related) : related_(std::move(related)) {}

  void open(std::string& out, const DirectoryHeader& header) override {
    out += R"({"status":"OK","status-code":200,"version":"1.0","access":)";
    append_canonical_string(out, header.audience.empty() ? "public" : header.audience);
    out += R"(,"offset":0,"data":[)";
  }
  Result<void> entry(std::string& out, std::string_view json) override {
    CYBERDIR_ASSIGN(tree, read_stored(json));
    if (!is_team(tree)) return {};
    out += count_ == 0 ? "\n" : ",\n";
    append_canonical(out, first_team(tree, related_));
    ++count_;
    return {};
  }
  // How many there are is known at the end; the order of members says nothing in JSON.
  void close(std::string& out) override {
    const std::string count = std::to_string(count_);
    out += "\n],\"total\":" + count + ",\"limit\":" + count + "}\n";
  }

 private:
  RelatedEntry related_;
  std::uint64_t count_ = 0;
};

}  // namespace

bool is_team(const Json& entry) {
  if (string_of(entry, "kind") != "organisation") return false;
  if (std::ranges::find(kTeamTypes, string_of(entry, "type")) != kTeamTypes.end()) return true;
  return std::ranges::any_of(kTeamNetworks, [&](std::string_view network) {
    return membership_of(entry, network) != nullptr;
  });
}

Json first_team(const Json& entry, const RelatedEntry& related) {
  Json team = Json::object();
  for (const std::string_view member : kTeamMembers) team[std::string(member)] = nullptr;
  const std::string theirs = source_id(entry, kSource);
  team["id"] = theirs.empty() ? string_of(entry, "id") : theirs;
  team["team"] = text_or_null(string_of(entry, "short_name"));
  team["team-full"] = text_or_null(english_of(entry, "name"));
  team["country"] = text_or_null(string_of(entry, "country"));
  if (const Json* more = member_of(entry, "additional_countries"))
    put_where_given(team, "country-other", *more);
  if (const Json* websites = member_of(entry, "websites"))
    put_where_given(team, "website", *websites);
  put_where_given(team, "establishment",
                  text_or_null(english_date(string_of(entry, "established"))));
  put_where_given(team, "address", text_or_null(english_of(entry, "postal_address")));
  if (const Json* constituency = member_of(entry, "constituency")) {
    put_where_given(team, "constituency", text_or_null(string_of(*constituency, "label")));
    put_where_given(team, "constituency-description",
                    text_or_null(english_of(*constituency, "description")));
  }
  put_membership(team, entry);
  put_channels(team, entry);
  put_key(team, entry);
  put_kept(team, entry);
  if (team["host"].is_null())
    team["host"] = text_or_null(name_of_related(related, string_of(entry, "parent")));
  if (const auto modified = meta_time(entry, "modified_at"))
    team["last-modified"] = base::to_http_date(*modified);
  return team;
}

std::unique_ptr<FormWriter> make_first_writer(const FormContext& context) {
  return std::make_unique<FirstWriter>(context.related);
}

}  // namespace cyberdir::codec
