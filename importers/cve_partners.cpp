#include "importers/cve_partners.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "importers/draft.h"
#include "importers/foreign_text.h"
#include "importers/json_members.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using model::Json;

constexpr std::string_view kPartnerPage =
    "https://www.cve.org/PartnerInformation/ListofPartners/partner/";

constexpr Reason kUnknownType = {
    "type-of-organisation",
    "the source names a type of organisation that is not known here, so it counts as other; set "
    "the type where another fits"};

// What the programme calls a partner, and our type. Where several hold, the first row counts. The
// list does not say whom a CERT serves, so a CERT is not taken for a national one.
struct TypeRow {
  std::string_view stated;
  std::string_view type;
};
constexpr TypeRow kTypes[] = {
    {"CERT", "other"},
    {"National and Industry CERTs", "other"},
    {"National & Industry CERTs", "other"},
    {"Vendor", "vendor-csirt"},
    {"Vendors and Projects", "vendor-csirt"},
    {"Vendor and Projects", "vendor-csirt"},
    {"Researcher", "research"},
    {"Vulnerability Researchers", "research"},
    {"Vulnerability Researcher", "research"},
    {"Hosted Service", "company"},
    {"Hosted Services", "company"},
    {"Bug Bounty Provider", "company"},
    {"Bug Bounty Programs", "company"},
    {"Bug Bounty Program", "company"},
    {"Open Source", "other"},
    {"Open Source Project", "other"},
    {"Consortium", "other"},
    {"CNA of Last Resort", "other"},
    {"N/A", "other"},
};

void set_type(Draft& draft, const Json& cna) {
  const TypeRow* best = nullptr;
  bool unknown = false;
  for_each_of(member_of(cna, "type"), [&](const Json& stated) {
    const auto text = Draft::text_of(stated);
    const auto* row = std::ranges::find(kTypes, text.value_or(""), &TypeRow::stated);
    if (row == std::end(kTypes)) {
      unknown = true;
    } else if (best == nullptr || row < best) {
      best = row;
    }
  });
  if (unknown && best == nullptr) draft.warn(kUnknownType, "/type");
  draft.set("type", best == nullptr ? "other" : best->type);
}

// A membership for each role. `roles` is the newer form, `role` the older; a role is a text, with
// what it reports to in parentheses, or an object.
void add_memberships(Draft& draft, const Json& cna) {
  const Json* roles = member_of(cna, "roles");
  if (roles == nullptr) roles = member_of(cna, "role");
  std::set<std::string> levels;
  for_each_of(roles, [&](const Json& role) {
    const auto text = role.is_object() ? text_at(role, "role") : Draft::text_of(role);
    if (!text) return;
    const std::string level(trimmed(std::string_view(*text).substr(0, text->find(" ("))));
    if (level.empty() || !levels.insert(level).second) return;
    draft.add("memberships", {{"network", "CVE"}, {"level", level}});
  });
  if (levels.empty()) draft.add("memberships", {{"network", "CVE"}});
}

// One list of a partner's contacts and what it makes.
struct ContactList {
  std::string_view member;
  std::initializer_list<std::string_view> address;  // the member that holds it: newer form first
  std::string_view channel;
  bool (*is_valid)(std::string_view);
  const Reason& reason;
};
bool is_secure_web_address(std::string_view text) { return model::is_web_address(text, true); }

const ContactList kContactLists[] = {
    {"email", {"emailAddr", "email"}, "email", model::is_addr_spec, kNotMail},
    {"contact", {"url"}, "web", is_secure_web_address, kNotSecureWeb},
    {"form", {"url"}, "web", is_secure_web_address, kNotSecureWeb},
    {"webForm", {"url"}, "web", is_secure_web_address, kNotSecureWeb},
};

// The address of one item, which is a text or an object.
std::optional<std::string> address_of(const Json& item, const ContactList& list) {
  if (!item.is_object()) return Draft::text_of(item);
  for (const std::string_view member : list.address) {
    if (auto text = text_at(item, member)) return text;
  }
  return std::nullopt;
}

// True where an item says more than its address.
bool says_more(const Json& item, const std::string& address) {
  if (!item.is_object()) return false;
  return std::ranges::any_of(item.items(), [&](const auto& member) {
    const auto text = Draft::text_of(member.value());
    return text != address && !(member.key() == "label" && text == "Email");
  });
}

void add_channels(Draft& draft) {
  std::set<const Reason*> refused;
  Json rest = draft.take_list("contact");
  for (Json& contact : rest) {
    if (!contact.is_object()) continue;
    for (const ContactList& list : kContactLists) {
      const auto found = contact.find(list.member);
      if (found == contact.end()) continue;
      Json items = found->is_array() ? std::move(*found) : Json::array({std::move(*found)});
      Json kept = Json::array();
      for (Json& item : items) {
        const auto address = address_of(item, list);
        const bool valid = address && list.is_valid(*address);
        if (valid) draft.add_channel(list.channel, *address);
        if (!valid && address) refused.insert(&list.reason);
        if (!valid || says_more(item, *address)) kept.push_back(std::move(item));
      }
      *found = std::move(kept);
    }
  }
  draft.keep("contact", std::move(rest));
  for (const ContactList& list : kContactLists) {
    if (refused.erase(&list.reason) > 0) draft.warn_kept("contact", list.reason);
  }
}

void set_country(Draft& draft) {
  const auto stated = draft.look_text("country");
  if (!stated) return;
  if (const auto state = to_state(*stated)) {
    draft.set("country", *state);
    draft.drop("country");
  } else if (*stated != "n/a") {
    draft.warn_kept("country", kNoState);
  }
}

void set_source(Draft& draft) {
  const auto short_name = draft.look_text("shortName");
  if (const auto id = draft.look_text("cnaID")) {
    if (draft.set_source_id("cnaID", *id)) draft.drop("cnaID");
  } else if (short_name) {
    draft.set_source_id("shortName", *short_name);
  }
  if (short_name) draft.set_source_page(kPartnerPage, *short_name);
}

void describe(Draft& draft) {
  set_source(draft);
  if (auto short_name = draft.take_text("shortName")) {
    draft.set("short_name", *std::move(short_name));
  }
  if (auto name = draft.take_text("organizationName")) {
    draft.set("name", {{"en", *std::move(name)}});
  }
  const Json* cna = draft.look("CNA");
  set_type(draft, cna == nullptr ? Json() : *cna);
  set_country(draft);
  add_memberships(draft, cna == nullptr ? Json() : *cna);
  add_channels(draft);
}

constexpr ForeignArray kFormat = {
    .source = kCvePartners.source, .prefix = "x-cve-", .array = "", .describe = describe};

constexpr std::array<std::string_view, 1> kPlaces = {"/*/"};
constexpr std::array<std::string_view, 2> kAll = {"shortName", "organizationName"};
constexpr std::array<std::string_view, 5> kUsual = {"cnaID", "CNA", "contact", "scope", "country"};
constexpr std::array<JsonSigns, 1> kSigns = {{{.places = kPlaces, .all = kAll, .usual = kUsual}}};

}  // namespace

Likeness cve_partners_likeness(std::string_view head) { return likeness_of(head, kSigns); }

bool recognises_cve_partners(std::string_view head) { return cve_partners_likeness(head).whole(); }

base::Result<void> read_cve_partners(base::ByteSource& bytes, codec::RecordSink& records) {
  return read_array(bytes, records, kFormat);
}

}  // namespace cyberdir::importers
