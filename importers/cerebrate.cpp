#include "importers/cerebrate.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "importers/draft.h"
#include "importers/foreign_text.h"
#include "importers/json_members.h"
#include "importers/phones.h"
#include "importers/team_fields.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using model::Json;

constexpr Reason kNotName = {
    "name",
    "the full name is not made of the first and the last one; it is kept as it is, find out how "
    "the person is called"};

// ---- meta fields

// The packs of fields that Cerebrate ships, by uuid and name. Fields of other packs mean what
// their maker meant: they stay as they are.
struct Pack {
  std::string_view uuid;
  std::string_view name;
};
constexpr Pack kFirst = {"a89c80d0-7019-422a-b45b-fe59532886c7", "FIRST Directory"};
constexpr Pack kEnisa = {"089c68c7-d97e-4f21-a798-159cd10f7864", "ENISA CSIRT Network"};
constexpr Pack kNetwork = {"bf72ff7f-ee63-4f13-94e9-fd046503a90c",
                           "CSIRT Network organisation fields"};
constexpr Pack kConstituency = {"faca6acc-23e0-4585-8fd8-4379e3a6250d", "CSIRT Constituency"};
constexpr Pack kPersons = {"3bc374c8-3cdd-4900-823e-cc9100ad5179",
                           "Cerebrate Individuals extended"};
constexpr Pack kNetworkPersons = {"e833915c-6843-4eb4-8396-fe7ba7e0426e",
                                  "CSIRT Network individual fields"};

// A field of a pack, and the member that all packs' fields of that meaning are gathered in.
struct PackField {
  const Pack& pack;
  std::string_view field;
  std::string_view member;
};
constexpr PackField kFields[] = {
    {kFirst, "team", "team"},
    {kFirst, "team-full", "team-full"},
    {kFirst, "establishment", "establishment"},
    {kFirst, "address", "address"},
    {kFirst, "country", "country"},
    {kFirst, "website", "website"},
    {kFirst, "email", "email"},
    {kFirst, "phone", "phone"},
    {kFirst, "phone-emergency", "phone-emergency"},
    {kFirst, "constituency", "constituency"},
    {kFirst, "constituency-description", "constituency-description"},
    {kFirst, "member-since", "member-since"},
    {kEnisa, "short-team-name", "team"},
    {kEnisa, "team-name", "team-full"},
    {kEnisa, "establishment", "establishment"},
    {kEnisa, "ISO 3166-1 Code", "country"},
    {kEnisa, "country-name", "country"},
    {kEnisa, "website", "website"},
    {kEnisa, "email", "email"},
    {kEnisa, "constituency", "constituency"},
    {kEnisa, "first-member-type", "first-member-type"},
    {kNetwork, "team_short_name", "team"},
    {kNetwork, "official_name", "team-full"},
    {kNetwork, "established", "establishment"},
    {kNetwork, "postal_address", "address"},
    {kNetwork, "country", "country"},
    {kNetwork, "website", "website"},
    {kNetwork, "email", "email"},
    {kNetwork, "team_contact_number", "phone"},
    {kNetwork, "team_fingerprint", "fingerprint"},
    {kConstituency, "IPv4 address", "ip-address"},
    {kConstituency, "IPv6 address", "ip-address"},
    {kConstituency, "AS Number", "as-number"},
    {kConstituency, "Domain", "domain"},
    {kPersons, "alternate_email", "email"},
    {kPersons, "mobile_phone", "mobile"},
    {kNetworkPersons, "email", "email"},
    {kNetworkPersons, "mobile_phone", "mobile"},
    {kNetworkPersons, "contact_number_landline", "phone"},
    {kNetworkPersons, "position_held", "position"},
    {kNetworkPersons, "key_fingerprint", "fingerprint"},
};

const PackField* field_of(std::string_view uuid, std::string_view name, std::string_view field) {
  const auto* row = std::ranges::find_if(kFields, [&](const PackField& one) {
    return one.field == field && (uuid.empty() ? one.pack.name == name : one.pack.uuid == uuid);
  });
  return row == std::end(kFields) ? nullptr : row;
}

