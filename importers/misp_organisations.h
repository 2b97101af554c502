// Organisations as a MISP instance gives them (/organisations).
#pragma once

#include "importers/importer.h"

namespace cyberdir::importers {

[[nodiscard]] Likeness misp_organisations_likeness(std::string_view head);
[[nodiscard]] bool recognises_misp_organisations(std::string_view head);
[[nodiscard]] base::Result<void> read_misp_organisations(base::ByteSource& bytes,
                                                         codec::RecordSink& records);

inline constexpr Importer kMispOrganisations = {.name = "misp",
                                                .title = "MISP organisations (JSON)",
                                                .source = "MISP",
                                                .recognises = recognises_misp_organisations,
                                                .read = read_misp_organisations,
                                                .likeness = misp_organisations_likeness};

}  // namespace cyberdir::importers
