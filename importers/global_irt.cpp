#include "importers/global_irt.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "importers/draft.h"
#include "importers/foreign_text.h"
#include "importers/json_members.h"
#include "importers/phones.h"
#include "importers/team_fields.h"

namespace cyberdir::importers {
namespace {

using model::Json;

// The types of version 2 and ours. Where a team has several, the first row counts.
struct TypeRow {
  std::string_view stated;
  std::string_view type;
};
constexpr TypeRow kTypes[] = {
    {"national", "national-csirt"},
    {"national-responsibility", "national-csirt"},
    {"national-responsibilities", "national-csirt"},  // as the description's example has it
    {"government", "government-csirt"},
    {"PSIRT", "vendor-csirt"},
    {"NREN", "sector-csirt"},
    {"sector", "sector-csirt"},
    {"enterprise", "company"},
    {"commercial", "company"},
};

void set_type(Draft& draft) {
  const auto stated = draft.look_texts("cert-type");
  const auto constituency = draft.look_texts("constituency");
  if (stated.empty() && constituency.empty()) return;
  for (const TypeRow& row : kTypes) {
    if (std::ranges::find(stated, row.stated) != stated.end()) {
      draft.set("type", row.type);
      return;
    }
  }
  draft.set("type", type_of_team(constituency, {}));
}

// Version 1 says which directory lists the team in the record, version 2 in its `meta`.
void set_source(Draft& draft) {
  const Json* meta = draft.look("meta");
  if (const auto name = draft.take_text("source-name")) {
    draft.set_source_name(*name);
  } else if (meta != nullptr) {
    if (const auto stated = text_at(*meta, "source-name")) draft.set_source_name(*stated);
  }
  if (const auto name = draft.look_text("short-team-name"))
    draft.set_source_id("short-team-name", *name);
  if (const auto modified = draft.take_as("last-modified", to_instant, kNotInstant))
    draft.set_source_modified(*modified);
}

// The name of the country beside its code says nothing more where it means the same State.
void take_country_name(Draft& draft) {
  const auto named = draft.look_text("country");
  if (!named) return;
  const auto state = to_state(*named);
  if (!draft.has("country")) {
    if (state) draft.set("country", *state);
    if (!state) draft.warn_kept("country", kNoState);
  } else if (state && !draft.is_of_state(*state)) {
    draft.warn_kept("country", kSaysOther);
    return;
  }
  if (state) draft.drop("country");
}

void take_constituency_code(Draft& draft) {
  if (auto code = draft.take_text("constituency-code")) draft.set_in("constituency", "code", *code);
}

void describe(Draft& draft) {
  set_source(draft);
  set_type(draft);
  if (auto team = draft.take_text("short-team-name")) draft.set("short_name", *std::move(team));
  if (auto name = draft.take_text("official-team-name"))
    draft.set("name", {{"en", *std::move(name)}});
  if (auto date = draft.take_as("establishment", to_partial_date, kNotDate))
    draft.set("established", *std::move(date));
  if (auto address = draft.take_text("postal-address"))
    draft.set("postal_address", {{"und", *std::move(address)}});
  take_countries(draft, "country-code", "additional-country-code");
  take_country_name(draft);
  take_websites(draft, "website");
  take_constituency(draft, "constituency", "constituency-description");
  take_constituency_code(draft);
  if (auto level = draft.take_text("-first-member-type"))
    draft.add("memberships", {{"network", "FIRST"}, {"level", *std::move(level)}});
  take_mails(draft, "email");
  take_phones(draft, "phone-numbers", "phone");
  take_fingerprints(draft, "enckeys");
  if (draft.look("team-members") != nullptr) draft.hide_extensions();
}

constexpr std::array<std::string_view, 4> kPlaces = {"/data/*/", "/*/", "/data/", "/"};
constexpr std::array<std::string_view, 2> kNames = {"short-team-name", "official-team-name"};
constexpr std::array<std::string_view, 7> kUsual = {"country-code",     "email",   "postal-address",
                                                    "phone-numbers",    "enckeys", "host",
                                                    "constituency-code"};
constexpr std::array<JsonSigns, 1> kSigns = {
    {{.places = kPlaces, .all = {}, .any = kNames, .usual = kUsual}}};

constexpr ForeignArray kFormat = {.source = kGlobalIrt.source,
                                  .prefix = "x-global-irt-",
                                  .array = "data",
                                  .describe = describe,
                                  .marks = kNames};

}  // namespace

Likeness global_irt_likeness(std::string_view head) { return likeness_of(head, kSigns); }

bool recognises_global_irt(std::string_view head) { return global_irt_likeness(head).whole(); }

base::Result<void> read_global_irt(base::ByteSource& bytes, codec::RecordSink& records) {
  return read_array(bytes, records, kFormat);
}

}  // namespace cyberdir::importers
