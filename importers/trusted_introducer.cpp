#include "importers/trusted_introducer.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "importers/draft.h"
#include "importers/foreign_text.h"
#include "importers/json_members.h"
#include "importers/team_fields.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using model::Json;

// Takes a member out of an object where `take` accepts its text.
template <typename Take>
void take_text_in(Json& object, std::string_view member, Take take) {
  const auto text = text_at(object, member);
  if (text && take(*text)) object.erase(object.find(member));
}

// An object of a State's code and name. Both are taken where they mean the same.
std::optional<std::string> state_in(const Json& country) {
  if (!country.is_object()) {
    const auto text = Draft::text_of(country);
    return text ? to_state(*text) : std::nullopt;
  }
  const auto code = text_at(country, "code");
  const auto name = text_at(country, "name");
  const auto state = code ? to_state(*code) : name ? to_state(*name) : std::nullopt;
  const auto named = name ? to_state(*name) : std::nullopt;
  if (named && named != state) return std::nullopt;
  return state;
}

void take_country(Draft& draft) {
  Json country = draft.take("country");
  if (country.is_null()) return;
  if (const auto state = state_in(country)) {
    draft.set("country", *state);
  } else {
    draft.keep("country", std::move(country), kNoState);
  }
}

// The level at which the team is listed, and since when.
void take_classification(Draft& draft) {
  Json stated = draft.take("classification");
  Json membership = {{"network", "TI"}};
  const auto name = text_at(stated, "name");
  bool refused = false;
  take_text_in(stated, "since", [&](const std::string& text) {
    const auto date = to_partial_date(text);
    if (date) membership["since"] = *date;
    refused = !date;
    return date.has_value();
  });
  take_text_in(stated, "name", [&](const std::string& text) {
    membership["level"] = text;
    return true;
  });
  // The code is the first letter of the name.
  take_text_in(stated, "code", [&](const std::string& code) {
    return name && code.size() == 1 && ((*name)[0] | 0x20) == (code[0] | 0x20);
  });
  draft.add("memberships", std::move(membership));
  draft.keep("classification", std::move(stated));
  if (refused) draft.warn_kept("classification", kNotDate);
}

void take_resources(Json& constituency, std::string_view member, std::string_view field,
                    Json& resources, bool& refused) {
  const auto found = constituency.find(member);
  if (found == constituency.end()) return;
  Json list = Json::array();
  std::set<std::string> seen;
  refused = take_texts_in(*found,
                          [&](const std::string& text) {
                            const auto value = to_resource(field, text);
                            if (value && seen.insert(*value).second) list.push_back(*value);
                            return value.has_value();
                          }) ||
            refused;
  if (!list.empty()) resources[std::string(field)] = std::move(list);
}

void take_constituency(Draft& draft) {
  Json stated = draft.take("constituency");
  if (stated.is_null()) return;
  if (!stated.is_object()) {  // the types alone
    Json types = std::move(stated);
    stated = Json::object();
    stated["types"] = std::move(types);
  }
  std::vector<std::string> types;
  if (const auto found = stated.find("types"); found != stated.end()) {
    take_texts_in(*found, [&](const std::string& text) {
      types.push_back(text);
      return true;
    });
  }
  std::string label;
  for (const std::string& type : types) label += (label.empty() ? "" : ", ") + type;
  draft.set("constituency", {{"label", std::move(label)}});
  if (!types.empty()) draft.set("type", type_of_team(types, {}));

  // The States that it serves, beyond that in which it sits.
  bool no_state = false;
  if (const auto found = stated.find("countries"); found != stated.end() && found->is_array()) {
    Json rest = Json::array();
    std::set<std::string> states;
    for (Json& country : *found) {
      const auto state = state_in(country);
      no_state = no_state || !state;
      if (!state) {
        rest.push_back(std::move(country));
      } else if (!draft.is_of_state(*state) && states.insert(*state).second) {
        draft.add("additional_countries", *state);
      }
    }
    *found = std::move(rest);
  }
  bool no_resource = false;
  Json resources = Json::object();
  take_resources(stated, "asns", "asns", resources, no_resource);
  take_resources(stated, "domains", "domains", resources, no_resource);
  take_resources(stated, "ipranges", "ip_ranges", resources, no_resource);
  draft.set("resources", std::move(resources));
  draft.keep("constituency", std::move(stated));
  if (no_state) draft.warn_kept("constituency", kNoState);
  if (no_resource) draft.warn_kept("constituency", kNotResource);
}

// The kind of channel that the uses of a number make; nothing where one of them is not known.
struct Uses {
  bool known = true;
  bool emergency = false;
  std::string_view kind = "phone";
};
Uses uses_of(const Json& phone) {
  Uses uses;
  for_each_of(member_of(phone, "usage"), [&](const Json& stated) {
    const auto use = Draft::text_of(stated);
    if (use == "fax") {
      uses.kind = "fax";
    } else if (use == "mobile") {
      uses.kind = "mobile";
    } else if (use == "emergency") {
      uses.emergency = true;
    } else if (use != "voice") {
      uses.known = false;
    }
  });
  return uses;
}

