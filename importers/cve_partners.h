// The partner list of the CVE programme (CNAsList.json), in every form it has had since 2020.
#pragma once

#include "importers/importer.h"

namespace cyberdir::importers {

[[nodiscard]] Likeness cve_partners_likeness(std::string_view head);
[[nodiscard]] bool recognises_cve_partners(std::string_view head);
[[nodiscard]] base::Result<void> read_cve_partners(base::ByteSource& bytes,
                                                   codec::RecordSink& records);

inline constexpr Importer kCvePartners = {.name = "cve",
                                          .title = "CVE Program partner list (CNAsList.json)",
                                          .source = "CVE Program",
                                          .recognises = recognises_cve_partners,
                                          .read = read_cve_partners,
                                          .likeness = cve_partners_likeness};

}  // namespace cyberdir::importers
