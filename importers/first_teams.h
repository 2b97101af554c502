// Teams as the public API of FIRST lists them (api.first.org/data/v1/teams).
#pragma once

#include "importers/importer.h"

namespace cyberdir::importers {

[[nodiscard]] Likeness first_teams_likeness(std::string_view head);
[[nodiscard]] bool recognises_first_teams(std::string_view head);
[[nodiscard]] base::Result<void> read_first_teams(base::ByteSource& bytes,
                                                  codec::RecordSink& records);

inline constexpr Importer kFirstTeams = {.name = "first",
                                         .title = "FIRST public teams API (JSON)",
                                         .source = "FIRST",
                                         .recognises = recognises_first_teams,
                                         .read = read_first_teams,
                                         .likeness = first_teams_likeness};

}  // namespace cyberdir::importers
