#include "codec/forms/global_irt_form.h"

#include <algorithm>

#include "codec/canonical_json.h"
#include "codec/forms/outside_view.h"
#include "codec/json_reader.h"

namespace cyberdir::codec {

using base::Result;
using model::Json;

namespace {

// Our types of teams as the form's list of types names them.
struct TypeRow {
  std::string_view ours;
  std::string_view theirs;
};
constexpr TypeRow kTypes[] = {{"national-csirt", "national"},
                              {"government-csirt", "government"},
                              {"sector-csirt", "sector"},
                              {"vendor-csirt", "PSIRT"}};

// "2015-06-03T14:05:27+00:00"
std::string with_offset(base::Instant instant) {
  return base::to_rfc3339(instant).substr(0, std::string_view("2015-06-03T14:05:27").size()) +
         "+00:00";
}

void put(Json& team, const char* member, std::string text) {
  if (!text.empty()) team[member] = std::move(text);
}

Json countries_of(const Json& entry) {
  Json countries = Json::array();
  if (const std::string country = string_of(entry, "country"); !country.empty())
    countries.push_back(country);
  if (const Json* more = member_of(entry, "additional_countries"); more && more->is_array()) {
    for (const Json& country : *more) countries.push_back(country);
  }
  return countries;
}

Json fingerprints_of(const Json& entry) {
  Json keys = Json::array();
  if (const Json* all = member_of(entry, "keys"); all && all->is_array()) {
    for (const Json& key : *all) {
      if (string_of(key, "kind") != "smime") keys.push_back("0x" + string_of(key, "fingerprint"));
    }
  }
  return keys;
}

void put_constituency(Json& team, const Json& entry) {
  const Json* constituency = member_of(entry, "constituency");
  if (constituency == nullptr) return;
  put(team, "constituency", string_of(*constituency, "label"));
  put(team, "constituency-code", string_of(*constituency, "code"));
  put(team, "constituency-description", english_of(*constituency, "description"));
}

void put_level(Json& team, const Json& entry) {
  const Json* memberships = member_of(entry, "memberships");
  if (memberships == nullptr || !memberships->is_array()) return;
  for (const Json& membership : *memberships) {
    if (string_of(membership, "network") == "FIRST")
      put(team, "-first-member-type", string_of(membership, "level"));
  }
}

class GlobalIrtWriter final : public FormWriter {
 public:
  explicit GlobalIrtWriter(RelatedEntry related) : related_(std::move(related)) {}

  void open(std::string& out, const DirectoryHeader& header) override {
    registry_ = header.registry;
    out += '[';
  }
  Result<void> entry(std::string& out, std::string_view json) override {
    CYBERDIR_ASSIGN(tree, read_stored(json));
    if (!is_team(tree)) return {};
    out += first_ ? "\n" : ",\n";
    append_canonical(out, team_of(tree));
    first_ = false;
    return {};
  }
  void close(std::string& out) override { out += "\n]\n"; }

 private:
  Json team_of(const Json& entry) const {
    Json team = Json::object();
    put(team, "short-team-name", string_of(entry, "short_name"));
    put(team, "official-team-name", english_of(entry, "name"));
    put(team, "parent-organisation", name_of_related(related_, string_of(entry, "parent")));
    put(team, "postal-address", english_of(entry, "postal_address"));
    if (Json countries = countries_of(entry); !countries.empty())
      team["country-code"] = std::move(countries);
    put(team, "country", state_name(string_of(entry, "country")));
    if (const Json* websites = member_of(entry, "websites")) team["website"] = *websites;
    if (const auto mails = channel_values(entry, {"email"}); !mails.empty())
      team["email"] = mails.front();
    put(team, "establishment", string_of(entry, "established"));
    if (const auto phones = channel_values(entry, {"phone", "phone-emergency", "mobile"});
        !phones.empty())
      team["phone-numbers"] = phones;
    if (Json keys = fingerprints_of(entry); !keys.empty()) team["enckeys"] = std::move(keys);
    put_constituency(team, entry);
    put_level(team, entry);
    const auto* type = std::ranges::find(kTypes, string_of(entry, "type"), &TypeRow::ours);
    if (type != std::end(kTypes)) team["cert-type"] = Json::array({type->theirs});
    if (const auto modified = meta_time(entry, "modified_at"))
      team["last-modified"] = with_offset(*modified);
    team["meta"] = {{"source-name", "cyberdir:" + registry_},
                    {"schema_version", 2},
                    {"schema-url", "https://github.com/FIRSTdotorg/global-irt/tree/v2/"}};
    return team;
  }

  RelatedEntry related_;
  std::string registry_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<FormWriter> make_global_irt_writer(const FormContext& context) {
  return std::make_unique<GlobalIrtWriter>(context.related);
}

}  // namespace cyberdir::codec