// `meta_fields` is a list of objects, each a value of a field; or, where all of them were asked
// for, an object of packs by name, each an object of values by field.
void gather_meta_fields(Draft& draft) {
  Json stated = draft.take("meta_fields");
  if (stated.is_object()) {
    for (auto& [pack, fields] : stated.items()) {
      if (!fields.is_object()) continue;
      Json rest = Json::object();
      for (auto& [field, value] : fields.items()) {
        const PackField* row = field_of({}, pack, field);
        if (row != nullptr) {
          draft.state(row->member, std::move(value));
        } else {
          rest[field] = std::move(value);
        }
      }
      fields = std::move(rest);
    }
  } else if (stated.is_array()) {
    Json rest = Json::array();
    for (Json& element : stated) {
      const PackField* row = field_of(text_at(element, "template_uuid").value_or(""),
                                      text_at(element, "template_name").value_or(""),
                                      text_at(element, "field").value_or(""));
      const Json* value = member_of(element, "value");
      if (row != nullptr && value != nullptr) {
        draft.state(row->member, *value);
      } else {
        rest.push_back(std::move(element));
      }
    }
    stated = std::move(rest);
  }
  draft.keep("meta_fields", std::move(stated));
}

// ---- what both kinds have

void take_source(Draft& draft) {
  if (const auto uuid = draft.take_as("uuid", to_uuid, kNotUuid))
    draft.set_source_id("uuid", *uuid);
  if (const auto modified = draft.take_as("modified", to_instant, kNotInstant))
    draft.set_source_modified(*modified);
}

// ---- organisations

void take_country(Draft& draft) {
  if (const auto state = draft.take_as("nationality", to_state, kNoState))
    draft.set("country", *state);
  // What the packs say may be a code and a name of the same State.
  Json rest = Json::array();
  bool other = false;
  for (Json& value : draft.take_list("country")) {
    const auto text = Draft::text_of(value);
    const auto state = text ? to_state(*text) : std::nullopt;
    if (state && !draft.has("country")) draft.set("country", *state);
    if (state && draft.is_of_state(*state)) continue;
    other = other || state;
    rest.push_back(std::move(value));
  }
  if (!rest.empty()) draft.keep("country", std::move(rest), other ? kSaysOther : kNoState);
}

void take_memberships(Draft& draft) {
  if (draft.look("member-since") == nullptr && draft.look("first-member-type") == nullptr) return;
  Json membership = {{"network", "FIRST"}};
  if (auto level = draft.take_first("first-member-type")) membership["level"] = *level;
  if (auto since = draft.take_as("member-since", to_partial_date, kNotDate))
    membership["since"] = *since;
  draft.add("memberships", std::move(membership));
}

void take_resources(Draft& draft) {
  Json resources = Json::object();
  const auto take = [&](std::string_view member, std::string_view field) {
    std::set<std::string> seen;
    draft.take_each(member, kNotResource, [&](const std::string& text) {
      const auto value = to_resource(field, text);
      if (value && seen.insert(*value).second) resources[std::string(field)].push_back(*value);
      return value.has_value();
    });
  };
  take("as-number", "asns");
  take("domain", "domains");
  take("ip-address", "ip_ranges");
  draft.set("resources", std::move(resources));
}

// The name by which Cerebrate calls the organisation stands for both of ours, where no pack says
// more.
void take_names(Draft& draft) {
  const auto name = draft.take_text("name");
  const auto team = draft.take_first("team");
  const auto full = draft.take_first("team-full");
  if (team || name) draft.set("short_name", team ? *team : *name);
  if (full) draft.set("name", {{"en", *full}});
  if (!full && name) draft.set("name", {{"und", *name}});
  const bool said = name && (name == team || name == full || !team || !full);
  if (name && !said) draft.state("name", *name);
}

void describe_organisation(Draft& draft) {
  take_names(draft);
  draft.set("type", type_of_team(draft.look_texts("constituency"), {}));
  if (auto date = draft.take_as("establishment", to_partial_date, kNotDate))
    draft.set("established", *std::move(date));
  if (auto address = draft.take_first("address"))
    draft.set("postal_address", {{"und", *std::move(address)}});
  take_country(draft);
  draft.state("website", draft.take("url"));
  take_websites(draft, "website");
  take_constituency(draft, "constituency", "constituency-description");
  take_resources(draft);
  take_memberships(draft);
  take_mails(draft, "email");
  take_free_contacts(draft, "contacts");
  take_phones(draft, "phone", "phone");
  take_phones(draft, "phone-emergency", "phone-emergency", true);
  take_fingerprints(draft, "fingerprint");
  if (draft.look("alignments") != nullptr) draft.hide_extensions();
}

