// Organisations and contacts as identities of a STIX 2.1 bundle (OASIS standard, sections 4.5 and
// 8), with the marking definitions of TLP 2.0 as its extension publishes them
// (oasis-open/cti-stix-common-objects, extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d).
#pragma once

#include "codec/forms/output_form.h"

namespace cyberdir::codec {

[[nodiscard]] std::unique_ptr<FormWriter> make_stix_writer(const FormContext& context);

inline constexpr std::string_view kStixKinds[] = {"organisation", "contact"};
inline constexpr std::string_view kStixLosses[] = {
    "Identifiers are UUIDs as RFC 4122 knows them, made from ours where ours are none; ours stand "
    "among the external references.",
    "Names are carried in one language: English where there is one.",
    "Channels stand in one text for people, suspended ones are left out; keys, availability, "
    "languages, mandate and nomination are left out.",
    "Of types only what is certainly a sector of STIX is carried as one; the type itself is a "
    "label.",
    "Countries, memberships, network resources, addresses, dates of founding and extensions are "
    "left out.",
    "Labels of TLP are carried as markings of TLP 2.0; the rules of visibility, the owner, the "
    "authority and the history are left out.",
};
inline constexpr OutputForm kStixOutput{"stix",     "application/stix+json;version=2.1",
                                        "json",     "STIX 2.1 identities",
                                        kStixKinds, kStixLosses,
                                        false,      make_stix_writer};

}  // namespace cyberdir::codec
