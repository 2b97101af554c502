#include "importers/first_teams.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "importers/draft.h"
#include "importers/foreign_text.h"
#include "importers/outline.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using model::Json;

constexpr std::string_view kTeamPage = "https://www.first.org/members/teams/";

constexpr Reason kNotInstant = {"time",
                                "this time cannot be read with certainty; it is kept as it is"};
constexpr Reason kNotFingerprint = {
    "fingerprint",
    "this is not a whole fingerprint of 40 or 64 hexadecimal digits, so no key is listed; it is "
    "kept as it is, ask the team for the right one"};
constexpr Reason kKeyWithoutFingerprint = {
    "key",
    "there is a key but no fingerprint to check it by; it is kept as it is, add both once "
    "the team has confirmed the fingerprint"};
constexpr Reason kNotArmour = {
    "key", "this is not one whole armoured OpenPGP key; it is kept as it is, ask the team for it"};
constexpr Reason kOtherKeyId = {
    "key",
    "this key id does not belong to the fingerprint; it is kept as it is, ask the team which "
    "key it uses"};
constexpr Reason kFaxAndUrgent = {
    "phone",
    "the same number is listed as a fax and as the emergency telephone; ask the team which "
    "it is"};

// ---- type

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

// The texts of a member, each split at commas and folded.
std::vector<std::string> folded_parts(const Draft& draft, std::string_view member) {
  std::vector<std::string> parts;
  for (const std::string& text : draft.look_texts(member)) {
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

std::string_view type_of(const Draft& draft) {
  const auto constituencies = folded_parts(draft, "constituency");
  const auto teams = folded_parts(draft, "team-type");
  const auto serves = [&](const ConstituencyRow& row) {
    return std::ranges::find(constituencies, row.constituency) != constituencies.end();
  };
  for (const auto& row : kStateConstituencies) {
    if (serves(row)) return row.type;
  }
  if (std::ranges::find(teams, "psirt") != teams.end()) return "vendor-csirt";
  for (const auto& row : kOtherConstituencies) {
    if (serves(row)) return row.type;
  }
  const bool sector = std::ranges::any_of(
      constituencies, [](const std::string& text) { return text.ends_with(kSector); });
  return sector ? "sector-csirt" : "other";
}

// ---- channels

// What a note beside a number makes of it.
struct NoteRow {
  std::string_view note;
  std::string_view kind;  // empty: of the kind that the member is for
};
constexpr NoteRow kNotes[] = {
    {"", ""},
    {"tel", ""},
    {"phone", ""},
    {"telephone", ""},
    {"voice", ""},
    {"office", ""},
    {"fax", "fax"},
    {"telefax", "fax"},
    {"facsimile", "fax"},
    {"mobile", "mobile"},
    {"cell", "mobile"},
    {"gsm", "mobile"},
};

// Numbers of one text, separated by commas, semicolons or lines, each perhaps with a note.
std::vector<StatedPhone> phones_in(std::string_view text) {
  std::vector<StatedPhone> phones;
  while (true) {
    const std::size_t end = text.find_first_of(",;\n");
    StatedPhone phone = read_phone(text.substr(0, end));
    if (!phone.number.empty() || !phone.note.empty()) phones.push_back(std::move(phone));
    if (end == std::string_view::npos) return phones;
    text.remove_prefix(end + 1);
  }
}

// One element of a list of telephone numbers, in the making.
struct PhoneElement {
  Json stated;
  std::vector<StatedPhone> phones;
};

// A text that is a note alone belongs to the number before it: the API splits "+1 … (fax)" in two.
std::vector<PhoneElement> phone_elements(Json list) {
  std::vector<PhoneElement> elements;
  for (Json& value : list) {
    PhoneElement element;
    if (const auto text = Draft::text_of(value)) element.phones = phones_in(*text);
    const bool note_alone = element.phones.size() == 1 && element.phones[0].number.empty();
    if (note_alone && !elements.empty() && elements.back().phones.size() == 1 &&
        elements.back().phones[0].note.empty()) {
      elements.back().phones[0].note = std::move(element.phones[0].note);
      elements.back().stated.push_back(std::move(value));
      continue;
    }
    element.stated = Json::array();
    element.stated.push_back(std::move(value));
    elements.push_back(std::move(element));
  }
  return elements;
}

void take_phones(Draft& draft, std::string_view member, std::string_view kind,
                 bool urgent = false) {
  Json rest = Json::array();
  bool refused = false;
  for (PhoneElement& element : phone_elements(draft.take_list(member))) {
    // All or nothing: a text of which one part is no number is not half understood.
    const bool understood =
        !element.phones.empty() && std::ranges::all_of(element.phones, [](const auto& phone) {
          return to_e164(phone.number).has_value();
        });
    bool keep_note = false;
    for (const StatedPhone& phone : element.phones) {
      if (!understood) break;
      const auto* row = std::ranges::find(kNotes, phone.note, &NoteRow::note);
      keep_note = keep_note || row == std::end(kNotes);
      const bool other_kind =
          row != std::end(kNotes) && !row->kind.empty() && (kind == "phone" || row->kind == "fax");
      draft.add_channel(other_kind ? row->kind : kind, *to_e164(phone.number), urgent);
    }
    refused = refused || !understood;
    if (understood && !keep_note) continue;
    for (Json& value : element.stated) rest.push_back(std::move(value));
  }
  draft.keep(member, std::move(rest));
  if (refused) draft.warn_kept(member, kNotE164);
}

void take_channels(Draft& draft) {
  draft.take_each("email", kNotMail, [&](const std::string& text) {
    if (!model::is_addr_spec(text)) return false;
    draft.add_channel("email", text);
    return true;
  });
  take_phones(draft, "phone", "phone");
  take_phones(draft, "fax", "fax");
  take_phones(draft, "phone-emergency", "phone-emergency", true);
  if (draft.have_common_value("fax", "phone-emergency")) draft.warn(kFaxAndUrgent, "/channels");
}

// ---- the rest

void take_key(Draft& draft) {
  const bool has_key = draft.look("pgp-key") != nullptr;
  if (draft.look("pgp-fingerprint") == nullptr) {
    if (has_key) draft.warn_kept("pgp-key", kKeyWithoutFingerprint);
    return;
  }
  const auto fingerprint = draft.take_as("pgp-fingerprint", to_fingerprint, kNotFingerprint);
  if (!fingerprint) return;
  Json key = {{"kind", "openpgp"}, {"fingerprint", *fingerprint}};
  if (auto armour = draft.take_as("pgp-key", to_armour, kNotArmour)) {
    key["key"] = *std::move(armour);
  }
  draft.add("keys", std::move(key));

  // A key id is the end of a fingerprint of 40 digits and the beginning of one of 64.
  const auto id = draft.look_text("pgp-id");
  if (!id) return;
  std::string digits = id->starts_with("0x") || id->starts_with("0X") ? id->substr(2) : *id;
  std::erase(digits, ' ');
  std::ranges::transform(digits, digits.begin(), [](char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  const bool belongs =
      fingerprint->size() == 40 ? fingerprint->ends_with(digits) : fingerprint->starts_with(digits);
  if (belongs && digits.size() >= 8) {
    draft.drop("pgp-id");
  } else {
    draft.warn_kept("pgp-id", kOtherKeyId);
  }
}

void take_countries(Draft& draft) {
  std::set<std::string> states;
  if (const auto country = draft.take_as("country", to_state, kNoState)) {
    draft.set("country", *country);
    states.insert(*country);
  }
  draft.take_each("country-other", kNoState, [&](const std::string& text) {
    const auto state = to_state(text);
    if (state && states.insert(*state).second) draft.add("additional_countries", *state);
    return state.has_value();
  });
}

void take_constituency(Draft& draft) {
  Json constituency = Json::object();
  if (draft.look("constituency") != nullptr && draft.look("constituency")->is_array()) {
    std::string label;
    draft.take_each("constituency", kNotText, [&](const std::string& text) {
      label += (label.empty() ? "" : ", ") + text;
      return true;
    });
    constituency["label"] = std::move(label);
  } else if (auto label = draft.take_text("constituency")) {
    constituency["label"] = *std::move(label);
  }
  if (auto text = draft.take_text("constituency-description")) {
    constituency["description"]["en"] = *std::move(text);
  }
  draft.set("constituency", std::move(constituency));
}

void take_membership(Draft& draft) {
  Json membership = {{"network", "FIRST"}};
  if (auto level = draft.take_text("membership")) membership["level"] = *std::move(level);
  if (auto since = draft.take_as("member-since", to_partial_date, kNotDate)) {
    membership["since"] = *std::move(since);
  }
  draft.add("memberships", std::move(membership));
}

void take_source(Draft& draft) {
  if (const auto id = draft.look_text("id"); id && draft.set_source_id("id", *id)) {
    draft.set_source_page(kTeamPage, *id);
    draft.drop("id");
  }
  if (const auto modified = draft.take_as("last-modified", to_instant, kNotInstant)) {
    draft.set_source_modified(*modified);
  }
}

void describe(Draft& draft) {
  take_source(draft);
  draft.set("type", type_of(draft));
  if (auto team = draft.take_text("team")) draft.set("short_name", *std::move(team));
  if (auto name = draft.take_text("team-full")) draft.set("name", {{"en", *std::move(name)}});
  if (auto date = draft.take_as("establishment", to_partial_date, kNotDate)) {
    draft.set("established", *std::move(date));
  }
  if (auto address = draft.take_text("address")) {
    draft.set("postal_address", {{"und", *std::move(address)}});
  }
  take_countries(draft);
  std::set<std::string> websites;
  draft.take_each("website", kNotWeb, [&](const std::string& text) {
    if (!model::is_web_address(text, false)) return false;
    if (websites.insert(text).second) draft.add("websites", text);
    return true;
  });
  take_constituency(draft);
  take_membership(draft);
  take_channels(draft);
  take_key(draft);
}

constexpr ForeignArray kFormat = {
    .source = kFirstTeams.source, .prefix = "x-first-", .array = "data", .describe = describe};

// True where records at `path` are teams as FIRST describes them.
bool holds_teams(const Outline& outline, const std::string& path) {
  constexpr std::array<std::string_view, 4> kBesides = {"team-full", "membership", "member-since",
                                                        "host"};
  return outline.has(path + "team") && std::ranges::any_of(kBesides, [&](std::string_view member) {
           return outline.has(path + std::string(member));
         });
}

}  // namespace

bool recognises_first_teams(std::string_view head) {
  const Outline outline(head);
  return holds_teams(outline, "/data/*/") || holds_teams(outline, "/*/");
}

base::Result<void> read_first_teams(base::ByteSource& bytes, codec::RecordSink& records) {
  return read_array(bytes, records, kFormat);
}

}  // namespace cyberdir::importers
