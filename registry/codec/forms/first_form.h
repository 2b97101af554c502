// Teams as FIRST's public API of teams has them (https://api.first.org/v1/get-teams).
#pragma once

#include <array>

#include "codec/forms/output_form.h"

namespace cyberdir::codec {

/// The types of organisations that are incident response teams.
inline constexpr std::array<std::string_view, 4> kTeamTypes = {"national-csirt", "government-csirt",
                                                               "sector-csirt", "vendor-csirt"};
/// The networks whose members are such teams, whatever their type says.
inline constexpr std::array<std::string_view, 3> kTeamNetworks = {"FIRST", "TI", "CSIRTS-EU"};

/// The members that every team has, with null where there is no value: clients ask for them without
/// asking whether they are there.
inline constexpr std::array<std::string_view, 13> kTeamMembers = {
    "id",      "team",   "team-full",       "membership", "host",         "country",      "email",
    "website", "pgp-id", "pgp-fingerprint", "pgp-key",    "member-since", "last-modified"};

/// True where the entry, as its reader sees it, is an incident response team: by its type, or by a
/// network it belongs to.
[[nodiscard]] bool is_team(const model::Json& entry);

/// The team of an entry for which is_team() holds. Dates are written as that API writes them:
/// "April 17, 2025", and last-modified as HTTP does.
[[nodiscard]] model::Json first_team(const model::Json& entry, const RelatedEntry& related);

[[nodiscard]] std::unique_ptr<FormWriter> make_first_writer(const FormContext& context);

inline constexpr std::string_view kTeamKinds[] = {"organisation"};
inline constexpr std::string_view kFirstLosses[] = {
    "Only organisations that are incident response teams are carried: by type, or as members of "
    "FIRST, Trusted Introducer or the CSIRTs Network.",
    "The type is told only by what the constituency says.",
    "Names and descriptions are carried in one language: English where there is one.",
    "One mail address and one OpenPGP key are carried, the first of each.",
    "Channels are carried as mail address, telephone, mobile, fax and emergency telephone, without "
    "priority; suspended channels are left out.",
    "Of memberships only that of FIRST is carried.",
    "Network resources, legal basis, addresses of RFC 2350 and security.txt and the dates of keys "
    "are left out.",
    "The owner, the rules of visibility, the authority and the history are left out.",
    "Extensions are left out, but for those that came from FIRST.",
};
inline constexpr OutputForm kFirstOutput{"first",    "application/json", "json", "FIRST teams API",
                                         kTeamKinds, kFirstLosses,       false,  make_first_writer};

}  // namespace cyberdir::codec
