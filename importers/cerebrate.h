// Organisations and individuals as a Cerebrate instance gives them, with their meta fields.
#pragma once

#include "importers/importer.h"

namespace cyberdir::importers {

[[nodiscard]] Likeness cerebrate_likeness(std::string_view head);
[[nodiscard]] bool recognises_cerebrate(std::string_view head);
[[nodiscard]] base::Result<void> read_cerebrate(base::ByteSource& bytes,
                                                codec::RecordSink& records);

inline constexpr Importer kCerebrate = {.name = "cerebrate",
                                        .title = "Cerebrate organisations and individuals (JSON)",
                                        .source = "Cerebrate",
                                        .recognises = recognises_cerebrate,
                                        .read = read_cerebrate,
                                        .likeness = cerebrate_likeness};

}  // namespace cyberdir::importers