// ---- individuals

void take_person_name(Draft& draft) {
  const auto first = draft.take_text("first_name");
  const auto last = draft.take_text("last_name");
  const auto full = draft.look_text("full_name");
  std::string name = first.value_or("");
  if (last) name += (name.empty() ? "" : " ") + *last;
  if (name.empty() && full) name = *full;
  if (name.empty()) return;
  draft.set("name", {{"original", name}});
  if (full == name) draft.drop("full_name");
  if (full && full != name) draft.warn_kept("full_name", kNotName);
}

// The fields whose names speak of mail, once more: those that are channels by now say nothing new.
void drop_repeated_mails(Draft& draft) {
  Json repeated = draft.take("alternate_emails");
  if (!repeated.is_array()) {
    draft.keep("alternate_emails", std::move(repeated));
    return;
  }
  Json rest = Json::array();
  for (Json& element : repeated) {
    const auto address = text_at(element, "value");
    if (!address || !draft.has_channel("email", *address)) rest.push_back(std::move(element));
  }
  draft.keep("alternate_emails", std::move(rest));
}

void describe_individual(Draft& draft) {
  draft.set("nature", "person");
  take_person_name(draft);
  if (auto position = draft.take_first("position"))
    draft.set("title", {{"und", *std::move(position)}});
  take_mails(draft, "email");
  take_phones(draft, "phone", "phone");
  take_phones(draft, "mobile", "mobile");
  take_fingerprints(draft, "fingerprint");
  drop_repeated_mails(draft);
  draft.mark_channels_personal();
  draft.hide_extensions();
}

bool is_individual(const Json& record) {
  return record.contains("first_name") || record.contains("last_name");
}

std::string_view kind_of(const Json& record) {
  return is_individual(record) ? "contact" : "organisation";
}

void describe(Draft& draft) {
  take_source(draft);
  gather_meta_fields(draft);
  if (draft.kind() == "contact") {
    describe_individual(draft);
  } else {
    describe_organisation(draft);
  }
}

// ---- the format

constexpr std::array<std::string_view, 2> kPlaces = {"/*/", "/"};
constexpr std::array<std::string_view, 2> kOrganisation = {"name", "uuid"};
constexpr std::array<std::string_view, 5> kOnlyCerebrate = {"meta_fields", "alignments",
                                                            "org_groups", "url", "tags"};
constexpr std::array<std::string_view, 4> kUsual = {"nationality", "sector", "type", "contacts"};
constexpr std::array<std::string_view, 7> kOthers = {
    "restricted_to_domain", "date_created", "date_modified", "landingpage", "namespace",
    "metaFields",           "Organisation"};
constexpr std::array<std::string_view, 3> kPerson = {"email", "first_name", "last_name"};
constexpr std::array<std::string_view, 4> kOfPersons = {"position", "full_name", "alternate_emails",
                                                        "alignments"};
constexpr std::array<std::string_view, 2> kOfUsers = {"username", "password"};
constexpr std::array<JsonSigns, 2> kSigns = {{
    {.places = kPlaces,
     .all = kOrganisation,
     .any = kOnlyCerebrate,
     .usual = kUsual,
     .none = kOthers},
    {.places = kPlaces, .all = kPerson, .any = kOfPersons, .none = kOfUsers},
}};
constexpr std::array<std::string_view, 3> kMarks = {"name", "uuid", "email"};

constexpr ForeignArray kFormat = {.source = kCerebrate.source,
                                  .prefix = "x-cerebrate-",
                                  .array = "data",
                                  .describe = describe,
                                  .marks = kMarks,
                                  .kind = kind_of};

}  // namespace

Likeness cerebrate_likeness(std::string_view head) { return likeness_of(head, kSigns); }

bool recognises_cerebrate(std::string_view head) { return cerebrate_likeness(head).whole(); }

base::Result<void> read_cerebrate(base::ByteSource& bytes, codec::RecordSink& records) {
  return read_array(bytes, records, kFormat);
}

}  // namespace cyberdir::importers
