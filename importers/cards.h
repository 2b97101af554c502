// Contact cards: vCard 2.1, 3.0 and 4.0, jCard and xCard. What becomes of a card is in
// card_draft.h.
#pragma once

#include "importers/importer.h"

namespace cyberdir::importers {

[[nodiscard]] bool recognises_vcard(std::string_view head);
[[nodiscard]] base::Result<void> read_vcard(base::ByteSource& bytes, codec::RecordSink& records);

[[nodiscard]] bool recognises_jcard(std::string_view head);
[[nodiscard]] base::Result<void> read_jcard(base::ByteSource& bytes, codec::RecordSink& records);

[[nodiscard]] bool recognises_xcard(std::string_view head);
[[nodiscard]] base::Result<void> read_xcard(base::ByteSource& bytes, codec::RecordSink& records);

/// Of all three: the same card is the same record, however it is written.
inline constexpr std::string_view kCardSource = "vcard";

inline constexpr Importer kVcard = {.name = "vcard",
                                    .title = "vCard (2.1, 3.0 and 4.0)",
                                    .source = kCardSource,
                                    .recognises = recognises_vcard,
                                    .read = read_vcard};
inline constexpr Importer kJcard = {.name = "jcard",
                                    .title = "jCard (RFC 7095)",
                                    .source = kCardSource,
                                    .recognises = recognises_jcard,
                                    .read = read_jcard};
inline constexpr Importer kXcard = {.name = "xcard",
                                    .title = "xCard (RFC 6351)",
                                    .source = kCardSource,
                                    .recognises = recognises_xcard,
                                    .read = read_xcard};

}  // namespace cyberdir::importers
