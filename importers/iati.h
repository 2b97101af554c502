// Activities of the International Aid Transparency Initiative, 1.01 to 2.03 (iatistandard.org).
#pragma once

#include "importers/importer.h"

namespace cyberdir::importers {

[[nodiscard]] bool recognises_iati(std::string_view head);
[[nodiscard]] base::Result<void> read_iati(base::ByteSource& bytes, codec::RecordSink& records);

inline constexpr Importer kIati = {.name = "iati",
                                   .title = "IATI activities 1.x and 2.x (XML)",
                                   .source = "iati",
                                   .recognises = recognises_iati,
                                   .read = read_iati};

}  // namespace cyberdir::importers
