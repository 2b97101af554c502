// The table of foreign formats. Adding one is adding a file and a line here.
#include <array>

#include "importers/cards.h"
#include "importers/cerebrate.h"
#include "importers/cve_partners.h"
#include "importers/first_teams.h"
#include "importers/global_irt.h"
#include "importers/iati.h"
#include "importers/importer.h"
#include "importers/misp_organisations.h"
#include "importers/trusted_introducer.h"

namespace cyberdir::importers {
namespace {

constexpr std::array kImporters = {
    kCvePartners,
    kFirstTeams,
    kGlobalIrt,
    kTrustedIntroducer,
    kMispOrganisations,
    kCerebrate,
    kIati,
    kVcard,
    kJcard,
    kXcard,
};

}  // namespace

std::span<const Importer> importers() { return kImporters; }

const Importer* find_importer(std::string_view name) {
  for (const Importer& importer : kImporters) {
    if (importer.name == name) return &importer;
  }
  return nullptr;
}

const Importer* recognise(std::string_view head) {
  for (const Importer& importer : kImporters) {
    if (importer.recognises(head)) return &importer;
  }
  return nullptr;
}

}  // namespace cyberdir::importers
