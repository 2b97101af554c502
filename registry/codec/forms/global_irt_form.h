// Teams in the common form of directories of incident response teams that FIRST describes
// (https://github.com/FIRSTdotorg/global-irt), schema version 2: a list without an envelope.
#pragma once

#include "codec/forms/first_form.h"

namespace cyberdir::codec {

[[nodiscard]] std::unique_ptr<FormWriter> make_global_irt_writer(const FormContext& context);

inline constexpr std::string_view kGlobalIrtLosses[] = {
    "Only organisations that are incident response teams are carried: by type, or as members of "
    "FIRST, Trusted Introducer or the CSIRTs Network.",
    "Types other than those of teams are left out.",
    "Names and descriptions are carried in one language: English where there is one.",
    "One mail address is carried, the first; of keys the fingerprints alone.",
    "Telephones, mobiles and emergency telephones stand in one list, without priority or use; "
    "other "
    "channels and suspended ones are left out.",
    "Of memberships only the level of that of FIRST is carried.",
    "The identifier, network resources, legal basis, addresses of RFC 2350 and security.txt and "
    "extensions are left out.",
    "The owner, the rules of visibility, the authority and the history are left out.",
};
inline constexpr OutputForm kGlobalIrtOutput{
    "global-irt", "application/json", "json", "Global-IRT",
    kTeamKinds,   kGlobalIrtLosses,   false,  make_global_irt_writer};

}  // namespace cyberdir::codec
