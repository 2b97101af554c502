// Contacts and organisations as cards: vCard 4.0, jCard and xCard. What a card says is the same in
// all three.
#pragma once

#include <array>

#include "codec/forms/output_form.h"
#include "codec/vcard.h"

namespace cyberdir::codec {

[[nodiscard]] std::unique_ptr<FormWriter> make_vcard_writer(const FormContext& context);
[[nodiscard]] std::unique_ptr<FormWriter> make_jcard_writer(const FormContext& context);
[[nodiscard]] std::unique_ptr<FormWriter> make_xcard_writer(const FormContext& context);

inline constexpr std::array<std::string_view, 5> kCardLosses = {
    "Channels that are suspended are left out, for a card is kept and called from.",
    "A channel whose urgent use is awaited does not say that it is for urgent use.",
    "Extensions, which keep what foreign directories say, are left out.",
    "Of what the registry keeps, only the time of the last change is there.",
    "Line breaks within a text all become line feeds; control characters are left out."};

inline constexpr OutputForm kVcardOutput{"vcard",        "text/vcard; charset=utf-8",
                                         "vcf",          "vCard 4.0",
                                         kKindsWithCard, kCardLosses,
                                         false,          make_vcard_writer};
inline constexpr OutputForm kJcardOutput{"jcard", "application/vcard+json", "jcard",
                                         "jCard", kKindsWithCard,           kCardLosses,
                                         false,   make_jcard_writer};
inline constexpr OutputForm kXcardOutput{"xcard", "application/vcard+xml", "xcard",
                                         "xCard", kKindsWithCard,          kCardLosses,
                                         false,   make_xcard_writer};

}  // namespace cyberdir::codec
