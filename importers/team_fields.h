// What directories of teams have in common: the same things said in the same words.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "importers/draft.h"

namespace cyberdir::importers {

/// Our type of a team, by the constituencies that it states and by what it calls itself ("PSIRT,
/// SOC"). Each text may hold several, separated by commas. What is not known counts as `other`.
[[nodiscard]] std::string_view type_of_team(std::span<const std::string> constituencies,
                                            std::span<const std::string> teams);

/// Channels `email` of a member that is an address or a list of them.
void take_mails(Draft& draft, std::string_view member);

/// Websites of a member that is an address or a list of them.
void take_websites(Draft& draft, std::string_view member);

/// The country of one member and the further ones of another; each may be a text or a list. All
/// but the first are further ones.
void take_countries(Draft& draft, std::string_view member, std::string_view others);

/// Keys, by the fingerprints of a member that is a text or a list.
void take_fingerprints(Draft& draft, std::string_view member);

/// The name of a constituency, and what is said of it.
void take_constituency(Draft& draft, std::string_view label, std::string_view description);

/// Channels of a text that is nothing but mail addresses, telephone numbers and web addresses
/// (https), separated by commas, semicolons or lines. Any other text stays and is shown to the
/// owner alone, for it may name persons.
void take_free_contacts(Draft& draft, std::string_view member);

/// The resource of a field of `resources` ("asns", "domains", "ip_ranges") as we write it; nothing
/// where it is none.
[[nodiscard]] std::optional<std::string> to_resource(std::string_view field, std::string_view text);

/// A UUID (RFC 9562) in lower case; not the one that is all zeros.
[[nodiscard]] std::optional<std::string> to_uuid(std::string_view text);

}  // namespace cyberdir::importers
