#include "importers/first_teams.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "importers/draft.h"
#include "importers/foreign_text.h"
#include "importers/phones.h"
#include "importers/team_fields.h"

namespace cyberdir::importers {
namespace {

using model::Json;

constexpr std::string_view kTeamPage = "https://www.first.org/members/teams/";

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

// ---- channels

void take_channels(Draft& draft) {
  take_mails(draft, "email");
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

// An answer that was asked for other fields says nothing of the type.
void set_type(Draft& draft) {
  if (draft.look("constituency") == nullptr && draft.look("team-type") == nullptr) return;
  draft.set("type", type_of_team(draft.look_texts("constituency"), draft.look_texts("team-type")));
}

void describe(Draft& draft) {
  take_source(draft);
  set_type(draft);
  if (auto team = draft.take_text("team")) draft.set("short_name", *std::move(team));
  if (auto name = draft.take_text("team-full")) draft.set("name", {{"en", *std::move(name)}});
  if (auto date = draft.take_as("establishment", to_partial_date, kNotDate)) {
    draft.set("established", *std::move(date));
  }
  if (auto address = draft.take_text("address")) {
    draft.set("postal_address", {{"und", *std::move(address)}});
  }
  take_countries(draft, "country", "country-other");
  take_websites(draft, "website");
  take_constituency(draft, "constituency", "constituency-description");
  take_membership(draft);
  take_channels(draft);
  take_key(draft);
}

constexpr std::array<std::string_view, 4> kPlaces = {"/data/*/", "/*/", "/data/", "/"};
constexpr std::array<std::string_view, 1> kAll = {"team"};
constexpr std::array<std::string_view, 4> kAny = {"team-full", "membership", "member-since",
                                                  "host"};
constexpr std::array<std::string_view, 5> kUsual = {"id", "country", "email", "website",
                                                    "constituency"};
// An answer that has but the fields asked for is known by its envelope.
constexpr std::array<std::string_view, 2> kEnvelope = {"/status-code", "/access"};
constexpr std::array<std::string_view, 2> kNames = {"team", "team-full"};
constexpr std::array<JsonSigns, 2> kSigns = {{
    {.places = kPlaces, .all = kAll, .any = kAny, .usual = kUsual},
    {.places = {kPlaces.data(), 1}, .all = kEnvelope, .any = kNames},
}};

constexpr ForeignArray kFormat = {.source = kFirstTeams.source,
                                  .prefix = "x-first-",
                                  .array = "data",
                                  .describe = describe,
                                  .marks = kNames};

}  // namespace

Likeness first_teams_likeness(std::string_view head) { return likeness_of(head, kSigns); }

bool recognises_first_teams(std::string_view head) { return first_teams_likeness(head).whole(); }

base::Result<void> read_first_teams(base::ByteSource& bytes, codec::RecordSink& records) {
  return read_array(bytes, records, kFormat);
}

}  // namespace cyberdir::importers
