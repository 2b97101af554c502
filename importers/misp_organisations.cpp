#include "importers/misp_organisations.h"

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
#include "importers/team_fields.h"

namespace cyberdir::importers {
namespace {

using model::Json;

// Countries of MISP's own closed list that are States under another name there.
struct CountryRow {
  std::string_view stated;
  std::string_view state;
};
constexpr CountryRow kCountries[] = {
    {"Antigua & Deps", "AG"},
    {"Congo", "CG"},
    {"Congo {Democratic Rep}", "CD"},
    {"Georgia", "GE"},
};

std::optional<std::string> to_state_of_misp(std::string_view text) {
  const auto* row = std::ranges::find(kCountries, text, &CountryRow::stated);
  return row != std::end(kCountries) ? std::string(row->state) : to_state(text);
}

void take_nationality(Draft& draft) {
  const auto stated = draft.look_text("nationality");
  if (stated == "Not specified") {
    draft.drop("nationality");
  } else if (stated != "International") {
    if (const auto state = draft.take_as("nationality", to_state_of_misp, kNoState))
      draft.set("country", *state);
  }
}

// The domains of its people's addresses.
void take_domains(Draft& draft) {
  Json domains = Json::array();
  std::set<std::string> seen;
  draft.take_each("restricted_to_domain", kNotResource, [&](const std::string& text) {
    const auto domain = to_resource("domains", text);
    if (domain && seen.insert(*domain).second) domains.push_back(*domain);
    return domain.has_value();
  });
  if (!domains.empty()) draft.set("resources", {{"domains", std::move(domains)}});
}

void describe(Draft& draft) {
  if (const auto uuid = draft.take_as("uuid", to_uuid, kNotUuid))
    draft.set_source_id("uuid", *uuid);
  // MISP has one name, by which the organisation is called.
  if (auto name = draft.take_text("name")) {
    draft.set("short_name", *name);
    draft.set("name", {{"und", *std::move(name)}});
  }
  draft.set("type", "other");
  take_nationality(draft);
  take_domains(draft);
  take_free_contacts(draft, "contacts");
  const bool names_persons =
      draft.look("created_by_email") != nullptr || draft.look("beside-Organisation") != nullptr;
  if (names_persons) draft.hide_extensions();
}

constexpr std::array<std::string_view, 4> kWrapped = {
    "/*/Organisation/", "/response/*/Organisation/", "/Organisation/", "/response/Organisation/"};
constexpr std::array<std::string_view, 1> kName = {"name"};
constexpr std::array<std::string_view, 5> kAny = {"uuid", "nationality", "sector", "date_created",
                                                  "restricted_to_domain"};
constexpr std::array<std::string_view, 3> kBare = {"/*/", "/response/*/", "/"};
constexpr std::array<std::string_view, 2> kNameAndUuid = {"name", "uuid"};
constexpr std::array<std::string_view, 5> kOnlyMisp = {"restricted_to_domain", "date_created",
                                                       "date_modified", "landingpage", "local"};
constexpr std::array<std::string_view, 3> kUsual = {"type", "contacts", "description"};
constexpr std::array<std::string_view, 4> kOthers = {"meta_fields", "alignments", "metaFields",
                                                     "org_groups"};
constexpr std::array<JsonSigns, 2> kSigns = {{
    {.places = kWrapped, .all = kName, .any = kAny, .usual = kUsual},
    {.places = kBare, .all = kNameAndUuid, .any = kOnlyMisp, .usual = kUsual, .none = kOthers},
}};
constexpr std::array<std::string_view, 3> kMarks = {"Organisation", "name", "uuid"};

constexpr ForeignArray kFormat = {.source = kMispOrganisations.source,
                                  .prefix = "x-misp-",
                                  .array = "response",
                                  .describe = describe,
                                  .wrapper = "Organisation",
                                  .marks = kMarks};

}  // namespace

Likeness misp_organisations_likeness(std::string_view head) { return likeness_of(head, kSigns); }

bool recognises_misp_organisations(std::string_view head) {
  return misp_organisations_likeness(head).whole();
}

base::Result<void> read_misp_organisations(base::ByteSource& bytes, codec::RecordSink& records) {
  return read_array(bytes, records, kFormat);
}

}  // namespace cyberdir::importers
