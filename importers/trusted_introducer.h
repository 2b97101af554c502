// Teams as Trusted Introducer's public file lists them.
#pragma once

#include "importers/importer.h"

namespace cyberdir::importers {

[[nodiscard]] Likeness trusted_introducer_likeness(std::string_view head);
[[nodiscard]] bool recognises_trusted_introducer(std::string_view head);
[[nodiscard]] base::Result<void> read_trusted_introducer(base::ByteSource& bytes,
                                                         codec::RecordSink& records);

inline constexpr Importer kTrustedIntroducer = {.name = "trusted-introducer",
                                                .title = "Trusted Introducer teams (JSON)",
                                                .source = "Trusted Introducer",
                                                .recognises = recognises_trusted_introducer,
                                                .read = read_trusted_introducer,
                                                .likeness = trusted_introducer_likeness};

}  // namespace cyberdir::importers
