// Teams in FIRST's Global-IRT format, versions 1 and 2 (github.com/FIRSTdotorg/global-irt).
#pragma once

#include "importers/importer.h"

namespace cyberdir::importers {

[[nodiscard]] Likeness global_irt_likeness(std::string_view head);
[[nodiscard]] bool recognises_global_irt(std::string_view head);
[[nodiscard]] base::Result<void> read_global_irt(base::ByteSource& bytes,
                                                 codec::RecordSink& records);

inline constexpr Importer kGlobalIrt = {.name = "global-irt",
                                        .title = "Global-IRT teams (JSON)",
                                        .source = "Global-IRT",
                                        .recognises = recognises_global_irt,
                                        .read = read_global_irt,
                                        .likeness = global_irt_likeness};

}  // namespace cyberdir::importers