void take_phones(Draft& draft) {
  const auto zone = draft.look_text("business_hours_timezone");
  Json rest = Json::array();
  bool refused = false;
  for (Json& phone : draft.take_list("phones")) {
    const auto stated = phone.is_object() ? text_at(phone, "number") : Draft::text_of(phone);
    const auto number = stated ? to_e164(*stated) : std::nullopt;
    const Uses uses = uses_of(phone);
    if (number) {
      const bool urgent = uses.emergency;
      draft.add_channel(urgent && uses.kind != "fax" ? "phone-emergency" : uses.kind, *number,
                        urgent);
    }
    refused = refused || (stated && !number);
    // All that it says is in the channel, but for the zone that the whole team has.
    const bool said =
        number && uses.known &&
        (!phone.is_object() || std::ranges::all_of(phone.items(), [&](const auto& member) {
          return member.key() == "number" || member.key() == "usage" ||
                 (member.key() == "timezone" && Draft::text_of(member.value()) == zone);
        }));
    if (!said) rest.push_back(std::move(phone));
  }
  draft.keep("phones", std::move(rest));
  if (refused) draft.warn_kept("phones", kNotE164);
}

void take_mails(Draft& draft) {
  Json rest = Json::array();
  bool refused = false;
  for (Json& mail : draft.take_list("emails")) {
    const auto address = mail.is_object() ? text_at(mail, "address") : Draft::text_of(mail);
    const bool valid = address && model::is_addr_spec(*address);
    if (valid) draft.add_channel("email", *address);
    refused = refused || (address && !valid);
    bool plain = valid;
    for_each_of(member_of(mail, "usage"),
                [&](const Json& use) { plain = plain && Draft::text_of(use) == "contact"; });
    if (mail.is_object()) {
      plain = plain && std::ranges::all_of(mail.items(), [](const auto& member) {
                return member.key() == "address" || member.key() == "usage";
              });
    }
    if (!plain) rest.push_back(std::move(mail));
  }
  draft.keep("emails", std::move(rest));
  if (refused) draft.warn_kept("emails", kNotMail);
}

void take_keys(Draft& draft) {
  Json rest = Json::array();
  bool no_fingerprint = false;
  bool no_date = false;
  for (Json& key : draft.take_list("pgp_keys")) {
    const auto stated = key.is_object() ? text_at(key, "fingerprint") : Draft::text_of(key);
    const auto fingerprint = stated ? to_fingerprint(*stated) : std::nullopt;
    const auto expiry = text_at(key, "expires");
    auto date = expiry ? to_partial_date(*expiry) : std::nullopt;
    if (date && date->size() != 10) date.reset();  // a key expires on a day
    no_fingerprint = no_fingerprint || !fingerprint;
    no_date = no_date || (expiry && !date);
    if (fingerprint) draft.add_key(*fingerprint, date.value_or(""));
    const bool said = fingerprint && (!expiry || date) &&
                      (!key.is_object() || std::ranges::all_of(key.items(), [](const auto& member) {
                        return member.key() == "fingerprint" || member.key() == "expires";
                      }));
    if (!said) rest.push_back(std::move(key));
  }
  draft.keep("pgp_keys", std::move(rest));
  if (no_fingerprint) draft.warn_kept("pgp_keys", kNotFingerprint);
  if (no_date) draft.warn_kept("pgp_keys", kNotDate);
}

void describe(Draft& draft) {
  if (const auto name = draft.look_text("short_name")) draft.set_source_id("short_name", *name);
  if (auto name = draft.take_text("short_name")) draft.set("short_name", *std::move(name));
  if (auto name = draft.take_text("official_name")) draft.set("name", {{"en", *std::move(name)}});
  if (auto date = draft.take_as("established", to_partial_date, kNotDate))
    draft.set("established", *std::move(date));
  if (auto address = draft.take_text("postal_address"))
    draft.set("postal_address", {{"und", *std::move(address)}});
  take_country(draft);
  take_classification(draft);
  take_constituency(draft);
  take_phones(draft);
  take_mails(draft);
  take_keys(draft);
}

constexpr std::array<std::string_view, 1> kPlaces = {"/*/"};
constexpr std::array<std::string_view, 2> kAll = {"official_name", "short_name"};
constexpr std::array<std::string_view, 5> kAny = {
    "classification", "host_organisation", "business_hours_timezone", "pgp_keys", "constituency"};
constexpr std::array<std::string_view, 5> kUsual = {"country", "established", "postal_address",
                                                    "phones", "emails"};
constexpr std::array<JsonSigns, 1> kSigns = {
    {{.places = kPlaces, .all = kAll, .any = kAny, .usual = kUsual}}};

constexpr ForeignArray kFormat = {
    .source = kTrustedIntroducer.source, .prefix = "x-ti-", .array = "", .describe = describe};

}  // namespace

Likeness trusted_introducer_likeness(std::string_view head) { return likeness_of(head, kSigns); }

bool recognises_trusted_introducer(std::string_view head) {
  return trusted_introducer_likeness(head).whole();
}

base::Result<void> read_trusted_introducer(base::ByteSource& bytes, codec::RecordSink& records) {
  return read_array(bytes, records, kFormat);
}

}  // namespace cyberdir::importers
